package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// PrintProject writes what is known of a project for a person to read: of which
// run, the scores, every figure, what is worth a look, and by which model.
func PrintProject(w io.Writer, x explain.Subject) error {
	printShown(w, x.Shown)
	printHead(w, x)
	if err := printInputs(w, x.Figures.Inputs); err != nil {
		return err
	}
	printAlerts(w, x.Alerts)
	return printNotShipped(w, x.Shown.Model)
}

// PrintProjectJSON writes the same as a document.
func PrintProjectJSON(w io.Writer, x explain.Subject) error {
	d := exchange.ProjectDocument(x.Project, x.Figures, x.Score).Dated(entry.Days(x.List, x.Project, x.Figures.Inputs))
	d.Alerts = exchange.AlertDocuments(x.Alerts)
	return PrintJSON(w, d)
}

// printHead writes a project's name, its scores and its place.
func printHead(w io.Writer, x explain.Subject) {
	f := x.Figures
	s := x.Score
	fmt.Fprintf(w, "%s\n", Plain(x.Project.Name))
	if r, ok := x.Project.PrimaryRepository(); ok {
		fmt.Fprintf(w, "%s\n", Plain(r.URL))
	}
	printCopied(w, x)
	if at := f.At(); !at.IsZero() {
		fmt.Fprintf(w, "figures as of %s, %d days old\n", at.Format(time.DateOnly), health.AgeDays(at, x.Shown.Now))
	}
	if f.Last.Reason != "" {
		fmt.Fprintf(w, "last attempt: %s\n", Plain(f.Last.Reason))
	}
	fmt.Fprintf(w, "\nstatus       %s: %s\n", s.Status.Word, Plain(s.Status.Reason))
	for _, a := range []model.Axis{model.Health, model.Vitality, model.Resilience, model.Posture, model.Criticality} {
		fmt.Fprintf(w, "%-12s %s\n", a.Name(), axisText(s.Axis(a)))
	}
	fmt.Fprintf(w, "%-12s %s\n", "risk", projectRisk(s))
	printBasis(w, f.Basis)
	for _, r := range s.Reasons {
		fmt.Fprintf(w, "not ranked: %s\n", Plain(r.Text))
	}
	for _, r := range s.Partial {
		fmt.Fprintf(w, "no position: %s\n", Plain(r.Text))
	}
	printPlaces(w, f.Ranked)
	fmt.Fprintln(w)
}

// printCopied writes that the git figures are from a copy by others.
func printCopied(w io.Writer, x explain.Subject) {
	if c, ok := explain.CopiedFrom(x.Project, x.Figures); ok {
		fmt.Fprintf(w, "git figures from a public copy at %s: %s, as of %s\n", c.Commit, Plain(c.URL), c.Day)
	}
}

// printPlaces writes where a project stands among its peers and under other
// weights, by the ranking that is shown.
func printPlaces(w io.Writer, r *ranking.Row) {
	if r == nil {
		return
	}
	for _, s := range r.Standings {
		fmt.Fprintf(w, "%-12s %s: percentile %s among %s\n", s.Axis.Name(), s.Place(), explain.Whole(s.Percentile()), Plain(s.Among()))
	}
	switch {
	case r.State() == health.RankPartial:
		fmt.Fprintf(w, "no position; its rank would be %s with 90%% probability; %s\n", explain.Places(r.RankLo, r.RankHi), explain.IfUnseen(r.RankIfBad, r.RankIfGood))
	case r.Rank > 0:
		fmt.Fprintf(w, "rank %d (%d–%d)", r.Rank, r.RankLo, r.RankHi)
		for _, v := range r.Views {
			fmt.Fprintf(w, "; %s: %s", Plain(v.Label), viewRank(v))
		}
		fmt.Fprintln(w)
		if slices.ContainsFunc(r.Views, func(v ranking.View) bool { return v.Of != r.Views[0].Of }) {
			fmt.Fprintln(w, "  "+explain.OtherTotals)
		}
	}
}

func viewRank(v ranking.View) string {
	if v.Rank == 0 {
		return "not ranked"
	}
	return fmt.Sprintf("%d of %d", v.Rank, v.Of)
}

// printBasis writes which instrument posture is of, and why that one.
func printBasis(w io.Writer, b *figures.Basis) {
	if b == nil || b.Used.Source == "" {
		return
	}
	text := "posture is from " + b.Used.Name() + ": "
	if !b.Published() {
		text += "scorecard "
	}
	text += b.Used.Version + ", " + b.Used.ObservedAt.Format(time.DateOnly)
	if c := b.Used.Commit; c != "" {
		text += ", commit " + c[:min(12, len(c))]
	}
	fmt.Fprintln(w, Plain(text))
	if b.Why != "" {
		fmt.Fprintf(w, "  %s\n", Plain(b.Why))
	}
}

// projectRisk returns the risk with its band, which only a project with a position has.
func projectRisk(s health.Score) string {
	if !s.RiskKnown {
		return "unknown; at most " + explain.Whole(s.RiskUpper)
	}
	return strings.TrimSpace(ranged(s.Risk) + " " + s.RiskBand.Word)
}

func axisText(a health.AxisScore) string {
	switch {
	case !a.Known:
		return "unknown"
	case a.Thin:
		return "no number: " + explain.Evidence(a)
	}
	return fmt.Sprintf("%s %s, %s", ranged(a.Interval), a.Band.Word, explain.Evidence(a))
}

func printInputs(w io.Writer, ins health.Inputs) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	var order []string
	unread := map[string]int{}
	for _, row := range field.Catalogue {
		in, ok := ins[row.ID]
		if !ok {
			continue
		}
		if in.State == health.Unknown && in.Source == "" { // its source gave nothing at all
			if unread[in.Reason] == 0 {
				order = append(order, in.Reason)
			}
			unread[in.Reason]++
			continue
		}
		value := in.String(row.Kind)
		if in.Known() && (row.Kind == field.Number || row.Kind == field.Count) {
			unit := row.Unit
			if ins.OfTwoYears(row.ID) {
				unit += ", over 24 months"
			}
			value += " (" + unit + ")"
		}
		if len(value) > 60 {
			value = value[:57] + "…"
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\n", row.ID, Plain(value), Plain(explain.Dated(in, in.Reason)))
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	for _, why := range order {
		fmt.Fprintf(w, "%s unknown: %s\n", Plural(unread[why], "more figure is", "more figures are"), Plain(why))
	}
	return nil
}

// printAlerts writes what is worth a look, a line each; nothing when nothing is.
func printAlerts(w io.Writer, all []alert.Alert) {
	for i, x := range all {
		if i == 0 {
			fmt.Fprintln(w, "\nworth a look (not scored; most are harmless, see /method for common causes)")
		}
		fmt.Fprintf(w, "%s %s\n", x.ID, Plain(x.Text))
	}
}
