package cli

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// PrintChanges writes what differs: first what moved many projects at once, then
// each project, the largest change of risk first.
func PrintChanges(w io.Writer, list string, c cause.Comparison, one bool) error {
	from, to := spans(c.Differences)
	if one {
		c.From, c.To = measuring(c.From, from), measuring(c.To, to)
	}
	fmt.Fprintf(w, "%s, from %s, to %s\n", list, explain.RunName(c.From, from), explain.RunName(c.To, to))
	if c.Assumed != "" {
		fmt.Fprintln(w, Plain(c.Assumed))
	}
	for _, n := range c.Notices {
		claim, rest := explain.NoticeText(n)
		fmt.Fprintf(w, "\nnotice: %s %s\n", claim, rest)
	}
	printRanges(w, c, one)
	slices.SortStableFunc(c.Differences, func(a, b cause.Difference) int { return cmp.Compare(abs(moved(b)), abs(moved(a))) })
	same := unmoved{}
	bare := false
	for _, d := range c.Differences {
		lines, more := changeLines(d.Changes, one)
		if len(lines)+more == 0 && len(d.Shares) == 0 && d.Before.RiskKnown == d.After.RiskKnown {
			same.add(d)
			continue
		}
		if len(lines)+more > 0 || !bare { // a blank line between paragraphs
			fmt.Fprintln(w)
		}
		bare = len(lines)+more == 0
		fmt.Fprintf(w, "%s: %s\n", Plain(d.Project), riskLine(d))
		for _, l := range lines {
			fmt.Fprintf(w, "  %s\n", l)
		}
		if more > 0 {
			fmt.Fprintf(w, "  and %s that no score uses\n", Plural(more, "figure", "figures"))
		}
	}
	if text := same.String(); text != "" {
		fmt.Fprintf(w, "\n%s\n", text)
	}
	return nil
}

// printRanges writes why ranges of ranks differ: of all projects, or of the one that was asked for.
func printRanges(w io.Writer, c cause.Comparison, one bool) {
	if !one {
		if text := explain.RangesText(c.Ranges); text != "" {
			fmt.Fprintf(w, "\n%s\n", text)
		}
		return
	}
	for _, m := range c.Ranges.Moves {
		if len(c.Differences) == 1 && c.Differences[0].Project == m.Project {
			fmt.Fprintf(w, "\nrange of ranks %d–%d → %d–%d: %s\n", m.Before[0], m.Before[1], m.After[0], m.After[1], explain.RangeWhy(m.Cause, c.Ranges))
		}
	}
}

// PrintChangesJSON writes the same as a document.
func PrintChangesJSON(w io.Writer, list string, c cause.Comparison) error {
	return PrintJSON(w, exchange.ChangesDocument(list, c))
}

// spans are the days the figures describe on either side.
func spans(all []cause.Difference) (from, to explain.Days) {
	for _, d := range all {
		from.Add(d.Before.At)
		to.Add(d.After.At)
	}
	return from, to
}

// measuring is the run as one project with figures of those days knows it: one of a
// past day need not have measured it.
func measuring(r health.Run, days explain.Days) health.Run {
	if !days.To.IsZero() {
		r.AsOf = time.Time{}
	}
	return r
}

// unmoved counts the projects of which nothing differs.
type unmoved struct{ measured, carried, without int }

func (u *unmoved) add(d cause.Difference) {
	switch before, after := d.Before.At, d.After.At; {
	case before.IsZero() && after.IsZero():
		u.without++ // nothing was compared
	case before.Equal(after):
		u.carried++
	default:
		u.measured++
	}
}

// String is "3 projects without a difference, 1 of them not measured in between; 9
// have no figures in either run"; empty when there are none.
func (u unmoved) String() string {
	same, without := u.measured+u.carried, "have no figures in either run"
	if u.without == 1 {
		without = "has no figures in either run"
	}
	text := Plural(same, "project", "projects") + " without a change"
	if u.carried > 0 {
		text += fmt.Sprintf(", %d of them not measured in between", u.carried)
	}
	switch {
	case same == 0 && u.without == 0:
		return ""
	case same == 0:
		return Plural(u.without, "project", "projects") + " " + without
	case u.without > 0:
		text += fmt.Sprintf("; %d %s", u.without, without)
	}
	return text
}

