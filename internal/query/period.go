package query

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// mostExamined is how many projects of a list longer than mostCompared are compared for a period:
// those whose risk changed most. Each costs two readings and a few evaluations.
const mostExamined = 100

// FeedWeeks is how many periods a feed goes back, so that who reads it once a month misses nothing;
// so many of each list are kept.
const FeedWeeks = 4

// Period is what changed in a list between two published runs: the last one of a calendar week
// (Monday to Sunday, UTC), and the last one before that week, or else the first one there is.
// Periods follow one another without a gap. What one says never changes, except in the week that
// is not over.
type Period struct {
	// From is zero if no run is earlier than To: then there is nothing to compare.
	From, To health.Run
	// Week is the Monday of the week of To.
	Week time.Time
	// Changes are those of inputs, by cause (Causes), then the most points first.
	Changes []Moved
	// Instruments are what moved projects without a change of their own, one for each cause.
	Instruments []Instrument
	// Compared projects are in both runs. Figures of Differ projects are other ones. Left projects
	// of a long list also have other figures; their causes were not determined.
	Compared, Differ, Left int
	// Assumed is what the comparison had to assume; empty means nothing.
	Assumed string
}

// Causes is the order of the causes on pages: that of the project first, those of instruments last.
var Causes = []cause.Cause{cause.Project, cause.Coverage, cause.Clock, cause.List, cause.Source, cause.Instrument, cause.Model}

// OfInstrument reports whether a cause is a change of what measures and judges, not of projects.
func OfInstrument(c cause.Cause) bool {
	return c == cause.List || c == cause.Source || c == cause.Instrument || c == cause.Model
}

// Kind is what a change did.
type Kind string

// The kinds.
const (
	Rise        Kind = "rise"    // it raised risk by a tenth of a point or more
	Fall        Kind = "fall"    // it lowered risk by as much
	NowKnown    Kind = "known"   // it became known, or applicable
	NowUnknown  Kind = "unknown" // it became unknown, or not applicable
	OtherChange Kind = "other"   // it moved no printed point
)

// Kinds are the kinds in the order of pages.
var Kinds = []Kind{Rise, Fall, NowKnown, NowUnknown, OtherChange}

// GateField is the field of a change of the floor that a gate sets, and ModelField of what another
// model computes from the same figures. Neither is in the catalogue.
const (
	GateField  field.ID = "gate"
	ModelField field.ID = "model"
)

// Moved is one change of one project with its cause.
type Moved struct {
	Slug, Name string
	Cause      cause.Cause
	Field      field.ID
	Label      string
	// Before and After are the values in words; empty for a gate and for the model.
	Before, After string
	Kind          Kind
	// Points is what it did to risk, to a tenth, if HasPoints: risk is known on both sides.
	Points    float64
	HasPoints bool
	// Why is the fact that decided the cause, Evidence the public address of the value (https), At
	// the instant that it describes; each may be empty.
	Why, Evidence string
	At            time.Time
	// RiskBefore and RiskAfter are the printed risks of the project, "?" if unknown.
	RiskBefore, RiskAfter string
}

// Instrument is one cause that is no change of any project, collapsed to one entry.
type Instrument struct {
	Cause cause.Cause
	// Projects counts the projects that it moved, Changes their inputs, and Points is the sum of
	// what it did to their risks.
	Projects, Changes int
	Points            float64
	// Why are the facts that decided it, the most frequent first: at most three.
	Why []string
	// Notices are the moves of many projects at once that belong to it.
	Notices []cause.Notice
	// Entered and Left are the names of projects that came to the list or left it; only of the list.
	Entered, Left []string
}

// Period returns the period that ends with the view's run; zero if nothing is published. Cost: one
// or two reads of runs. At the first call for two runs, all figures of a list of up to 1,000
// projects are read once for each side (a quarter of a second for 159); of a longer list, two
// lookups for each project and the figures of at most 100. Later calls read nothing more.
func (v *View) Period(ctx context.Context) (Period, error) {
	if !v.Published {
		return Period{}, nil
	}
	return v.period(ctx, v.Run)
}

// Earlier returns the period before one, as Period does; its From is zero if there is none.
func (v *View) Earlier(ctx context.Context, p Period) (Period, error) { return v.period(ctx, p.From) }

// period returns the period that ends with a run.
func (v *View) period(ctx context.Context, to health.Run) (Period, error) {
	p := Period{To: to}
	if v.reader.c.Past == nil || to.ID == 0 {
		return p, nil
	}
	p.Week = weekOf(to.Finished)
	from, err := v.reader.c.Past.RunAt(ctx, to.List, p.Week.Add(-time.Millisecond))
	if errors.Is(err, health.ErrNotFound) {
		from, err = v.reader.c.Past.FirstRun(ctx, to.List)
	}
	if err != nil || from.ID == to.ID {
		return p, ignore(err, health.ErrNotFound)
	}
	p.From = from
	return v.reader.periods.get(runPair{from.ID, to.ID}, func() (Period, error) {
		made, err := v.compare(ctx, p)
		if err != nil {
			return p, fmt.Errorf("changes from run %d to run %d: %w", from.ID, to.ID, err)
		}
		return made, nil
	})
}

func ignore(err, target error) error {
	if errors.Is(err, target) {
		return nil
	}
	return err
}

// weekOf returns the Monday of a week.
func weekOf(t time.Time) time.Time {
	y, m, d := t.UTC().Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

// compare fills a period.
func (v *View) compare(ctx context.Context, p Period) (Period, error) {
	moves, err := v.reader.c.Store.Moved(ctx, p.From.ID, p.To.ID, mostCompared)
	unstored := errors.Is(err, health.ErrNotKept) || errors.Is(err, health.ErrNotFound)
	if err != nil && !unstored {
		return p, err
	}
	var all cause.Comparison
	switch {
	case v.NoticesKnown():
		all, err = v.since(ctx, p.From, p.To)
		p.Compared = len(all.Differences)
	case unstored:
		err = nil
		all.Assumed = "The ranking of one of the two runs is not stored, so no projects were compared."
	default:
		all, err = v.largest(ctx, p, moves.Changed)
		p.Compared, p.Left = moves.Both, moves.AllChanged-len(all.Differences)
	}
	if err != nil {
		return p, err
	}
	p.Assumed = all.Assumed
	c := collector{period: &p, view: v, by: map[cause.Cause]*Instrument{}, why: map[cause.Cause]map[string]int{}}
	for _, d := range all.Differences {
		c.add(d)
	}
	if len(all.Notices) > 0 {
		c.of(cause.Instrument).Notices = all.Notices
	}
	c.runs(moves)
	c.done()
	return p, nil
}

// largest compares the first mostExamined of the moved projects that a long list still has. Moves of
// many projects at once are not noticed: that would take all of them.
func (v *View) largest(ctx context.Context, p Period, moves []ranking.Move) (cause.Comparison, error) {
	var out cause.Comparison
	for _, m := range moves {
		e, listed := v.reader.index.bySlug[m.Slug]
		if !listed {
			continue
		}
		if len(out.Differences) == mostExamined {
			break
		}
		d, err := v.reader.c.Past.ProjectSince(ctx, e.Project, p.From, p.To, nil)
		if err != nil {
			return out, err
		}
		out.Assumed = d.Assumed
		out.Differences = append(out.Differences, d)
	}
	return out, nil
}
