package query

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Past is what lists showed at earlier runs, and what differs between two.
type Past interface {
	// RunAt returns the newest run of the list published at or before the instant,
	// FirstRun the oldest there is; ErrNotFound when there is none.
	RunAt(ctx context.Context, list string, at time.Time) (health.Run, error)
	FirstRun(ctx context.Context, list string) (health.Run, error)
	// RunByID returns a run of any list, finished or not; ErrNotFound when there is none.
	RunByID(ctx context.Context, id int64) (health.Run, error)
	// ModelOf returns the model a run is shown by: its own, or the present one when that
	// was not kept, and then what has to be said of it.
	ModelOf(ctx context.Context, run health.Run) (model.Model, string, error)
	// Before returns the run to compare a run with, ErrNotFound when there is none.
	Before(ctx context.Context, to health.Run) (health.Run, error)
	// Since says what differs of a list between two of its runs.
	Since(ctx context.Context, list health.List, from, to health.Run) (cause.Comparison, error)
	// ProjectSince is Since of one project, with the notices of the whole list.
	ProjectSince(ctx context.Context, p health.Project, from, to health.Run, notices []cause.Notice) (cause.Difference, error)
}

const (
	// AsOf is the parameter of addresses that asks for a day or a run.
	AsOf = "as_of"
	// RunPrefix begins the name of a run in an address: run-4, or its number alone.
	RunPrefix = "run-"
	// mostDays is how many views of the past are held, beside one of each list.
	mostDays = 4
)

// AsOfError is a day or run that nothing can be shown of.
type AsOfError struct {
	Value string
	// Reason is the id of why: "no-day", "no-run", "future", "no-past", "no-runs",
	// "too-early" or "no-ranking".
	Reason string
	// Allowed says what may be asked for, in words.
	Allowed string
	// First is the day of the first run; empty unless the day is before it.
	First string
}

// BeforeAll reports whether the day is before everything that was published.
func (e *AsOfError) BeforeAll() bool { return e.Reason == "too-early" || e.Reason == "no-runs" }

func (e *AsOfError) Error() string {
	return fmt.Sprintf("%s=%q is not allowed: allowed is %s", AsOf, e.Value, e.Allowed)
}

// viewAt returns the list as of the day or run an address asks for.
func (r *Reader) viewAt(ctx context.Context, l *health.List, asOf string) (*View, error) {
	bad := func(reason, allowed string) error { return &AsOfError{Value: asOf, Reason: reason, Allowed: allowed} }
	id, err := strconv.ParseInt(strings.TrimPrefix(asOf, RunPrefix), 10, 64)
	if err == nil && id > 0 && r.c.Past != nil && l != nil {
		return r.viewOfRun(ctx, l, id, bad)
	}
	day, err := time.Parse(time.DateOnly, asOf)
	if err != nil {
		return nil, bad("no-day", "a day such as 2026-08-22, or a run such as "+RunPrefix+"4")
	}
	today := r.c.Now().UTC().Format(time.DateOnly)
	if asOf > today { // both are YYYY-MM-DD
		return nil, bad("future", "a day up to today, "+today+" (UTC)")
	}
	if r.c.Past == nil || l == nil {
		return nil, bad("no-past", "no day, because this site keeps no past runs")
	}
	run, err := r.c.Past.RunAt(ctx, l.Slug, day.AddDate(0, 0, 1).Add(-time.Millisecond))
	if errors.Is(err, health.ErrNotFound) {
		return nil, r.beforeAll(ctx, l, asOf)
	}
	if err != nil {
		return nil, fmt.Errorf("run of %s as of %s: %w", l.Slug, asOf, err)
	}
	return r.viewThen(ctx, View{List: l, Run: run, Day: asOf, Open: asOf == today}, bad)
}

// beforeAll returns the error for a day before everything that is kept of a list.
func (r *Reader) beforeAll(ctx context.Context, l *health.List, asOf string) error {
	first, err := r.c.Past.FirstRun(ctx, l.Slug)
	switch {
	case errors.Is(err, health.ErrNotFound):
		return &AsOfError{Value: asOf, Reason: "no-runs", Allowed: "no day, because nothing has been published yet"}
	case err != nil:
		return fmt.Errorf("first run of %s: %w", l.Slug, err)
	}
	day := first.Finished.UTC().Format(time.DateOnly)
	return &AsOfError{Value: asOf, Reason: "too-early", Allowed: "a day from " + day + " on, the oldest that is kept", First: day}
}

// viewOfRun returns the list as of the run of a number.
func (r *Reader) viewOfRun(ctx context.Context, l *health.List, id int64, bad func(reason, allowed string) error) (*View, error) {
	run, err := r.c.Past.RunByID(ctx, id)
	if errors.Is(err, health.ErrNotFound) || err == nil && (run.List != l.Slug || !run.Published) {
		return nil, bad("no-run", "the number of a published run of list "+l.Slug)
	}
	if err != nil {
		return nil, fmt.Errorf("run %d of %s: %w", id, l.Slug, err)
	}
	return r.viewThen(ctx, View{List: l, Run: run, Day: RunPrefix + strconv.FormatInt(id, 10)}, bad)
}

// viewThen completes a view of the past.
func (r *Reader) viewThen(ctx context.Context, v View, bad func(reason, allowed string) error) (*View, error) {
	_, err := r.c.Store.RowsOf(ctx, v.Run.ID, nil)
	if errors.Is(err, health.ErrNotKept) {
		return nil, bad("no-ranking", "a run with a stored ranking; run "+strconv.FormatInt(v.Run.ID, 10)+" was published by an older version and has no stored ranking yet")
	}
	if err == nil {
		v.Model, v.Assumed, err = r.c.Past.ModelOf(ctx, v.Run)
	}
	if err != nil {
		return nil, fmt.Errorf("list %s as of run %d: %w", v.List.Slug, v.Run.ID, err)
	}
	v.Published = true
	v.Now = v.Run.Finished
	v.reader, v.figures = r, r.c.Store.At(v.Run)
	return &v, nil
}
