package query

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const (
	// comparedFor is how long what an instrument moved is told without looking
	// again, though runs are published all day.
	comparedFor = time.Hour
	// mostCompared is the longest list that is compared for a page: one of 159
	// projects takes a quarter of a second, once an hour.
	mostCompared = 1000
)

// mostOwn is how many projects that changed by themselves are kept.
const mostOwn = 10

// OwnPoints returns the points of risk that changes of the project itself explain.
func OwnPoints(d cause.Difference) float64 {
	for _, x := range d.Shares {
		if x.Cause == cause.Project {
			return x.Points
		}
	}
	return 0
}

// own are the projects that changed by themselves by a tenth of a point or more.
func own(all []cause.Difference) []cause.Difference {
	var out []cause.Difference
	for _, d := range all {
		if math.Abs(OwnPoints(d)) >= .05 {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b cause.Difference) int {
		return cmp.Compare(math.Abs(OwnPoints(b)), math.Abs(OwnPoints(a)))
	})
	return slices.Clone(out[:min(len(out), mostOwn)])
}

// Compared is what instruments moved between the newest run of a list and the one
// it is compared with; From is zero when there is none.
type Compared struct {
	From, To health.Run
	Notices  []cause.Notice
	// Own are the projects whose risk changed most by a change of their own, at most mostOwn, the
	// most points first.
	Own []cause.Difference
}

// choices are the runs that the newest run of a list is compared with, by list.
type choices struct {
	mu   sync.Mutex
	made map[string]choice
}

// choice is a pair of runs, and since when it is the choice. From is zero when nothing is earlier.
type choice struct {
	from, to health.Run
	at       time.Time
}

func (c *choices) of(list string) (choice, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	x, ok := c.made[list]
	return x, ok
}

func (c *choices) put(list string, x choice) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.made == nil {
		c.made = map[string]choice{}
	}
	c.made[list] = x
}

// Compared returns what instruments moved up to the view's run, looked up once an
// hour; nothing for a view of the past. What cannot be looked up is logged and not
// told: no page fails for it.
func (v *View) Compared(ctx context.Context) Compared {
	r, run := v.reader, v.Run
	if r.c.Past == nil || v.IsPast() || run.ID == 0 || !v.NoticesKnown() {
		return Compared{To: run}
	}
	x, held := r.choices.of(v.List.Slug)
	if !held || x.to.ID != run.ID && r.c.Now().Sub(x.at) >= comparedFor {
		x, held = choice{to: run, at: r.c.Now()}, false
	}
	all, err := v.comparedBy(ctx, &x, held)
	if err != nil { // the next reader asks again
		r.c.Log.ErrorContext(ctx, "could not compare runs", "list", v.List.Slug, "run", run.ID, "error", err.Error())
		return Compared{To: run}
	}
	if !held {
		r.choices.put(v.List.Slug, x)
	}
	return Compared{From: x.from, To: x.to, Notices: all.Notices, Own: own(all.Differences)}
}

// comparedBy returns the comparison of a choice, which it completes if it was not held.
func (v *View) comparedBy(ctx context.Context, x *choice, held bool) (all cause.Comparison, err error) {
	if !held {
		x.from, err = v.reader.c.Past.Before(ctx, x.to)
	}
	if err == nil && x.from.ID != 0 {
		all, err = v.since(ctx, x.from, x.to)
	}
	if errors.Is(err, health.ErrNotFound) {
		x.from = health.Run{}
		return cause.Comparison{}, nil
	}
	return all, err
}

// runPair is what comparisons are kept by.
type runPair struct{ from, to int64 }

// since returns the comparison of the view's list between two of its runs. Cost: at the first call for
// two runs all figures are read, once for each side; the comparisons used last are kept.
func (v *View) since(ctx context.Context, from, to health.Run) (cause.Comparison, error) {
	return v.reader.since.get(runPair{from.ID, to.ID}, func() (cause.Comparison, error) {
		return v.reader.c.Past.Since(ctx, *v.List, from, to)
	})
}

// Difference returns what differs of a project since the run the view's is compared
// with; false when there is none. What cannot be read is logged: the page is about
// the present.
func (v *View) Difference(ctx context.Context, p Project) (cause.Difference, bool) {
	if v.reader.c.Past == nil || v.IsPast() || p.List == nil || p.Run.ID == 0 {
		return cause.Difference{}, false
	}
	c := v.Compared(ctx)
	from, err := v.reader.c.Past.Before(ctx, p.Run)
	if errors.Is(err, health.ErrNotFound) {
		return cause.Difference{}, false
	}
	var d cause.Difference
	if err == nil {
		d, err = v.reader.c.Past.ProjectSince(ctx, p.Entry.Project, from, p.Run, c.Notices)
	}
	if err != nil {
		v.reader.c.Log.ErrorContext(ctx, "could not compare a project", "project", p.Slug, "run", p.Run.ID, "error", err.Error())
		return d, false
	}
	return d, true
}
