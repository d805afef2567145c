package method

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// exampleView is the risk of one real project worked out step by step.
type exampleView struct {
	Name, Href string
	Note       string
	Table      table.Table
	Formulas   []string
	Close      string
}

// example works out the first ranked project from its stored inputs; nil when
// nothing is ranked.
func (s maker) example() (*exampleView, error) {
	if s.Run.ID == 0 {
		return nil, nil
	}
	yes := true
	rows, err := s.Rank(s.Context(), ranking.Query{Ranked: &yes, Positioned: true, Sort: ranking.SortRisk, Limit: 1})
	if err != nil {
		return nil, fmt.Errorf("first of %s: %w", s.Run.List, err)
	}
	if len(rows.Rows) == 0 {
		return nil, nil
	}
	sub, err := s.Project(s.Context(), rows.Rows[0].Slug)
	if errors.Is(err, health.ErrNotFound) {
		return nil, nil
	}
	if err != nil || !sub.Score.RiskKnown {
		return nil, err
	}
	return s.exampleOf(sub), nil
}

// exampleOf is pure.
func (s maker) exampleOf(sub query.Project) *exampleView {
	sc := sub.Score
	points := explain.PrintedPoints(sc)
	v := &exampleView{
		Name: sub.Project.Name, Href: "/p/" + sub.Project.Slug,
		Note:  "The top project of the ranking, with its figures of " + windowOf(sc.At) + ". Computed for this page.",
		Table: table.Grid("Inputs of the worked example", []string{"Input", "Value", "Points", "Share of its axis", "Points of risk"}, 2, 3, 4),
	}
	for _, a := range model.InputAxes {
		for _, in := range sc.Axis(a).Inputs {
			if !in.Counts() {
				continue
			}
			v.Table.Rows = append(v.Table.Rows, exampleRow(sub, a, in, points[in.ID]))
		}
	}
	for _, g := range sc.Gates {
		if g.Fired {
			v.Table.Rows = append(v.Table.Rows, table.Row{Cells: []table.Cell{{Text: g.Label, Sub: "gate " + g.ID}, {Text: "applies"}, {Text: "–"}, {Text: "–"}, {Text: points[g.ID]}}})
		}
	}
	v.Table.Foot = []table.Cell{{Text: "Risk"}, {}, {}, {}, {Text: explain.Decimal(sc.Risk.Value)}}
	v.Formulas = s.exampleFormulas(sc)
	v.Close = "The interval of its risk is " + strings.Trim(explain.Range(sc.Risk.Lo, sc.Risk.Hi), "()") + ". Inputs missing from this table are unknown."
	return v
}

func exampleRow(sub query.Project, a model.Axis, in health.ScoredInput, points string) table.Row {
	f, _ := field.ByID(in.Field)
	name, value := explain.Label(in, f), explain.ValueIn(sub.Figures.Inputs, f, sub.Figures.Inputs.Field(in.Field))
	if a == model.Posture {
		name, value = in.ID, explain.Whole(in.Input.Value)+" of 10"
		if in.Expected != nil {
			value = explain.Whole(in.Expected.Score) + " of 10, assumed"
		}
	}
	if a == model.Criticality {
		points = "–"
	}
	return table.Row{Cells: []table.Cell{{Text: name, Sub: a.Name(), Href: page.Method(in.Field)}, {Text: value}, {Text: explain.Decimal(in.S)}, {Text: percentOne(in.Share)}, {Text: points}}}
}

func percentOne(share float64) string { return explain.Decimal(100*share) + "%" }

// exampleFormulas write the sums out with their numbers.
func (s maker) exampleFormulas(sc health.Score) []string {
	two := func(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }
	var out, terms []string
	for _, a := range model.InputAxes {
		var parts []float64
		for _, in := range sc.Axis(a).Inputs {
			if in.Counts() {
				parts = append(parts, in.Share*in.S)
			}
		}
		var texts []string
		for _, p := range score.LargestRemainder(parts, 2) {
			texts = append(texts, two(p))
		}
		out = append(out, string(a)+"    = "+strings.Join(texts, " + ")+" = "+two(sc.Axis(a).Value))
		if a != model.Criticality {
			terms = append(terms, number(s.Model.Risk.Omega[a])+" × (100 − "+two(sc.Axis(a).Value)+")")
		}
	}
	out = append(out, "L    = "+strings.Join(terms, " + ")+" = "+two(sc.Weakness))
	weak, what := sc.Weakness, two(sc.Weakness)
	for _, g := range sc.Gates {
		if g.Fired && g.Floor > weak {
			weak, what = g.Floor, "max("+two(sc.Weakness)+", "+number(g.Floor)+")"
		}
	}
	return append(out, "Risk = "+two(sc.C.Value)+" ÷ 100 × "+what+" = "+two(sc.Risk.Value))
}
