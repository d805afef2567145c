package query

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Judged returns the figures of a listed project as they count, without a score. ErrNotFound if it is
// not listed. Cost: one read of its figures.
func (v *View) Judged(ctx context.Context, slug string) (figures.Project, error) {
	e, listed := v.reader.index.bySlug[slug]
	if !listed {
		return figures.Project{}, unknown(slug)
	}
	f, err := v.figures.Project(ctx, slug)
	if errors.Is(err, health.ErrNotFound) {
		f, err = figures.Project{Project: slug}, nil
	}
	if err != nil {
		return f, fmt.Errorf("figures of %s: %w", slug, err)
	}
	return v.judged(e, f), nil
}

// Adoption is the results of checks at the ends of past quarters, as today's clones of today's list
// show them. None of it was ever published.
type Adoption struct {
	// Listed counts the projects of the list, Read those with reconstructed points.
	Listed, Read int
	// From and To are the days of the oldest and the newest clone, YYYY-MM-DD.
	From, To string
	// Instruments are the versions of Scorecard that read the clones, sorted.
	Instruments []string
	// Days are the oldest first.
	Days []AdoptionDay
}

// AdoptionDay counts the projects that were read at the end of a quarter, by check and state.
type AdoptionDay struct {
	Day    string // YYYY-MM-DD
	Read   int
	Checks map[field.ID]map[ranking.CheckState]int
}

// adoptionKey names the list, the model and the set of an adoption.
type adoptionKey struct{ list, model, set string }

// Adoption returns the results of all checks over the reconstructed past of the view's list. Without
// any it has no days. Cost: the first call for a list decodes the checks of all series of its file.
func (v *View) Adoption() (Adoption, error) { return v.AdoptionOf(Set{}) }

// AdoptionOf is Adoption of those projects of a set that are on the list today: the others have no file.
func (v *View) AdoptionOf(s Set) (Adoption, error) {
	if v.List == nil {
		return Adoption{}, nil
	}
	return v.reader.adoptions.get(adoptionKey{v.List.Slug, v.Model.SHA256, s.key()}, func() (Adoption, error) { return v.adoption(s) })
}

func (v *View) adoption(s Set) (Adoption, error) {
	var a Adoption
	days, set := map[string]*AdoptionDay{}, v.members(s)
	for _, p := range v.List.Projects {
		if !set.keeps(p) {
			continue
		}
		a.Listed++
		e := v.reader.index.bySlug[p.Slug]
		if e.List == nil || e.List.Slug != v.List.Slug {
			continue // another list has its past
		}
		points, clone, err := v.checkPast(e)
		if errors.Is(err, health.ErrNotFound) {
			continue
		}
		if err != nil {
			return a, err
		}
		a.read(clone)
		for _, point := range points {
			d := days[point.Day]
			if d == nil {
				d = &AdoptionDay{Day: point.Day, Checks: map[field.ID]map[ranking.CheckState]int{}}
				days[point.Day] = d
			}
			d.add(point.Checks)
		}
	}
	slices.Sort(a.Instruments)
	for _, day := range slices.Sorted(maps.Keys(days)) {
		a.Days = append(a.Days, *days[day])
	}
	return a, nil
}

// read counts a project by where its points are from.
func (a *Adoption) read(clone quarters.Entry) {
	a.Read++
	if a.From == "" || clone.Cloned < a.From {
		a.From = clone.Cloned
	}
	a.To = max(a.To, clone.Cloned)
	if !slices.Contains(a.Instruments, clone.Scorecard) {
		a.Instruments = append(a.Instruments, clone.Scorecard)
	}
}

func (d *AdoptionDay) add(checks ranking.Checks) {
	d.Read++
	for place, id := range field.Checks() {
		if d.Checks[id] == nil {
			d.Checks[id] = map[ranking.CheckState]int{}
		}
		_, state := checks.Of(place)
		d.Checks[id][state]++
	}
}

// CheckPoint is the results of all checks of a project at one point of time.
type CheckPoint struct {
	Day string // YYYY-MM-DD
	// Run is the published run; 0 at a reconstructed point.
	Run    int64
	Checks ranking.Checks
}

// CheckPast returns the checks of a listed project at reconstructed quarters, oldest first, with what
// they were read from. ErrNotFound if it has none. Cost: it decodes the checks of one series.
func (v *View) CheckPast(slug string) ([]CheckPoint, quarters.Entry, error) {
	return v.checkPast(v.reader.index.bySlug[slug])
}

func (v *View) checkPast(e Entry) ([]CheckPoint, quarters.Entry, error) {
	file, ok := v.reader.past(e)
	if !ok {
		return nil, quarters.Entry{}, unknown(e.Project.Slug)
	}
	clone, ok := file.Entry(e.Project.Slug)
	if !ok {
		return nil, clone, unknown(e.Project.Slug)
	}
	s, err := file.SeriesOf(e.Project.Slug, figures.CheckFields(v.Model))
	if err != nil {
		return nil, clone, err
	}
	listed := entry.Inputs(*e.List, e.Project) // an end of life decides no check
	var out []CheckPoint
	for i, day := range s.At {
		f, err := observed(clone, s, i, listed)
		if err != nil {
			return nil, clone, fmt.Errorf("past of %s: %w", e.Project.Slug, err)
		}
		out = append(out, CheckPoint{Day: day, Checks: score.Checks(f.Judged(v.Model).Inputs)})
	}
	return out, clone, nil
}

// CheckRuns returns the checks of a listed project in published runs up to the view's, the newest
// first, at most 24. Runs whose rows hold no checks are left out. Cost: two reads a run.
func (v *View) CheckRuns(ctx context.Context, slug string) ([]CheckPoint, error) {
	var out []CheckPoint
	run, more := v.Run, v.Published
	for n := 0; more && n < historyRuns; n++ {
		rows, err := v.reader.c.Store.RowsOf(ctx, run.ID, []string{slug})
		if errors.Is(err, health.ErrNotKept) {
			break
		}
		if err != nil {
			return out, fmt.Errorf("checks of %s: %w", slug, err)
		}
		if r, ok := rows[slug]; ok && r.Checks != "" {
			out = append(out, CheckPoint{Day: run.Finished.UTC().Format(time.DateOnly), Run: run.ID, Checks: r.Checks})
		}
		if run, more, err = v.before(ctx, run); err != nil {
			return out, err
		}
	}
	return out, nil
}
