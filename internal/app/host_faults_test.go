package app

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// hosted is a collector of three repositories of a fake GitHub, through the
// whole chain and into a database.
type hosted struct {
	t    *testing.T
	fake *githubtest.Server
	st   *store.Store
	col  *collect.Collector
	list health.List
	now  time.Time
	said *strings.Builder
}

// newHosted asks about three repositories with a token.
func newHosted(t *testing.T) *hosted {
	t.Helper()
	return hostedOf(t, 3, true)
}

func hostedOf(t *testing.T, repositories int, token bool) *hosted {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	h := &hosted{t: t, now: time.Now().UTC(), said: &strings.Builder{}}
	clock := func() time.Time { return h.now }
	h.fake = githubtest.Start(t, githubtest.Config{
		World: githubtest.Generate(repositories, 7), Now: clock, Enforce: true,
		Tokens: map[string]githubtest.Budget{"canary-token": {Owner: "example-owner"}},
	})
	h.list = health.List{Slug: "l", Revision: "r"}
	for i := range repositories {
		h.list.Projects = append(h.list.Projects, health.Project{
			Slug: fmt.Sprintf("p%d", i), Name: "p", Repositories: []health.Repository{{URL: "https://github.com/" + githubtest.GeneratedName(i), Role: health.Primary}},
		})
	}
	if h.st, err = store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "p.db"), clock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.st.Close() })
	if err := h.st.SaveLists(t.Context(), []health.List{h.list}); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(h.said, &slog.HandlerOptions{Level: slog.LevelDebug}))
	api, err := url.Parse(h.fake.URL())
	if err != nil {
		t.Fatal(err)
	}
	var credentials []transport.Credential
	if token {
		credentials = []transport.Credential{{Owner: "token", Personal: true, Tokens: transport.StaticToken("canary-token")}}
	}
	chain, err := transport.New(transport.Config{
		API: api, Credentials: credentials,
		Cache: h.st.Cache(t.Context(), store.CacheAnswers, log), Now: clock, Log: log, UserAgent: "plumbline test (+https://example.org)",
		Base:   fetch.NewBase(fetch.BaseConfig{Guard: fetch.NewGuard(nil, h.fake.URL()), Header: 300 * time.Millisecond, Idle: 300 * time.Millisecond, Total: 2 * time.Second}),
		Limits: transport.Limits{Backoff: time.Millisecond, Failures: 1000},
	})
	if err != nil {
		t.Fatal(err)
	}
	src, err := github.New(github.Config{
		API: api, Client: chain, Authenticated: token, Hourly: chain.Hourly, Bots: set.Bots, Key: []byte("a key of this test"),
		Ledger: h.st, Memory: h.st.Cache(t.Context(), store.CacheActivity, log), Now: clock, Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	h.col = &collect.Collector{Store: h.st, Sources: []source.Source{src}, Model: set.Model, Version: "test", Now: clock, Log: log, Workers: 1, Timeout: time.Minute}
	return h
}

// collect observes all three and returns what is stored of each.
func (h *hosted) collect() []figures.Project {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), time.Minute)
	defer cancel()
	if _, err := h.col.Collect(ctx, h.list, collect.Options{Origin: health.OriginLive}); err != nil {
		h.t.Fatal(err)
	}
	var out []figures.Project
	for _, p := range h.list.Projects {
		f, err := h.st.Project(h.t.Context(), p.Slug)
		if err != nil {
			h.t.Fatal(err)
		}
		out = append(out, f)
	}
	return out
}

// said is every input of the host without when it was observed: that a later
// reading says the same is not a change.
func said(f figures.Project) map[string]string {
	out := map[string]string{}
	for id, in := range f.Inputs {
		if in.Source == field.SourceGitHub {
			out[string(id)] = fmt.Sprintf("%s %v %s", in.State, in.Value, in.Text)
		}
	}
	return out
}

