package cli

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
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
			printEvidence(w, c, verbose)
		}
	}
}

// lost returns the points of posture that a check costs, 0 to 100.
func lost(in health.ScoredInput) float64 { return in.Share * (100 - in.S) }

// printEvidence writes what a check found and how to fix it.
func printEvidence(w io.Writer, c check.Check, verbose bool) {
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
	for _, step := range steps(c, verbose) {
		fmt.Fprintf(w, "%sfix: %s\n", indent, clip(step, mostFix, verbose))
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

// steps returns the first step of the fix, or all of them. What the first finding
// itself advises is closer to the project than what the check advises everybody.
func steps(c check.Check, verbose bool) []string {
	var out []string
	for _, d := range c.Details {
		if d.Type == "warn" && d.Remedy != "" && !slices.Contains(out, d.Remedy) {
			out = append(out, d.Remedy)
		}
	}
	out = append(out, c.Remedy...)
	if !verbose {
		out = out[:min(1, len(out))]
	}
	for i := range out {
		out[i] = unmarked(out[i], verbose)
	}
	return out
}

// link is a link in markdown: text, then address.
var link = regexp.MustCompile(`\[([^\[\]\n]+)\]\(([^()\s]+)\)`)

// unmarked returns advice without its markdown. Of a link the text stays, and the
// address where the text is no more than "here" or verbose asks for it.
func unmarked(md string, verbose bool) string {
	md = link.ReplaceAllStringFunc(md, func(l string) string {
		m := link.FindStringSubmatch(l)
		switch {
		case strings.EqualFold(m[1], "here"):
			return m[2]
		case verbose:
			return m[1] + " (" + m[2] + ")"
		}
		return m[1]
	})
	return strings.ReplaceAll(md, "`", "")
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
