package cli

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// named is how many of a kind are named; the others are counted.
const named = 20

// Refusals prints the first results that could not be read, and counts the others.
type Refusals struct {
	W io.Writer
	n int
}

// Add prints one of the first.
func (r *Refusals) Add(e *exchange.ResultError) {
	if r.n++; r.n <= named {
		fmt.Fprintln(r.W, Plain(e.Error()))
	}
}

// Rest prints how many more there were, if any.
func (r *Refusals) Rest() {
	if n := r.n - named; n > 0 {
		fmt.Fprintf(r.W, "and %d more could not be read\n", n)
	}
}

// PrintImported writes what there is to take, and what is left out.
func PrintImported(w io.Writer, in exchange.Imported) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, slug := range slices.Sorted(maps.Keys(in.Taken)) {
		r := in.Taken[slug]
		total := "no total"
		if r.Score >= 0 {
			total = explain.Decimal(r.Score) + " of 10"
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\n",
			slug, total, r.Date.Format(time.DateOnly), Plural(len(r.Checks), "check", "checks"), Plain(r.Instrument()))
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%s read, %d unreadable; %s to import, %d with the same or a newer result stored, %d older than another in these files\n",
		Plural(in.Read, "result", "results"), in.Refused, Plural(len(in.Taken), "project", "projects"), in.Behind, in.Older)
	printLeft(w, "for repositories that are not on the list", in.Strangers)
	printLeft(w, "for repositories that are not a project's primary one", in.Beside)
	return err
}

// printLeft names a few of those left out, most results first, and counts the others.
func printLeft(w io.Writer, what string, left map[string]int) {
	if len(left) == 0 {
		return
	}
	names := slices.SortedFunc(maps.Keys(left), func(x, y string) int { return cmp.Or(left[y]-left[x], cmp.Compare(x, y)) })
	rest := ""
	if n := len(names) - named; n > 0 {
		names, rest = names[:named], fmt.Sprintf(" and %d more", n)
	}
	fmt.Fprintf(w, "left out, %s: %s%s\n", what, Plain(strings.Join(names, ", ")), rest)
}

// PrintRecorded writes what an import published: the results of so many projects, so
// many of which now rest on a published one.
func PrintRecorded(w io.Writer, run health.Run, projects, rest int) error {
	_, err := fmt.Fprintf(w, "run %d of list %s: imported results for %s; the posture of %d now uses a published result\n",
		run.ID, run.List, Plural(projects, "project", "projects"), rest)
	return err
}