// moved is the change of a risk that is known on both sides.
func moved(d cause.Difference) float64 {
	if !d.Before.RiskKnown || !d.After.RiskKnown {
		return 0
	}
	return d.After.Risk.Value - d.Before.Risk.Value
}

func abs(x float64) float64 { return max(x, -x) }

// riskLine is "risk rose from 31.2 to 33.0: +2.1 the project, −0.3 time alone".
func riskLine(d cause.Difference) string {
	text := explain.RiskText(d)
	text = strings.ToLower(text[:1]) + text[1:]
	if shares := explain.SharesText(change.Printed(d)); shares != "" {
		text += ": " + shares
	}
	return text
}

// crowded is how many changes of one cause and reason are told as one line.
const crowded = 6

// changeLines are the changes in plain words, those a score may depend on first;
// what no score counts is counted, unless all is asked for. Several for one
// reason stand below it, and many that became known together are one line.
func changeLines(changes []cause.Change, all bool) (lines []string, more int) {
	type reason struct {
		counts bool
		cause  cause.Cause
		why    string
	}
	var order []reason
	same := map[reason][]cause.Change{}
	for _, counts := range []bool{true, false} {
		for _, c := range changes {
			if c.Counts != counts {
				continue
			}
			r := reason{counts, c.Cause, c.Why}
			if same[r] == nil {
				order = append(order, r)
			}
			same[r] = append(same[r], c)
		}
	}
	for _, r := range order {
		group := same[r]
		because := explain.CauseName(r.cause) + ": " + Plain(r.why)
		switch {
		case !all && !r.counts:
			more += len(group)
		case r.cause == cause.Coverage && len(group) >= crowded:
			lines = append(lines, fmt.Sprintf("%s and %s (%s)", Plain(labels(group[:3])), Plural(len(group)-3, "more figure", "more figures"), because))
		case len(group) == 1:
			lines = append(lines, Plain(explain.ChangeText(group[0]))+" ("+because+")")
		default:
			if !r.counts {
				because += "; not scored"
			}
			lines = append(lines, because)
			for _, c := range group {
				lines = append(lines, "  "+Plain(explain.ChangeText(c)))
			}
		}
	}
	return lines, more
}

func labels(changes []cause.Change) string {
	var out []string
	for _, c := range changes {
		f, _ := field.ByID(c.Field)
		out = append(out, cmp.Or(f.Label, string(c.Field)))
	}
	return strings.Join(out, ", ")
}

// PrintSplit writes the exact split of a change of risk: each cause, and within it
// each input.
func PrintSplit(w io.Writer, d cause.Difference) error {
	from, to := spans([]cause.Difference{d})
	fmt.Fprintf(w, "%s, from %s, to %s\n%s\n", Plain(d.Project), explain.RunName(measuring(d.From, from), from), explain.RunName(measuring(d.To, to), to), riskLine(d))
	if d.Assumed != "" {
		fmt.Fprintln(w, Plain(d.Assumed))
	}
	printed := change.Printed(d)
	for _, s := range printed {
		fmt.Fprintf(w, "\n%s: %s points\n", explain.CauseName(s.Cause), explain.Points(s.Points))
		for i, p := range change.PrintedParts(s) {
			if p != 0 {
				fmt.Fprintf(w, "  %5s  %s\n", explain.Points(p), Plain(s.Parts[i].Label))
			}
		}
	}
	if len(printed) > 0 {
		fmt.Fprintln(w, "\nEach part is the change in one input's points, criticality first. Unchanged inputs can gain or lose points when another input becomes unknown.")
	}
	lines, _ := changeLines(d.Changes, true)
	if len(lines) > 0 {
		fmt.Fprintln(w, "\nwhat differs")
	}
	for _, l := range lines {
		fmt.Fprintf(w, "  %s\n", l)
	}
	return nil
}
