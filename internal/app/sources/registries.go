package sources

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/source/registry"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// registriesEvery is how often registries, deps.dev and Repology are asked about
// a package. The source itself answers with every turn, from what it was told:
// only what could not be had is asked for sooner.
const registriesEvery = 30 * 24 * time.Hour

// Registries holds the flags of asking package registries and Repology.
type Registries struct {
	URL       string `name:"registries-url" placeholder:"URL" help:"Mirror for all registries, deps.dev and Repology, used as URL/<host>."`
	Reference string `name:"reference" placeholder:"FILE" help:"Your own reference tables, in the form of scorecards/reference.yaml. They replace shipped tables for the same ecosystem and measure."`
}

// open returns the source of registries over the store, which may be nil: then
// nothing is remembered. It sends nothing.
func (r Registries) open(ctx context.Context, env Env, agent string, st *store.Store) (*registry.Source, error) {
	cfg := registry.Config{Transport: NewBase(env.Guard), Base: r.URL, Now: env.Now, Agent: agent, Keep: registriesEvery}
	tables, err := r.references(env)
	if err != nil {
		return nil, err
	}
	cfg.References = tables
	if st != nil {
		cfg.Cache = st.Cache(ctx, store.CacheRegistries, env.Log)
	}
	if u, err := url.Parse(r.URL); err == nil && loopback(u.Hostname()) {
		cfg.Pace = 100 // on this machine we are nobody's guest
	}
	src, err := registry.New(cfg)
	if err != nil {
		return nil, usage.Errorf("--registries-url is %q; allowed: https://HOST/ (http:// only for this machine)", r.URL)
	}
	return src, nil
}

// references are the tables shipped, and after them the operator's.
func (r Registries) references(env Env) ([]model.Reference, error) {
	tables := env.Set.References
	if r.Reference == "" {
		return tables, nil
	}
	b, err := os.ReadFile(r.Reference)
	if err != nil {
		return nil, fmt.Errorf("read the reference tables: %w", err)
	}
	own, err := curated.ReadReferences(r.Reference, b)
	if err != nil {
		return nil, fmt.Errorf("reference tables: %w", err)
	}
	return slices.Concat(tables, own), nil
}
