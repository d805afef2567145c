package project_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// alerting is a site with a project of which A1 and A6 are told and whose
// maintainers say they step down, beside one of which nothing is.
func alerting(t *testing.T, operators bool) http.Handler {
	t.Helper()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	b := pagetest.New(t)
	b.Alerts, b.Operators = set.Alerts, operators
	return b.Project("xz", func(p *health.Project) {
		p.Statements = []health.Statement{{Kind: health.SteppingDown, Text: "<b>one of two.</b>", URL: "https://example.org/statement", Date: "2026-05-01"}}
	}).Measured("xz", 1, 8, 184, health.Obs("newcomer_core_share", .7), health.Obs("contributor_absence_factor_12m", 1), health.ObsList("release_dates", []string{"2026-03-31", "2023-12-01"})).
		Project("zlib", nil).Measured("zlib", 2, 9, 200).Site()
}

func TestProject_showsWhatIsWorthALook(t *testing.T) {
	t.Parallel()
	h := alerting(t, false)
	sec := pagetest.Page(t, h, "/p/xz", 200).Find("section[aria-labelledby=alerts]")
	text := sec.Text()
	for _, want := range []string{"Worth a look", "in no score", "A maintainer steps down: <b>one of two.</b>", "The release of 31 Mar 2026 was the first after 28 months.", "Often caused by: A maintenance release"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	if sec.Find("a[href='https://example.org/statement']").Length() != 1 || sec.Find("a[href='/method#alert-A6']").Length() != 1 || sec.Find("b").Length() != 0 {
		t.Error("evidence or rule is not linked, or a text is taken for markup")
	}
	if got := pagetest.Page(t, h, "/p/zlib", 200).Find("section[aria-labelledby=alerts]").Length(); got != 0 {
		t.Error("a project of which nothing is told has the section")
	}
}

// The alert about people is nowhere in public: not on the page, not in any document.
func TestProject_alertsForOperatorsAreOffUntilTurnedOn(t *testing.T) {
	t.Parallel()
	for operators, want := range map[bool]bool{false: false, true: true} {
		h := alerting(t, operators)
		for _, path := range []string{"/p/xz", "/p/xz.json", "/projects.json", "/projects", "/projects.csv", "/"} {
			text := pagetest.Body(t, pagetest.Get(t, h, path))
			on := strings.Contains(text, "The most active committer changed")
			if alerts := path == "/p/xz" || strings.HasSuffix(path, ".json"); on != (want && alerts) {
				t.Errorf("operators %v: %s shows it: %v", operators, path, on)
			}
		}
	}
}

func TestProjectJSON_holdsAlerts(t *testing.T) {
	t.Parallel()
	h := alerting(t, false)
	type alert struct{ ID, Label, Text, Since, URL string }
	var doc struct{ Alerts []alert }
	var list struct {
		Projects []struct {
			Slug   string
			Alerts []alert
		}
	}
	for path, to := range map[string]any{"/p/xz.json": &doc, "/projects.json": &list} {
		if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, path))), to); err != nil {
			t.Fatal(err)
		}
	}
	want := alert{"A5", "The maintainers say they need help", "A maintainer steps down: <b>one of two.</b>", "2026-05-01", "https://example.org/statement"}
	if len(doc.Alerts) != 2 || doc.Alerts[0] != want || doc.Alerts[1].ID != "A6" {
		t.Errorf("the project's document holds %+v", doc.Alerts)
	}
	for _, p := range list.Projects {
		if n := map[string]int{"xz": 2, "zlib": 0}[p.Slug]; len(p.Alerts) != n || p.Alerts == nil {
			t.Errorf("%s has %+v in the list's document, want %d", p.Slug, p.Alerts, n)
		}
	}
}

func TestMethod_showsTheRulesOfAlerts(t *testing.T) {
	t.Parallel()
	doc := pagetest.Page(t, alerting(t, false), "/method", 200)
	for id, want := range map[string]string{"A1": "for operators only", "A2": "not measured: it needs more than a history", "A6": "project-years"} {
		if got := doc.Find(`[id="alert-` + id + `"]`).Text(); !strings.Contains(got, want) || !strings.Contains(got, "Needs: ") {
			t.Errorf("%s: %q lacks %q", id, got, want)
		}
	}
	if got := doc.Find(`[id="alert-A1"]`).Text(); !strings.Contains(got, "1\u202f220") && !strings.Contains(got, "1,220") && !strings.Contains(got, "1220") {
		t.Errorf("the rate of A1 is not told: %s", got)
	}
}

func TestProject_saysWhatWasWrittenWithAnAgent(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t)
	b.Agents.Rules = []bots.Rule{{ID: "robo", Pattern: `^robo@`, In: "email", Why: "It says what it is."}}
	h := b.Project("xz", nil).Measured("xz", 2, 8, 200, health.Obs("agent_commits_12m", 50)).Project("zlib", nil).Measured("zlib", 2, 9, 200, health.Obs("agent_commits_12m", 0)).Site()
	const say = "50 of the commits of people (25\u00a0%) name a coding agent as co-author; they count for whoever made them."
	for path, want := range map[string]bool{"/p/xz": true, "/p/zlib": false} {
		text := strings.ReplaceAll(pagetest.Page(t, h, path, 200).Find("section[aria-labelledby=people]").Text(), " %", "\u00a0%")
		if got := strings.Contains(text, say); got != want {
			t.Errorf("%s says it: %v, want %v: %s", path, got, want, text)
		}
	}
	if got := pagetest.Page(t, h, "/method/data", 200).Find("section[aria-labelledby=agents]").Text(); !strings.Contains(got, "^robo@") || !strings.Contains(got, "enters no score") {
		t.Errorf("the method page says %q", got)
	}
}
