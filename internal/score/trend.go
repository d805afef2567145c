package score

import (
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// A change of the yearly human commits is stated first on a project's page if the last twelve months
// differ from one of the two years before by more than TrendFactor, and the larger of the two years
// has at least TrendLeast commits: below two a month, a factor says little. The rule chooses words
// and moves no score.
const (
	TrendFactor = 2
	TrendLeast  = 24
)

// years returns the human commits of the last three periods of twelve months, oldest first, and
// false if fewer than 36 months are known.
func years(ins health.Inputs) (out [3]int, known bool) {
	months := ins.Field(field.HumanCommitsByMonth).Ints()
	if len(months) < 36 {
		return out, false
	}
	for i, n := range months[len(months)-36:] {
		out[i/12] += n
	}
	return out, true
}

// fall returns the sentence on a fall of the yearly commits, or "" if there is none.
func fall(ins health.Inputs) string {
	y, known := years(ins)
	most := max(y[0], y[1])
	if !known || y[2] == 0 || most < TrendLeast || TrendFactor*y[2] >= most {
		return ""
	}
	return yearly("fell", y, y[0] >= y[1])
}

// rise returns the sentence on a rise, or "". A history that began within the three years has no
// year to compare with.
func rise(ins health.Inputs, at time.Time) string {
	y, known := years(ins)
	first, dated := date(ins.Field(field.FirstCommit))
	if !known || !dated || first.After(at.AddDate(-3, 0, 0)) || y[2] < TrendLeast {
		return ""
	}
	least := min(y[0], y[1])
	if y[2] <= TrendFactor*least {
		return ""
	}
	return yearly("rose", y, y[0] <= y[1])
}

// yearly returns "Human commits fell from 1,191 to 418 to 96 a year." The figure in the middle is
// left out if the extreme is in the year before.
func yearly(verb string, y [3]int, overTwo bool) string {
	switch {
	case !overTwo:
		return fmt.Sprintf("Human commits %s from %s to %s a year.", verb, stats.Thousands(y[1]), stats.Thousands(y[2]))
	case (y[0] >= y[1]) == (y[1] >= y[2]) || y[0] == y[1] || y[1] == y[2]:
		return fmt.Sprintf("Human commits %s from %s to %s to %s a year.", verb, stats.Thousands(y[0]), stats.Thousands(y[1]), stats.Thousands(y[2]))
	default:
		return fmt.Sprintf("Human commits %s from %s to %s a year within two years.", verb, stats.Thousands(y[0]), stats.Thousands(y[2]))
	}
}
