package query

import (
	"context"
	"reflect"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Points are the rows of a query as a chart needs them, highest risk first, and what they say of
// checks.
type Points struct {
	All []Point
	// Checks count the measured rows by check and state.
	Checks map[field.ID]map[ranking.CheckState]int
	// Measured counts the rows with known health.
	Measured int
}

// Point is one project of a chart.
type Point struct {
	Slug, Name string
	// Health and Criticality are from 0 to 100; nil: unknown.
	Health, Criticality *float64
	// People is the contributor absence factor; −1: unknown.
	People int
	// Funding is whether a channel for funding is named; nil: unknown.
	Funding *bool
	// State is how it takes part in the ranking.
	State health.RankState
	// RiskBand is the word of its band; empty: unknown.
	RiskBand string
	// Checks are the results of its Scorecard checks.
	Checks ranking.Checks
	// Compared are the figures that are known well enough to be set beside those of others, by axis;
	// PostureBy is what posture was read with.
	Compared  map[model.Axis]float64
	PostureBy string
}

// Points returns all rows that match a query; its order, page and weights are not asked for. Cost: a
// read of all these rows. Those of a query that narrows nothing are kept, so that they are read once.
func (v *View) Points(ctx context.Context, q ranking.Query) (Points, error) {
	q.Sort, q.Reverse, q.View, q.After, q.Limit = ranking.SortRisk, false, "", "", 0
	if narrows(q) {
		return v.readPoints(ctx, q)
	}
	return v.reader.points.get(v.key(), func() (Points, error) { return v.readPoints(ctx, q) })
}

// narrows reports whether a query may leave out rows of a run: anything does that is not named here.
// So a filter added later cannot be taken for none.
func narrows(q ranking.Query) bool {
	q.List, q.Run, q.Sort = "", 0, ""
	if q.Text == "" {
		q.Slugs = nil // they are not asked for
	}
	return !reflect.DeepEqual(q, ranking.Query{})
}

func (v *View) readPoints(ctx context.Context, q ranking.Query) (Points, error) {
	out := Points{Checks: map[field.ID]map[ranking.CheckState]int{}}
	err := v.RankAll(ctx, q, func(p ranking.Page) error {
		for _, r := range p.Rows {
			out.add(r)
		}
		return nil
	})
	return out, err
}

func (ps *Points) add(r ranking.Row) {
	p := Point{Slug: r.Slug, Name: r.Name, People: r.AbsenceFactor, State: r.State(), RiskBand: r.RiskBand.Word, Checks: r.Checks}
	if r.C != nil {
		p.Criticality = &r.C.Value
	}
	if r.Funding != nil {
		yes := len(r.Funding) > 0
		p.Funding = &yes
	}
	if r.H != nil {
		p.Health = &r.H.Value
		ps.Measured++
		ps.count(r.Checks)
	}
	p.Compared, p.PostureBy = compared(r), string(r.Evidence)+" "+r.PostureFrom
	ps.All = append(ps.All, p)
}

// compared returns the figures of a row that have a standing.
func compared(r ranking.Row) map[model.Axis]float64 {
	out := map[model.Axis]float64{}
	of := map[model.Axis]*health.Interval{model.Health: r.H, model.Vitality: r.V, model.Resilience: r.R, model.Posture: r.S}
	for _, s := range r.Standings {
		if i := of[s.Axis]; i != nil {
			out[s.Axis] = i.Value
		}
	}
	return out
}

// count counts the checks of a measured row.
func (ps *Points) count(c ranking.Checks) {
	for i, id := range field.Checks() {
		_, state := c.Of(i)
		if ps.Checks[id] == nil {
			ps.Checks[id] = map[ranking.CheckState]int{}
		}
		ps.Checks[id][state]++
	}
}