// Whatever goes wrong at the host, no stored figure changes for the worse, and
// what is not touched by it goes on.
func TestHost_faultsChangeNoFigure(t *testing.T) {
	t.Parallel()
	one := githubtest.GeneratedName(0)
	reset := time.Now().Add(30 * time.Minute)
	for name, tc := range map[string]struct {
		fault githubtest.Fault
		// whole: it concerns all projects, so none can be observed.
		whole bool
	}{
		"401":                          {githubtest.BadToken(), true},
		"primary limit":                {githubtest.PrimaryLimit(reset), true},
		"primary limit of GraphQL":     {githubtest.QueryLimited(reset), true},
		"secondary, in seconds":        {githubtest.SecondaryLimit(403, "60"), true},
		"secondary, without a time":    {githubtest.SecondaryLimit(429, ""), true},
		"secondary, absurd":            {githubtest.SecondaryLimit(429, "1000000000"), true},
		"secondary, negative":          {githubtest.SecondaryLimit(403, "-1"), true},
		"500":                          {githubtest.Broken(500), true},
		"502 as a page":                {githubtest.HTML(502), true},
		"200 as a page":                {githubtest.HTML(200), true},
		"malformed JSON":               {githubtest.Fault{Body: []byte(`{"data":{"r0":{`)}, true},
		"mistyped JSON":                {githubtest.Fault{Body: []byte(`{"data":{"r0":7,"n0":[],"r1":"x"}}`)}, true},
		"nothing at all":               {githubtest.Fault{Body: []byte(" ")}, true},
		"deep JSON":                    {githubtest.Fault{Body: []byte(strings.Repeat("[", 100_000))}, true},
		"cut off":                      {githubtest.Fault{Cut: 40}, true},
		"never answers":                {githubtest.Fault{Hang: true}, true},
		"a byte a second":              {githubtest.Fault{BytesPerSecond: 1}, true},
		"drops the connection":         {githubtest.Fault{Drop: true}, true},
		"304 without a question":       {githubtest.Fault{NotModified: true}, true},
		"every alias fails":            {githubtest.Fault{Errors: "SOMETHING"}, true},
		"only errors":                  {githubtest.Fault{Errors: "SOMETHING", NoData: true}, true},
		"errors of one repository":     {githubtest.Fault{Errors: "SOMETHING", Repository: one, Aliases: []string{"r0", "n0"}}, false},
		"a repository's answers break": {githubtest.Fault{Repository: one, Mangle: func([]byte) []byte { return []byte("}") }}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHosted(t)
			before := h.collect()
			if len(said(before[0])) < 20 {
				t.Fatalf("only %d inputs were observed: %s", len(said(before[0])), before[0].Last.Error)
			}
			h.now = h.now.Add(24 * time.Hour)
			h.fake.Edit(func(w *githubtest.World) { // something to read, so that it is asked
				for i := range 3 {
					w.Repository(githubtest.GeneratedName(i)).OpenIssue("visitor-example", h.now.Add(-time.Hour))
				}
			})
			lift := h.fake.Fail(tc.fault)
			h.fake.Reset()
			during := h.collect()
			for i := range during {
				failed := tc.whole || i == 0
				if failed && during[i].Last.Outcome != health.OutcomeCarried {
					t.Errorf("project %d is %s: %s", i, during[i].Last.Outcome, during[i].Last.Error)
				}
				if diff := cmp.Diff(said(before[i]), said(during[i])); failed && diff != "" {
					t.Errorf("figures of project %d changed:\n%s", i, diff)
				}
				if !failed && during[i].Last.Outcome != health.OutcomeObserved {
					t.Errorf("project %d did not go on: %s", i, during[i].Last.Error)
				}
			}
			if n := h.fake.Requests().Total; n > 60 {
				t.Errorf("%d requests for three projects", n)
			}
			lift()
			h.now = h.now.Add(2 * time.Hour) // past every limit
			for i, f := range h.collect() {
				if f.Last.Outcome != health.OutcomeObserved {
					t.Errorf("afterwards project %d is %s: %s", i, f.Last.Outcome, f.Last.Error)
				}
			}
			if strings.Contains(h.said.String(), "canary") {
				t.Error("the token stands in the log")
			}
		})
	}
}

// Without a token an hour brings sixty projects, and the host never has to say no.
func TestHost_withoutATokenSixtyAnHour(t *testing.T) {
	t.Parallel()
	h := hostedOf(t, 70, false)
	count := func() (seen, later int) {
		for _, f := range h.collect() {
			if f.Inputs.Field("repository_name").Known() {
				seen++
			} else if strings.HasPrefix(f.Last.Reason, collect.Explain(&source.LaterError{})) {
				later++
			}
			if in := f.Inputs.Field("first_response_days_p50"); in.Known() {
				t.Error("a figure that needs a token is known without one")
			}
		}
		return seen, later
	}
	if seen, later := count(); seen != 60 || later != 10 {
		t.Errorf("of 70 projects %d are known and %d are for later, want 60 and 10", seen, later)
	}
	if n := h.fake.Requests(); n.Total != 60 {
		t.Errorf("%d requests in the first hour", n.Total)
	}
	h.now = h.now.Add(time.Hour + time.Minute)
	if seen, _ := count(); seen != 70 {
		t.Errorf("an hour later %d of 70 are known", seen)
	}
}

// What becomes of a repository is a state with a date, and gone takes three
// days. Its figures stay.
func TestHost_statesOfARepository(t *testing.T) {
	t.Parallel()
	h := newHosted(t)
	before := h.collect()
	key := "github.com/" + githubtest.GeneratedName(0)
	states := []forge.Presence{}
	day := func() forge.Identity {
		h.now = h.now.Add(24 * time.Hour)
		f := h.collect()
		if diff := cmp.Diff(said(before[0])["node"], said(f[0])["node"]); diff != "" || len(said(f[0])) != len(said(before[0])) {
			t.Errorf("its figures are gone: %d of %d left", len(said(f[0])), len(said(before[0])))
		}
		id, err := h.st.Identity(t.Context(), strings.ToLower(key))
		if err != nil {
			t.Fatal(err)
		}
		states = append(states, id.Presence)
		return id
	}
	h.fake.Edit(func(w *githubtest.World) { w.Delete(githubtest.GeneratedName(0)) })
	day()
	day()
	day()
	if want := []forge.Presence{forge.Unseen, forge.Unseen, forge.Gone}; !cmp.Equal(states, want) {
		t.Errorf("three days without it: %v, want %v", states, want)
	}
	h.fake.Edit(func(w *githubtest.World) { w.Reuse(githubtest.GeneratedName(0), h.now) })
	if id := day(); id.Presence != forge.Reused {
		t.Errorf("a stranger at its address: %+v", id)
	}
	h.fake.Edit(func(w *githubtest.World) { w.Rename(githubtest.GeneratedName(1), "example-new/name") })
	h.now = h.now.Add(24 * time.Hour)
	f := h.collect()
	if got := f[1].Inputs.Field("repository_name").Text; got != "example-new/name" || f[1].Last.Outcome != health.OutcomeObserved {
		t.Errorf("a renamed repository is %s, %s", got, f[1].Last.Error)
	}
	listed, err := h.st.NotAsListed(t.Context(), 10)
	if err != nil || len(listed) != 2 {
		t.Errorf("not as listed are %+v, error %v", listed, err)
	}
}
