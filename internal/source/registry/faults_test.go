package registry_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/source/registry"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// faults are what a service may do. Each leaves what it tells unknown, and the
// rest answered.
var faults = map[string]http.HandlerFunc{
	"500":  status(http.StatusInternalServerError),
	"403":  status(http.StatusForbidden),
	"429":  func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Retry-After", "60"); w.WriteHeader(429) },
	"hang": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
	"HTML": says("<!doctype html><title>Log in to the network</title>"),
	"cut": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, `{"versions":[`)
	},
	"huge": func(w http.ResponseWriter, _ *http.Request) {
		chunk := strings.Repeat(" ", 1<<20)
		for range 65 {
			if _, err := fmt.Fprint(w, chunk); err != nil {
				return
			}
		}
	},
	"null":      says("null"),
	"a list":    says("[1]"),
	"a text":    says(`"soon"`),
	"empty":     says(""),
	"no field":  says("{}"),
	"types":     says(`{"versions":7,"dependentCount":"many","downloads":-1,"maintainers":{},"data":[]}`),
	"not whole": says(`{"versions":[{"versionKey":{"version":""},"isDefault":true}],"dependentCount":1.5,"downloads":1e300,"maintainers":"x"}`),
	"elsewhere": func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://192.0.2.1/", http.StatusFound)
	},
}

// answersThatMean are answers of a registry that say something of the package. None is a fault.
var answersThatMean = map[string]struct {
	pkg, path string
	answer    http.HandlerFunc
	want      map[string]string
}{
	"unpublished": {
		widget, "/registry.npmjs.org/", says(`{"name":"@acme/widget","time":{"created":"2016-01-01T00:00:00Z","unpublished":{"time":"2024-01-05T00:00:00.000Z","versions":["1.0.0"]}}}`),
		map[string]string{"publishers": "unknown | unpublished on 2024-01-05 | npm", "registry_release": "unknown | unpublished on 2024-01-05", "dependents": "4200"},
	},
	"unpublished, day unknown": {
		widget, "/registry.npmjs.org/", says(`{"time":{"unpublished":{}}}`),
		map[string]string{"publishers": "unknown | was unpublished"},
	},
	"one version unpublished": {
		widget, "/registry.npmjs.org/", says(`{"maintainers":[{},{}],"versions":{"1.0.0":{}},"time":{"1.0.0":"2026-09-01T00:00:00Z","unpublished":{"time":"2019-01-05T00:00:00Z"}}}`),
		map[string]string{"publishers": "2"},
	},
	"held by npm": {
		widget, "/registry.npmjs.org/", says(`{"maintainers":[{}],"versions":{"0.0.1-security":{}},"time":{"0.0.1-security":"2024-01-05T00:00:00Z"}}`),
		map[string]string{"publishers": "unknown | removed by npm", "registry_release": "unknown | removed by npm"},
	},
	"404": {widget, "/registry.npmjs.org/", status(http.StatusNotFound), map[string]string{"publishers": "unknown | has no package @acme/widget"}},
	"410": {widget, "/registry.npmjs.org/", status(http.StatusGone), map[string]string{"publishers": "unknown | has no package @acme/widget"}},
	"451": {widget, "/registry.npmjs.org/", status(http.StatusUnavailableForLegalReasons), map[string]string{"publishers": "unknown | withholds | legal"}},
	"all yanked": {
		"pkg:cargo/cog", "/crates/cog", says(`{"crate":{"recent_downloads":300},"users":[{"kind":"user"}],"versions":[{"yanked":true},{"yanked":true}]}`),
		map[string]string{"downloads_30d": "100", "publishers": "1", "registry_release": "unknown | only yanked versions | crates.io"},
	},
	"one yanked": {
		"pkg:cargo/cog", "/crates/cog", says(`{"crate":{"recent_downloads":300},"users":[{"kind":"user"}],"versions":[{"yanked":true},{"yanked":false}]}`),
		map[string]string{"registry_release": "unknown | deps.dev has no package"},
	},
	"retracted": {
		"pkg:golang/example.org/acme", "/v3/systems/go/", says(`{"versions":[{"versionKey":{"version":"v1.0.0"},"publishedAt":"2020-01-01T00:00:00Z"},{"versionKey":{"version":"v1.9.9"},"publishedAt":"2025-01-01T00:00:00Z","isDeprecated":true}]}`),
		map[string]string{"registry_release": "2020-01-01"},
	},
	"marked as deprecated": {
		"pkg:nuget/Acme", "/v3/systems/nuget/", says(`{"versions":[{"versionKey":{"version":"1.0.0"},"publishedAt":"2020-01-01T00:00:00Z","isDefault":true,"isDeprecated":true}]}`),
		map[string]string{"registry_marks": `["nuget/Acme deprecated"]`},
	},
	"archived at PyPI": {
		"pkg:pypi/acme-lib", "/v3/systems/pypi/", says(`{"projectStatus":{"status":"ARCHIVED"},"versions":[{"versionKey":{"version":"1.0"},"publishedAt":"2020-01-01T00:00:00Z","isDefault":true}]}`),
		map[string]string{"registry_marks": `["pypi/acme-lib archived"]`},
	},
	"not marked": {widget, "/nothing", status(http.StatusOK), map[string]string{"registry_marks": "[]"}},
	"all deprecated": {
		"pkg:nuget/Acme", "/v3/systems/nuget/", says(`{"versions":[{"versionKey":{"version":"1.0.0"},"publishedAt":"2020-01-01T00:00:00Z","isDeprecated":true}]}`),
		map[string]string{"registry_release": "2020-01-01"},
	},
	"no version": {"pkg:nuget/Acme", "/v3/systems/nuget/", says(`{"versions":[]}`), map[string]string{"registry_release": "unknown | deps.dev says | no version"}},
	"only pre-releases": {
		"pkg:nuget/Acme", "/v3/systems/nuget/", says(`{"versions":[{"versionKey":{"version":"1.0.0-beta"},"publishedAt":"2020-01-01T00:00:00Z"}]}`),
		map[string]string{"registry_release": "unknown | only pre-releases"},
	},
	"quarantined": {
		"pkg:pypi/acme-lib", "/v3/systems/pypi/", says(`{"projectStatus":{"status":"QUARANTINED"},"versions":[{"versionKey":{"version":"1.0"},"publishedAt":"2020-01-01T00:00:00Z","isDefault":true}]}`),
		map[string]string{"registry_release": "unknown | quarantined | deps.dev", "downloads_30d": "310000"},
	},
	"no owner": {"pkg:gem/nut", "/owners.json", says(`[]`), map[string]string{"publishers": "unknown | RubyGems names nobody"}},
}

