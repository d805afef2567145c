package advisory_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/advisory"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

const releasesOfCore = `{"packageKey":{"system":"NPM","name":"@acme/core"},"versions":[
	{"versionKey":{"system":"NPM","name":"@acme/core","version":"2.0.1"},"publishedAt":"2026-04-20T10:00:00Z","isDefault":false},
	{"versionKey":{"system":"NPM","name":"@acme/core","version":"3.9.9"},"publishedAt":"2025-12-20T10:00:00Z","isDefault":false},
	{"versionKey":{"system":"NPM","name":"@acme/core","version":"4.17.21"},"publishedAt":"2026-06-20T10:00:00Z","isDefault":true}]}`

func TestObserve_stories(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		stories  []string
		packages []string
		releases string
		tag      string
		want     string // days, exploited, ids, of 24 months, days to mend
		reason   string // values that of the days must say
	}{
		"a package without any":              {nil, []string{"pkg:npm/%40acme/core"}, "", "", "0 no [] 0 unknown", ""},
		"a repository without any":           {nil, nil, "", "", "unknown unknown unknown unknown unknown", "OSV"},
		"patched":                            {[]string{"fixed"}, []string{"pkg:npm/%40acme/core"}, releasesOfCore, "", "0 no [] 1 unknown", "1"},
		"open":                               {[]string{"fixed", "introduced_only"}, []string{"pkg:npm/%40acme/core"}, releasesOfCore, "", `55 no ["GHSA-open-0000-0002"] 2 unknown`, "GHSA-open-0000-0002"},
		"up to a version that was overtaken": {[]string{"last_affected"}, []string{"pkg:npm/%40acme/core"}, releasesOfCore, "", "0 no [] 1 unknown", "1"},
		"up to the newest version":           {[]string{"last_affected"}, []string{"pkg:npm/%40acme/core"}, strings.Replace(strings.Replace(releasesOfCore, `"isDefault":true`, `"isDefault":false`, 1), `"isDefault":false`, `"isDefault":true`, 1), "", `208 no ["GHSA-last-0000-0003"] 1 unknown`, ""},
		"up to a version of a package nobody knows":  {[]string{"last_affected"}, []string{"pkg:npm/%40acme/core"}, "", "", "unknown unknown unknown 1 unknown", "GHSA-last-0000-0003"},
		"the same, by the tag of the newest release": {[]string{"last_affected"}, []string{"pkg:npm/%40acme/core"}, "", "v2.0.1", `208 no ["GHSA-last-0000-0003"] 1 unknown`, ""},
		"withdrawn, malicious":                       {[]string{"withdrawn", "malicious"}, []string{"pkg:npm/%40acme/core"}, "", "", "0 no [] 0 unknown", ""},
		"two records of one":                         {[]string{"alias_ghsa", "alias_pysec"}, []string{"pkg:pypi/acme_tools"}, "", "", "0 no [] 1 unknown", "1"},
		"nobody rated it":                            {[]string{"no_severity"}, []string{"pkg:golang/example.org/acme/v2"}, "", "", "unknown unknown unknown 1 unknown", "GO-2026-0007"},
		"the old branch stays":                       {[]string{"multi_branch"}, []string{"pkg:npm/%40acme/core"}, releasesOfCore, "", "0 no [] 1 unknown", ""},
		"it came back":                               {[]string{"reopened"}, []string{"pkg:npm/%40acme/core"}, releasesOfCore, "", `297 no ["GHSA-back-0000-0011"] 1 unknown`, ""},
		"commits":                                    {[]string{"git_fixed"}, nil, "", "", "0 no [] 1 unknown", ""},
		"commits up to the newest tag":               {[]string{"git_fixed", "git_last"}, nil, "", "v1.9", `238 no ["CVE-2026-10013"] 2 unknown`, ""},
		"commits before the newest tag":              {[]string{"git_fixed", "git_last"}, nil, "", "v1.10", "0 no [] 2 unknown", ""},
		"commits, and no tag known":                  {[]string{"git_fixed", "git_last"}, nil, "", "", "unknown unknown unknown 2 unknown", "CVE-2026-10013"},
		"disputed":                                   {[]string{"git_fixed", "git_disputed"}, nil, "", "", "0 no [] 1 unknown", "1 | 1"},
		"of a distribution alone":                    {[]string{"debian"}, nil, "", "", "unknown unknown unknown unknown unknown", "OSV"},
		"of an ecosystem we do not know":             {[]string{"unknown_ecosystem"}, []string{"pkg:npm/%40acme/core"}, "", "", "0 no [] 0 unknown", ""},
		"no version named":                           {[]string{"no_versions"}, []string{"pkg:npm/%40acme/core"}, "", "", "unknown unknown unknown 1 unknown", "GHSA-none-0000-0017"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, tc.stories...)
			if tc.releases != "" {
				w.releases["@acme/core"] = tc.releases
			}
			s := w.source(func(c *advisory.Config) {
				c.Release = func(context.Context, string) (string, time.Time, bool) {
					return tc.tag, noon.AddDate(-1, 0, 0), tc.tag != ""
				}
			})
			ins := observe(t, s, acme(tc.packages...))
			if got := says(ins); got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
			if got := ins.Field("advisory_unpatched_days").Reason; tc.reason != "" && testkit.Unsaid(got, strings.Split(tc.reason, " | ")...) != nil {
				t.Errorf("the reason is %q, want %q", got, tc.reason)
			}
			for _, path := range w.requests() {
				if strings.Contains(path, "MAL-") || strings.Contains(path, "OSV-") {
					t.Errorf("asked %s", path)
				}
			}
		})
	}
}

