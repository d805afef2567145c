package practice

import (
	"cmp"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// count is the projects of a list by their result of a check.
type count struct {
	ID    field.ID
	Label string
	Group string
	// Weight is its share of the weight of posture, from 0 to 1.
	Weight                    float64
	Pass, Fail, None, Unknown int
	// HitsOnly is set if the results show only what is there: nothing found is unknown and never a fail,
	// so a share of the known would be too high.
	HitsOnly bool
	// Scores counts the known scores from 0 to 10.
	Scores [11]int
}

// known counts the projects with a score.
func (c count) known() int { return c.Pass + c.Fail }

// all counts the projects of the list.
func (c count) all() int { return c.Pass + c.Fail + c.None + c.Unknown }

// share is the share of the known that pass; empty if none is known, or if only hits are.
func (c count) share() string {
	if c.known() == 0 || c.HitsOnly {
		return ""
	}
	return explain.Percent(float64(c.Pass) / float64(c.known()))
}

// bar is the results as a stacked bar.
func (c count) bar() chart.Stack {
	return chart.Results(c.Pass, c.Fail, c.None, c.Unknown)
}

// countsOf counts every check over the points, by theme in the order of the model. It is pure.
func countsOf(m model.Model, ps query.Points) []count {
	out := make([]count, 0, len(field.Checks()))
	total := 0.0
	for _, r := range m.Axes[model.Posture] {
		total += r.Weight
	}
	for place, id := range field.Checks() {
		c := count{ID: id, Label: string(id), Group: "other"}
		if f, ok := field.ByID(id); ok {
			c.Label = f.Label
		}
		if r, ok := m.Rule(model.Posture, string(id)); ok && total > 0 {
			c.Group, c.Weight = r.Group, r.Weight/total
		}
		for _, p := range ps.All {
			c.add(p.Checks.Of(place))
		}
		c.HitsOnly = c.Fail == 0 && slices.Contains(m.Scorecard.CountAboveZero, string(id))
		out = append(out, c)
	}
	order := func(c count) int {
		i := slices.IndexFunc(m.Axes[model.Posture], func(r model.InputRule) bool { return r.ID == string(c.ID) })
		if i < 0 {
			return len(out)
		}
		return i
	}
	slices.SortStableFunc(out, func(a, b count) int { return cmp.Compare(order(a), order(b)) })
	return out
}

func (c *count) add(points int, state ranking.CheckState) {
	switch state {
	case ranking.CheckPass:
		c.Pass++
	case ranking.CheckFail:
		c.Fail++
	case ranking.CheckNone:
		c.None++
		return
	default:
		c.Unknown++
		return
	}
	c.Scores[points]++
}

// byCriticality returns the points with a state of a check, the most critical first.
func byCriticality(ps query.Points, id field.ID, state ranking.CheckState) []query.Point {
	place := ranking.Place(id)
	var out []query.Point
	for _, p := range ps.All {
		if _, s := p.Checks.Of(place); s == state {
			out = append(out, p)
		}
	}
	worth := func(p query.Point) float64 {
		if p.Criticality == nil {
			return -1
		}
		return *p.Criticality
	}
	slices.SortStableFunc(out, func(a, b query.Point) int {
		return cmp.Or(cmp.Compare(worth(b), worth(a)), cmp.Compare(a.Name, b.Name))
	})
	return out
}
