package advisory_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/advisory"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func body(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) }
}

func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "4096")
	fmt.Fprint(w, `{"results":[{"vulns":[{"id":"GHSA-`)
}

// faults are answers nobody can use, of a host that was asked what it holds.
var faults = map[string]http.HandlerFunc{
	"429":                     status(http.StatusTooManyRequests),
	"500":                     status(http.StatusInternalServerError),
	"400":                     status(http.StatusBadRequest),
	"404":                     status(http.StatusNotFound),
	"hang":                    hang,
	"cut short":               cut,
	"a page":                  body("<!doctype html><title>Sign in</title>"),
	"nothing":                 body(""),
	"a list":                  body("[]"),
	"another form":            body(`{"results":{"vulns":[]},"vulns":7}`),
	"a number as id":          body(`{"results":[{"vulns":[{"id":1}]},{},{},{}],"vulns":{}}`),
	"no answers":              body(`{"results":[],"vulns":[{"id"`),
	"an id of marks":          body(`{"results":[{"vulns":[{"id":"<b>"}]},{},{}],"vulns":1}`),
	"more answers than asked": body(`{"results":[{},{},{},{},{}],"vulns":7}`),
	"one answer for three":    body(`{"results":[{}],"vulns":[],"next_page_token":"again"}`),
	"pages that go in ring":   body(`{"results":[{"next_page_token":"again"},{"next_page_token":"again"},{"next_page_token":"again"}],"vulns":[],"next_page_token":"again"}`),
}

// Whatever OSV answers, nothing is invented, what was known stays, and it is
// right again once OSV is.
func TestObserve_faultsOfOSV(t *testing.T) {
	t.Parallel()
	for name, fault := range faults {
		for _, path := range []string{"/v1/querybatch", "/v1/query", "/v1/vulns/"} {
			t.Run(name+path, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				p := acme("pkg:npm/%40acme/core")
				n := 3 // are asked for one by one
				if path == "/v1/query" {
					n = 9
				}
				for i := range n {
					w.npm("@acme/core", fmt.Sprintf("GHSA-%d", i), 40, `{"introduced":"0"}`, "")
				}
				s := w.source(nil)
				w.breakWith(path, fault)
				before := time.Now()
				snap, err := s.Observe(context.Background(), p, time.Time{})
				if took := time.Since(before); took > 20*time.Second {
					t.Errorf("it took %s", took)
				}
				if asked := len(w.requests()); asked > 60 {
					t.Errorf("it took %d requests", asked)
				}
				switch {
				case err != nil && !errors.Is(err, source.ErrUnavailable):
					t.Errorf("the error is %v", err)
				case err == nil && path == "/v1/querybatch":
					t.Errorf("it is answered: %+v", snap.Inputs)
				}
				for _, in := range snap.Inputs {
					if in.Known() && in.Field != "advisory_fix_days_p50" {
						t.Errorf("%s is %s %q", in.Field, in.String(field.Number), in.Text)
					}
				}
				w.breakWith("", nil)
				w.later(25 * time.Hour)
				if got := len(observe(t, s, p).Field("advisories_unpatched").Strings()); got != n {
					t.Errorf("once it is well again %d of %d are known", got, n)
				}
			})
		}
	}
}

// One record that is listed and cannot be had leaves unknown what it could decide.
func TestObserve_aRecordIsMissing(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]http.HandlerFunc{"not there": status(http.StatusNotFound), "another form": body(`{"id":7}`), "another record": body(`{"id":"GHSA-9","published":"2026-01-01T00:00:00Z"}`)} {
		w := newWorld(t, "fixed")
		w.npm("@acme/core", "GHSA-1", 40, `{"introduced":"0"},{"fixed":"1"}`, "")
		w.breakWith("/v1/vulns/GHSA-1", fault)
		s, p := w.source(nil), acme("pkg:npm/%40acme/core")
		ins := observe(t, s, p)
		if got := says(ins); got != "unknown unknown unknown unknown unknown" {
			t.Errorf("%s: %s", name, got)
		}
		if got := ins.Field("advisory_unpatched_days").Reason; testkit.Unsaid(got, "GHSA-1") != nil {
			t.Errorf("%s: %s", name, got)
		}
		for range 5 { // it is asked for until it is there
			w.later(25 * time.Hour)
			if got := says(observe(t, s, p)); got != "unknown unknown unknown unknown unknown" {
				t.Errorf("%s: later %s", name, got)
			}
		}
		w.breakWith("", nil)
		w.later(25 * time.Hour)
		if got := says(observe(t, s, p)); got != "0 no [] 2 unknown" {
			t.Errorf("%s: once it is there %s", name, got)
		}
	}
}

