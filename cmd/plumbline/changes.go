package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

type changesCmd struct {
	Repo  string   `arg:"" name:"project" optional:"" help:"One project only: slug, owner/name or URL."`
	List  string   `name:"list" default:"critical" help:"List to compare."`
	Since string   `name:"since" placeholder:"RUN|DAY" help:"Compare with this run, or with what was shown on this day (default: the newest run eight days before the last, else the first)."`
	Until string   `name:"until" placeholder:"RUN|DAY" help:"Compare up to this run or day (default: the last run)."`
	Cause []string `name:"cause" sep:"," enum:"model,list,source,instrument,coverage,clock,project" help:"Show changes by these causes alone: ${enum}."`
	JSON  bool     `name:"json" help:"Print JSON."`

	split bool // of one project: how the change of risk is split
}

func (c changesCmd) Run(a *app) error {
	list, slug := c.List, ""
	if c.Repo != "" {
		p, l, err := a.project(c.Repo)
		if err != nil {
			return err
		}
		list, slug = l.Slug, p.Slug
	}
	l, err := a.list(list)
	if err != nil {
		return err
	}
	st, err := a.readable(a.ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	from, to, err := c.runs(a, st, list)
	if errors.Is(err, health.ErrNotFound) && c.JSON {
		return printJSON(a.stdout, exchange.ChangesDocument(list, health.Comparison{From: to, To: to}))
	}
	if errors.Is(err, health.ErrNotFound) {
		_, err = fmt.Fprintf(a.stdout, "%s has one run so far: there is nothing to compare it with\n", list)
		return err
	}
	if err != nil {
		return err
	}
	past := a.past(st)
	last, err := st.LastRun(a.ctx, list)
	if err != nil {
		return err
	}
	past.Alone = last.ModelSHA != a.set.Model.SHA256 // nothing of it is published
	all, err := past.Since(a.ctx, l, from, to)
	if err != nil {
		return err
	}
	all.Differences = c.wanted(all.Differences, slug)
	if c.JSON {
		return printJSON(a.stdout, exchange.ChangesDocument(list, all))
	}
	if c.split {
		for _, d := range all.Differences {
			return printSplit(a.stdout, d)
		}
	}
	return printChanges(a.stdout, list, all, slug != "")
}

// runs are the two to compare. ErrNotFound when there are no two.
func (c changesCmd) runs(a *app, st *store.Store, list string) (from, to health.Run, err error) {
	if c.Until == "" {
		to, err = st.LastRun(a.ctx, list)
	} else {
		to, err = a.runOf(st, list, "--until", c.Until)
	}
	if err != nil {
		return from, to, err
	}
	if c.Since == "" {
		from, err = a.past(st).Before(a.ctx, to)
		return from, to, err
	}
	if from, err = a.runOf(st, list, "--since", c.Since); err != nil {
		return from, to, err
	}
	if !from.Finished.Before(to.Finished) {
		return from, to, usage.Errorf("%s is not before %s", runName(from, span{}), runName(to, span{}))
	}
	return from, to, nil
}

// wanted leaves out the projects and the changes that were not asked for. Shares
// stay whole: a part of a sum would be no sum.
func (c changesCmd) wanted(all []health.Difference, slug string) []health.Difference {
	var out []health.Difference
	for _, d := range all {
		if slug != "" && d.Project != slug {
			continue
		}
		if len(c.Cause) > 0 {
			d.Changes = slices.DeleteFunc(d.Changes, func(x health.Change) bool { return !slices.Contains(c.Cause, string(x.Cause)) })
			byModel := slices.ContainsFunc(d.Shares, func(s health.CauseShare) bool { return s.Cause == health.CauseModel })
			if len(d.Changes) == 0 && !(byModel && slices.Contains(c.Cause, string(health.CauseModel))) {
				continue
			}
		}
		out = append(out, d)
	}
	return out
}

// printChanges writes what differs: first what moved many projects at once, then
// each project, the largest change of risk first.
func printChanges(w io.Writer, list string, c health.Comparison, one bool) error {
	from, to := spans(c.Differences)
	if one {
		c.From, c.To = measuring(c.From, from), measuring(c.To, to)
	}
	fmt.Fprintf(w, "%s, from %s, to %s\n", list, runName(c.From, from), runName(c.To, to))
	if c.Assumed != "" {
		fmt.Fprintln(w, plain(c.Assumed))
	}
	for _, n := range c.Notices {
		claim, rest := ui.NoticeText(n)
		fmt.Fprintf(w, "\nnotice: %s %s\n", claim, rest)
	}
	slices.SortStableFunc(c.Differences, func(a, b health.Difference) int { return cmp.Compare(abs(moved(b)), abs(moved(a))) })
	same, bare := unmoved{}, false
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
		fmt.Fprintf(w, "%s: %s\n", plain(d.Project), riskLine(d))
		for _, l := range lines {
			fmt.Fprintf(w, "  %s\n", l)
		}
		if more > 0 {
			fmt.Fprintf(w, "  and %s that no score counts\n", plural(more, "figure", "figures"))
		}
	}
	if text := same.String(); text != "" {
		fmt.Fprintf(w, "\n%s\n", text)
	}
	return nil
}

