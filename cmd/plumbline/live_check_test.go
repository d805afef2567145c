package main

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
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

// otherServices stands in for the services that are not GitHub, in their shapes.
func otherServices(t *testing.T, answers map[string]string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for path, body := range answers {
			if strings.HasPrefix(r.URL.Path, path) {
				w.Header().Set("ETag", `"one"`)
				if r.Header.Get("If-None-Match") == `"one"` {
					w.WriteHeader(http.StatusNotModified)
					return
				}
				io.WriteString(w, body)
				return
			}
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func liveAgainst(t *testing.T, fake *githubtest.Server, other string) (*live, *app, *bytes.Buffer) {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	a := &app{ctx: t.Context(), stdout: &out, stderr: io.Discard, now: time.Now, log: slog.New(slog.DiscardHandler), set: set, token: githubtest.DemoToken}
	h, err := sources.GitHub{URL: fake.URL()}.Open(a.ctx, a.env(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &live{
		host: h, other: &http.Client{}, at: addresses{other, other, other, other, other, other + "/"},
		repository: "example-quiet/finished", renamed: "example-old/name", absent: "example-quiet/none", projects: a.everyProject(),
		several: []string{"example-checks/reviewed", "example-checks/signed", "example-checks/packaged", "example-checks/employed"},
	}, a, &out
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
	l, a, out := liveAgainst(t, fake, otherServices(t, good))
	held, failed := l.check(a)
	if failed != 0 || len(held) != len(probes) {
		t.Errorf("%d hold, %d do not:\n%s", len(held), failed, out)
	}
	name := filepath.Join(t.TempDir(), "live.yaml")
	b, err := os.ReadFile("../../scorecards/live.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeVerified(name, held[:1], time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	b, err = os.ReadFile(name)
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
	l, a, out := liveAgainst(t, githubtest.Start(t, githubtest.Config{}), otherServices(t, map[string]string{"/v1/query": `{"vulns":{}}`, "/api/v1/project": "<html>"}))
	held, failed := l.check(a)
	if failed+len(held) != len(probes) || failed < 15 { // the other services, and nothing was renamed
		t.Errorf("%d hold, %d do not", len(held), failed)
	}
	for _, want := range []string{"BAD  osv-query", "without vulns.0.id", "and not JSON", "404"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, out)
		}
	}
}
