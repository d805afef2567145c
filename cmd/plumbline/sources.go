package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/source/git"
	"github.com/plumbline-scorecard/plumbline/internal/source/published"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// observing holds the flags of every command that measures repositories.
type observing struct {
	Mirror  []string      `name:"mirror" sep:"," placeholder:"PATTERN" help:"Local clone to read instead of the network, with {host} {owner} {name}. May be repeated; the first that exists is used; never written to."`
	Cache   string        `name:"cache" placeholder:"DIR" help:"Folder for clones (default: plumbline in the user's cache folder)."`
	Offline bool          `name:"offline" help:"Never clone or fetch: read mirrors and the cache only."`
	Sources []string      `name:"sources" sep:"," default:"github,published,registry,git,scorecard,advisory" enum:"github,published,registry,git,scorecard,advisory" help:"Sources to ask: github, published (Scorecard results others made), registry (package registries, deps.dev, Repology), git, scorecard, advisory (OSV, known exploited). Only git and scorecard are asked with --offline or about the past."`
	Timeout time.Duration `name:"timeout" default:"15m" help:"Longest time for one project."`
	Workers int           `name:"workers" default:"2" help:"Projects observed at once, 1 to 64."`
	GitHub  gitHub        `embed:""`
	// Services are asked by Scorecard's checks.
	Services   services   `embed:""`
	Results    results    `embed:""`
	Registries registries `embed:""`
	Advisories advisories `embed:""`
}

func (o observing) check() error {
	if o.Workers < 1 || o.Workers > 64 {
		return usagef("--workers is %d; allowed: 1 to 64", o.Workers)
	}
	if o.Timeout < time.Second {
		return usagef("--timeout is %s; allowed: 1s or more", o.Timeout)
	}
	return nil
}

// origin is how the figures of this command come to be.
func (o observing) origin(asOf time.Time) health.Origin {
	switch {
	case !asOf.IsZero():
		return health.OriginAsOf
	case len(o.Mirror) > 0:
		return health.OriginMirror
	default:
		return health.OriginLive
	}
}

// gitSource opens the git source; key is the installation's, for people.
func (o observing) gitSource(a *app, key []byte) (*git.Source, error) {
	cache := o.Cache
	if cache == "" {
		dir, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("find the cache folder: %w; name one with --cache", err)
		}
		cache = filepath.Join(dir, "plumbline", "git")
	}
	s, err := git.New(git.Config{Cache: cache, Mirrors: o.Mirror, Bots: a.set.Bots, Agents: a.set.Agents, Key: key, Now: a.now, Offline: o.Offline, Env: gitEnvironment()})
	if err != nil {
		return nil, usagef("%v", err)
	}
	return s, nil
}

// gitEnvironment passes on what git needs to reach a network through a proxy.
func gitEnvironment() []string {
	var env []string
	for _, k := range []string{"HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO"} {
		if v, ok := os.LookupEnv(k); ok {
			env = append(env, k+"="+v)
		}
	}
	return env
}

// collector returns a collector over the store.
func (o observing) collector(a *app, st *store.Store) (*collect.Collector, error) {
	key, err := st.InstallationKey(a.ctx)
	if err != nil {
		return nil, err
	}
	c := a.rescorer(st)
	if c.Sources, err = o.sources(a, key, st); err != nil {
		return nil, err
	}
	c.Workers, c.Timeout = o.Workers, o.Timeout
	return c, nil
}

// sources opens the sources asked for. GitHub comes first: it is the cheapest,
// it may have to be asked later, and it knows whether the address still belongs
// to the project and under which name others know it. st may be nil: then
// nothing is remembered.
func (o observing) sources(a *app, key []byte, st *store.Store) ([]health.Source, error) {
	repositories, err := o.gitSource(a, key)
	if err != nil {
		return nil, err
	}
	var out []health.Source
	var h *host
	if o.asksGitHub() {
		if h, err = o.GitHub.open(a, key, st); err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	if o.asksPublished() {
		p, err := o.Results.open(a, o.GitHub.agent(), st)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	if o.asksRegistries() {
		r, err := o.Registries.open(a, o.GitHub.agent(), st)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	if slices.Contains(o.Sources, health.SourceGit) {
		out = append(out, repositories)
	}
	if slices.Contains(o.Sources, health.SourceScorecard) {
		var cache health.Cache
		if st != nil {
			cache = st.Cache(a.ctx, store.CacheScans, a.log)
		}
		checks, err := o.scorecardSource(a, repositories, h, cache)
		if err != nil {
			return nil, err
		}
		out = append(out, checks)
	}
	if o.asksAdvisories() { // after git, whose newest tag it may want to know
		advisories, err := o.advisorySource(a, st)
		if err != nil {
			return nil, err
		}
		out = append(out, advisories)
	}
	return out, nil
}

func (o observing) asksGitHub() bool {
	return slices.Contains(o.Sources, health.SourceGitHub) && !o.Offline
}

// asksPublished reports whether published results are asked for. Beside a stand-in
// for GitHub on this machine, whose repositories are invented, the real
// publisher is left alone.
func (o observing) asksPublished() bool {
	return slices.Contains(o.Sources, health.SourcePublished) && !o.Offline && (!o.standIn() || o.Results.URL != published.DefaultAPI)
}

// asksRegistries reports whether package registries and Repology are asked. They
// are left alone beside a stand-in for GitHub, too.
func (o observing) asksRegistries() bool {
	return slices.Contains(o.Sources, health.SourceRegistry) && !o.Offline && (!o.standIn() || o.Registries.URL != "")
}

// standIn reports whether GitHub is one on this machine.
func (o observing) standIn() bool {
	api, _, err := o.GitHub.address()
	return err == nil && loopback(api.Hostname())
}

// ofThePast drops the sources that show only the present.
func ofThePast(sources []health.Source) []health.Source {
	return slices.DeleteFunc(slices.Clone(sources), func(s health.Source) bool {
		return s.Name() == health.SourceGitHub || slices.Contains(health.Elsewhere, s.Name())
	})
}

// rescorer returns a collector without sources: it can rank, not observe.
func (a *app) rescorer(st *store.Store) *collect.Collector {
	return &collect.Collector{Store: st, Model: a.set.Model, Scenarios: a.scenarios(), Alerts: a.set.Alerts, Version: version(), Now: a.now, Log: a.log, Workers: 1}
}

// scenarios are the models a ranking is published with the places of: those that
// are shipped beside the model and, when another model is in use, the shipped one.
func (a *app) scenarios() []score.Scenario {
	var out []score.Scenario
	if a.set.Model.SHA256 != a.set.Shipped().SHA256 {
		out = append(out, score.Scenario{ID: shippedName, Label: "As shipped", Model: a.set.Shipped()})
	}
	for _, sc := range a.set.Scenarios {
		out = append(out, score.Scenario{ID: sc.ID, Label: sc.Model.Overlay.Label, Model: sc.Model})
	}
	return out
}

// open opens the store, brings its lists up to date and keeps the model in use.
func (a *app) open(ctx context.Context) (*store.Store, error) {
	st, err := store.Open(ctx, a.dsn, a.now)
	if err != nil {
		return nil, err
	}
	err = st.SaveLists(ctx, a.set.Lists)
	if err == nil {
		err = st.SaveModel(ctx, a.set.Model.SHA256, a.set.Model.Canonical())
	}
	if err != nil {
		st.Close()
		return nil, err
	}
	return st, nil
}