// spans are the days the figures describe on either side.
func spans(all []health.Difference) (from, to span) {
	for _, d := range all {
		from.add(d.Before.At)
		to.add(d.After.At)
	}
	return from, to
}

// measuring is the run as one project with figures of those days knows it: one of a
// past day need not have measured it.
func measuring(r health.Run, days span) health.Run {
	if !days.to.IsZero() {
		r.AsOf = time.Time{}
	}
	return r
}

// unmoved counts the projects of which nothing differs.
type unmoved struct{ measured, carried, without int }

func (u *unmoved) add(d health.Difference) {
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
	text := plural(same, "project", "projects") + " without a difference"
	if u.carried > 0 {
		text += fmt.Sprintf(", %d of them not measured in between", u.carried)
	}
	switch {
	case same == 0 && u.without == 0:
		return ""
	case same == 0:
		return plural(u.without, "project", "projects") + " " + without
	case u.without > 0:
		text += fmt.Sprintf("; %d %s", u.without, without)
	}
	return text
}

// moved is the change of a risk that is known on both sides.
func moved(d health.Difference) float64 {
	if !d.Before.RiskKnown || !d.After.RiskKnown {
		return 0
	}
	return d.After.Risk.Value - d.Before.Risk.Value
}

func abs(x float64) float64 { return max(x, -x) }

// riskLine is "risk rose from 31.2 to 33.0: +2.1 the project, −0.3 time alone".
func riskLine(d health.Difference) string {
	text := ui.RiskText(d)
	text = strings.ToLower(text[:1]) + text[1:]
	if shares := ui.SharesText(change.Printed(d)); shares != "" {
		text += ": " + shares
	}
	return text
}

// crowded is how many changes of one cause and reason are told as one line.
const crowded = 6

// changeLines are the changes in plain words, those a score may depend on first;
// what no score counts is counted, unless all is asked for. Several for one
// reason stand below it, and many that became known together are one line.
func changeLines(changes []health.Change, all bool) (lines []string, more int) {
	type reason struct {
		counts bool
		cause  health.Cause
		why    string
	}
	var order []reason
	same := map[reason][]health.Change{}
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
		because := ui.CauseName(r.cause) + ": " + plain(r.why)
		switch {
		case !all && !r.counts:
			more += len(group)
		case r.cause == health.CauseCoverage && len(group) >= crowded:
			lines = append(lines, fmt.Sprintf("%s and %s (%s)", plain(labels(group[:3])), plural(len(group)-3, "more figure", "more figures"), because))
		case len(group) == 1:
			lines = append(lines, plain(ui.ChangeText(group[0]))+" ("+because+")")
		default:
			if !r.counts {
				because += "; in no score"
			}
			lines = append(lines, because)
			for _, c := range group {
				lines = append(lines, "  "+plain(ui.ChangeText(c)))
			}
		}
	}
	return lines, more
}

func labels(changes []health.Change) string {
	var out []string
	for _, c := range changes {
		f, _ := health.FieldByID(c.Field)
		out = append(out, cmp.Or(f.Label, c.Field))
	}
	return strings.Join(out, ", ")
}

// printSplit writes the exact split of a change of risk: each cause, and within it
// each input.
func printSplit(w io.Writer, d health.Difference) error {
	from, to := spans([]health.Difference{d})
	fmt.Fprintf(w, "%s, from %s, to %s\n%s\n", plain(d.Project), runName(measuring(d.From, from), from), runName(measuring(d.To, to), to), riskLine(d))
	if d.Assumed != "" {
		fmt.Fprintln(w, plain(d.Assumed))
	}
	printed := change.Printed(d)
	for _, s := range printed {
		fmt.Fprintf(w, "\n%s: %s points\n", ui.CauseName(s.Cause), ui.Points(s.Points))
		for i, p := range change.PrintedParts(s) {
			if p != 0 {
				fmt.Fprintf(w, "  %5s  %s\n", ui.Points(p), plain(s.Parts[i].Label))
			}
		}
	}
	if len(printed) > 0 {
		fmt.Fprintln(w, "\nA part is what an input weighs more or less than before, with criticality first: also what did not change itself moves when another is not known any more.")
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
