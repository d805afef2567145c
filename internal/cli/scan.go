package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// PrintScan writes the report of one scan: what was read, the axes, the maintenance
// status, the checks by what they cost, and what is unknown. verbose adds every
// finding, every step of a fix and every figure.
func PrintScan(w io.Writer, x explain.Subject, verbose bool) error {
	scanHead(w, x)
	if err := scanAxes(w, x, model.Health, model.Vitality, model.Resilience, model.Posture); err != nil {
		return err
	}
	fmt.Fprintf(w, "\nstatus      %s: %s\n", explain.StatusName(x.Score.Status.Word), Plain(x.Score.Status.Reason))
	scanRisk(w, x)
	return scanRest(w, x, verbose, model.Vitality, model.Resilience, model.Posture)
}

// PrintFolder writes the report of a folder, of which only the checks are known.
func PrintFolder(w io.Writer, x explain.Subject, verbose bool) error {
	scanHead(w, x)
	if err := scanAxes(w, x, model.Posture); err != nil {
		return err
	}
	return scanRest(w, x, verbose, model.Posture)
}

// scanRest writes what reports of repositories and of folders share.
func scanRest(w io.Writer, x explain.Subject, verbose bool, axes ...model.Axis) error {
	printFindings(w, x, verbose)
	printUnknown(w, x.Score, axes)
	printAlerts(w, x.Alerts)
	if verbose {
		fmt.Fprintln(w)
		if err := printInputs(w, x.Figures.Inputs); err != nil {
			return err
		}
	} else {
		fmt.Fprintln(w, "\n--verbose adds all findings, all steps of each fix and all figures; --json prints everything for programs.")
	}
	return printNotShipped(w, x.Shown.Model)
}

// scanHead writes what was read: the repository, its commit, the day and the
// instrument of posture.
func scanHead(w io.Writer, x explain.Subject) {
	name := x.Project.Name
	var parts []string
	if r, ok := x.Project.PrimaryRepository(); ok {
		name = strings.TrimPrefix(r.URL, "https://")
	}
	fmt.Fprintf(w, "scan of %s\n", Plain(name))
	if sn, ok := x.Figures.Snapshot(field.SourceGit); ok && sn.Commit != "" {
		parts = append(parts, "commit "+short(sn.Commit))
	}
	if at := x.Figures.At(); !at.IsZero() {
		parts = append(parts, "as of "+at.UTC().Format(time.DateOnly))
	}
	if b := x.Figures.Basis; b != nil && b.Used.Source == field.SourceScorecard {
		parts = append(parts, "OpenSSF Scorecard "+b.Used.Version)
		if sn, ok := x.Figures.Snapshot(field.SourceGit); b.Used.Commit != "" && (!ok || sn.Commit != b.Used.Commit) {
			parts[len(parts)-1] += " at commit " + short(b.Used.Commit)
		}
	}
	if len(parts) > 0 {
		fmt.Fprintln(w, Plain(strings.Join(parts, ", ")))
	}
	if b := x.Figures.Basis; b != nil && (b.Published() || b.Why != "") {
		printBasis(w, b)
	}
	fmt.Fprintln(w)
}

// short returns the first twelve characters of a commit.
func short(commit string) string { return commit[:min(12, len(commit))] }

// scanAxes writes a row for each axis: the score, its range and its evidence.
func scanAxes(w io.Writer, x explain.Subject, axes ...model.Axis) error {
	tw := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintln(tw, "            SCORE\tRANGE\tEVIDENCE SEEN")
	for _, axis := range axes {
		a := x.Score.Axis(axis)
		value := "unknown"
		if a.Known && !a.Thin {
			value = explain.Whole(a.Value) + " of 100"
		}
		fmt.Fprintf(tw, "%-11s %s\t%s–%s\t%s\n", axis.Name(), value, explain.Whole(a.Lo), explain.Whole(a.Hi), explain.EvidenceSeen(a))
	}
	return tw.Flush()
}

// scanRisk writes risk and criticality, or why they are unknown.
func scanRisk(w io.Writer, x explain.Subject) {
	s := x.Score
	switch {
	case s.RiskKnown:
		fmt.Fprintf(w, "criticality %s\nrisk        %s\n", ranged(s.C.Interval), ranged(s.Risk))
	case x.Project.Unlisted:
		fmt.Fprintln(w, "risk        unknown: the project is on no list, so its criticality is unknown")
	default:
		fmt.Fprintf(w, "risk        unknown; at most %s\n", explain.Whole(s.RiskUpper))
		for _, r := range s.Reasons {
			fmt.Fprintf(w, "            not ranked: %s\n", Plain(r.Text))
		}
	}
}

// printUnknown writes the inputs of the axes without a value, a line for each reason.
func printUnknown(w io.Writer, s health.Score, axes []model.Axis) {
	var order []string
	by := map[string][]string{}
	for _, axis := range axes {
		for _, in := range s.Axis(axis).Inputs {
			if in.Input.Known() {
				continue
			}
			why, name := folded(axis, in)
			if by[why] == nil {
				order = append(order, why)
			}
			by[why] = append(by[why], name)
		}
	}
	if len(order) > 0 {
		fmt.Fprintln(w, "\nNot scored, and why")
	}
	for _, why := range order {
		fmt.Fprintf(w, "  %s: %s\n", Plain(why), Plain(strings.Join(by[why], ", ")))
	}
}

// folded returns the reason under which an input without a value is listed, and its
// name there.
func folded(axis model.Axis, in health.ScoredInput) (why, name string) {
	name = in.Label
	if axis == model.Posture {
		name = in.ID
	}
	if in.Expected != nil {
		name += " (" + explain.Counted(*in.Expected) + ")"
	}
	if in.Input.State == health.NotApplicable {
		return "not applicable", name + " (" + explain.Reason(in.Input) + ")"
	}
	if what, ok := explain.Needs(in.Input.Reason); ok {
		return "needs " + what, name
	}
	return explain.Reason(in.Input), name
}
