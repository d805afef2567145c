package explain

import (
	"cmp"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// HowMany begins a sentence with a count: "None", "One", "Seven", "48".
func HowMany(n int) string {
	if n == 0 {
		return "None"
	}
	return Sentence(Number(n))
}

// IsOrAre is the verb after HowMany: none takes the singular.
func IsOrAre(n int, one, many string) string {
	if n <= 1 {
		return one
	}
	return many
}

// Label names an input as the model does, also where another fact settles it.
func Label(in health.ScoredInput, f field.Row) string {
	return cmp.Or(in.Label, f.Label, in.ID)
}

// Source names where an input comes from.
func Source(f field.Row, in health.Input) string {
	if in.Source != "" {
		return in.Source
	}
	return f.Source
}

// PrintedPoints are the printed contributions by input; none when the risk is
// not known.
func PrintedPoints(sc health.Score) map[string]string {
	out := map[string]string{}
	if !sc.RiskKnown {
		return out
	}
	for _, c := range score.Rounded(sc.Contributions) {
		out[c.Input] = Decimal(c.Points)
	}
	return out
}

// Origin says what a run was made from; empty for live repositories.
func Origin(o health.Origin) string {
	switch o {
	case health.OriginBundle:
		return "bundled snapshot"
	case health.OriginMirror:
		return "local mirrors"
	case health.OriginAsOf:
		return "as of a past date"
	case health.OriginFile:
		return "result files"
	case health.OriginRescore:
		return "figures scored again"
	case health.OriginSynthetic:
		return "synthetic data"
	default:
		return ""
	}
}
