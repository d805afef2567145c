package explain

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Needs reads what a check needs from its reason: "GitHub".
func Needs(reason string) (string, bool) {
	what, _, ok := strings.Cut(reason, ":")
	what, found := strings.CutPrefix(what, "needs ")
	return what, ok && found && what != "" && len(what) < 34
}

// Inputs counts the inputs of an axis that were observed, all of them, and those that do
// not apply.
func Inputs(a health.AxisScore) (seen, all, na int) {
	for _, in := range a.Inputs {
		switch in.Input.State {
		case health.Observed:
			seen++
		case health.NotApplicable:
			na++
		}
	}
	return seen, len(a.Inputs), na
}

// Evidence returns how much of an axis was seen: "38% of the evidence seen, 62% assumed".
func Evidence(a health.AxisScore) string {
	return Seen(a.Coverage) + " of the evidence seen" + assumed(a)
}

// EvidenceSeen is Evidence for a column of that name: "38%, 62% assumed".
func EvidenceSeen(a health.AxisScore) string { return Seen(a.Coverage) + assumed(a) }

func assumed(a health.AxisScore) string {
	if a.Assumed == 0 {
		return ""
	}
	return ", " + Percent(a.Assumed) + " assumed"
}

// Counted returns what an assumed check counts as: "counts as 4 of 10, assumed".
func Counted(e model.Expected) string { return "counts as " + Whole(e.Score) + " of 10, assumed" }

// Places returns a range of ranks: "3–18", or "3" if it is one.
func Places(lo, hi int) string {
	if lo == hi {
		return Thousands(lo)
	}
	return Thousands(lo) + "–" + Thousands(hi)
}
