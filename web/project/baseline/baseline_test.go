package baseline_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// site has xz, which has a licence and a workflow that an outsider's text can enter, and lost, which was
// never read.
func site(t *testing.T) http.Handler {
	t.Helper()
	b := pagetest.New(t).WithPast().Project("xz", nil).Project("lost", nil)
	b.Measured("xz", 1, 8, 40)
	b.Last("xz").SourceURL = "https://github.com/xz/xz" // so that it is no copy
	b.Checks("xz", func(c *check.Check) {
		switch c.Name {
		case "License":
			c.State, c.Score, c.Details = check.Scored, 10, []check.Detail{{Type: "info", Text: "found", Path: "LICENSE", Line: 1}}
		case "Dangerous-Workflow":
			c.State, c.Score, c.Details = check.Scored, 0, []check.Detail{{Type: "warn", Text: "script injection with untrusted input", Path: ".github/workflows/a.yml", Line: 7}}
		case "Binary-Artifacts":
			c.State, c.Score = check.Scored, 10
		}
	})
	return b.Site()
}

type document struct {
	Version      string
	Total        int    `json:"requirements_total"`
	Observable   int    `json:"requirements_observable"`
	Data         string `json:"data_sha256"`
	Levels       []level
	Requirements []requirement
	Claimed      struct{ State health.State }
	Proposals    []struct{ URL string }
	Changes      struct{ From, To string } `json:"changes_of_the_standard"`
}

type level struct {
	Level   int
	State   string
	Total   int
	States  map[string]int
	Stopped []string `json:"stopped_by"`
}

type requirement struct {
	ID, State, Why, URL string
	Levels              []int
	Observable          string
	Settled             map[string][]string `json:"settled_by"`
	Evidence            []struct {
		Field, State, Path string
		Value              any
	}
}

func read(t *testing.T, h http.Handler, address string) document {
	t.Helper()
	var d document
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, address))), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// of returns a requirement of the file.
func (d document) of(t *testing.T, id string) requirement {
	t.Helper()
	i := slices.IndexFunc(d.Requirements, func(r requirement) bool { return r.ID == id })
	if i < 0 {
		t.Fatalf("no %s in version %s", id, d.Version)
	}
	return d.Requirements[i]
}

// The page has the answers, the levels and the counts of the file; a level with an answer that is open
// is never met.
func TestPage_saysWhatTheFileSays(t *testing.T) {
	t.Parallel()
	h := site(t)
	for _, address := range []string{"/p/xz/baseline", "/p/lost/baseline", "/p/xz/baseline?version=2025.10.10", "/p/xz/baseline?as_of=2026-11-22"} {
		path, asked, _ := strings.Cut(address, "?")
		d, doc := read(t, h, path+".json?"+asked), pagetest.Page(t, h, address, http.StatusOK)
		if d.Data == "" && strings.Contains(address, "xz") || len(d.Requirements) != d.Total {
			t.Errorf("%s: %d of %d requirements, data %q", address, len(d.Requirements), d.Total, d.Data)
		}
		for _, r := range d.Requirements {
			row := doc.Find("tr[data-row='" + r.ID + "']")
			says, _ := row.Find("td").First().Attr("data-says")
			if r.Observable == "no" {
				says = "not_observable"
			}
			if row.Length() != 1 || says != r.State || !strings.Contains(pagetest.Words(row), pagetest.Spaced(r.Why)) || row.Find("a[href='"+r.URL+"']").Length() != 1 {
				t.Errorf("%s: %s is %s in the file, and in the page %q", address, r.ID, r.State, pagetest.Words(row))
			}
		}
		for _, l := range d.Levels {
			sum, open := 0, 0
			row := doc.Find("#levels").Closest("section").Find("tbody tr").Eq(l.Level - 1)
			for state, n := range l.States {
				sum += n
				if state != "met" && state != "not_applicable" {
					open += n
				}
				if got := pagetest.Words(row.Find("td.num[data-says=" + state + "]")); !slices.Equal(pagetest.Numbers(got), []string{pagetest.Numbers(jsonText(t, n))[0]}) {
					t.Errorf("%s, level %d: %s is %q in the page, %d in the file", address, l.Level, state, got, n)
				}
			}
			if sum != l.Total || open != len(l.Stopped) || l.State == "met" && open > 0 {
				t.Errorf("%s: %+v: sum %d, open %d", address, l, sum, open)
			}
		}
		says := pagetest.Says(doc.Find(".lead"))
		if want := "observable:" + jsonText(t, d.Observable) + "/" + jsonText(t, d.Total); !slices.Contains(says, want) {
			t.Errorf("%s leads with %q, want %s", address, says, want)
		}
		if doc.Find("main .bad, main .notice--bad").Length() != 0 {
			t.Errorf("%s shows an answer as bad", address)
		}
	}
}

