package explain

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
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
