package remedy_test

import (
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/testkit/bundled"
)

// Each part of the risk of a bundled project is either improved by a measure that applies, as the
// catalogue says it, or named as beyond money; never both.
func TestBeyond_isWhatNoMeasureImproves(t *testing.T) {
	t.Parallel()
	set, all := bundled.Candidates(t)
	beyond, improved, gates, ended := 0, 0, 0, 0
	for _, c := range all {
		p := remedy.Of(set.Ground.Catalogue, set.Model, c.Inputs, c.Score)
		got := p.Beyond(c.Score)
		for _, part := range c.Score.Contributions {
			if part.Gate || part.Points <= 1e-9 || !p.Known {
				continue
			}
			helps := slices.ContainsFunc(p.Options, func(o remedy.Option) bool {
				return o.WhyNot == "" && slices.ContainsFunc(o.Measure.Sets, func(e remedy.Effect) bool {
					return e.Input == part.Input && (e.Steps > 0 || e.To > part.S+1e-9)
				})
			})
			named := slices.ContainsFunc(got.Inputs, func(x health.Contribution) bool { return x.Input == part.Input })
			if helps == named {
				t.Errorf("%s: %s is improved: %t; beyond money: %t", c.Project.Slug, part.Input, helps, named)
			}
			if named {
				beyond++
			} else {
				improved++
			}
		}
		gates += len(got.Gates)
		if _, over := score.Ended(c.Score); over && p.Known {
			ended++
		}
		if !slices.IsSortedFunc(got.Inputs, func(a, b health.Contribution) int {
			if a.Points < b.Points {
				return 1
			}
			return -1
		}) {
			t.Errorf("%s: %+v is not sorted", c.Project.Slug, got.Inputs)
		}
	}
	if beyond == 0 || improved == 0 || ended == 0 {
		t.Errorf("%d parts beyond money, %d improved, %d ended projects: nothing was checked", beyond, improved, ended)
	}
	t.Logf("%d parts beyond money, %d improved, %d gates, %d ended", beyond, improved, gates, ended)
	if got := (remedy.Prospect{}).Beyond(health.Score{}); got.Gates != nil || got.Inputs != nil {
		t.Errorf("of unknown risk it is %+v", got)
	}
}