// Days to a patched release, from the days deps.dev gives.
func TestObserve_timeToFix(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, day := range []int{10, 20, 30} {
		w.npm("@acme/core", fmt.Sprintf("GHSA-%d", i), 100+day, `{"introduced":"0"},{"fixed":"1.`+fmt.Sprint(i)+`"}`, "")
	}
	var versions []string
	for i := range 3 {
		versions = append(versions, fmt.Sprintf(`{"versionKey":{"version":"v1.%d"},"publishedAt":%q,"isDefault":%v}`, i, noon.AddDate(0, 0, -100).Format(time.RFC3339), i == 2))
	}
	w.releases["@acme/core"] = `{"versions":[` + strings.Join(versions, ",") + `]}`
	s := w.source(nil)
	got := observe(t, s, acme("pkg:npm/%40acme/core")).Field("advisory_fix_days_p50")
	if got.Value != 20 || testkit.Unsaid(got.Reason, "3") != nil {
		t.Errorf("%g %q, want 20", got.Value, got.Reason)
	}
	w.requests()
	w.later(25 * time.Hour)
	observe(t, s, acme("pkg:npm/%40acme/core"))
	if asked := w.requests(); len(asked) != 1 {
		t.Errorf("the days are known, and still asked: %v", asked)
	}
}

// The first of several patched releases counts, also when deps.dev knows of it a
// day late.
func TestObserve_theDayOfTheFirstRelease(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 3 {
		w.npm("@acme/core", fmt.Sprintf("GHSA-%d", i), 5, `{"introduced":"0"},{"fixed":"2.1"},{"introduced":"0.5"},{"fixed":"1.4"}`, "")
	}
	w.releases["@acme/core"] = `{"versions":[{"versionKey":{"version":"2.0"},"publishedAt":"2026-01-01T00:00:00Z","isDefault":true}]}`
	s, p := w.source(nil), acme("pkg:npm/%40acme/core")
	if got := observe(t, s, p).Field("advisory_fix_days_p50"); got.Known() {
		t.Errorf("%g before the release is known", got.Value)
	}
	w.later(25 * time.Hour)
	release := func(version string, daysAgo int) string {
		return fmt.Sprintf(`{"versionKey":{"version":%q},"publishedAt":%q}`, version, noon.AddDate(0, 0, -daysAgo).Format(time.RFC3339))
	}
	w.mu.Lock()
	w.releases["@acme/core"] = `{"versions":[` + release("2.1", 2) + "," + release("1.4", 4) + `]}`
	w.mu.Unlock()
	if got := observe(t, s, p).Field("advisory_fix_days_p50"); got.Value != 1 || !got.Known() {
		t.Errorf("%s %g %q, want 1", got.State, got.Value, got.Reason)
	}
}

