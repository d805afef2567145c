package reports_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/report"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// site is a list of three projects, of which one could not be read.
func site(t *testing.T) (*pagetest.Builder, http.Handler, *store.Store) {
	t.Helper()
	b := pagetest.New(t).WithPast().Writing(nil).Project("xz", nil).Project("zlib", nil).Project("lost", nil)
	b.PublicURL = "https://plumbline.example/"
	fill(b, 6)
	b.Failed("lost", "the repository could not be reached or read")
	b.Now = pagetest.Today.AddDate(0, 0, -14)
	h, st := b.SiteAndStore()
	return b, h, st
}

func fill(b *pagetest.Builder, posture float64) {
	b.Measured("xz", 1, 8, 184).Posture("xz", posture).Measured("zlib", 4, 12, 90).Posture("zlib", 9)
}

// post sends the form and returns the answer with its text.
func post(t *testing.T, h http.Handler, form url.Values, header ...string) (*http.Response, string) {
	t.Helper()
	res := pagetest.Post(h, "/reports", form, header...)
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(b)
}

func TestMake_keepsAReportThatCanBeChecked(t *testing.T) {
	t.Parallel()
	_, h, _ := site(t)
	form := url.Values{"id": {"2026-q4"}, "title": {"Fourth quarter"}, "cohort": {pagetest.Frozen}}
	if res, _ := post(t, h, form); res.StatusCode != http.StatusForbidden {
		t.Errorf("a stranger is answered %d", res.StatusCode)
	}
	res, text := post(t, h, form, pagetest.Writer...)
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/reports/2026-q4" {
		t.Fatalf("the form is answered %d, %s: %s", res.StatusCode, res.Header.Get("Location"), text)
	}
	pack := body(t, h, "/reports/2026-q4.zip")
	v, err := report.Verify(bytes.NewReader(pack), int64(len(pack)))
	if err != nil {
		t.Fatal(err)
	}
	if v.Report.Address != "https://plumbline.example/reports/2026-q4" || v.Report.Set.Cohort == nil || len(v.Report.Projects) != 3 {
		t.Errorf("the report is %+v", v.Report.Set)
	}
	page := pagetest.Page(t, h, "/reports/2026-q4", http.StatusOK)
	if text := page.Find("main").Text(); !strings.Contains(text, permanent.Hash(pack)) {
		t.Error("the page does not name the hash of the pack")
	}
	for _, p := range v.Report.Projects {
		if got := body(t, h, "/e/"+p.EvidenceID+".json"); permanent.Hash(got) != p.EvidenceSHA256 {
			t.Errorf("%s: the site gives other evidence than the pack", p.Slug)
		}
		if page.Find("a[href='/e/"+p.EvidenceID+"']").Length() == 0 {
			t.Errorf("%s: the page has no link to the evidence", p.Slug)
		}
		pagetest.Page(t, h, "/e/"+p.EvidenceID, http.StatusOK)
	}
	if inside, err := report.File(permanent.Document{Body: pack}, report.FileReport); err != nil || !bytes.Equal(inside, body(t, h, "/reports/2026-q4.json")) {
		t.Errorf("the JSON is not the one of the pack (%v)", err)
	}
}

func TestMake_refusesWhatIsWrongAndKeepsNothing(t *testing.T) {
	t.Parallel()
	_, h, st := site(t)
	good := func(name, value string) url.Values {
		v := url.Values{"id": {"2026-q4"}, "title": {"Fourth quarter"}}
		v.Set(name, value)
		return v
	}
	for name, x := range map[string]struct {
		form   url.Values
		status int
		says   string
	}{
		"no name":        {good("id", ""), http.StatusBadRequest, "The id of the report"},
		"letters":        {good("id", "Fourth Quarter"), http.StatusBadRequest, "a to z"},
		"no title":       {good("title", "  "), http.StatusBadRequest, "The title of the report"},
		"no such cohort": {good("cohort", "zzz"), http.StatusBadRequest, "no cohort “zzz”"},
		"no day":         {good("added_before", "soon"), http.StatusBadRequest, "2026-09-01"},
		"nobody":         {good("added_before", "2001-01-01"), http.StatusBadRequest, "the set has 0"},
		"taken":          {good("id", "kept"), http.StatusConflict, "another report"},
	} {
		res, text := post(t, h, x.form, pagetest.Writer...)
		if res.StatusCode != x.status || !strings.Contains(text, x.says) {
			t.Errorf("%s: %d, and not %q", name, res.StatusCode, x.says)
		}
	}
	heads, err := st.Documents(context.Background(), permanent.Report, 10)
	if err != nil || len(heads) != 1 {
		t.Errorf("%d reports are kept, %v", len(heads), err)
	}
}

