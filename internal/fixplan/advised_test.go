package fixplan_test

import (
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
)

// What a page or a command says about one check is what the plan says about it.
func TestAdvised_saysWhatThePlanSays(t *testing.T) {
	t.Parallel()
	w := load(t)
	planner, advised := quick(w), 0
	for _, s := range w.all {
		p := planner.Plan(s)
		want := map[field.ID]explain.ToDo{}
		for _, x := range p.Tasks {
			var steps []string
			for _, step := range x.Steps {
				steps = append(steps, step.Text)
			}
			want[x.ID] = explain.ToDo{Steps: steps}
		}
		for _, c := range p.Nothing {
			want[c.ID] = explain.ToDo{Nothing: c.Why}
		}
		got := planner.Advised(s, p.Now.Score)
		for _, row := range p.Now.Score.S.Inputs {
			a, b := got[row.Field], want[row.Field]
			if !slices.Equal(a.Steps, b.Steps) || a.Nothing != b.Nothing {
				t.Errorf("%s, %s: got %+v, want %+v", s.Project.Slug, row.Field, a, b)
			}
		}
		advised += len(got)
	}
	if advised < 50 {
		t.Errorf("only %d checks of the bundled list have advice", advised)
	}
}

func TestAdvised_endedHasNone(t *testing.T) {
	t.Parallel()
	w := load(t)
	s := w.subject(t, "ingress-nginx")
	if got := w.planner.Advised(s, w.planner.Plan(s).Now.Score); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	if got := w.planner.Advised(fixplan.Subject{}, w.planner.Plan(s).Now.Score); len(got) != 0 {
		t.Errorf("without figures: %+v", got)
	}
}
