package curated

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
)

// What is shipped is about listed projects, and every fact has a source that was read before today.
func TestFunding_shipped(t *testing.T) {
	t.Parallel()
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	categories := map[string]bool{}
	for _, l := range set.Lists {
		for _, p := range l.Projects {
			listed[p.Slug], categories[p.Category] = true, true
		}
	}
	g := set.Ground
	if len(g.Programmes) < 4 || len(g.Grants["openssl"]) < 2 {
		t.Errorf("%d programmes, %d grants of OpenSSL", len(g.Programmes), len(g.Grants["openssl"]))
	}
	for slug, of := range g.Grants {
		for i, grant := range of {
			if !listed[slug] || !grant.Primary || grant.Amount > 0 && grant.Currency == "" {
				t.Errorf("grant of %s: %+v", slug, grant)
			}
			if i > 0 && grant.Latest().After(of[i-1].Latest()) {
				t.Errorf("the grants of %s are not the newest first", slug)
			}
		}
	}
	for slug := range g.Facts {
		if !listed[slug] {
			t.Errorf("facts of %s, which no list has", slug)
		}
	}
	for _, c := range g.Applications {
		if !categories[c] {
			t.Errorf("no project has the category %s", c)
		}
	}
	if p, ok := g.Programme("sovereign-tech-fund"); !ok || p.Least != 50000 || p.Most != 0 || p.Currency != "EUR" {
		t.Errorf("the programme is %+v", p)
	}
	if _, ok := g.Programme("none"); ok {
		t.Error("a programme without a name is found")
	}
	for category, want := range map[string]funding.Answer{"": funding.Unknown, "cms": funding.Yes, "library": funding.No} {
		if got := g.IsApplication(category); got != want {
			t.Errorf("category %q is an application: %s, want %s", category, got, want)
		}
	}
}

func TestReadProgrammes_problems(t *testing.T) {
	t.Parallel()
	const good = "applications: [cms]\nprogrammes:\n  - {id: a, name: A, funder: F, about: Pays., least: 10, most: 20, currency: EUR, conditions: [licence], url: https://example.org, seen: 2026-01-02}\n"
	var g portfolio.Ground
	if err := ReadProgrammes("p.yaml", []byte(good), &g); err != nil || len(g.Programmes) != 1 || len(g.Applications) != 1 || g.Programmes[0].Date != "2026-01-02" {
		t.Fatalf("%+v, %v", g, err)
	}
	for name, tc := range map[string]struct{ old, new, want string }{
		"limits":    {"least: 10", "least: 30", "out_of_range programmes[0].most"},
		"condition": {"[licence]", "[luck]", `not_allowed programmes[0].conditions[0] | luck`},
		"currency":  {"EUR", "euro", "malformed programmes[0].currency"},
		"no source": {"url: https://example.org, ", "", "missing programmes[0].url"},
		"no day":    {", seen: 2026-01-02", "", "missing programmes[0].seen"},
		"no money":  {", currency: EUR", "", "missing programmes[0].currency"},
	} {
		err := ReadProgrammes("p.yaml", []byte(strings.Replace(good, tc.old, tc.new, 1)), &portfolio.Ground{})
		if !Tells(err, tc.want) {
			t.Errorf("%s: %v, want %q", name, err, tc.want)
		}
	}
}

func TestReadFunding(t *testing.T) {
	t.Parallel()
	const good = "projects:\n" +
		"  - project: curl\n" +
		"    paid: {state: donations, annual: 1000, by: A, url: https://example.org, date: 2026-01-02}\n" +
		"    host: {name: H, url: https://example.org, date: 2026-01-02}\n" +
		"    contact: {kind: form, url: https://example.org, date: 2026-01-02}\n" +
		"    asked: [{about: paid, date: 2026-01-03}, {about: paid, date: 2026-02-03}]\n" +
		"  - project: xz\n    paid: {state: active_grant, until: 2027-01-01, url: https://example.org, date: 2026-01-02}\n"
	got, err := ReadFunding("f.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	f := got["curl"]
	if f.Paid.Annual != 1000 || f.Host.Name != "H" || f.Steward != nil || f.Contact.Kind != "form" || got["xz"].Paid.Until != "2027-01-01" {
		t.Errorf("read %+v", got)
	}
	if day, ok := f.AskedOn("paid"); day != "2026-02-03" || !ok {
		t.Errorf("asked on %q", day)
	}
	if _, ok := f.AskedOn("host"); ok {
		t.Error("asked what no one asked")
	}
	for name, tc := range map[string]struct{ old, new, want string }{
		"twice":     {"project: xz", "project: curl", "twice projects[1].project | curl"},
		"state":     {"state: donations", "state: rich", "not_allowed projects[0].paid.state"},
		"sum":       {"state: donations", "state: salaried_team", "conflict projects[0].paid.annual"},
		"until":     {"state: active_grant", "state: stated_unfunded", "conflict projects[1].paid.until"},
		"no source": {"{name: H, url: https://example.org, ", "{name: H, ", "missing projects[0].host.url"},
		"an email":  {"kind: form", "kind: address", "not_allowed projects[0].contact.kind"},
	} {
		if _, err := ReadFunding("f.yaml", []byte(strings.Replace(good, tc.old, tc.new, 1))); !Tells(err, tc.want) {
			t.Errorf("%s: %v, want %q", name, err, tc.want)
		}
	}
}

// A bad row in the shipped file is a mistake of ours: nothing is loaded.
func TestGrants_badRowOfTheShippedFile(t *testing.T) {
	t.Parallel()
	l := loading{set: &Set{files: fstest.MapFS{"grants.csv": {Data: []byte("project,funder,url,seen,source\nxz,F,https://example.org,2026-01-02,rumour\n")}}}}
	if err := l.grants(); err == nil || !strings.Contains(err.Error(), "grants.csv: line 2") {
		t.Errorf("%v", err)
	}
	day := time.Date(2026, 12, 2, 0, 0, 0, 0, time.UTC)
	if g := GrantsBy([]funding.Grant{{Project: "a", Start: "2020"}, {Project: "a"}, {Project: "a", Start: "2026"}})["a"]; g[0].Start != "2026" || g[2].Start != "" || g[0].Recent(day) != funding.Yes {
		t.Errorf("in the order %+v", g)
	}
	if len(portfolio.Eligibility) == 0 {
		t.Error("no condition can be judged")
	}
}
