package score_test

import (
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Resilience has two inputs of equal weight here. Only one was observed: the
// axis takes its value from that one, and the interval covers what is not known.
func ExampleEvaluate() {
	upTo := func(x float64) []model.Point { return []model.Point{{X: 0, Y: 0}, {X: x, Y: 100}} }
	m := model.Model{
		Risk: model.RiskRule{MissingSpread: 40, Z: 1.64},
		Axes: map[model.Axis][]model.InputRule{model.Resilience: {
			{ID: "R1", Field: "regulars_12m", Weight: 1, SD: 5, Curve: upTo(4)},
			{ID: "R2", Field: "integrators_12m", Weight: 1, SD: 5, Curve: upTo(2)},
		}},
	}
	ins := health.Inputs{}
	ins.Put(health.Obs("regulars_12m", 2))
	ins.Put(health.Missing("integrators_12m", "git does not show who merged", nil))

	day := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	r := score.Evaluate(m, health.Project{Slug: "example"}, ins, day, day).R
	fmt.Printf("%.0f, between %.1f and %.1f\n", r.Value, r.Lo, r.Hi)
	fmt.Printf("observed: %.0f%%\n", 100*r.Coverage)
	// Output:
	// 50, between 21.8 and 78.2
	// observed: 50%
}

// A curve turns a figure into points, and is constant outside its first and last knot.
func ExampleCurve() {
	monthsSinceHumanAct := []model.Point{{X: 3, Y: 100}, {X: 12, Y: 60}, {X: 24, Y: 25}, {X: 36, Y: 0}}
	for _, months := range []float64{1, 12, 18, 48} {
		fmt.Println(score.Curve(monthsSinceHumanAct, months))
	}
	// Output:
	// 100
	// 60
	// 42.5
	// 0
}
