package github

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// secret is a canary: it must be in no output.
const secret = "canary-token-4711"

// clock stands still until a test moves it.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Unix(at, 0).UTC()} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// ledger and cache keep what a database would.
type ledger struct {
	mu   sync.Mutex
	ids  map[string]forge.Identity
	fail error
}

func (l *ledger) Identity(_ context.Context, repository string) (forge.Identity, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil {
		return forge.Identity{}, l.fail
	}
	id, ok := l.ids[repository]
	if !ok {
		return forge.Identity{}, health.ErrNotFound
	}
	return id, nil
}

func (l *ledger) SaveIdentity(_ context.Context, id forge.Identity) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ids[id.Repository] = id
	return l.fail
}

type cache struct {
	mu      sync.Mutex
	entries map[string][]byte
}

func (c *cache) Load(key string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b, ok := c.entries[key]
	return b, ok
}

func (c *cache) Save(key string, value []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[key] = value
}

// key of the entry that holds a memory; there is one.
func (c *cache) change(fn func([]byte) []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k, v := range c.entries {
		c.entries[k] = fn(v)
	}
}

// bench is the source over the real transport over the fake.
type bench struct {
	*Source
	t      testing.TB
	fake   *githubtest.Server
	clock  *clock
	ledger *ledger
	memory *cache
	bots   bots.List
}

type setup struct {
	world     *githubtest.World
	anonymous bool
	latency   time.Duration
	enforce   bool
	stories   bool
	bots      bots.List
	budget    int // points an hour; 0: 5,000
}

func start(t testing.TB, c setup) *bench {
	t.Helper()
	b := &bench{t: t, clock: newClock(), ledger: &ledger{ids: map[string]forge.Identity{}}, memory: &cache{entries: map[string][]byte{}}}
	if c.world == nil && !c.stories {
		c.world = githubtest.NewWorld()
	}
	b.fake = githubtest.Start(t, githubtest.Config{World: c.world, Now: b.clock.now, Latency: c.latency, Enforce: c.enforce, Tokens: map[string]githubtest.Budget{secret: {Owner: "example-demo", GraphQL: c.budget}}})
	if b.bots = c.bots; b.bots.Rules == nil {
		b.bots = testKeys(t).bots
	}
	b.Source = b.source(c.anonymous)
	return b
}

