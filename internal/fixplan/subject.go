package fixplan

import (
	"cmp"
	"maps"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Subject is a project with its figures.
type Subject struct {
	Project health.Project
	Figures figures.Project
	// Now is today, for the status of old figures.
	Now time.Time
}

// Planner makes plans by one model and one catalogue. Safe for concurrent use.
type Planner struct {
	model     model.Model
	catalogue Catalogue
	// quick scores without draws, full with them.
	quick, full *score.Scorer
}

// New returns a planner. full scores by the model; its draws give the ranges of Simulate.
func New(m model.Model, full *score.Scorer, c Catalogue) *Planner {
	few := m
	few.Draws.Draws = 0
	return &Planner{model: m, catalogue: c, quick: score.New(few), full: full}
}

// Standing is a project as the model and as Scorecard's own formula score it.
type Standing struct {
	Score     health.Score
	Aggregate Aggregate
}

// Gain is by how much one standing is better than another, in points; 0 is no change.
type Gain struct {
	// Posture, Health and Weakness are of 0 to 100. Weakness is the fall of the sum before gates and
	// criticality, so it shows what a step is worth where the risk is unknown or a gate hides it. Each
	// is 0 if it is not known before and after.
	Posture, Health, Weakness float64
	// Risk is the fall of the risk; nil if it is unknown before or after.
	Risk *float64
	// Aggregate is in points of 0 to 10; nil if no check had a score before.
	Aggregate *float64
	// Seen means that Scorecard's aggregate changes also because a check counts that had no score.
	Seen bool
}

// Over returns by how much the standing is better than the other.
func (s Standing) Over(before Standing, m model.Model) Gain {
	var g Gain
	rise := func(a model.Axis) float64 {
		if x, y := before.Score.Axis(a), s.Score.Axis(a); x.Known && y.Known {
			return y.Value - x.Value
		}
		return 0
	}
	g.Posture, g.Health = rise(model.Posture), rise(model.Health)
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture} {
		g.Weakness += m.Risk.Omega[a] * rise(a)
	}
	if before.Score.RiskKnown && s.Score.RiskKnown {
		fall := before.Score.Risk.Value - s.Score.Risk.Value
		g.Risk = &fall
	}
	if before.Aggregate.Known && s.Aggregate.Known {
		more := s.Aggregate.Value - before.Aggregate.Value
		g.Aggregate, g.Seen = &more, s.Aggregate.Checks > before.Aggregate.Checks
	}
	return g
}

// with returns the inputs of a subject with some changed, as if observed with the other figures.
func (s Subject) with(changes []Change) health.Inputs {
	out := maps.Clone(s.Figures.Inputs)
	if out == nil {
		out = health.Inputs{}
	}
	for _, c := range changes {
		old, row := out.Field(c.Field), field.Row{}
		row, _ = field.ByID(c.Field)
		in := health.Obs(c.Field, c.Value)
		in.Source, in.ObservedAt = cmp.Or(old.Source, row.Source), s.Figures.At()
		out[c.Field] = in
	}
	return out
}

// standing scores the subject with some inputs changed.
func (p *Planner) standing(by *score.Scorer, s Subject, changes []Change) Standing {
	as := map[field.ID]float64{}
	for _, c := range changes {
		if weight(c.Field) > 0 {
			as[c.Field] = c.Value
		}
	}
	return Standing{
		Score:     by.Evaluate(s.Project, s.with(changes), s.Figures.At(), s.Now),
		Aggregate: Aggregated(s.instrument().Checks, as),
	}
}

// instrument returns the snapshot that posture comes from; zero if there is none.
func (s Subject) instrument() health.Snapshot {
	if s.Figures.Basis == nil {
		return health.Snapshot{}
	}
	sn, _ := s.Figures.Snapshot(s.Figures.Basis.Used.Source)
	return sn
}

// result returns what the instrument reported of a check; zero if nothing.
func (s Subject) result(id field.ID) check.Check {
	for _, c := range s.instrument().Checks {
		if c.Name == string(id) {
			return c
		}
	}
	return check.Check{}
}