// Of the newest release the registry is believed before the repository.
func TestObserve_theRegistrysNewestGoesFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "last_affected")
	w.releases["@acme/core"] = releasesOfCore
	s := w.source(func(c *advisory.Config) {
		c.Release = func(context.Context, string) (string, time.Time, bool) { return "v2.0.1", noon, true }
	})
	if got := says(observe(t, s, acme("pkg:npm/%40acme/core"))); got != "0 no [] 1 unknown" {
		t.Error(got)
	}
}

// Figures are as of when OSV was asked.
func TestObserve_isAsOfTheAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.npm("@acme/core", "GHSA-1", 30, `{"introduced":"0"}`, "")
	s, p := w.source(nil), acme("pkg:npm/%40acme/core")
	observe(t, s, p)
	w.later(20 * time.Hour)
	if got := observe(t, s, p).Field("advisory_unpatched_days"); got.Value != 30 || !got.ObservedAt.Equal(noon) {
		t.Errorf("%g days at %s", got.Value, got.ObservedAt)
	}
}

// many are projects with a package and an advisory each, every tenth two.
func many(w *world, n int) []health.Project {
	var out []health.Project
	for i := range n {
		name := fmt.Sprintf("lib-%03d", i)
		for k := range 1 + i%10/9 {
			w.npm(name, fmt.Sprintf("GHSA-%03d-%d", i, k), 400, `{"introduced":"0"},{"fixed":"1.1"}`, "")
		}
		w.releases[name] = `{"versions":[{"versionKey":{"version":"1.1"},"publishedAt":"2025-11-01T00:00:00Z","isDefault":true}]}`
		out = append(out, health.Project{Slug: name, Packages: []string{"pkg:npm/" + name}, Repositories: []health.Repository{{URL: "https://github.com/Acme/" + name, Role: health.Primary}}})
	}
	return out
}

// The day after, when nothing moved, all are answered for by one request.
func TestObserve_unchangedDaysCostNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	projects := many(w, 160)
	s := w.source(nil)
	round := func() int {
		t.Helper()
		m := new(cost.Meter)
		ctx := cost.WithMeter(context.Background(), m)
		for i, p := range projects {
			if err := s.Prefetch(ctx, projects[i:]); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Observe(ctx, p, time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
		if asked := len(w.requests()); asked != m.Cost().Requests {
			t.Errorf("the meter counts %d requests of %d", m.Cost().Requests, asked)
		}
		return m.Cost().Requests
	}
	plan, err := s.Plan(context.Background(), projects)
	if err != nil || plan.First != 160 || plan.Cost.Requests != 161 {
		t.Errorf("the plan is %+v, %v", plan, err)
	}
	first := round()
	if first > 160*4 { // the record, the days of releases and what affects the newest; some have two records
		t.Errorf("the first round took %d requests", first)
	}
	if again := round(); again != 0 {
		t.Errorf("within the day it took %d requests", again)
	}
	w.later(25 * time.Hour)
	if plan, _ := s.Plan(context.Background(), projects); plan.First != 0 || plan.Cost.Requests != 1 {
		t.Errorf("the next day the plan is %+v", plan)
	}
	next := round()
	if share := float64(next) / 160; share > 0.05 {
		t.Errorf("an unchanged day took %.3f requests a project, at most 0.05 were expected", share)
	}
	t.Logf("160 projects: %d requests at first, %d on an unchanged day", first, next)
	w.later(25 * time.Hour)
	w.npm("lib-007", "GHSA-007-9", 0, `{"introduced":"0"},{"fixed":"1.1"}`, "")
	if moved := round(); moved != 4 { // what there is, the record, the day of its release, what affects the newest
		t.Errorf("with one new advisory it took %d requests, want 4", moved)
	}
}

// Where projects come one by one, as their turns do, the others are asked along.
func TestObserve_asksAlong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	projects := many(w, 160)
	s := w.source(func(c *advisory.Config) { c.Along = projects })
	for day := range 3 {
		for i := range 24 { // hour by hour
			for _, p := range projects[i*160/24 : (i+1)*160/24] {
				if _, err := s.Observe(context.Background(), p, time.Time{}); err != nil {
					t.Fatal(err)
				}
			}
			w.later(time.Hour)
		}
		asked := len(w.requests())
		if day > 0 && float64(asked)/160 > 0.05 {
			t.Errorf("day %d took %d requests for 160 projects", day, asked)
		}
		t.Logf("day %d: %d requests for 160 projects, hour by hour", day, asked)
	}
}

