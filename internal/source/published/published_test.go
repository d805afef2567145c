package published_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/published"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// publisher is a publisher that answers as it is told, over real HTTP.
type publisher struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
	tags  []string // If-None-Match of each
	serve http.HandlerFunc
}

func publish(t *testing.T, serve http.HandlerFunc) *publisher {
	t.Helper()
	p := &publisher{serve: serve}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.asked, p.tags = append(p.asked, r.URL.Path), append(p.tags, r.Header.Get("If-None-Match"))
		serve := p.serve
		p.mu.Unlock()
		serve(w, r)
	}))
	t.Cleanup(p.Close)
	return p
}

func testSource(t *testing.T, p *publisher, edit func(*published.Config)) (*published.Source, *testkit.Clock) {
	t.Helper()
	api, err := url.Parse(p.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := testkit.NewClock(noon)
	cfg := published.Config{Transport: p.Client().Transport, API: api, Cache: &testkit.Memory{}, Now: c.Now, UserAgent: "test/1"}
	if edit != nil {
		edit(&cfg)
	}
	s, err := published.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s, c
}

func project(repository string) health.Project {
	return health.Project{Slug: "p", Repositories: []health.Repository{{URL: repository, Role: health.Primary}}}
}

// result is a published result of a repository.
func result(name, date string) string {
	return fmt.Sprintf(`{"date":%q,"repo":{"name":%q,"commit":"5e1ab0de5e1ab0de5e1ab0de5e1ab0de5e1ab0de"},"scorecard":{"version":"v5.3.0"},"score":6.5,"checks":[{"name":"License","score":10,"details":["Info: x"]},{"name":"SBOM","score":0}]}`, date, name)
}

func tagged(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("ETag", `"one"`)
	if r.Header.Get("If-None-Match") == `"one"` {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	fmt.Fprint(w, result("github.com/Owner/Name", "2026-11-23"))
}

func TestObserve_oneRequestAWeek(t *testing.T) {
	t.Parallel()
	p := publish(t, tagged)
	s, c := testSource(t, p, nil)
	meter := new(cost.Meter)
	ctx := cost.WithMeter(t.Context(), meter)
	for range 8 { // a turn a day
		sn, err := s.Observe(ctx, project("https://github.com/Owner/Name"), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if sn.Source != field.SourcePublished || sn.Origin != health.OriginLive || !sn.ObservedAt.Equal(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)) || len(sn.Checks) != 2 || len(sn.Commit) != 40 {
			t.Errorf("snapshot %+v", sn)
		}
		if testkit.Unsaid(sn.Version, "v5.3.0", "OpenSSF") != nil {
			t.Errorf("version %q", sn.Version)
		}
		c.On(24 * time.Hour)
	}
	if got := fmt.Sprint(p.asked, p.tags); got != `[/projects/github.com/Owner/Name /projects/github.com/Owner/Name] [ "one"]` {
		t.Errorf("asked %s", got)
	}
	if got, want := meter.Cost(), (cost.Cost{Requests: 2, Unchanged: 1}); got != want {
		t.Errorf("cost %+v, want %+v", got, want)
	}
}

func TestObserve_noneIsAnAnswerAndIsRememberedToo(t *testing.T) {
	t.Parallel()
	p := publish(t, http.NotFound)
	s, _ := testSource(t, p, nil)
	for _, address := range []string{"https://github.com/o/n", "https://github.com/o/n", "https://git.example.org/o/n", "https://gitlab.com/a/b/c"} {
		sn, err := s.Observe(t.Context(), project(address), time.Time{})
		if err != nil || len(sn.Checks) > 0 || len(sn.Inputs) != 1 || sn.Inputs[0].Known() {
			t.Fatalf("%s: %+v, %v", address, sn, err)
		}
		if why := sn.Inputs[0].Reason; why == "" || strings.Contains(address, "github.com") != (testkit.Unsaid(why, "OpenSSF") == nil) {
			t.Errorf("%s: %q", address, why)
		}
	}
	if len(p.asked) != 1 {
		t.Errorf("asked %v, want one request", p.asked)
	}
}

func TestObserve_whatCannotBeUsedIsAnErrorAndIsNotKept(t *testing.T) {
	t.Parallel()
	text := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
	}
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	said := map[string]string{} // each fault has an error of its own
	for name, tc := range map[string]struct {
		serve http.HandlerFunc
		want  string
		limit bool
	}{
		"a page":         {serve: text("<html>"), want: ""},
		"nothing":        {serve: text(""), want: "0"},
		"half of it":     {serve: text(result("github.com/o/n", "2026-11-23")[:90]), want: ""},
		"another's":      {serve: text(result("github.com/o/other", "2026-11-23")), want: "github.com/o/other"},
		"of to-morrow":   {serve: text(result("github.com/o/n", "2026-11-27")), want: "2026-11-27"},
		"two":            {serve: text(result("github.com/o/n", "2026-11-23") + result("github.com/o/n", "2026-11-23")), want: "2"},
		"too much":       {serve: text(strings.Repeat(" ", exchange.MaxResult+1)), want: "4194304", limit: true},
		"400":            {serve: status(400), want: "400"},
		"500":            {serve: status(500), want: "500"},
		"304 to nothing": {serve: status(304), want: ""},
		"sent elsewhere": {serve: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://elsewhere.example/x", http.StatusFound)
		}, want: "http://elsewhere.example/x"},
		"sent in circles": {serve: func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }, want: "/projects/"},
	} {
		p := publish(t, tc.serve)
		s, _ := testSource(t, p, nil)
		for range 2 {
			sn, err := s.Observe(t.Context(), project("https://github.com/o/n"), time.Time{})
			if !errors.Is(err, source.ErrPublisher) || !errors.Is(err, source.ErrUnavailable) || !strings.Contains(err.Error(), tc.want) || said[err.Error()] != "" && said[err.Error()] != name || errors.Is(err, source.ErrLimit) != tc.limit {
				t.Errorf("%s: %+v, %v", name, sn, err)
			}
			said[fmt.Sprint(err)] = name
		}
		if len(p.asked) < 2 {
			t.Errorf("%s: asked %v; a fault was kept", name, p.asked)
		}
	}
}

