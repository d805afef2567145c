package brief_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// headings are those that public funders ask for, in the order of the page.
var headings = []string{"prevalence", "relevance", "vulnerability", "sure", "activity", "help", "money", "programmes", "sources", "notes"}

// site has xz with everything, bare with nothing and gone, which has ended.
func site(t *testing.T) *pagetest.Builder {
	t.Helper()
	b := pagetest.New(t).WithPast().Project("xz", nil).Project("bare", nil).Project("gone", func(p *health.Project) {
		p.EndOfLife = &health.EndOfLife{Archived: true, Since: "2024-01-01", URL: "https://example.org/end"}
	})
	b.Measured("xz", 1, 8, 40).Posture("xz", 3).Measured("gone", 1, 8, 40).Posture("gone", 3).Failed("bare", "the repository could not be reached or read")
	src := funding.Source{URL: "https://example.org/a", Date: "2026-11-02"}
	b.Ground.Facts = map[string]funding.Facts{"xz": {Project: "xz", Host: &funding.Party{Name: "Host e.V.", Source: src}}}
	for range 7 {
		b.Ground.Grants = map[string][]funding.Grant{"xz": append(b.Ground.Grants["xz"], funding.Grant{
			Project: "xz", Funder: "Fund A", Amount: 50000, Currency: "EUR", Start: "2026", URL: "https://example.org/g", Seen: "2026-11-01",
		})}
	}
	return b
}

func TestBrief_hasTheHeadingsOfFundersWhateverIsKnown(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	for _, slug := range []string{"xz", "bare", "gone"} {
		doc := pagetest.Page(t, h, "/p/"+slug+"/brief", http.StatusOK)
		if got := pagetest.Attrs(doc.Find("main section h2"), "id"); !slices.Equal(got, headings) {
			t.Errorf("%s has the headings %q", slug, got)
		}
		for _, id := range headings {
			if len(pagetest.Words(doc.Find("#"+id).Parent())) < 20 {
				t.Errorf("%s: below %s is %q", slug, id, pagetest.Words(doc.Find("#"+id).Parent()))
			}
		}
		if n := doc.Find("tr[data-row=by-hand]").Length(); n != 4 {
			t.Errorf("%s has %d lines to fill in by hand", slug, n)
		}
		if got := pagetest.Words(doc.Find("[data-says=depends]")); len(got) < 60 {
			t.Errorf("%s does not say what the decision depends on: %q", slug, got)
		}
	}
}

// Practices are cheap to move, so they never compete with people for the same lines.
func TestBrief_setsPeopleBeforePractices(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, site(t).Site(), "/p/xz/brief", http.StatusOK)
	rows := pagetest.Attrs(doc.Find("#help ~ table tr[data-row]"), "data-row")
	people, hygiene := slices.Index(rows, "people"), slices.Index(rows, "hygiene")
	if people != 0 || hygiene < 2 || hygiene > 4 || len(rows) < hygiene+2 || len(rows) > hygiene+4 {
		t.Errorf("the rows are %q", rows)
	}
	if i := slices.Index(rows, "second-maintainer"); i < people || i > hygiene {
		t.Errorf("a second maintainer is in line %d of %q", i, rows)
	}
}

// Every number that a source gave has the name of the source and its day.
func TestBrief_everyNumberHasItsSourceAndDay(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, site(t).Site(), "/p/xz/brief", http.StatusOK)
	day := explain.DayOf("2026-08-22")
	for _, id := range []string{"regulars_12m", "contributor_absence_factor", "integrators_12m", "human_commits_12m", "active_months_12m", "authors_12m", "last_release", "releases_12m"} {
		note := pagetest.Words(doc.Find("dd[data-field=" + id + "] .tbl__sub"))
		if want := pagetest.Spaced("git, " + day); !strings.Contains(note, want) {
			t.Errorf("%s has the note %q, want %q", id, note, want)
		}
	}
	for id, want := range map[string]string{"host": "2026-11-02", "grant": "2026-11-01"} {
		if got := doc.Find("dd[data-field=" + id + "]").First().Text(); !strings.Contains(got, explain.DayOf(want)) {
			t.Errorf("%s is %q, want the day %s", id, got, want)
		}
	}
	grants := doc.Find("dd[data-field=grant]")
	if grants.Length() != 5 || !strings.Contains(grants.First().Text(), "50,000") || !strings.Contains(doc.Find("#money").Parent().Text(), "2 more") {
		t.Errorf("%d grants are named, %q", grants.Length(), pagetest.Words(grants.First()))
	}
	if got := pagetest.Says(doc.Find("#money ~ .notice")); !slices.Equal(got, []string{"overlap:7"}) {
		t.Errorf("the warnings are %q", got)
	}
}

func TestBrief_isCitedWithTheHashAndAsOfADay(t *testing.T) {
	t.Parallel()
	h := site(t).Site()
	now := pagetest.Page(t, h, "/p/xz/brief", http.StatusOK)
	cite := now.Find(".cite")
	href := cite.Find("a").First().AttrOr("href", "")
	if href != "/p/xz/brief?as_of=2026-11-22" || !strings.Contains(cite.AttrOr("data-says", ""), " data:") {
		t.Fatalf("it is cited as %q, %q", href, cite.AttrOr("data-says", ""))
	}
	then := pagetest.Page(t, h, href, http.StatusOK)
	hash := func(says string) string { _, data, _ := strings.Cut(says, "data:"); return strings.Fields(data)[0] }
	if a, b := hash(cite.AttrOr("data-says", "")), hash(then.Find(".cite").AttrOr("data-says", "")); a != b {
		t.Errorf("the hashes are %s and %s", a, b)
	}
	if got := now.Find("dd[data-field=human_commits_12m]").Text(); got != then.Find("dd[data-field=human_commits_12m]").Text() {
		t.Errorf("the figures differ: %q", got)
	}
	for _, path := range []string{"/p/xz", "/p/xz/funding"} {
		if n := pagetest.Page(t, h, path+"?as_of=2026-11-22", http.StatusOK).Find("main a[href='" + href + "']").Length(); n != 1 {
			t.Errorf("%s has %d links to the brief of the day", path, n)
		}
	}
}

func TestBrief_unknownIsNeverZero(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, site(t).Site(), "/p/bare/brief", http.StatusOK)
	for _, id := range []string{"regulars_12m", "human_commits_12m", "axis-V", "licence", "free", "grant"} {
		if got := doc.Find("dd[data-field=" + id + "]"); got.AttrOr("data-state", "") != "unknown" || !strings.Contains(got.Text(), "? unknown") {
			t.Errorf("%s is %q", id, pagetest.Words(got))
		}
	}
	if got := pagetest.Words(doc.Find("[data-fig=health], [data-fig=risk]")); strings.Contains(got, "0") || strings.Count(got, "unknown") != 2 {
		t.Errorf("the figures are %q", got)
	}
}