// source is a process of its own over the same database.
func (b *bench) source(anonymous bool) *Source {
	b.t.Helper()
	api, err := url.Parse(b.fake.URL() + "/")
	if err != nil {
		b.t.Fatal(err)
	}
	c := transport.Config{API: api, Now: b.clock.now, UserAgent: "plumbline-test", Limits: transport.Limits{Backoff: time.Millisecond}}
	if !anonymous {
		c.Credentials = []transport.Credential{{Owner: "example-demo", Tokens: transport.StaticToken(secret)}}
	}
	rt, err := transport.New(c)
	if err != nil {
		b.t.Fatal(err)
	}
	s, err := New(Config{
		API: api, Client: rt, Authenticated: rt.Authenticated(), Hourly: rt.Hourly, Bots: b.bots,
		Key: []byte("a key of a test"), Ledger: b.ledger, Memory: b.memory, Now: b.clock.now,
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

// project is a list's entry for a repository of the fake.
func project(name string) health.Project {
	return health.Project{
		Slug:         strings.ReplaceAll(strings.ToLower(name), "/", "-"),
		Repositories: []health.Repository{{URL: "https://github.com/" + name, Role: health.Primary}},
	}
}

func generated(n int) []health.Project {
	out := make([]health.Project, n)
	for i := range out {
		out[i] = project(githubtest.GeneratedName(i))
	}
	return out
}

// repository puts one in: a hundred days old, with a commit.
func (b *bench) repository(name string, fill func(*githubtest.Repository)) health.Project {
	b.t.Helper()
	b.fake.Edit(func(w *githubtest.World) {
		owner, base, _ := strings.Cut(name, "/")
		r := w.Add(&githubtest.Repository{
			Owner: owner, Name: base, CreatedAt: b.ago(2000), License: "MIT", Topics: []string{"example"},
			Members: map[string]string{"example-member": "MEMBER", "example-other": "COLLABORATOR"},
		})
		r.Push("example-member", b.ago(100))
		if fill != nil {
			fill(r)
		}
	})
	return project(name)
}

func (b *bench) edit(name string, fn func(*githubtest.World, *githubtest.Repository)) {
	b.t.Helper()
	b.fake.Edit(func(w *githubtest.World) { fn(w, w.Repository(name)) })
}

func (b *bench) ago(days float64) time.Time {
	return b.clock.now().Add(-time.Duration(days * 24 * float64(time.Hour)))
}

func (b *bench) observe(p health.Project) (health.Snapshot, error) {
	return b.Observe(b.t.Context(), p, time.Time{})
}

// must observes, and checks what holds of every snapshot.
func (b *bench) must(p health.Project) health.Inputs {
	b.t.Helper()
	snap, err := b.observe(p)
	if err != nil {
		b.t.Fatalf("observe %s: %v", p.Slug, err)
	}
	sound(b.t, p, snap)
	ins := health.Inputs{}
	ins.Put(snap.Inputs...)
	return ins
}

// cost runs fn and returns what the fake counted.
func (b *bench) cost(fn func()) githubtest.Counts {
	b.t.Helper()
	b.fake.Reset()
	fn()
	return b.fake.Requests()
}

// sound checks that every field is there once, in order, with its origin.
func sound(t testing.TB, p health.Project, s health.Snapshot) {
	t.Helper()
	want := map[string]bool{}
	for _, f := range field.Catalogue {
		if f.Source == field.SourceGitHub {
			want[string(f.ID)] = true
		}
	}
	if s.Project != p.Slug || s.Source != field.SourceGitHub || s.Version != instrument || s.Origin != health.OriginLive || s.ObservedAt.IsZero() {
		t.Errorf("%s: snapshot %+v", p.Slug, s)
	}
	if len(s.Inputs) != len(want) {
		t.Errorf("%s: %d inputs, want %d", p.Slug, len(s.Inputs), len(want))
	}
	for i, in := range s.Inputs {
		if !want[string(in.Field)] {
			t.Errorf("%s: %s is no field of this source, or is there twice", p.Slug, in.Field)
		}
		delete(want, string(in.Field))
		if i > 0 && s.Inputs[i-1].Field >= in.Field {
			t.Errorf("%s: %s before %s", p.Slug, s.Inputs[i-1].Field, in.Field)
		}
		if in.Source != field.SourceGitHub || !strings.HasPrefix(in.SourceURL, "https://") || in.Version != instrument || !in.ObservedAt.Equal(s.ObservedAt) {
			t.Errorf("%s: %+v has no origin", p.Slug, in)
		}
		if in.State != health.Observed && in.Reason == "" {
			t.Errorf("%s: %s is %s without a reason", p.Slug, in.Field, in.State)
		}
		f, _ := field.ByID(in.Field)
		if f.Kind == field.Date && in.Known() {
			if _, err := time.Parse(time.DateOnly, in.Text); err != nil || in.Text > s.ObservedAt.Format(time.DateOnly) {
				t.Errorf("%s: %s is %q at %s", p.Slug, in.Field, in.Text, s.ObservedAt)
			}
		}
		if f.Kind == field.List && in.Known() && !strings.HasPrefix(in.Text, "[") {
			t.Errorf("%s: %s is %q", p.Slug, in.Field, in.Text)
		}
	}
}

// is checks one input against what it should say.
func is(t testing.TB, ins health.Inputs, name string, want any) {
	t.Helper()
	in := ins.Field(field.ID(name))
	got := any(in.Value)
	switch want.(type) {
	case string:
		got = in.Text
	case bool:
		got = in.Value != 0
	case int:
		got = int(in.Value)
	}
	if !in.Known() || got != want {
		t.Errorf("%s is %s %v (%s), want %v", name, in.State, got, in.Reason, want)
	}
}

// isNot checks that an input is unknown or not applicable, and that the reason says
// the values.
func isNot(t testing.TB, ins health.Inputs, name string, state health.State, says ...string) {
	t.Helper()
	if in := ins.Field(field.ID(name)); in.State != state || in.Reason == "" || testkit.Unsaid(in.Reason, says...) != nil {
		t.Errorf("%s is %s %g %q (%s), want %s with %q", name, in.State, in.Value, in.Text, in.Reason, state, says)
	}
}

// wrong checks an error of a source.
func wrong(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error %v, want one that is %v", err, want)
	}
}

func ratio(n, of int) string { return fmt.Sprintf("%d / %d = %.4f", n, of, float64(n)/float64(of)) }
