package livecheck

import (
	"iter"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestLive_everyAssumptionHasAProbe(t *testing.T) {
	t.Parallel()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range set.Live {
		if probes[a.ID] == nil {
			t.Errorf("nothing probes %s", a.ID)
		}
	}
	if len(probes) != len(set.Live) {
		t.Errorf("%d probes for %d assumptions", len(probes), len(set.Live))
	}
}

// against returns a check of the fakes, and what it takes for granted.
func against(t *testing.T, fake *githubtest.Server, other string) (*Check, []health.Assumption) {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	env := sources.Env{Set: set, Token: githubtest.DemoToken, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	h, err := sources.GitHub{URL: fake.URL()}.Open(t.Context(), env, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Check{
		host: Host{h.Source, h.Transport, h.API, h.Scans}, other: &http.Client{},
		at:         addresses{other, other, other, other, other, other + "/"},
		repository: "example-quiet/finished", renamed: "example-old/name", absent: "example-quiet/none",
		several:  []string{"example-checks/reviewed", "example-checks/signed", "example-checks/packaged", "example-checks/employed"},
		projects: set.Lists[0].Projects,
	}, set.Live
}

// sort tells what holds from what does not, and why not.
func sort(results iter.Seq[Result]) (held []string, failed string) {
	for r := range results {
		if r.Err != nil {
			failed += r.Assumption.ID + ": " + r.Err.Error() + "\n"
		} else {
			held = append(held, r.Assumption.ID)
		}
	}
	return held, failed
}

func TestLive_holdsAgainstWhatWeBuiltAgainst(t *testing.T) {
	t.Parallel()
	fake := githubtest.Start(t, githubtest.Config{})
	fake.Edit(func(w *githubtest.World) {
		w.Add(&githubtest.Repository{Owner: "example-old", Name: "name"})
		w.Rename("example-old/name", "example-new/name")
	})
	good := map[string]string{
		"/v1/query": `{"vulns":[{"id":"GHSA-1","affected":[]}],"results":[{"vulns":[{"id":"GHSA-1","modified":"m"}]}]}`, "/projects.json": `[{"badge_level":"passing"}]`, "/v3alpha": `{"dependentCount":0}`,
		"/v3/systems": `{"versions":[{"versionKey":{"version":"1"},"publishedAt":"p","isDefault":false}]}`, "/registry.npmjs.org/": `{"maintainers":[{}],"versions":{},"time":{"created":"c"}}`,
		"/api.npmjs.org/downloads": `{"downloads":0}`, "/pypistats.org/api": `{"data":{"last_month":1}}`, "/crates.io/api/v1/crates/serde": `{"crate":{"recent_downloads":1},"users":[{"kind":"user"}]}`,
		"/rubygems.org/api": `[{"id":1}]`, "/packagist.org/packages": `{"package":{"downloads":{"monthly":1},"versions":{}}}`,
		"/v1/vulns":           `{"id":"GHSA-1","modified":"m","published":"p","affected":[{"ranges":[{"events":[]}]}],"database_specific":{"severity":"HIGH"}}`,
		"/www.cisa.gov/sites": `{"count":1,"vulnerabilities":[{"cveID":"CVE-2021-1"}]}`,
		"/api/v1/project":     `[{"repo":"a"},{"repo":"pypi","srcname":"requests"}]`, "/projects/github.com/curl/": `{"date":"d","repo":{"commit":"c"},"scorecard":{"version":"v"},"score":0,"checks":[{"name":"n"}]}`,
	}
	c, all := against(t, fake, testkit.Answers(t, good))
	held, failed := sort(c.Results(t.Context(), all))
	if failed != "" || len(held) != len(probes) {
		t.Errorf("%d hold, these do not:\n%s", len(held), failed)
	}
	const name = "live.yaml"
	b, err := os.ReadFile("../../scorecards/live.yaml")
	if err != nil {
		t.Fatal(err)
	}
	b, err = Verified(name, b, held[:1], time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	after, err := curated.ReadLive(name, b)
	if err != nil || after[0].Verified != "2026-11-25" || after[1].Verified != "" {
		t.Errorf("what was written: %+v, error %v", after[:min(2, len(after))], err)
	}
}

func TestLive_saysWhatDoesNotHold(t *testing.T) {
	t.Parallel()
	c, all := against(t, githubtest.Start(t, githubtest.Config{}), testkit.Answers(t, map[string]string{"/v1/query": `{"vulns":{}}`, "/api/v1/project": "<html>"}))
	held, failed := sort(c.Results(t.Context(), all))
	if n := strings.Count(failed, "\n"); n+len(held) != len(probes) || n < 15 { // the other services, and nothing was renamed
		t.Errorf("%d hold, %d do not", len(held), n)
	}
	for _, want := range []string{"osv-query: ", "vulns.0.id", "JSON", "404"} {
		if !strings.Contains(failed, want) {
			t.Errorf("what does not hold lacks %q:\n%s", want, failed)
		}
	}
}

func TestVerified_namesTheLineThatIsMissing(t *testing.T) {
	t.Parallel()
	if _, err := Verified("live.yaml", []byte("assumptions: []\n"), []string{"osv-query"}, time.Now()); err == nil || testkit.Unsaid(err.Error(), "live.yaml", "osv-query") != nil {
		t.Errorf("got %v", err)
	}
}
