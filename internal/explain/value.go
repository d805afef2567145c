package explain

import (
	"math"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// Value is an input for people, with its unit; empty when it is not observed.
func Value(f field.Row, in health.Input) string {
	if !in.Known() {
		return ""
	}
	switch {
	case f.Kind == field.Bool, f.Kind == field.Text:
		return in.String(f.Kind)
	case f.Kind == field.Date:
		return DayOf(in.Text)
	case f.Kind == field.List:
		if n := in.Objects(); n > 0 {
			return Thousands(n) + " " + unitOf(f.Unit, float64(n))
		}
		return strings.Join(in.Strings(), ", ")
	case f.Unit == "ratio":
		return Percent(in.Value)
	case f.Unit == "0 to 3":
		return Whole(in.Value) + " of 3"
	case f.Unit == "months of 12", f.Unit == "of 4", f.Unit == "of 3":
		return Whole(in.Value) + " of " + f.Unit[strings.LastIndexByte(f.Unit, ' ')+1:]
	case f.Unit == "log2 ratio":
		return times(in.Value)
	case f.Unit == "percentile":
		n := int(stats.Round(in.Value, 0))
		if in.Value < 100 { // nothing stands above all, itself included
			n = min(n, 99)
		}
		return Ordinal(n) + " percentile"
	case f.Kind == field.Count:
		return Thousands(int(in.Value)) + " " + unitOf(f.Unit, in.Value)
	default:
		return strings.TrimSuffix(Decimal(in.Value), ".0") + " " + f.Unit
	}
}

// ValueIn is an input for people as Value gives it, with the window where it is
// another than that of its kind, and the range that the evidence allows: "3 people, 2–5 possible".
func ValueIn(ins health.Inputs, f field.Row, in health.Input) string {
	text := Value(f, in)
	if in.Uncertain() {
		text += ", " + Whole(in.Low) + "–" + Whole(in.High) + " possible"
	}
	if text != "" && ins.OfTwoYears(in.Field) {
		text += ofTwoYears
	}
	return text
}

const ofTwoYears = " (of 24" + nbsp + "months)"

// times says a logarithm to the base 2 as a factor: "0.84 × the years before".
func times(log2 float64) string {
	return strconv.FormatFloat(math.Exp2(log2), 'f', 2, 64) + nbsp + "× the earlier years"
}

// unitOf drops the window, which the label says, and the plural of one.
func unitOf(unit string, n float64) string {
	unit, _, _ = strings.Cut(unit, ",")
	one := map[string]string{"people": "person", "commits": "commit", "organisations": "organisation", "families": "family", "lists": "list", "files": "file", "claims": "claim", "remarks": "remark", "tags": "tag", "days with a release": "day with a release"}
	if n == 1 && one[unit] != "" {
		return one[unit]
	}
	return unit
}

// Reason returns why an input is not observed, and why a late value is no newer. For a check that found nothing it says
// what the check looked for, because a tree may hold a tool that no check knows.
func Reason(in health.Input) string {
	return Dated(in, reason(in))
}

// Dated returns the text about an input, and after it the day of a value that could not be read
// again, and why.
func Dated(in health.Input, text string) string {
	asOf := in.AsOf()
	if text == "" || asOf == "" {
		return text + asOf
	}
	return text + "; " + asOf
}

func reason(in health.Input) string {
	rest, ok := strings.CutPrefix(in.Reason, "not visible in this tree:")
	if !ok {
		return in.Reason
	}
	what := "tool"
	if in.Field == field.SecurityPolicyCheck {
		what = "file"
	}
	return "the check found no " + what + " that it knows in this tree;" + rest
}