func TestObserve_readsWhatMovedAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 8 {
		w.npm("@acme/core", fmt.Sprintf("GHSA-%d", i), 40, `{"introduced":"0"}`, "")
	}
	s := w.source(nil)
	p := acme("pkg:npm/%40acme/core")
	if got := len(observe(t, s, p).Field("advisories_unpatched").Strings()); got != 8 {
		t.Errorf("%d of 8", got)
	}
	if asked := w.requests(); !slices.Equal(asked, []string{"/api.osv.dev/v1/querybatch", "/api.osv.dev/v1/query", "/api.deps.dev/v3/systems/npm/packages/@acme/core", "/www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"}) {
		t.Errorf("asked %v", asked)
	}
	w.later(25 * time.Hour)
	w.npm("@acme/core", "GHSA-3", 0, `{"introduced":"0"},{"fixed":"2"}`, "")
	if got := len(observe(t, s, p).Field("advisories_unpatched").Strings()); got != 7 {
		t.Errorf("%d of 7", got)
	}
	if asked := w.requests(); !slices.Contains(asked, "/api.osv.dev/v1/vulns/GHSA-3") || slices.Contains(asked, "/api.osv.dev/v1/query") {
		t.Errorf("asked %v", asked)
	}
	// One that OSV lists no more is gone.
	w.later(25 * time.Hour)
	w.mu.Lock()
	delete(w.records, "GHSA-5")
	w.mu.Unlock()
	if got := len(observe(t, s, p).Field("advisories_unpatched").Strings()); got != 6 {
		t.Errorf("%d of 6", got)
	}
}

func TestObserve_pagesAreFollowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.page = 2
	for i := range 7 {
		w.npm("@acme/core", fmt.Sprintf("GHSA-%d", i), 40, `{"introduced":"0"}`, "")
	}
	if got := len(observe(t, w.source(nil), acme("pkg:npm/%40acme/core")).Field("advisories_unpatched").Strings()); got != 7 {
		t.Errorf("%d of 7", got)
	}
}

// The past is not known.
func TestObserve_isOfThePresent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.source(nil).Observe(context.Background(), acme(), noon.AddDate(-1, 0, 0))
	if !errors.Is(err, source.ErrUnavailable) || len(w.requests()) > 0 {
		t.Errorf("%v", err)
	}
}

// The repository is asked about under its name of now, too.
func TestObserve_followsItsName(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "git_fixed")
	p := acme()
	p.Repositories[0].URL = "https://github.com/oldacme/lib"
	s := w.source(func(c *advisory.Config) { c.Ledger = ledger{} })
	if got := says(observe(t, s, p)); !strings.HasPrefix(got, "0 no") {
		t.Error(got)
	}
}

type ledger struct{}

func (ledger) Identity(context.Context, string) (forge.Identity, error) {
	return forge.Identity{Name: "acme/libacme", Presence: forge.Present}, nil
}

func (ledger) SaveIdentity(context.Context, forge.Identity) error { return nil }
