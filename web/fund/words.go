package fund

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
)

// limit says which numbers are allowed.
func limit(least, most int, unit string) string {
	return "a whole number of " + unit + " from " + explain.Thousands(least) + " to " + explain.Thousands(most) + ", without separators"
}

// euros is a sum as printed.
func euros(x float64) string { return explain.Money(x, "EUR") }

// fewer is points of risk removed: "−2.4".
func fewer(points float64) string { return explain.Decimal(-points) }

// labels are the names of measures, one after another.
func labels(ms []remedy.Measure) string {
	var out []string
	for _, m := range ms {
		out = append(out, m.Label)
	}
	return strings.Join(out, "; ")
}

// rules are the simpler rules in words.
var rules = map[string]string{
	"equal":       "The same sum for every eligible project",
	"need":        "In the order of need",
	"usage":       "In the order of usage alone",
	"criticality": "In the order of criticality",
}