func TestObserve_ofThePastNothingIsKnown(t *testing.T) {
	t.Parallel()
	p := publish(t, tagged)
	s, _ := testSource(t, p, nil)
	if _, err := s.Observe(t.Context(), project("https://github.com/Owner/Name"), noon); !errors.Is(err, source.ErrUnavailable) || len(p.asked) > 0 {
		t.Errorf("got %v, asked %v", err, p.asked)
	}
}

func TestObserve_whoAsksNotToBeAskedIsLeftAlone(t *testing.T) {
	t.Parallel()
	p := publish(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "600")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	s, c := testSource(t, p, nil)
	for i := range 5 {
		if _, err := s.Observe(t.Context(), project(fmt.Sprintf("https://github.com/o/n%d", i)), time.Time{}); !errors.Is(err, source.ErrPublisher) {
			t.Errorf("got %v", err)
		}
		var later *source.LaterError
		if _, err := s.Observe(t.Context(), project("https://github.com/o/n"), time.Time{}); errors.As(err, &later) {
			t.Error("a project is put off for it")
		}
	}
	if len(p.asked) != 1 {
		t.Errorf("asked %v", p.asked)
	}
	c.On(10 * time.Minute)
	p.mu.Lock()
	p.serve = tagged
	p.mu.Unlock()
	if _, err := s.Observe(t.Context(), project("https://github.com/Owner/Name"), time.Time{}); err != nil {
		t.Error(err)
	}
}

