package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/web"
)

// past reads what lists showed at earlier runs.
func (a *app) past(st *store.Store) collect.Past {
	return collect.Past{Store: st, Model: a.set.Model}
}

// runOf returns the run a flag names: by its number, or the one the list showed
// at the end of a day (UTC).
func (a *app) runOf(st *store.Store, list, flag, text string) (health.Run, error) {
	if id, err := strconv.ParseInt(text, 10, 64); err == nil {
		run, err := st.RunByID(a.ctx, id)
		switch {
		case errors.Is(err, health.ErrNotFound), err == nil && run.List != list:
			return run, usagef("%s is %s; list %s has no run of that number; plumbline status lists them", flag, text, list)
		case err == nil && !run.Published:
			return run, usagef("%s is %s; that run goes on still", flag, text)
		}
		return run, err
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return health.Run{}, usagef("%s is %q; allowed: the number of a run, or a day like 2026-08-22", flag, text)
	}
	run, err := st.RunAt(a.ctx, list, day.AddDate(0, 0, 1).Add(-time.Millisecond))
	if errors.Is(err, health.ErrNotFound) {
		first, err := st.FirstRun(a.ctx, list)
		if err != nil {
			return run, fmt.Errorf("list %s was never published: %w", list, err)
		}
		return run, usagef("%s is %s; nothing of list %s is kept of that day; its first run, %d, was published on %s", flag, text, list, first.ID, first.Finished.Format(time.DateOnly))
	}
	return run, err
}

// shown is a list as a command tells of it: of now, or of a day.
type shown struct {
	health.Reader
	model health.Model
	// now is what ages are told against: of a day, that run's.
	now time.Time
	run health.Run // zero: of now
	// assumed says what has to be taken for granted of a day; empty: nothing.
	assumed string
}

// shown returns the list as of the day, as of now when it is empty.
func (a *app) shown(st *store.Store, list health.Curated, day string) (shown, error) {
	if day == "" {
		return shown{Reader: st, model: a.set.Model, now: a.now().UTC()}, nil
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return shown{}, usagef("--as-of is %q; allowed: a day like 2026-08-22", day)
	}
	run, err := a.runOf(st, list.Slug, "--as-of", day)
	if err != nil {
		return shown{}, err
	}
	t, err := a.past(st).At(a.ctx, list, run)
	if err != nil {
		return shown{}, err
	}
	return shown{t, t.Model, run.Finished, run, t.Assumed}, nil
}

// say says of which run what follows is; nothing of now.
func (s shown) say(w io.Writer) {
	if s.run.ID == 0 {
		return
	}
	fmt.Fprintf(w, "as of %s. Entries of the list are those of today.\n", runName(s.run))
	if s.assumed != "" {
		fmt.Fprintln(w, plain(s.assumed))
	}
}

// runName is "run 4, published 2026-08-22".
func runName(r health.Run) string {
	return fmt.Sprintf("run %d, published %s", r.ID, r.Finished.Format(time.DateOnly))
}

// sitePast is the past as the site asks for it.
type sitePast struct {
	collect.Past
	store *store.Store
}

// RunAt returns the newest run of the list published by the instant.
func (p sitePast) RunAt(ctx context.Context, list string, at time.Time) (health.Run, error) {
	return p.store.RunAt(ctx, list, at)
}

// FirstRun returns the run of the list that was published first.
func (p sitePast) FirstRun(ctx context.Context, list string) (health.Run, error) {
	return p.store.FirstRun(ctx, list)
}

// Then returns the list as it was shown at the run.
func (p sitePast) Then(ctx context.Context, list health.Curated, run health.Run) (web.Then, error) {
	t, err := p.At(ctx, list, run)
	if err != nil {
		return web.Then{}, err
	}
	return web.Then{Reader: t, Model: t.Model, Assumed: t.Assumed}, nil
}
