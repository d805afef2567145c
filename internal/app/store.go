package app

import (
	"context"
	"errors"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// collector returns a collector over the store.
func (a *App) collector(ctx context.Context, o sources.Options, st *store.Store) (*collect.Collector, error) {
	key, err := st.InstallationKey(ctx)
	if err != nil {
		return nil, err
	}
	c := a.rescorer(st)
	if c.Sources, err = o.Open(ctx, a.env(), key, st); err != nil {
		return nil, err
	}
	c.Workers = o.Workers
	c.Timeout = o.Timeout
	return c, nil
}

// rescorer returns a collector without sources: it can rank, not observe.
func (a *App) rescorer(st *store.Store) *collect.Collector {
	return &collect.Collector{
		Store: st, Model: a.Set.Model, Scenarios: a.scenarios(), Alerts: a.Set.Alerts,
		Version: a.Version, Now: a.Now, Log: a.Log, Workers: 1, Public: health.Public(a.Set.Lists),
	}
}

// scenarios are the models a ranking is published with the places of: those that
// are shipped beside the model and, when another model is in use, the shipped one.
func (a *App) scenarios() []score.Scenario {
	var out []score.Scenario
	if a.Set.Model.SHA256 != a.Set.Shipped().SHA256 {
		out = append(out, score.Scenario{ID: shippedName, Label: "As shipped", Model: a.Set.Shipped()})
	}
	for _, sc := range a.Set.Scenarios {
		out = append(out, score.Scenario{ID: sc.ID, Label: sc.Model.Overlay.Label, Model: sc.Model})
	}
	return out
}

// open opens the store, brings its lists up to date and keeps the model in use.
func (a *App) open(ctx context.Context) (*store.Store, error) {
	st, err := store.Open(ctx, a.DSN, a.Now)
	if err != nil {
		return nil, err
	}
	// A project has the name that the last list gives it, which must not be a private one.
	err = st.SaveLists(ctx, slices.Concat(health.Private(a.Set.Lists), health.Public(a.Set.Lists)))
	if err == nil {
		err = st.SaveModel(ctx, a.Set.Model.SHA256, a.Set.Model.Canonical())
	}
	if err != nil {
		st.Close()
		return nil, err
	}
	return st, nil
}

// ready opens the store for a command that publishes: it imports the bundled
// snapshot of a list that has none, and ranks again when the model or the list
// changed.
func (a *App) ready(ctx context.Context) (*store.Store, error) {
	st, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range a.Set.Lists {
		if err := a.prepare(ctx, st, l); err != nil {
			st.Close()
			return nil, err
		}
		a.fillIn(ctx, st, l)
	}
	return st, nil
}

// fillIn makes the rankings an older version published and did not keep. That one
// cannot be made takes nothing from the present.
func (a *App) fillIn(ctx context.Context, st *store.Store, l health.List) {
	n, err := a.past(st).Backfill(ctx, l)
	if n > 0 {
		a.Log.Info("recomputed and stored the rankings of earlier runs", "list", l.Slug, "runs", n)
	}
	if err != nil && ctx.Err() == nil {
		a.Log.Warn("could not recompute the ranking of an earlier run", "list", l.Slug, "error", err)
	}
}

// readable opens the store for a command that reads. It takes no place of what is
// published; a list of which nothing is gets the bundled snapshot, by the shipped
// model whichever was named.
func (a *App) readable(ctx context.Context) (*store.Store, error) {
	b := *a
	set := *a.Set
	set.Model = set.Shipped()
	b.Set = &set
	st, err := b.open(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range set.Lists {
		_, err := st.LastRun(ctx, l.Slug)
		if errors.Is(err, health.ErrNotFound) {
			err = b.prepare(ctx, st, l)
		}
		if err != nil {
			st.Close()
			return nil, err
		}
	}
	return st, nil
}

func (a *App) prepare(ctx context.Context, st *store.Store, l health.List) error {
	last, err := st.LastRun(ctx, l.Slug)
	switch {
	case errors.Is(err, health.ErrNotFound):
		if raw, ok := a.Set.Bundle(l.Slug); ok {
			return a.importBundle(ctx, st, l, raw)
		}
		if l.OnRequest { // it costs the other lists neither time nor a run until someone collects it
			return nil
		}
	case err != nil:
		return err
	case last.ModelSHA == a.Set.Model.SHA256 && last.Revision == l.Revision:
		return nil
	}
	_, err = a.rescorer(st).Rescore(ctx, l)
	return err
}
