package history_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestHistory_eachRunSaysWhatChangedAndWhy(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	doc := pagetest.Page(t, h, "/p/xz/history", http.StatusOK)
	rows := pagetest.Texts(doc.Find("tbody tr"))
	if len(rows) != 2 {
		t.Fatalf("got %d rows: %q", len(rows), rows)
	}
	for _, want := range []string{"run 2", "40.4", "+13.2", "Risk rose from 27.2 to 40.4.", "Time alone:", "Regulars: 2 people → 1 person", "something beside its files changed"} {
		if !strings.Contains(rows[0], want) {
			t.Errorf("the newest run does not say %q: %q", want, rows[0])
		}
	}
	if !strings.Contains(rows[1], "run 1") || strings.Contains(rows[1], "rose") || strings.Contains(rows[1], "differs") {
		t.Errorf("the first run is compared with nothing: %q", rows[1])
	}
	if href := doc.Find("tbody tr a").Last().AttrOr("href", ""); href != "/p/xz?as_of=run-1" {
		t.Errorf("the first run leads to %s", href)
	}
	if link := pagetest.Page(t, h, "/p/xz", http.StatusOK).Find("a[href='/p/xz/history']"); link.Length() != 1 {
		t.Errorf("the page of the project has %d links to it", link.Length())
	}
}

func TestHistory_endsAtTheDayThatIsAskedFor(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, pagetest.TwoRuns(t), "/p/xz/history?as_of=run-1", http.StatusOK)
	if rows := pagetest.Texts(doc.Find("tbody tr")); len(rows) != 1 || !strings.Contains(rows[0], "run 1") {
		t.Errorf("got %q", rows)
	}
	if doc.Find(".kicker a[href='/p/xz?as_of=run-1']").Length() != 1 {
		t.Error("the way back leads to another day")
	}
}

func TestHistory_unknownIsNullAndSaysWhy(t *testing.T) {
	t.Parallel()
	h := pagetest.Ranked(t)
	res := pagetest.Get(t, h, "/p/bare/history.json")
	var doc struct {
		Project string
		Runs    []struct {
			Run     int64
			Figures map[string]*float64
			Causes  []struct{ Claim, Why string }
		}
	}
	if err := json.Unmarshal([]byte(pagetest.Body(t, res)), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Runs) != 1 || doc.Runs[0].Figures["risk"] != nil || len(doc.Runs[0].Figures) != 5 || len(doc.Runs[0].Causes) == 0 {
		t.Errorf("got %+v", doc)
	}
	tag := res.Header.Get("ETag")
	if again := pagetest.Get(t, h, "/p/bare/history.json", "If-None-Match", tag); again.StatusCode != http.StatusNotModified {
		t.Errorf("the tag %s is answered with %d", tag, again.StatusCode)
	}
}

func TestHistory_ofNothingListedIsNotThere(t *testing.T) {
	t.Parallel()
	h := pagetest.Ranked(t)
	for _, path := range []string{"/p/nobody/history", "/p/nobody/history.json", "/p/p01/history/"} {
		pagetest.Page(t, h, path, http.StatusNotFound)
	}
	pagetest.Page(t, h, "/p/p01/history?as_of=never", http.StatusBadRequest)
}
