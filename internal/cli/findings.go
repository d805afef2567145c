package cli

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// How much a report says of one check.
const (
	mostFindings = 3
	mostText     = 110 // runes of a reason or a finding
	mostFix      = 200
)

// printFindings writes the checks that have a score, the one that costs most first.
func printFindings(w io.Writer, x explain.Subject, verbose bool) {
	results := map[string]check.Check{}
	if b := x.Figures.Basis; b != nil {
		sn, _ := x.Figures.Snapshot(b.Used.Source)
		for _, c := range sn.Checks {
			results[c.Name] = c
		}
	}
	var rows []health.ScoredInput
	for _, in := range x.Score.S.Inputs {
		if in.Input.Known() {
			rows = append(rows, in)
		}
	}
	if len(rows) == 0 {
		return
	}
	slices.SortStableFunc(rows, func(a, b health.ScoredInput) int { return cmp.Compare(lost(b), lost(a)) })
	fmt.Fprintln(w, "\nChecks, by the points of posture that they cost")
	for _, in := range rows {
		c := results[in.ID]
		cost := ""
		if points := lost(in); points > 0 {
			cost = "−" + explain.Decimal(points)
		}
		fmt.Fprintf(w, "  %3s of 10  %6s  %-22s  %s\n", explain.Whole(in.Input.Value), cost, in.ID, explain.Dated(in.Input, clip(in.Input.Reason, mostText, verbose)))
		if lost(in) > 0 {
			printEvidence(w, c, x.ToDo[in.Field], verbose)
		}
	}
}

// lost returns the points of posture that a check costs, 0 to 100.
func lost(in health.ScoredInput) float64 { return in.Share * (100 - in.S) }

// printEvidence writes what a check found and what to do about it.
func printEvidence(w io.Writer, c check.Check, todo explain.ToDo, verbose bool) {
	const indent = "                     "
	var found []check.Detail
	for i, d := range c.Details { // warnings come first
		if d.Type == "warn" || i == 0 || verbose {
			found = append(found, d)
		}
	}
	most := mostFindings
	if verbose {
		most = len(found)
	}
	for _, d := range found[:min(most, len(found))] {
		fmt.Fprintf(w, "%s%s\n", indent, clip(finding(d), mostText, verbose))
	}
	if more := len(found) - most + c.Omitted; more > 0 && len(found) >= most {
		fmt.Fprintf(w, "%s… %s\n", indent, Plural(more, "more finding", "more findings"))
	}
	for _, line := range advice(todo, verbose) {
		fmt.Fprintf(w, "%s%s\n", indent, clip(line, mostFix, verbose))
	}
}

// finding is one line of evidence, with its place first.
func finding(d check.Detail) string {
	switch {
	case d.Path == "":
		return d.Text
	case d.Line > 0:
		return fmt.Sprintf("%s:%d: %s", d.Path, d.Line, d.Text)
	}
	return d.Path + ": " + d.Text
}

// advice returns the first step, or all of them, without marks of code.
func advice(todo explain.ToDo, verbose bool) []string {
	out := make([]string, 0, len(todo.Steps)+1)
	for _, step := range todo.Steps {
		out = append(out, "fix: "+step)
	}
	if todo.Nothing != "" {
		out = append(out, "nothing to do: "+todo.Nothing)
	}
	if !verbose {
		out = out[:min(1, len(out))]
	}
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], "`", "")
	}
	return out
}

// clip returns text on one line of at most n runes, or whole.
func clip(text string, n int, whole bool) string {
	text = Plain(strings.Join(strings.Fields(text), " "))
	if whole || utf8.RuneCountInString(text) <= n {
		return text
	}
	cut := string([]rune(text)[:n-1])
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:") + "…"
}
