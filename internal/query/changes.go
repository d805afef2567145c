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

	at time.Time
}

// comparisons are the newest, by list.
type comparisons struct {
	mu   sync.Mutex
	made map[string]Compared
}

// Compared returns what instruments moved up to the view's run, looked up once an
// hour; nothing for a view of the past. What cannot be looked up is logged and not
// told: no page fails for it.
func (v *View) Compared(ctx context.Context) Compared {
	r, run := v.reader, v.Run
	if r.c.Past == nil || v.IsPast() || run.ID == 0 || len(v.List.Projects) > mostCompared {
		return Compared{To: run}
	}
	r.comparisons.mu.Lock()
	defer r.comparisons.mu.Unlock()
	held, ok := r.comparisons.made[v.List.Slug]
	if ok && (held.To.ID == run.ID || r.c.Now().Sub(held.at) < comparedFor) {
		return held
	}
	c := Compared{To: run, at: r.c.Now()}
	from, err := r.c.Past.Before(ctx, run)
	if err == nil {
		var all cause.Comparison
		if all, err = r.c.Past.Since(ctx, *v.List, from, run); err == nil {
			c.From, c.Notices, c.Own = from, all.Notices, own(all.Differences)
		}
	}
	if err != nil && !errors.Is(err, health.ErrNotFound) { // the next reader asks again
		r.c.Log.ErrorContext(ctx, "could not compare runs", "list", v.List.Slug, "run", run.ID, "error", err.Error())
		return c
	}
	if r.comparisons.made == nil {
		r.comparisons.made = map[string]Compared{}
	}
	r.comparisons.made[v.List.Slug] = c
	return c
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
