package cli

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"github.com/plumbline-scorecard/plumbline/internal/candidate"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
)

// PrintCandidates writes what a list lacks for a person to read.
func PrintCandidates(w io.Writer, d candidate.Document) error {
	fmt.Fprintln(w, Plain(explain.CandidateArchive(d)))
	fmt.Fprintln(w, Plain(d.Packages))
	fmt.Fprintln(w, Plain(d.Index))
	fmt.Fprintln(w, Plain(d.Signature))
	fmt.Fprintln(w)
	fmt.Fprintln(w, Plain(explain.CoverageOf(d)))
	fmt.Fprintln(w, Plain(explain.CandidatesOf(d)))
	fmt.Fprintln(w)
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "SOURCE\tRUN\tBUILD\tBASE\tNATIVE\tREPOSITORY (NOT CHECKED)")
	for _, c := range d.Candidates {
		native, repository := "", Plain(c.Repository)
		if c.Native {
			native = "native"
		}
		if c.Repository != "" {
			repository += ", from Debian's " + explain.CandidateField(c.From) + " field"
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\n", Plain(c.Source), explain.ShareOf(c.RunShare), explain.ShareOf(c.BuildShare), c.Base, native, repository)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "%d of %d candidates shown\n\n", len(d.Candidates), d.Total)
	fmt.Fprintln(w, Plain(explain.CoreOf(d)))
	for _, note := range explain.CandidateNotes {
		fmt.Fprintln(w, Plain(note))
	}
	return nil
}

// PrintCandidatesCSV writes the candidates as CSV. Shares are ratios from 0 to 1. No cell can be
// interpreted as a formula.
func PrintCandidatesCSV(out io.Writer, d candidate.Document) error {
	w := csv.NewWriter(out)
	w.Write([]string{"source", "run_share", "build_share", "run_dependents", "build_dependents", "base", "native", "repository", "repository_from", "suite", "date"})
	ratio := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	text := func(s string) string { return exchange.TextCell(Plain(s)) }
	for _, c := range d.Candidates {
		w.Write([]string{
			text(c.Source), ratio(c.RunShare), ratio(c.BuildShare), strconv.Itoa(c.Run), strconv.Itoa(c.Build), text(c.Base),
			strconv.FormatBool(c.Native), text(c.Repository), text(c.From), text(d.Suite), text(d.Date),
		})
	}
	w.Flush()
	return w.Error()
}