// A name of which very much is on record is not read, and not waited for.
func TestObserve_tooManyRecords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, `{"id":"CVE-2026-%d","modified":"2026-01-01T00:00:00Z"},`, i)
	}
	w.breakWith("/v1/querybatch", body(`{"results":[{"vulns":[`+strings.TrimSuffix(b.String(), ",")+`],"next_page_token":"more"},{},{}]}`))
	ins := observe(t, w.source(nil), acme("pkg:npm/%40acme/core"))
	if got := says(ins); got != "unknown unknown unknown unknown unknown" {
		t.Error(got)
	}
	if asked := w.requests(); len(asked) != 1 {
		t.Errorf("asked %v", asked)
	}
}

// Without CISA's list it is not known whether what is open is in it; where nothing
// is open the list is not even asked for.
func TestObserve_faultsOfCISA(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]http.HandlerFunc{
		"429": status(429), "500": status(500), "404": status(404), "hang": hang, "cut short": cut, "a page": body("<html>"), "empty": body(`{"vulnerabilities":[]}`),
		"no list": body(`{}`), "shorter than it says": body(`{"count":1400,"vulnerabilities":[{"cveID":"CVE-2021-1"}]}`), "another form": body(`{"vulnerabilities":[{"cve":"CVE-2021-1"}]}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.npm("@acme/core", "GHSA-1", 40, `{"introduced":"0"}`, `,"aliases":["CVE-2026-7"]`)
			w.breakWith("known_exploited", fault)
			s, p := w.source(nil), acme("pkg:npm/%40acme/core")
			if got := says(observe(t, s, p)); got != `40 unknown ["GHSA-1"] 1 unknown` {
				t.Error(got)
			}
			w.breakWith("", nil)
			w.later(25 * time.Hour)
			w.mu.Lock()
			w.kev = `{"count":2,"vulnerabilities":[{"cveID":"CVE-2026-7"},{"cveID":"CVE-2021-1"}]}`
			w.mu.Unlock()
			if got := says(observe(t, s, p)); got != `41 yes ["GHSA-1"] 1 unknown` {
				t.Error(got)
			}
			// A list of yesterday is better than none, but that it is not there any more
			// is an answer.
			want := `42 yes ["GHSA-1"] 1 unknown`
			if name == "404" {
				want = `42 unknown ["GHSA-1"] 1 unknown`
			}
			w.breakWith("known_exploited", fault)
			w.later(25 * time.Hour)
			if got := says(observe(t, s, p)); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

// Without deps.dev the newest release is not known, and the gate is not judged.
func TestObserve_faultsOfDepsDev(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]http.HandlerFunc{"500": status(500), "404": status(404), "a page": body("<html>"), "no versions": body(`{"versions":[]}`), "another form": body(`{"versions":{}}`)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "last_affected")
			w.releases["@acme/core"] = releasesOfCore
			w.breakWith("/v3/systems/", fault)
			s, p := w.source(nil), acme("pkg:npm/%40acme/core")
			if got := says(observe(t, s, p)); got != "unknown unknown unknown 1 unknown" {
				t.Error(got)
			}
			w.breakWith("", nil)
			w.later(25 * time.Hour)
			if got := says(observe(t, s, p)); got != "0 no [] 1 unknown" {
				t.Error(got)
			}
			// That a later release came stays so, whoever can be asked.
			w.breakWith("/v3/systems/", fault)
			w.later(25 * time.Hour)
			if got := says(observe(t, s, p)); got != "0 no [] 1 unknown" {
				t.Error(got)
			}
		})
	}
}

// A canceled caller is told so, and nobody else is.
func TestObserve_ends(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "fixed")
	s := w.source(nil)
	w.breakWith("/v1/querybatch", hang)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Observe(ctx, acme("pkg:npm/%40acme/core"), time.Time{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if err := s.Prefetch(ctx, []health.Project{acme()}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// What is kept and damaged is as if it were not there.
func TestObserve_aDamagedMemory(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "fixed")
	cache := &testkit.Memory{}
	s := w.source(func(c *advisory.Config) { c.Cache = cache })
	p := acme("pkg:npm/%40acme/core")
	want := says(observe(t, s, p))
	for _, damage := range []string{"", "null", "{", `{"records":7}`, `{"asked":"2026-11-25T12:00:00Z"}`} {
		cache.Range(func(k string, _ []byte) { cache.Save(k, []byte(damage)) })
		w.later(25 * time.Hour)
		if got := says(observe(t, s, p)); got != want {
			t.Errorf("%q: %s, want %s", damage, got, want)
		}
	}
}

// A name whose pages do not end takes nothing from the others of its request, and
// what others are asked along cannot hinder who asks.
func TestEnsure_oneNameDoesNotHinderAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.npm("good", "GHSA-1", 40, `{"introduced":"0"}`, "")
	w.page = 1
	for i := range 30 { // more pages than are read
		w.npm("endless", fmt.Sprintf("GHSA-2-%d", i), 40, `{"introduced":"0"}`, "")
	}
	endless := health.Project{Slug: "endless", Packages: []string{"pkg:npm/endless"}}
	good := health.Project{Slug: "good", Packages: []string{"pkg:npm/good"}}
	s := w.source(func(c *advisory.Config) { c.Along = []health.Project{endless, good} })
	if got := says(observe(t, s, good)); got != `40 no ["GHSA-1"] 1 unknown` {
		t.Error(got)
	}
	if _, err := s.Observe(context.Background(), endless, time.Time{}); !errors.Is(err, source.ErrUnavailable) {
		t.Errorf("the endless one: %v", err)
	}
	if err := s.Prefetch(context.Background(), []health.Project{endless, good}); err != nil {
		t.Errorf("prefetch: %v", err)
	}

	// The whole request refused: each is asked about alone.
	w = newWorld(t)
	w.npm("good", "GHSA-1", 40, `{"introduced":"0"}`, "")
	w.refuse = "endless"
	s = w.source(func(c *advisory.Config) { c.Along = []health.Project{endless, good} })
	if got := says(observe(t, s, good)); got != `40 no ["GHSA-1"] 1 unknown` {
		t.Error(got)
	}
}

// Where a name's answer lacks what is listed, the rest is asked for one by one, so
// many a turn, and what was not asked for yet is not taken for patched.
func TestObserve_manyOneByOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 30 {
		w.npm("@acme/core", fmt.Sprintf("GHSA-%d", i), 400, `{"introduced":"0"},{"fixed":"1"}`, "")
	}
	w.breakWith("/v1/query", func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/v1/query") {
			fmt.Fprint(rw, "{}")
			return
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		fmt.Fprint(rw, w.listing("@acme/core"))
	})
	s, p := w.source(nil), acme("pkg:npm/%40acme/core")
	if got := says(observe(t, s, p)); !strings.HasPrefix(got, "unknown") {
		t.Errorf("with 20 of 30 read: %s", got)
	}
	if n := len(w.requests()); n > 24 {
		t.Errorf("%d requests", n)
	}
	w.later(25 * time.Hour)
	if got := says(observe(t, s, p)); got != "0 no [] 30 unknown" {
		t.Errorf("the next day: %s", got)
	}
}

// A record that is served older than it is listed is asked for again, some times.
func TestObserve_servedOlderThanListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.npm("@acme/core", "GHSA-1", 40, `{"introduced":"0"}`, "")
	s, p := w.source(nil), acme("pkg:npm/%40acme/core")
	w.listedAs = "2026-11-24T00:00:00Z"
	for turn, want := range []int{1, 1, 1, 0, 0} {
		observe(t, s, p)
		n := 0
		for _, path := range w.requests() {
			if strings.HasSuffix(path, "/GHSA-1") {
				n++
			}
		}
		if n != want {
			t.Errorf("turn %d: asked for %d times, want %d", turn, n, want)
		}
		w.later(25 * time.Hour)
	}
}

// What is remembered of the future is not believed.
func TestObserve_aClockThatWasAhead(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "fixed")
	s, p := w.source(nil), acme("pkg:npm/%40acme/core")
	observe(t, s, p)
	w.requests()
	w.later(-48 * time.Hour)
	observe(t, s, p)
	if n := len(w.requests()); n != 2 { // the list, and the releases of the package
		t.Errorf("%d requests", n)
	}
}
