package query

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/decision"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// MostReordered is the longest list that is ranked anew for a reader: one of 1,000 takes about a
// second.
const MostReordered = 1_000

// ErrTooLong means that a list has more than MostReordered projects.
var ErrTooLong = errors.New("the list is too long to be ranked anew")

// CanReorder reports whether the view's list can be ranked anew.
func (v *View) CanReorder() bool {
	return v.Published && v.List != nil && len(v.List.Projects) <= MostReordered
}

// Weightings are the scenarios with their models, in their order.
func (r *Reader) Weightings() []score.Scenario { return r.c.Weightings }

// Reordered is a list by two models, from the same figures and with the same draws: what differs is the
// model.
type Reordered struct {
	// Before are the rows by the view's model, After those by the other one, each in its order.
	Before, After []ranking.Row
	score.Comparison
}

// Reorder ranks the view's list by another model. ErrTooLong for a long list. Cost: the first call for
// a run reads all figures and ranks them; each ranks the list with draws.
func (v *View) Reorder(ctx context.Context, m model.Model) (Reordered, error) {
	before, err := v.contenders(ctx)
	if err != nil {
		return Reordered{}, err
	}
	scorer := score.New(m)
	after := make([]score.Candidate, len(before.Candidates))
	for i, c := range before.Candidates {
		c.Score = scorer.Evaluate(c.Project, c.Inputs, c.ObservedAt, v.judgedAt())
		after[i] = c
	}
	after = score.Aged(m.Ageing, after, v.judgedAt())
	other := score.Judgement{Model: m, Candidates: after, Rows: score.Rank(m, v.List.Slug, after, v.Model.SHA256)}
	return Reordered{before.Rows, other.Rows, score.Compare(before, other)}, nil
}

// Decision returns how much the place of a project of the list depends on what is unknown or chosen, if
// the first so many can be chosen. ErrTooLong for a long list, ErrNotFound if it is not on the list.
func (v *View) Decision(ctx context.Context, slug string, first int) (decision.Decision, error) {
	if !v.Published {
		return decision.Decision{}, unknown(slug)
	}
	j, err := v.reader.judges.get(v.key(), func() (*decision.Judge, error) {
		j, err := v.contenders(ctx)
		if err != nil {
			return nil, err
		}
		return decision.New(v.Model, j.Candidates, v.judgedAt()), nil
	})
	if err != nil {
		return decision.Decision{}, err
	}
	d, ok := j.Of(slug, first)
	if !ok {
		return d, unknown(slug)
	}
	return d, nil
}

// judgedAt is the instant of the run, at which its rows were judged.
func (v *View) judgedAt() time.Time { return v.Run.Finished.UTC() }

// contenders returns the projects of the view's list as they were ranked. They are kept for the last
// run that was asked for.
func (v *View) contenders(ctx context.Context) (score.Judgement, error) {
	j := score.Judgement{Model: v.Model}
	if !v.CanReorder() {
		return j, ErrTooLong
	}
	return v.reader.contenders.get(v.key(), func() (score.Judgement, error) {
		var out []score.Candidate
		for _, p := range v.List.Projects {
			f, err := v.figures.Project(ctx, p.Slug)
			if errors.Is(err, health.ErrNotFound) {
				f, err = figures.Project{Project: p.Slug}, nil
			}
			if err != nil {
				return j, fmt.Errorf("figures of %s: %w", p.Slug, err)
			}
			f = v.judged(Entry{v.List, p}, f)
			at := f.At()
			out = append(out, score.Candidate{
				Project: p, Inputs: f.Inputs, ObservedAt: at, Live: f.Live(), Last: f.Last,
				Score: v.scorer().Evaluate(p, f.Inputs, at, v.judgedAt()),
			})
		}
		j.Candidates = score.Aged(v.Model.Ageing, out, v.judgedAt())
		j.Rows = score.Rank(v.Model, v.List.Slug, j.Candidates, v.Model.SHA256)
		return j, nil
	})
}