func TestObserve_anAnswerThatMeansSomethingIsNoFault(t *testing.T) {
	t.Parallel()
	for name, tt := range answersThatMean {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t)
			s.fails(tt.path, tt.answer)
			src, _ := testSource(t, s, nil)
			got := observe(t, src, project(tt.pkg))
			wants(t, got, tt.want)
			for id, in := range got {
				if strings.Contains(in.Reason, "could not be") {
					t.Errorf("%s: %s", id, in.Reason)
				}
			}
		})
	}
}

func TestObserve_aFaultSaysWhatHappened(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"500": "npm registry could not be asked: it answers 500", "429": "npm registry could not be asked: it answers 429", "hang": "npm registry could not be asked: it gave no answer within",
		"HTML": "its answer cannot be used", "huge": "its answer is too large", "elsewhere": "it redirects to another host",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t)
			s.fails("/registry.npmjs.org/", faults[name])
			src, _ := testSource(t, s, func(c *registry.Config) {
				if name == "hang" {
					c.Deadline = 100 * time.Millisecond
				}
			})
			if in := observe(t, src, project(widget))["publishers"]; !strings.Contains(in.Reason, want) || in.Error == "" {
				t.Errorf("%+v, want %q", in, want)
			}
		})
	}
}

func TestObserve_aFaultLeavesItsInputUnknownAndTheRestAnswered(t *testing.T) {
	t.Parallel()
	where := map[string]struct{ whom, fields string }{
		"/api.deps.dev/v3/":      {"deps.dev", "dependents"},
		":dependents":            {"deps.dev", "dependents"},
		"/registry.npmjs.org/":   {"npm", "publishers"},
		"/api.npmjs.org/":        {"npm", "downloads_30d downloads_percentile"},
		"/repology.org/api/v1/p": {"Repology", "distribution_families"},
	}
	for name, fault := range faults {
		for path, w := range where {
			t.Run(name+" "+strings.Trim(path, "/:"), func(t *testing.T) {
				t.Parallel()
				s := serve(t)
				s.fails(path, fault)
				src, _ := testSource(t, s, func(c *registry.Config) {
					if name == "hang" {
						c.Deadline = 100 * time.Millisecond
					}
				})
				p := project(widget)
				p.Repology = "acme-lib"
				got := observe(t, src, p)
				for _, name := range []string{"dependents", "downloads_30d", "downloads_percentile", "publishers", "registry_release", "distribution_families"} {
					in := got[field.ID(name)]
					hit := strings.Contains(" "+w.fields+" ", " "+name+" ")
					if hit == in.Known() || hit && (testkit.Unsaid(in.Reason, w.whom) != nil || in.Error == "") {
						t.Errorf("%s: %+v", name, in)
					}
				}
			})
		}
	}
}

