package parity

import (
	"math"
	"testing"

	"github.com/ossf/scorecard/v4/checker"
	docs "github.com/ossf/scorecard/v4/docs/checks"
	"github.com/ossf/scorecard/v4/pkg"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"pgregory.net/rapid"
)

// all18 are the checks that Scorecard runs by default.
var all18 = append(field.Checks(), fixplan.Maintained, fixplan.Contributors)

// The aggregate is the one that the library computes, whatever ran.
func TestAggregated_isTheLibrarys(t *testing.T) {
	t.Parallel()
	texts, err := docs.Read()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		var ours []check.Check
		theirs := pkg.ScorecardResult{}
		count := 0
		for _, id := range all18 {
			score := rapid.IntRange(-1, 10).Draw(t, string(id))
			c := check.Check{Name: string(id), State: check.Inconclusive, Score: score}
			if score >= 0 {
				c.State = check.Scored
				count++
			}
			ours = append(ours, c)
			theirs.Checks = append(theirs.Checks, checker.CheckResult{Name: string(id), Score: score})
		}
		want, err := theirs.GetAggregateScore(texts)
		if err != nil {
			t.Fatal(err)
		}
		got := fixplan.Aggregated(ours, nil)
		if got.Known != (want >= 0) || got.Known && math.Abs(got.Value-want) > 1e-9 || got.Checks != count {
			t.Errorf("%+v, the library says %g for %d checks", got, want, count)
		}
	})
}
