package score

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// MainReason returns the largest parts of the weakness in plain words, at most two, e.g. "one
// regular contributor, one integrator". A gate that applies comes first. It returns "" if nothing
// notable was observed. Parts are compared by ω_a·share·(100−s), so criticality is not needed.
func MainReason(sc health.Score, ins health.Inputs) string {
	var words []string
	regulars := false // whether they are told of
	add := func(id field.ID) {
		if !ins.Field(id).Known() || len(words) == 2 {
			return
		}
		if text := phrase(id, ins); text != "" && !slices.Contains(words, text) {
			words = append(words, text)
			regulars = regulars || id == field.Regulars12m || id == field.OrgsOfRegulars
		}
	}
	for _, g := range sc.Gates {
		if g.Fired {
			for _, id := range gatePhrases[g.ID] {
				add(id)
			}
		}
	}
	for _, id := range largest(sc) {
		// Regulars and absence factor tell one story; once is enough.
		if id == field.ContributorAbsenceFactor && regulars {
			continue
		}
		add(id)
	}
	if MayBeFinished(ins, sc) {
		words = append(words, "may be finished, not known yet")
	}
	return strings.Join(words, ", ")
}

// gatePhrases are the fields that the phrase of a gate is built from.
var gatePhrases = map[string][]field.ID{
	"G1": {field.Archived},
	"G2": {field.AdvisoryUnpatchedDays},
	"G3": {field.Regulars12m, field.Integrators12m},
	"G4": {field.DangerousWorkflow},
}

// largest returns the fields of the contributions, largest first. Without criticality the order is
// by their part of the axis.
func largest(sc health.Score) []field.ID {
	type part struct {
		field  field.ID
		points float64
	}
	var parts []part
	if len(sc.Contributions) > 0 {
		for _, c := range sc.Contributions {
			parts = append(parts, part{c.Field, c.Points})
		}
	} else {
		for _, a := range weaknessAxes {
			for _, row := range sc.Axis(a).Inputs {
				parts = append(parts, part{row.Field, row.Share * (100 - row.S)})
			}
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int {
		switch {
		case a.points > b.points:
			return -1
		case a.points < b.points:
			return 1
		}
		return 0
	})
	var out []field.ID
	for _, p := range parts {
		if p.points > 0 && p.field != "" {
			out = append(out, p.field)
		}
	}
	return out
}

// phrase describes a value in a few words of the catalogue, or returns "" if it is not notable.
func phrase(id field.ID, ins health.Inputs) string {
	row, _ := field.ByID(id)
	for _, p := range row.Phrases {
		v := ins.Field(id).Value
		if !p.Applies(v) {
			continue
		}
		if p.Of != "" {
			other := ins.Field(p.Of)
			if !other.Known() {
				continue
			}
			v = other.Value
		}
		return fill(p.Text, v, ins.OfTwoYears(id))
	}
	return ""
}

// fill inserts a value into the text of a phrase.
func fill(text string, v float64, twoYears bool) string {
	one, many, forms := strings.Cut(text, "|")
	if forms && int(v) != 1 {
		one = many
	}
	window := ""
	if twoYears {
		window = " in 24 months"
	}
	return strings.NewReplacer("{n}", number(int(v)), "{months}", monthsWords(v),
		"{percent}", percent(v), "{window}", window).Replace(one)
}

// number writes integers below eleven in words: "no", "one", … "ten".
func number(n int) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return stats.Thousands(n)
}

// count returns a number in words with its noun: "one integrator", "13 months".
func count(n int, one, many string) string {
	if n == 1 {
		return number(n) + " " + one
	}
	return number(n) + " " + many
}

// figureOf returns a number in digits with its noun: "1 commit", "310 commits".
func figureOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return stats.Thousands(n) + " " + many
}

// monthsWords returns a span of months: "less than a month", "13 months", "three years".
func monthsWords(m float64) string {
	switch {
	case stats.Months(m) < 1:
		return "less than a month"
	case stats.Months(m) < 36:
		return count(stats.Months(m), "month", "months")
	default:
		return count(int(stats.Round(m/12, 0)), "year", "years")
	}
}

// percent returns a share without decimals. It never rounds up to 100 or down to 0.
func percent(share float64) string { return fmt.Sprintf("%.0f%%", stats.Percent(share)) }

// sentence capitalises the first letter and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}

// day formats a date for people: "22 Aug 2026". It returns other texts unchanged.
func day(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return t.Format("2 Jan 2006")
}
