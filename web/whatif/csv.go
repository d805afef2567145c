package whatif

import (
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
)

// csv is /whatif.csv: every project in the order of the chosen weights. Empty cells are unknown, or
// have no position.
func (s maker) csv() error {
	if s.Known() {
		return nil
	}
	r, err := s.read()
	if err != nil {
		return err
	}
	rows := [][]string{{"slug", "name", "rank", "rank_lo", "rank_hi", "rank_as_published", "risk", "risk_as_published"}}
	for _, x := range s.rowsOf(r) {
		rows = append(rows, []string{
			x.Slug, exchange.TextCell(x.Name), whole(x.Rank), whole(x.RankLo), whole(x.RankHi), whole(x.Published), decimal(x.Risk), decimal(x.RiskWas),
		})
	}
	return s.CSV("plumbline-"+s.List.Slug+"-whatif.csv", rows)
}

func whole(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func decimal(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(*x, 'f', 2, 64)
}