func TestObserve_whenNothingCouldBeAskedTheFiguresOfBeforeStay(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.fails("/", status(http.StatusBadGateway))
	src, _ := testSource(t, s, nil)
	if snap, err := src.Observe(t.Context(), project(widget), time.Time{}); !unavailable(err) || len(snap.Inputs) > 0 {
		t.Errorf("inputs %+v, error %v", snap.Inputs, err)
	}
}

func TestObserve_thatARegistryKnowsNothingIsAnAnswer(t *testing.T) {
	t.Parallel()
	src, _ := testSource(t, serve(t), nil)
	wants(t, observe(t, src, project("pkg:npm/absent")), map[string]string{
		"dependents": "unknown | deps.dev | absent", "publishers": "unknown | npm | absent",
		"downloads_30d": "unknown | npm | absent", "downloads_percentile": "unknown | npm | absent",
		"registry_release": "unknown | deps.dev | absent",
	})
}

func TestObserve_oneOfSeveralThatCannotBeAskedMayBeTheLargest(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.fails("/api.npmjs.org/", status(http.StatusInternalServerError))
	src, _ := testSource(t, s, nil)
	for _, ids := range [][]string{{widget, "pkg:composer/acme/bolt"}, {"pkg:composer/acme/bolt", widget}} {
		wants(t, observe(t, src, project(ids...)), map[string]string{"downloads_30d": "failed | npm"})
	}
}

func TestObserve_aFailureLeavesTheFigureOfBeforeWithItsDay(t *testing.T) {
	t.Parallel()
	s := serve(t)
	src, at := testSource(t, s, nil)
	before := observe(t, src, project(widget))
	s.fails("/", status(http.StatusBadGateway))
	at.On(80 * day)
	for name, in := range observe(t, src, project(widget)) {
		old := before[name]
		if in.Known() && (in.Value != old.Value || in.Text != old.Text || !in.ObservedAt.Equal(noon)) || in.Known() != old.Known() {
			t.Errorf("%s was %+v and is %+v", name, old, in)
		}
	}
	at.On(11 * day)
	if _, err := src.Observe(t.Context(), project(widget), time.Time{}); !unavailable(err) {
		t.Errorf("after three months: error %v, want one that the source is not to be had", err)
	}
}

func TestObserve_aReleaseThatIsToComeIsNone(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.fails("/api.deps.dev/v3/", says(`{"versions":[{"versionKey":{"version":"1.0.0"},"publishedAt":"2036-01-01T00:00:00Z","isDefault":true}]}`))
	src, _ := testSource(t, s, nil)
	wants(t, observe(t, src, project("pkg:golang/example.org/a")), map[string]string{"registry_release": "unknown | deps.dev"})
}

func TestNew_refusesABaseThatIsNotAllowed(t *testing.T) {
	t.Parallel()
	if _, err := registry.New(registry.Config{Transport: http.NewFileTransport(nil), Now: time.Now, Base: "http://mirror.example/"}); err == nil {
		t.Error("an address without encryption was accepted")
	}
}

// Nobody who may publish, and nobody who packages, is named in what is kept or
// passed on, however the answers end.
func TestObserve_keepsNoName(t *testing.T) {
	t.Parallel()
	s := serve(t)
	store := new(testkit.Memory)
	src, _ := testSource(t, s, func(c *registry.Config) { c.Cache = store })
	all := project(widget, "pkg:cargo/cog", "pkg:gem/nut", "pkg:composer/acme/bolt", "pkg:pypi/acme-lib")
	all.Repology = "acme-lib"
	texts := []string{}
	snap, err := src.Observe(t.Context(), all, time.Time{})
	texts = append(texts, encoded(t, snap), fmt.Sprint(err))
	// Answers that cannot be used hold names where numbers were: an error quotes
	// none of them, as it goes to the log.
	for _, body := range []string{`{"maintainers":"canary-one","versions":"canary","users":[{"kind":"canary"}],"data":"canary"}`, `["canary", "canary-two`, `canary`} {
		s.fails("/", says(body))
		src, _ := testSource(t, s, nil)
		snap, err := src.Observe(t.Context(), all, time.Time{})
		texts = append(texts, encoded(t, snap), fmt.Sprint(err))
	}
	entries := 0
	store.Range(func(k string, v []byte) {
		entries++
		texts = append(texts, k, string(v), unpacked(t, v))
	})
	if entries < 8 {
		t.Errorf("only %d answers were kept: is the cache in use?", entries)
	}
	for _, text := range texts {
		if i := strings.Index(strings.ToLower(text), "canary"); i >= 0 {
			t.Errorf("a name is kept: %.80s", text[max(0, i-40):])
		}
	}
}
