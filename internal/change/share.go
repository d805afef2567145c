package change

import (
	"maps"
	"math"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// scorers creates one scorer for each model and caches it, so that its draws are made once.
type scorers map[string]*score.Scorer

func (s scorers) of(m model.Model) *score.Scorer {
	if s[m.SHA256] == nil {
		s[m.SHA256] = score.New(m)
	}
	return s[m.SHA256]
}

// trail returns scorers that return a score whatever the coverage, because intermediate figures may
// be ones that would not be published. One draw is enough, because the interval is not read.
func (s scorers) trail(m model.Model) *score.Scorer {
	key := "trail " + m.SHA256
	if s[key] == nil {
		m.Risk.MinCoverage, m.Draws.Draws = nil, min(m.Draws.Draws, 1)
		s[key] = score.New(m)
	}
	return s[key]
}

// replay is the input for the shares of one project.
type replay struct {
	project       health.Project
	before, after model.Model
	now           [2]time.Time
	// first are the old figures as judged by the old model. was and is are the figures of the two
	// sides as judged by the new model. Only what a score may read is kept.
	first, was, is health.Inputs
	reads          map[field.ID]bool
	wasAt, isAt    time.Time
}

// shares splits the change of risk among the causes.
func (s scorers) shares(d cause.Difference, r replay) []cause.Share {
	if !d.Before.RiskKnown || !d.After.RiskKnown {
		return nil
	}
	ma, mb := r.before, r.after
	old := s.trail(ma).Evaluate(r.project, r.first, r.wasAt, r.now[0])
	w := walk{last: old, model: ma}
	next := func(c cause.Cause, ins health.Inputs, at time.Time) {
		w.step(c, mb, s.trail(mb).Evaluate(r.project, ins, at, r.now[1]))
	}
	ins := maps.Clone(r.was)
	if ma.SHA256 != mb.SHA256 {
		next(cause.Model, ins, r.wasAt)
	}
	at := r.wasAt
	of := map[cause.Cause][]field.ID{}
	for _, c := range d.Changes {
		if r.reads[c.Field] {
			of[c.Cause] = append(of[c.Cause], c.Field)
		}
	}
	for _, c := range cause.All[1:] {
		if c == cause.Clock {
			at = r.isAt
			r.age(ins, of[cause.Project])
		}
		for _, f := range of[c] {
			ins[f] = r.is.Field(f)
		}
		if len(of[c]) > 0 || c == cause.Clock {
			next(c, ins, at)
		}
	}
	return w.shares
}

// age moves the inputs to the day of the new figures. Inputs that still wait for their change keep
// their value and do not become too old meanwhile.
func (r replay) age(ins health.Inputs, waiting []field.ID) {
	for f, in := range r.is {
		if slices.Contains(waiting, f) {
			old := ins.Field(f)
			old.ObservedAt = in.ObservedAt
			ins[f] = old
		} else {
			ins[f] = in
		}
	}
}

// walk sums the steps.
type walk struct {
	last   health.Score
	model  model.Model // of last
	shares []cause.Share
}

// step splits the change from the last score to this one. A step that leaves an axis without any
// figure is attributed together with the one that restores it.
func (w *walk) step(c cause.Cause, m model.Model, now health.Score) {
	if !now.RiskKnown {
		return
	}
	points := now.Risk.Value - w.last.Risk.Value
	parts := score.Split(w.model, m, w.last, now)
	w.last, w.model = now, m
	if math.Abs(points) > nothing || len(parts) > 0 {
		w.shares = append(w.shares, cause.Share{Cause: c, Points: points, Parts: parts})
	}
}

// nothing is the limit below which a value is only floating-point error.
const nothing = 1e-12

// reads returns the fields that a score under one of the models may depend on.
func reads(models ...model.Model) map[field.ID]bool {
	out := map[field.ID]bool{}
	for _, id := range []field.ID{
		field.FirstCommit, field.OutsideItems24m, field.OutsideItemsAnswered24m, field.UnreleasedHumanCommits, field.AdvisoryUnpatchedDays, field.AdvisoryKnownExploited,
	} {
		out[id] = true
	}
	for _, m := range models {
		for _, rules := range m.Axes {
			for _, r := range rules {
				for _, id := range r.Fields() {
					out[id] = true
				}
			}
		}
		for _, g := range m.Gates {
			for _, t := range g.All {
				out[t.Field] = true
			}
		}
	}
	return out
}

// only returns the inputs of the fields.
func only(ins health.Inputs, fields map[field.ID]bool) health.Inputs {
	out := make(health.Inputs, len(fields))
	for f := range fields {
		if in, ok := ins[f]; ok {
			out[f] = in
		}
	}
	return out
}
