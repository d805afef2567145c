package changes_test

import (
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestChanges_asCSV(t *testing.T) {
	t.Parallel()
	res := pagetest.Get(t, pagetest.TwoRuns(t), "/changes.csv?cause=project")
	got, err := csv.NewReader(res.Body).ReadAll()
	if err != nil || len(got) != 2 || got[1][0] != "xz" || got[1][3] != "Branch-Protection" {
		t.Fatalf("got %q, error %v", got, err)
	}
	if got[1][8] == "" || got[1][9] != "28.2" || got[1][10] != "40.4" || got[1][14] != "1" || got[1][15] != "2" {
		t.Errorf("got %q", got[1])
	}
}

func TestFeed_idsStayAndNothingOfTheRequestIsInThem(t *testing.T) {
	t.Parallel()
	h := pagetest.TwoRuns(t)
	f := atom(t, h, "/changes.atom")
	var got []string
	for _, e := range f.Entries {
		got = append(got, e.ID)
	}
	want := []string{"tag:plumbline.invalid,2026-11-16:critical/instrument/instrument", "tag:plumbline.invalid,2026-11-16:critical/project/xz"}
	if !slices.Equal(got, want) {
		t.Errorf("the ids are %q, want %q", got, want)
	}
	if f.Entries[1].Category.Term != "project" || !slices.Contains(pagetest.Numbers(f.Entries[1].Content), "9") || f.Entries[1].Updated != "2026-11-22T12:00:00Z" {
		t.Errorf("got %+v", f.Entries[1])
	}
	if body := pagetest.Body(t, pagetest.Get(t, h, "/changes.atom")); strings.Contains(body, "plumbline.example") {
		t.Error("the host of the request is in the feed")
	}
	clock := atom(t, h, "/changes.atom?cause=clock")
	if len(clock.Entries) < 2 || clock.Entries[1].ID != "tag:plumbline.invalid,2026-11-16:critical/clock/xz" || clock.ID == f.ID {
		t.Errorf("the feed of another cause is %+v", clock)
	}
	link := pagetest.Page(t, h, "/changes", http.StatusOK).Find("link[rel=alternate][type='application/atom+xml']")
	if link.AttrOr("href", "") != "/changes.atom" {
		t.Errorf("the page names the feed %q", link.AttrOr("href", ""))
	}
}

// A licence is said of a list only when its file states one.
func TestFeed_rightsAreThoseOfTheList(t *testing.T) {
	t.Parallel()
	for _, licence := range []string{"", "ODbL-1.0"} {
		b := pagetest.New(t).WithPast().Project("xz", nil).Measured("xz", 2, 8, 40)
		b.List.Licence = licence
		h := b.Site()
		want := "<rights>" + licence + "</rights>"
		if body := pagetest.Body(t, pagetest.Get(t, h, "/changes.atom")); strings.Contains(body, "<rights>") != (licence != "") || licence != "" && !strings.Contains(body, want) {
			t.Errorf("licence %q: the feed has %.600s", licence, body)
		}
		foot := pagetest.Page(t, h, "/changes", http.StatusOK).Find(".foot")
		if foot.Find("[data-field=licence]").Length() > 0 != (licence != "") || !strings.Contains(foot.Text(), licence) || strings.Contains(foot.Text(), "CC BY") {
			t.Errorf("licence %q: the foot of the page says %q", licence, pagetest.Words(foot))
		}
	}
}