func jsonText(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestPage_showsTheEvidence(t *testing.T) {
	t.Parallel()
	h := site(t)
	d, doc := read(t, h, "/p/xz/baseline.json"), pagetest.Page(t, h, "/p/xz/baseline", http.StatusOK)
	for id, want := range map[string]string{"OSPS-LE-02.01": "met", "OSPS-BR-01.01": "not_met", "OSPS-QA-05.01": "not_contradicted", "OSPS-AC-03.01": "unknown", "OSPS-DO-01.01": "not_observable"} {
		if got := d.of(t, id); got.State != want || got.Why == "" {
			t.Errorf("%s is %+v, want %s", id, got, want)
		}
	}
	against := d.of(t, "OSPS-BR-01.01")
	if len(against.Evidence) == 0 || against.Evidence[0].Path != ".github/workflows/a.yml" || !slices.Equal(against.Settled["against"], []string{"Dangerous-Workflow"}) {
		t.Errorf("%+v", against)
	}
	row := doc.Find("tr[data-row='OSPS-BR-01.01']")
	if row.Find("a[href='/p/xz/checks/Dangerous-Workflow']").Length() != 1 || !strings.Contains(pagetest.Words(row), "a.yml, line 7") {
		t.Errorf("the page has %q", pagetest.Words(row))
	}
	if unknown := d.of(t, "OSPS-AC-03.01"); unknown.Evidence[0].Value != nil || doc.Find("tr[data-row='OSPS-AC-03.01'] .unk").Length() == 0 {
		t.Errorf("what is unknown is %+v", unknown)
	}
	first := doc.Find("#requirements").Closest("section").Find("tbody tr[data-row]").First()
	if got, _ := first.Attr("data-row"); got != "OSPS-BR-01.01" {
		t.Errorf("the first row is %s, not what is not met", got)
	}
}

// Answers are proposed for what is met, and only of the present.
func TestPage_proposesWhatIsMet(t *testing.T) {
	t.Parallel()
	h := site(t)
	d, doc := read(t, h, "/p/xz/baseline.json"), pagetest.Page(t, h, "/p/xz/baseline", http.StatusOK)
	met := 0
	for _, r := range d.Requirements {
		if r.State == "met" {
			met++
		}
	}
	proposed := 0
	for _, p := range d.Proposals {
		if doc.Find("#propose").Closest("section").Find("a").FilterFunction(func(_ int, a *goquery.Selection) bool { return a.AttrOr("href", "") == p.URL }).Length() != 1 {
			t.Errorf("the page does not have %s", p.URL)
		}
		u, err := url.Parse(p.URL)
		if err != nil || u.Query().Get("as") != "edit" || u.Query().Get("url") != "https://github.com/xz/xz" {
			t.Errorf("%v, %v", u, err)
		}
		for key, values := range u.Query() {
			if strings.HasSuffix(key, "_status") {
				proposed++
				if values[0] != "Met" {
					t.Errorf("%s is proposed as %q", key, values)
				}
			}
		}
	}
	if met == 0 || proposed != met {
		t.Errorf("%d are met, %d are proposed", met, proposed)
	}
	if past := read(t, h, "/p/xz/baseline.json?as_of=2026-11-22"); len(past.Proposals) != 0 {
		t.Errorf("a past day proposes %v", past.Proposals)
	}
	for _, address := range []string{"/p/lost/baseline", "/p/xz/baseline?as_of=2026-11-22"} {
		if pagetest.Page(t, h, address, http.StatusOK).Find("[data-says=no-proposal]").Length() != 1 {
			t.Errorf("%s does not say why nothing is proposed", address)
		}
	}
}

// A version that is picked is compared with the newest one, and links keep it.
func TestPage_comparesVersions(t *testing.T) {
	t.Parallel()
	h := site(t)
	newest := read(t, h, "/p/xz/baseline.json")
	oldest := read(t, h, "/p/xz/baseline.json?version=2025.10.10")
	if newest.Version != "2026.08.28" || newest.Changes.From != "2026.02.19" || newest.Changes.To != newest.Version {
		t.Errorf("the newest is %s, compared %+v", newest.Version, newest.Changes)
	}
	if oldest.Version != "2025.10.10" || oldest.Changes.From != oldest.Version || oldest.Changes.To != newest.Version {
		t.Errorf("the oldest is %s, compared %+v", oldest.Version, oldest.Changes)
	}
	doc := pagetest.Page(t, h, "/p/xz/baseline?version=2025.10.10", http.StatusOK)
	if doc.Find("tr[data-row='OSPS-BR-01.03-added']").Length() != 1 || doc.Find("a[href='/baseline?version=2025.10.10']").Length() != 1 {
		t.Error("the page does not say what was added, or loses the version")
	}
	for _, address := range []string{"/p/xz/baseline?version=2024.01.01", "/p/xz/baseline.json?version=", "/p/xz/baseline?version=../x"} {
		if got := pagetest.Get(t, h, address).StatusCode; got != http.StatusBadRequest {
			t.Errorf("%s answers %d", address, got)
		}
	}
}

func TestPage_isLinked(t *testing.T) {
	t.Parallel()
	h := site(t)
	for _, address := range []string{"/p/xz", "/p/xz/fix"} {
		if pagetest.Page(t, h, address, http.StatusOK).Find("a[href='/p/xz/baseline']").Length() == 0 {
			t.Errorf("%s does not lead here", address)
		}
	}
	for _, address := range []string{"/checks", "/maintainers", "/method/posture"} {
		if pagetest.Page(t, h, address, http.StatusOK).Find("a[href='/baseline']").Length() == 0 {
			t.Errorf("%s does not lead to the page of the list", address)
		}
	}
	if pagetest.Page(t, h, "/method/posture", http.StatusOK).Find("#baseline").Length() != 1 {
		t.Error("the method does not say how an answer arises")
	}
}
