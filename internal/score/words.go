package score

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// MainReason returns the largest parts of the weakness in plain words, at most
// two, such as "one regular, one integrator"; a gate that holds goes first.
// It is empty when nothing notable was observed. Parts are compared by
// ω_a·share·(100−s), so it needs no criticality.
func MainReason(sc health.Score, ins health.Inputs) string {
	var words []string
	add := func(field string) {
		p, ok := phrases[field]
		in := ins.Field(field)
		if !ok || !in.Known() || len(words) == 2 {
			return
		}
		if text := p(in.Value, ins); text != "" && !slices.Contains(words, text) {
			words = append(words, text)
		}
	}
	for _, g := range sc.Gates {
		if g.Fired {
			for _, field := range gatePhrases[g.ID] {
				add(field)
			}
		}
	}
	for _, field := range largest(sc) {
		// Regulars and absence factor tell one story; once is enough.
		if field == "contributor_absence_factor" && slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(w, "regular") || strings.HasSuffix(w, "regulars") }) {
			continue
		}
		add(field)
	}
	if MayBeFinished(ins, sc) {
		words = append(words, "may be finished, cannot be told yet")
	}
	return strings.Join(words, ", ")
}

// gatePhrases are the fields a gate's phrase is made of.
var gatePhrases = map[string][]string{
	"G1": {"archived"},
	"G2": {"advisory_unpatched_days"},
	"G3": {"regulars_12m", "integrators_12m"},
	"G4": {"Dangerous-Workflow"},
}

// largest returns the fields of the contributions, largest first; without
// criticality by their part of the axis.
func largest(sc health.Score) []string {
	type part struct {
		field  string
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
	var out []string
	for _, p := range parts {
		if p.points > 0 && p.field != "" {
			out = append(out, p.field)
		}
	}
	return out
}

// phrase says a value in a few words, or "" when it is not worth saying.
type phrase func(v float64, ins health.Inputs) string

// phrases are the words of a row, by field. They describe a situation and
// never a fault.
var phrases = map[string]phrase{
	"regulars_12m": func(v float64, _ health.Inputs) string { return below(v, 4, count(int(v), "regular", "regulars")) },
	"integrators_12m": func(v float64, _ health.Inputs) string {
		return below(v, 3, count(int(v), "integrator", "integrators"))
	},
	"contributor_absence_factor": func(v float64, ins health.Inputs) string {
		text := count(int(v), "person", "people") + " behind half the work"
		if ins.OfTwoYears("contributor_absence_factor") {
			text += " of 24 months"
		}
		return below(v, 3, text)
	},
	"orgs_of_regulars":       func(v float64, _ health.Inputs) string { return below(v, 2, "one employer behind the regulars") },
	"continuity_facts":       func(v float64, _ health.Inputs) string { return below(v, 2, "succession not written down") },
	"active_months_12m":      monthsPhrase,
	"months_since_human_act": func(v float64, _ health.Inputs) string { return atLeast(v, 6, "no human commit for "+monthsWords(v)) },
	"release_flow_months":    releasePhrase,
	"commit_trend_log2":      func(v float64, _ health.Inputs) string { return below(v, -.4, "fewer changes than before") },
	"first_response_days_p50": func(v float64, _ health.Inputs) string {
		return atLeast(v, 14, "first answer after "+count(int(v), "day", "days"))
	},
	"change_request_closure": func(v float64, _ health.Inputs) string { return below(v, .7, percent(v)+" of change requests closed") },
	"archived":               func(v float64, _ health.Inputs) string { return atLeast(v, 1, "its end declared, no successor named") },
	"advisory_unpatched_days": func(v float64, _ health.Inputs) string {
		return "an advisory unpatched for " + count(int(v), "day", "days")
	},
	"Code-Review":            practice("few changes reviewed by a second person"),
	"Branch-Protection":      practice("branches little protected"),
	"Dangerous-Workflow":     practice("a risky workflow pattern"),
	"Token-Permissions":      practice("broad workflow tokens"),
	"Signed-Releases":        practice("releases not signed"),
	"Pinned-Dependencies":    practice("build dependencies not pinned"),
	"Binary-Artifacts":       practice("binaries in the tree"),
	"Packaging":              practice("not published from a workflow"),
	"Vulnerabilities":        practice("open known vulnerabilities"),
	"Security-Policy":        practice("no security policy found"),
	"Dependency-Update-Tool": practice("no update tool found"),
	"Fuzzing":                practice("no fuzzing found"),
	"SAST":                   practice("no static analysis found"),
	"CI-Tests":               practice("few changes tested"),
	"CII-Best-Practices":     practice("no practices badge found"),
	"License":                practice("no licence file found"),
}

func monthsPhrase(v float64, _ health.Inputs) string {
	if v < 1 {
		return "no changes in twelve months"
	}
	return below(v, 6, "changes in "+number(int(v))+" of twelve months")
}

func releasePhrase(flow float64, ins health.Inputs) string {
	since := ins.Field("months_since_release")
	if flow < 6 || !since.Known() {
		return atLeast(flow, 6, "changes waiting "+monthsWords(flow)+" for a release")
	}
	return "no release for " + monthsWords(since.Value)
}

// practice is the phrase of a check with less than half of its points.
func practice(text string) phrase {
	return func(v float64, _ health.Inputs) string { return below(v, 5, text) }
}

func below(v, limit float64, text string) string {
	if v < limit {
		return text
	}
	return ""
}

func atLeast(v, limit float64, text string) string {
	if v >= limit {
		return text
	}
	return ""
}

// number writes whole numbers below eleven in words: "no", "one", … "ten".
func number(n int) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return digits(n)
}

// digits groups thousands with a thin gap: "12 345".
func digits(n int) string {
	s := strconv.Itoa(n)
	if n < 10000 {
		return s
	}
	var b strings.Builder
	for i, c := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString("\u202f")
		}
		b.WriteRune(c)
	}
	return b.String()
}

// count is a number in words with its noun: "one regular", "13 months".
func count(n int, one, many string) string {
	if n == 1 {
		return number(n) + " " + one
	}
	return number(n) + " " + many
}

// figureOf is a number in digits with its noun: "1 commit", "310 commits".
func figureOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return digits(n) + " " + many
}

// monthsWords says a span of months: "less than a month", "13 months", "three years".
func monthsWords(m float64) string {
	switch {
	case m < 1:
		return "less than a month"
	case m < 36:
		return count(int(m), "month", "months")
	default:
		return count(int(m/12), "year", "years")
	}
}

// percent is a share without decimals that never rounds up to a whole or down to nothing.
func percent(share float64) string {
	p := math.Round(share * 100)
	switch {
	case share > 0 && p == 0:
		p = 1
	case share < 1 && p == 100:
		p = 99
	}
	return fmt.Sprintf("%.0f %%", p)
}

// sentence capitalises the first letter and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}

// day prints a date for people: "22 Aug 2026"; a text that is no date as it is.
func day(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return t.Format("2 Jan 2006")
}
