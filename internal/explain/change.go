package explain

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// CauseName is a cause in words.
func CauseName(c cause.Cause) string {
	switch c {
	case cause.Model:
		return "our model"
	case cause.List:
		return "the list"
	case cause.Source:
		return "the source"
	case cause.Instrument:
		return "the instrument"
	case cause.Coverage:
		return "coverage"
	case cause.Clock:
		return "elapsed time"
	case cause.Project:
		return "the project"
	}
	return string(c)
}

// ChangeText is a change in words: "Regular contributors: 4 people → 3 people".
func ChangeText(c cause.Change) string {
	f, ok := field.ByID(c.Field)
	if !ok {
		return string(c.Field)
	}
	if f.Kind == field.List && c.Before.Known() && c.After.Known() {
		if len(c.Before.Floats())+len(c.After.Floats()) > 0 {
			return f.Label + ": the series changed"
		}
		return f.Label + ": the list changed"
	}
	before, after := ChangeSides(f, c)
	return f.Label + ": " + before + " → " + after
}

// ChangeSides are the two sides of a change in words.
func ChangeSides(f field.Row, c cause.Change) (before, after string) {
	return sideText(f, c.Before), sideText(f, c.After)
}

func sideText(f field.Row, in health.Input) string {
	switch {
	case in.State == health.NotApplicable:
		return "does not apply"
	case !in.Known():
		return "unknown"
	}
	text := Value(f, in)
	if text == "" {
		return "none"
	}
	if r := []rune(text); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return text
}

// NoticeText returns a sentence that says what an instrument changed, and the
// sentences that say what it means.
func NoticeText(n cause.Notice) (claim, rest string) {
	what, unit := "“"+string(n.Field)+"”", ""
	if f, ok := field.ByID(n.Field); ok {
		what, unit = "“"+f.Label+"”", f.Unit
		if f.Source == field.SourceScorecard {
			what = "The check " + string(f.ID) + " (" + what + ")"
		}
	}
	way := "fell"
	if n.Up {
		way = "rose"
	}
	claim = fmt.Sprintf("%s %s in %s of %s in one run.", what, way, Thousands(n.Moved), Of(n.Compared, "project", "projects"))
	mean := n.Mean
	if mean < 0 {
		mean = -mean
	}
	by := strings.TrimSpace(Decimal(mean) + " " + unit)
	if strings.HasPrefix(unit, "of ") {
		by = Decimal(mean) + " points " + unit
	}
	rest = "The mean change is " + by + ". "
	if n.Still > 0 {
		rest += Sentence(Number(n.Still)) + " of them have no new commit. "
	}
	return claim, rest + "A change in so many projects at once comes from the instrument, not from the projects. It is reported once, here."
}

// RiskText returns how the risk of a project changed: "Risk rose from 31.2 to 33.0".
func RiskText(d cause.Difference) string {
	was, is := d.Before, d.After
	switch {
	case was.RiskKnown && is.RiskKnown:
		a, b := Decimal(was.Risk.Value), Decimal(is.Risk.Value)
		switch {
		case a == b:
			return "Risk is unchanged at " + b
		case is.Risk.Value > was.Risk.Value:
			return "Risk rose from " + a + " to " + b
		}
		return "Risk fell from " + a + " to " + b
	case is.RiskKnown:
		return "Risk is " + Decimal(is.Risk.Value) + "; it was unknown before"
	case was.RiskKnown:
		return "Risk is now unknown; it was " + Decimal(was.Risk.Value)
	}
	return "Risk is still unknown"
}

// RisksSays is the printed risk before and after for programs: "31.2/33.0", "?" for an unknown one.
func RisksSays(d cause.Difference) string { return RiskShort(d.Before) + "/" + RiskShort(d.After) }

// RiskShort returns the risk as printed, "?" if it is unknown.
func RiskShort(s health.Score) string {
	if !s.RiskKnown {
		return "?"
	}
	return Decimal(s.Risk.Value)
}

// RangesText says how many published ranges of ranks differ, and why: "12 of 43 ranges of ranks
// differ: …"; empty for none.
func RangesText(r cause.Ranges) string {
	if len(r.Moves) == 0 {
		return ""
	}
	n := map[cause.RangeCause]int{}
	for _, m := range r.Moves {
		n[m.Cause]++
	}
	var parts []string
	for _, c := range cause.AllRanges {
		if n[c] > 0 {
			parts = append(parts, Thousands(n[c])+" because "+RangeWhy(c, r))
		}
	}
	return Thousands(len(r.Moves)) + " of " + Of(r.Ranked, "range", "ranges") + " of ranks " + Plural(len(r.Moves), "differs", "differ") + ": " + strings.Join(parts, "; ")
}

// RangeWhy is the cause of another range of ranks in words.
func RangeWhy(c cause.RangeCause, r cause.Ranges) string {
	switch c {
	case cause.RangeModel:
		return "the model changed"
	case cause.RangeFigures:
		return "the project’s own figures changed"
	case cause.RangeMembers:
		return Of(len(r.Entered), "project", "projects") + " entered the ranking and " + Thousands(len(r.Left)) + " left it"
	case cause.RangeRivals:
		return "the figures of " + Of(len(r.Changed), "ranked project", "ranked projects") + " changed"
	}
	return "another version of Plumbline published it"
}

// SharesText says what each cause accounts for: "+2.1 the project, −0.3
// elapsed time"; empty for none. The shares are as printed.
func SharesText(shares []cause.Share) string {
	out := make([]string, len(shares))
	for i, s := range shares {
		out[i] = Points(s.Points) + " " + CauseName(s.Cause)
	}
	return strings.Join(out, ", ")
}

// Points is a change of points with its sign: "+2.1", "−0.3"; one that is printed as zero has none.
func Points(x float64) string {
	text := Decimal(x)
	if x > 0 && strings.Trim(text, "0.") != "" {
		return "+" + text
	}
	return text
}
