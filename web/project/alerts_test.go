package project_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
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
	if got := pagetest.Attrs(sec.Find("li"), "data-alert"); !slices.Equal(got, []string{"A5", "A6"}) || !slices.Contains(pagetest.Says(sec), "unscored") {
		t.Errorf("alerts %q, the section states %q", got, pagetest.Says(sec))
	}
	rule := ruleOf(t, "A6")
	for id, wants := range map[string][]string{"A5": {"<b>one of two.</b>"}, "A6": {explain.DayOf("2026-03-31"), "28", rule.Label, rule.False}} {
		text := pagetest.Words(sec.Find("[data-alert=" + id + "]"))
		for _, want := range wants {
			if !strings.Contains(text, pagetest.Spaced(want)) {
				t.Errorf("%q is not in %s", want, text)
			}
		}
	}
	if sec.Find("a[href='https://example.org/statement']").Length() != 1 || sec.Find("a[href='/method/limits#alert-A6']").Length() != 1 || sec.Find("b").Length() != 0 {
		t.Error("evidence or rule is not linked, or a text is taken for markup")
	}
	if got := pagetest.Page(t, h, "/p/zlib", 200).Find("section[aria-labelledby=alerts]").Length(); got != 0 {
		t.Error("a project of which nothing is told has the section")
	}
}

// ruleOf returns a rule of the product.
func ruleOf(t *testing.T, id string) alert.Rule {
	t.Helper()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(set.Alerts, func(r alert.Rule) bool { return r.ID == id })
	if i < 0 {
		t.Fatalf("no rule %s", id)
	}
	return set.Alerts[i]
}

// The alert about people is nowhere in public: not on the page, not in any document.
func TestProject_alertsForOperatorsAreOffUntilTurnedOn(t *testing.T) {
	t.Parallel()
	for operators, want := range map[bool]bool{false: false, true: true} {
		h := alerting(t, operators)
		label := ruleOf(t, "A1").Label
		for _, path := range []string{"/p/xz", "/p/xz.json", "/projects.json", "/projects", "/projects.csv", "/"} {
			text := pagetest.Body(t, pagetest.Get(t, h, path))
			on := strings.Contains(text, label) || strings.Contains(text, `data-alert="A1"`)
			if alerts := path == "/p/xz" || strings.HasSuffix(path, ".json"); on != (want && alerts) {
				t.Errorf("operators %v: %s shows it: %v", operators, path, on)
			}
		}
	}
}

func TestProjectJSON_holdsAlerts(t *testing.T) {
	t.Parallel()
	h := alerting(t, false)
	type told struct{ ID, Label, Text, Since, URL string }
	var doc struct{ Alerts []told }
	var list struct {
		Projects []struct {
			Slug   string
			Alerts []told
		}
	}
	for path, to := range map[string]any{"/p/xz.json": &doc, "/projects.json": &list} {
		if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, path))), to); err != nil {
			t.Fatal(err)
		}
	}
	want := told{"A5", ruleOf(t, "A5").Label, "", "2026-05-01", "https://example.org/statement"}
	if len(doc.Alerts) != 2 || doc.Alerts[1].ID != "A6" || !strings.Contains(doc.Alerts[0].Text, "<b>one of two.</b>") {
		t.Fatalf("the project's document holds %+v", doc.Alerts)
	}
	want.Text = doc.Alerts[0].Text
	if doc.Alerts[0] != want {
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
	doc := pagetest.Page(t, alerting(t, false), "/method/limits", 200)
	held := func(id string) string {
		rate := ruleOf(t, id).Measured
		return fmt.Sprintf("held:%d/%d", rate.Held, rate.Of)
	}
	for id, want := range map[string][]string{"A1": {"operators", held("A1")}, "A2": {"not-measured"}, "A6": {held("A6")}} {
		row := doc.Find("tr[id=alert-" + id + "]")
		if got := pagetest.Says(row); !slices.Equal(got, want) || !strings.Contains(row.Text(), ruleOf(t, id).Needs) {
			t.Errorf("%s states %q, want %q: %s", id, got, want, row.Text())
		}
	}
	if got := doc.Find("tr[id=alert-A1] [data-says^='held:']").Text(); !slices.Contains(pagetest.Numbers(got), "1220") {
		t.Errorf("the rate of A1 is not told: %s", got)
	}
}

func TestProject_saysWhatWasWrittenWithAnAgent(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t)
	b.Agents.Rules = []bots.Rule{{ID: "robo", Pattern: `^robo@`, In: "email", Why: "It says what it is."}}
	h := b.Project("xz", nil).Measured("xz", 2, 8, 200, health.Obs("agent_commits_12m", 50)).Project("zlib", nil).Measured("zlib", 2, 9, 200, health.Obs("agent_commits_12m", 0)).Site()
	for path, want := range map[string]bool{"/p/xz": true, "/p/zlib": false} {
		said := pagetest.Page(t, h, path, 200).Find("section[aria-labelledby=people] [data-says*='agents:']")
		if got := said.Length() == 1; got != want || want && (said.AttrOr("data-says", "") != "bots:4 agents:50/200" || !slices.Equal(pagetest.Numbers(said.Text()), []string{"4", "50", "25"})) {
			t.Errorf("%s says it: %v, want %v: %s", path, got, want, said.Text())
		}
	}
	if got := pagetest.Page(t, h, "/method/programs", 200).Find("section[aria-labelledby=agents]"); !strings.Contains(got.Text(), "^robo@") || !slices.Contains(pagetest.Says(got), "unscored") {
		t.Errorf("the method page says %q", got.Text())
	}
}
