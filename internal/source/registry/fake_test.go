package registry_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/registry"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

// answers are the fixtures by what is asked for; the rest is not found.
var answers = map[string]string{
	"/api.deps.dev/v3/systems/npm/packages/@acme%2Fwidget":                                     "depsdev-package-npm",
	"/api.deps.dev/v3alpha/systems/npm/packages/@acme%2Fwidget/versions/2.1.0:dependents":      "depsdev-dependents",
	"/registry.npmjs.org/@acme%2Fwidget":                                                       "npm-package",
	"/api.npmjs.org/downloads/point/last-month/@acme/widget":                                   "npm-downloads",
	"/api.deps.dev/v3/systems/maven/packages/org.acme:gear":                                    "depsdev-package-maven",
	"/api.deps.dev/v3alpha/systems/maven/packages/org.acme:gear/versions/4.2.0-jre:dependents": "depsdev-dependents",
	"/pypistats.org/api/packages/acme-lib/recent":                                              "pypistats-recent",
	"/crates.io/api/v1/crates/cog":                                                             "crates-crate",
	"/crates.io/api/v1/crates/cog/owners":                                                      "crates-owners",
	"/rubygems.org/api/v1/gems/nut/owners.json":                                                "rubygems-owners",
	"/packagist.org/packages/acme/bolt.json":                                                   "packagist-package",
	"/repology.org/api/v1/project/acme-lib":                                                    "repology-project",
	"/repology.org/api/v1/project/python:acme-lib":                                             "repology-project",
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", "registry", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// services stand in for all hosts, over real HTTP.
type services struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
	// fault is asked first; false: the fixture is served.
	fault func(w http.ResponseWriter, r *http.Request) bool
}

func serve(t *testing.T) *services {
	t.Helper()
	s := &services{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.RequestURI)
		fault := s.fault
		s.mu.Unlock()
		if fault != nil && fault(w, r) {
			return
		}
		name, ok := answers[r.RequestURI]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("ETag", `"`+name+`"`)
		if r.Header.Get("If-None-Match") == `"`+name+`"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write(fixture(t, name))
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *services) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked)
}

// fails has every request whose address holds the text answered by the handler.
func (s *services) fails(text string, h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(r.RequestURI, text) {
			return false
		}
		h(w, r)
		return true
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func says(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
}

// tables are of invented npm downloads and dependents.
var tables = []model.Reference{
	{Ecosystem: "npm", Measure: model.MeasureDownloads, Of: "npm packages of a day", Date: "2026-11-01", Points: []model.Point{{X: 1e6, Y: 80}, {X: 20_000_000, Y: 97}}},
}

func testSource(t *testing.T, s *services, edit func(*registry.Config)) (*registry.Source, *testkit.Clock) {
	t.Helper()
	at := testkit.NewClock(noon)
	cfg := registry.Config{
		Transport: s.Client().Transport, Base: s.URL, Cache: new(testkit.Memory), Now: at.Now, Agent: "plumbline/test (+https://example.org)",
		References: tables, Deadline: 2 * time.Second, Pace: 1e6,
	}
	if edit != nil {
		edit(&cfg)
	}
	src, err := registry.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return src, at
}

func project(packages ...string) health.Project {
	return health.Project{Slug: "acme", Packages: packages, Repositories: []health.Repository{{URL: "https://github.com/acme/acme", Role: health.Primary}}}
}

const widget = "pkg:npm/%40acme/widget"

// observe returns the inputs by field.
func observe(t *testing.T, src *registry.Source, p health.Project) health.Inputs {
	t.Helper()
	snap, err := src.Observe(t.Context(), p, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	out := health.Inputs{}
	for i, in := range snap.Inputs {
		f, ok := field.ByID(in.Field)
		if !ok || f.Source != field.SourceRegistry || in.Source != field.SourceRegistry || in.ObservedAt.IsZero() {
			t.Errorf("input %+v is none of the source's", in)
		}
		if in.State != health.Observed && in.Reason == "" {
			t.Errorf("%s is %s without a reason", in.Field, in.State)
		}
		if i > 0 && snap.Inputs[i-1].Field >= in.Field {
			t.Errorf("%s comes after %s", in.Field, snap.Inputs[i-1].Field)
		}
		out[in.Field] = in
	}
	if len(out) != 8 {
		t.Errorf("%d inputs, want 8", len(out))
	}
	return out
}

// wants checks inputs: a value or text, "n/a", "unknown", or "failed" when it could
// not be asked, and what the reason must say: "unknown | npm | acme".
func wants(t *testing.T, got health.Inputs, want map[string]string) {
	t.Helper()
	for fieldID, want := range want {
		in := got.Field(field.ID(fieldID))
		f, _ := field.ByID(field.ID(fieldID))
		parts := strings.Split(want, " | ")
		got := in.String(f.Kind)
		if in.Error != "" {
			got = "failed"
		}
		if got != parts[0] || !in.Known() && in.Reason == "" || testkit.Unsaid(in.Reason, parts[1:]...) != nil {
			t.Errorf("%s is %s: %q, want %q", fieldID, got, in.Reason, want)
		}
	}
}

func unavailable(err error) bool { return errors.Is(err, source.ErrUnavailable) }

func encoded(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// unpacked is the body of an answer as the cache holds it.
func unpacked(t *testing.T, entry []byte) string {
	t.Helper()
	var kept struct{ Packed []byte }
	if err := json.Unmarshal(entry, &kept); err != nil {
		t.Fatal(err)
	}
	if len(kept.Packed) == 0 {
		return ""
	}
	z, err := gzip.NewReader(bytes.NewReader(kept.Packed))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil || len(b) < 2 {
		t.Fatalf("%q, error %v", b, err)
	}
	return string(b)
}
