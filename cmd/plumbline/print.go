package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"
	"unicode"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
)

// printJSON writes a document, indented, with the characters a terminal would
// obey escaped (JSON does so by itself).
func printJSON(w io.Writer, doc any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(doc)
}

// plain returns text from outside without the characters a terminal obeys.
func plain(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		switch {
		case r == '\u00a0': // keeps a figure and its unit together on pages
			r = ' '
		case !unicode.IsPrint(r):
			r = '\uFFFD'
		}
		out = append(out, r)
	}
	return string(out)
}

// notShipped says by which model figures are when it is not the shipped one.
func notShipped(w io.Writer, m health.Model) error {
	if m.Overlay == nil {
		return nil
	}
	_, err := fmt.Fprintf(w, "by %s (%.12s), not by the shipped model; what differs: plumbline model show\n", m.Name(), m.SHA256)
	return err
}

// printProject writes what is known of a project for a person to read.
func printProject(w io.Writer, p health.Project, f health.ProjectFigures, s health.Score, now time.Time) error {
	fmt.Fprintf(w, "%s\n", plain(p.Name))
	if r, ok := p.PrimaryRepository(); ok {
		fmt.Fprintf(w, "%s\n", plain(r.URL))
	}
	if at := f.At(); !at.IsZero() {
		fmt.Fprintf(w, "figures as of %s, %d days old\n", at.Format(time.DateOnly), health.AgeDays(at, now))
	}
	if f.Last.Reason != "" {
		fmt.Fprintf(w, "last attempt: %s\n", plain(f.Last.Reason))
	}
	fmt.Fprintf(w, "\nstatus       %s: %s\n", s.Status.Word, plain(s.Status.Reason))
	for _, a := range []health.Axis{health.Health, health.Vitality, health.Resilience, health.Posture, health.Criticality} {
		fmt.Fprintf(w, "%-12s %s\n", a.Name(), axisText(s.Axis(a)))
	}
	if s.RiskKnown {
		fmt.Fprintf(w, "%-12s %.0f (%.0f–%.0f) %s\n", "risk", s.Risk.Value, s.Risk.Lo, s.Risk.Hi, s.RiskBand.Word)
	} else {
		fmt.Fprintf(w, "%-12s unknown; at most %.0f\n", "risk", s.RiskUpper)
	}
	printBasis(w, f.Basis)
	for _, r := range s.Reasons {
		fmt.Fprintf(w, "not rankable yet: %s\n", plain(r.Text))
	}
	printPlaces(w, f.Ranked)
	fmt.Fprintln(w)
	return printInputs(w, f.Inputs)
}

// printPlaces writes where a project stands among its peers and under other
// weights, by the ranking that is shown.
func printPlaces(w io.Writer, r *health.Ranked) {
	if r == nil {
		return
	}
	for _, s := range r.Standings {
		fmt.Fprintf(w, "%-12s %s: percentile %.0f among %s\n", s.Axis.Name(), s.Place(), s.Percentile(), plain(s.Among()))
	}
	if r.Rank > 0 {
		fmt.Fprintf(w, "rank %d (%d–%d)", r.Rank, r.RankLo, r.RankHi)
		for _, v := range r.Views {
			fmt.Fprintf(w, "; %s: %s", plain(v.Label), viewRank(v))
		}
		fmt.Fprintln(w)
	}
}

func viewRank(v health.View) string {
	if v.Rank == 0 {
		return "not ranked"
	}
	return fmt.Sprintf("%d of %d", v.Rank, v.Of)
}

// printBasis writes which instrument posture is of, and why that one.
func printBasis(w io.Writer, b *health.PostureBasis) {
	if b == nil || b.Used.Source == "" {
		return
	}
	text := "posture is of " + b.Used.Name() + ": "
	if !b.Published() {
		text += "scorecard "
	}
	text += b.Used.Version + ", " + b.Used.ObservedAt.Format(time.DateOnly)
	if c := b.Used.Commit; c != "" {
		text += ", commit " + c[:min(12, len(c))]
	}
	fmt.Fprintln(w, plain(text))
	if b.Why != "" {
		fmt.Fprintf(w, "  %s\n", plain(b.Why))
	}
}

func axisText(a health.AxisScore) string {
	if !a.Known {
		return "unknown"
	}
	return fmt.Sprintf("%.0f (%.0f–%.0f) %s %s, %d %% of the evidence seen", a.Value, a.Lo, a.Hi, a.Band.Letter, a.Band.Word, health.SeenPercent(a.Coverage))
}

func printInputs(w io.Writer, ins health.Inputs) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	var order []string
	unread := map[string]int{}
	for _, field := range health.Catalogue {
		in, ok := ins[field.ID]
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
		value := in.String(field.Kind)
		if in.Known() && (field.Kind == health.Number || field.Kind == health.Count) {
			unit := field.Unit
			if ins.OfTwoYears(field.ID) {
				unit += ", of 24 months"
			}
			value += " (" + unit + ")"
		}
		if len(value) > 60 {
			value = value[:57] + "…"
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\n", field.ID, plain(value), plain(in.Reason))
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	for _, why := range order {
		fmt.Fprintf(w, "%s not known: %s\n", plural(unread[why], "more figure is", "more figures are"), plain(why))
	}
	return nil
}

// printChecks writes the results of Scorecard's checks, a line each.
func printChecks(w io.Writer, r ossf.Result) error {
	fmt.Fprintf(w, "%s, OpenSSF Scorecard %s, %s\n", plain(r.Repo), r.Version, r.Mode)
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range r.Checks {
		result := string(c.State)
		if c.State == health.CheckScored {
			result = fmt.Sprintf("%d of 10", c.Score)
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\n", c.Name, result, plain(c.Reason))
	}
	return tw.Flush()
}