func TestObserve_aFaultThatLastsIsNotFoundOutAnewForEachProject(t *testing.T) {
	t.Parallel()
	down := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }
	p := publish(t, down)
	s, c := testSource(t, p, nil)
	for i := range 20 {
		if _, err := s.Observe(t.Context(), project(fmt.Sprintf("https://github.com/o/n%d", i)), time.Time{}); !errors.Is(err, source.ErrPublisher) {
			t.Errorf("got %v", err)
		}
	}
	if len(p.asked) != 3 {
		t.Errorf("asked %v", p.asked)
	}
	c.On(time.Minute)
	if _, err := s.Observe(t.Context(), project("https://github.com/o/l"), time.Time{}); err == nil {
		t.Error("an answer of a publisher that is down")
	}
	c.On(2 * time.Minute)                                                              // one more fault, and the rest is twice as long
	for i, serve := range []http.HandlerFunc{tagged, down, down, tagged, down, down} { // never three in a row
		p.mu.Lock()
		p.serve = serve
		p.mu.Unlock()
		name := "Owner/Name"
		if i%3 > 0 {
			name = fmt.Sprintf("o/m%d", i)
		}
		c.On(7 * 24 * time.Hour)
		if _, err := s.Observe(t.Context(), project("https://github.com/"+name), time.Time{}); (err == nil) != (i%3 == 0) {
			t.Errorf("%d: got %v", i, err)
		}
	}
}

func TestObserve_endsInTimeAndWhenAsked(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	p := publish(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	t.Cleanup(func() { close(release) })
	s, _ := testSource(t, p, func(c *published.Config) { c.Deadline = 50 * time.Millisecond })
	if _, err := s.Observe(t.Context(), project("https://github.com/o/n"), time.Time{}); !errors.Is(err, source.ErrPublisher) || !strings.Contains(err.Error(), "50ms") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Observe(ctx, project("https://github.com/o/n"), time.Time{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// names is a ledger of one repository.
type names forge.Identity

func (n names) Identity(_ context.Context, repository string) (forge.Identity, error) {
	if repository != n.Repository {
		return forge.Identity{}, health.ErrNotFound
	}
	return forge.Identity(n), nil
}

func (names) SaveIdentity(context.Context, forge.Identity) error { return nil }

func TestObserve_asksUnderTheNameTheHostUses(t *testing.T) {
	t.Parallel()
	p := publish(t, tagged)
	s, _ := testSource(t, p, func(c *published.Config) {
		c.Ledger = names{Repository: "github.com/old/name", Name: "Owner/Name", Presence: forge.Present}
	})
	sn, err := s.Observe(t.Context(), project("https://github.com/Old/Name"), time.Time{})
	if err != nil || len(sn.Checks) == 0 || fmt.Sprint(p.asked) != "[/projects/github.com/Owner/Name]" {
		t.Errorf("%v, asked %v", err, p.asked)
	}
}

func TestPlan_countsWhatIsNotAtHand(t *testing.T) {
	t.Parallel()
	p := publish(t, tagged)
	s, c := testSource(t, p, nil)
	all := []health.Project{project("https://github.com/Owner/Name"), project("https://github.com/o/n"), project("https://git.example.org/o/n")}
	if _, err := s.Observe(t.Context(), all[0], time.Time{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []cost.Plan{
		{Projects: 3, First: 1, Cost: cost.Cost{Requests: 1}},
		{Projects: 3, First: 1, Cost: cost.Cost{Requests: 2}},
	} {
		if got, err := s.Plan(t.Context(), all); err != nil || got != want {
			t.Errorf("got %+v, %v, want %+v", got, err, want)
		}
		c.On(7 * 24 * time.Hour)
	}
	if len(p.asked) != 1 {
		t.Errorf("planning asked %v", p.asked)
	}
}

func TestNew_needsWhatItNeeds(t *testing.T) {
	t.Parallel()
	if _, err := published.New(published.Config{}); err == nil {
		t.Error("no error")
	}
}
