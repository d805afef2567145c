package ranking

import (
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
)

// under puts the place under a scenario in the place of the published one, which
// moves below it. The risk is a point: no range was drawn under these weights.
func under(x *ranked.Row, r ranking.Row, scenario string) {
	for _, v := range r.Views {
		if v.ID != scenario {
			continue
		}
		x.RankRange = "(" + x.Rank + ")" // short: it stands in a narrow column
		if x.Rank == "" {
			x.RankRange = "(–)"
		}
		x.Rank = "–"
		if v.Rank > 0 {
			x.Rank = explain.Thousands(v.Rank)
		}
		if x.Partial { // the rank it could have
			x.Rank, x.RankRange = "("+x.Rank+")", "(–)"
		}
		x.RiskUnder = "?"
		if v.Risk != nil {
			x.RiskUnder = explain.Whole(*v.Risk)
		}
	}
}
