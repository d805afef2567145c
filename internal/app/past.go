package app

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// past reads what lists showed at earlier runs.
func (a *App) past(st *store.Store) collect.Past {
	return collect.Past{Store: st, Model: a.Set.Model}
}

// runOf returns the run a flag names: by its number, as 4 or as pages write it,
// run-4, or the one the list showed at the end of a day (UTC).
func (a *App) runOf(ctx context.Context, st *store.Store, list, flag, text string) (health.Run, error) {
	if id, err := strconv.ParseInt(strings.TrimPrefix(text, "run-"), 10, 64); err == nil {
		run, err := st.RunByID(ctx, id)
		switch {
		case errors.Is(err, health.ErrNotFound), err == nil && run.List != list:
			return run, usage.Errorf("%s is %s; list %s has no such run (\"plumbline status\" lists the runs)", flag, text, list)
		case err == nil && !run.Published:
			return run, usage.Errorf("%s is %s; that run is still in progress", flag, text)
		}
		return run, err
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return health.Run{}, usage.Errorf("%s is %q; allowed: the number of a run, or a day such as 2026-08-22", flag, text)
	}
	if now := a.Now().UTC(); day.After(now) {
		return health.Run{}, usage.Errorf("%s is %s, which is in the future; today is %s (UTC)", flag, text, now.Format(time.DateOnly))
	}
	run, err := st.RunAt(ctx, list, endOf(day))
	if errors.Is(err, health.ErrNotFound) {
		err = a.beforeAll(ctx, st, list, flag, day)
	}
	return run, err
}

// endOf is the last instant of a day.
func endOf(day time.Time) time.Time { return day.AddDate(0, 0, 1).Add(-time.Millisecond) }

// mostRuns is how many of the newest runs are looked through for one of a day.
const mostRuns = 500

// beforeAll is the error for a day before anything of the list was published. A run
// may hold figures of that day all the same: those of a past day, or of old copies.
func (a *App) beforeAll(ctx context.Context, st *store.Store, list, flag string, day time.Time) error {
	first, err := st.FirstRun(ctx, list)
	if err != nil {
		return fmt.Errorf("list %s was never published: %w", list, err)
	}
	text := fmt.Sprintf("%s is %s; list %s has no run from that day or before; its first run, %d, was published on %s",
		flag, day.Format(time.DateOnly), list, first.ID, first.Finished.Format(time.DateOnly))
	runs, err := st.Runs(ctx, list, mostRuns)
	if err != nil {
		return err
	}
	var held health.Run
	for _, r := range runs {
		if r.Published && !r.AsOf.IsZero() && !r.AsOf.After(endOf(day)) && r.AsOf.After(held.AsOf) {
			held = r
		}
	}
	if held.ID > 0 {
		return usage.Errorf("%s; run %d has %s: use %s %d", text, held.ID, explain.FiguresOf(held, explain.Days{}), flag, held.ID)
	}
	var days explain.Days
	err = st.Figures(ctx, list, first.ID, func(f figures.Project) error {
		days.Add(f.At())
		return nil
	})
	if err == nil && !days.To.IsZero() && !days.To.After(endOf(day)) {
		return usage.Errorf("%s; run %d has %s: use %s %d", text, first.ID, explain.FiguresOf(first, days), flag, first.ID)
	}
	return errors.Join(err, usage.Errorf("%s", text))
}

// listing is a list as a command shows it: of now, or of a day. Whoever gets one
// closes it.
type listing struct {
	figures.Reader
	explain.Shown
	// held is the private database of its ranking; nil: it has none.
	held *store.Store
}

// Close removes what was made for this command alone.
func (l listing) Close() {
	if l.held != nil {
		// It is a temporary file that nobody reads again.
		_ = l.held.Close()
	}
}

// listing returns the list as of the day or run, as of now when it is empty.
func (a *App) listing(ctx context.Context, st *store.Store, list health.List, day string) (listing, error) {
	if day == "" {
		return a.present(ctx, st, list)
	}
	run, err := a.runOf(ctx, st, list.Slug, "--as-of", day)
	if err != nil {
		return listing{}, err
	}
	return a.shownAt(ctx, st, list, run)
}

// shownAt returns the list as it was shown at a run. A ranking that is not kept is
// made first.
func (a *App) shownAt(ctx context.Context, st *store.Store, list health.List, run health.Run) (listing, error) {
	out := listing{Reader: st.At(run), Shown: explain.Shown{Now: run.Finished, Run: run}}
	var err error
	if out.Model, out.Assumed, err = a.past(st).ModelOf(ctx, run); err != nil {
		return out, err
	}
	at, err := st.Observed(ctx, run.ID)
	if errors.Is(err, health.ErrNotKept) {
		if err = a.past(st).Fill(ctx, list, run); err == nil {
			at, err = st.Observed(ctx, run.ID)
		}
	}
	for _, t := range at {
		out.Days.Add(t)
	}
	return out, err
}

// present returns the list as of now: as published, or judged for this command alone
// when what is published is of another model or of another revision of the list.
func (a *App) present(ctx context.Context, st *store.Store, list health.List) (listing, error) {
	out := listing{Reader: st, Shown: explain.Shown{Model: a.Set.Model, Now: a.Now().UTC()}}
	last, err := st.LastRun(ctx, list.Slug)
	if err != nil || last.ModelSHA == a.Set.Model.SHA256 && last.Revision == list.Revision {
		return out, err
	}
	if out.held, err = store.Temporary(ctx, a.Now); err != nil {
		return out, err
	}
	out.Published = last
	if out.Reader, err = a.rescorer(st).Present(ctx, list, last, out.held); err != nil {
		out.Close()
	}
	return out, err
}