// Nothing is made where no run was published.
func TestMake_withoutARun(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).WithPast().Writing(nil).Project("xz", nil).Site()
	res, text := post(t, h, url.Values{"id": {"x"}, "title": {"X"}}, pagetest.Writer...)
	if res.StatusCode != http.StatusBadRequest || !strings.Contains(text, "Nothing is published") {
		t.Errorf("%d: %s", res.StatusCode, text)
	}
}

// A report stays as it was, to the byte, and is whole after two further runs and with another model; and
// the report after it says why figures moved.
func TestReport_staysAfterRunsAndAnotherModel(t *testing.T) {
	t.Parallel()
	b, h, st := site(t)
	first := b.Report(st, "first", "")
	was := body(t, h, "/reports/first.zip")
	page := pagetest.Page(t, h, "/reports/first", http.StatusOK).Find("main").Text()
	evidence := "/e/" + first.Report.Projects[0].EvidenceID + ".json"
	seen := body(t, h, evidence)

	for i := range 2 {
		b.Now = b.Now.AddDate(0, 0, 7)
		b.Answers = nil
		fill(b, float64(2+i))
		b.Measured("lost", 2, 5, 20)
		if i == 1 {
			b.Model.Version += "-next"
			b.Model.Risk.Omega = pagetest.Resilient(b.Model).Model.Risk.Omega
			b.Model.SHA256 = permanent.Hash(b.Model.Canonical())
		}
		b.Run(st)
	}
	now := b.Over(st).Handler() // with the model of now
	if !bytes.Equal(body(t, now, "/reports/first.zip"), was) || !bytes.Equal(body(t, now, evidence), seen) {
		t.Error("the report is another one")
	}
	if pagetest.Page(t, now, "/reports/first", http.StatusOK).Find("main").Text() != page {
		t.Error("the page of the report is another one")
	}
	if _, err := report.Verify(bytes.NewReader(was), int64(len(was))); err != nil {
		t.Error(err)
	}

	second := b.Report(st, "second", "")
	if second.Report.Since == nil || second.Report.Since.Report != "first" || len(second.Report.Since.Causes) == 0 {
		t.Fatalf("the report after it says %+v", second.Report.Since)
	}
	differ := pagetest.Page(t, now, "/reports/second?from=first", http.StatusOK).Find("#compared").Parent().Text()
	for _, says := range []string{"different models", "Our model", "the project"} {
		if !strings.Contains(differ, says) {
			t.Errorf("the comparison does not say %q: %s", says, differ)
		}
	}
	if res := pagetest.Get(t, now, "/reports/first?from=second"); res.StatusCode != http.StatusBadRequest {
		t.Errorf("a comparison with a later report is answered %d", res.StatusCode)
	}
}

// The report and its evidence say the same as the pages of the run.
func TestReport_saysWhatThePagesSay(t *testing.T) {
	t.Parallel()
	b, h, st := site(t)
	p := b.Report(st, "first", "")
	var doc struct {
		Projects []struct {
			Slug string   `json:"slug"`
			Rank *int     `json:"rank"`
			Risk *float64 `json:"risk"`
		} `json:"projects"`
	}
	if err := json.Unmarshal(body(t, h, "/projects.json?sort=name"), &doc); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, want := range doc.Projects {
		for _, got := range p.Report.Projects {
			if got.Slug != want.Slug {
				continue
			}
			seen++
			if (got.Risk == nil) != (want.Risk == nil) || got.Risk != nil && *got.Risk != *want.Risk || (got.Rank == nil) != (want.Rank == nil) {
				t.Errorf("%s: the report says %v, the ranking %v", got.Slug, got.Risk, want.Risk)
			}
			if got.Slug == "lost" && (got.Risk != nil || got.Rank != nil || got.Status.Word != health.StatusUnknown) {
				t.Errorf("what could not be read has figures: %+v", got)
			}
		}
	}
	if seen != 3 {
		t.Errorf("%d projects are in both", seen)
	}
}

func body(t *testing.T, h http.Handler, path string) []byte {
	t.Helper()
	res := pagetest.Get(t, h, path)
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", path, res.StatusCode, err)
	}
	return b
}
