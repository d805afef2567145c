package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// PrintRank writes rows of a ranking for a person to read.
func PrintRank(w io.Writer, page ranking.Page, shown explain.Shown) error {
	printShown(w, shown)
	if err := printRows(w, page); err != nil {
		return err
	}
	return printNotShipped(w, shown.Model)
}

// PrintRankJSON writes rows of the ranking of a list as a document.
func PrintRankJSON(w io.Writer, list string, page ranking.Page) error {
	return PrintJSON(w, exchange.RankDocument(list, page).ForOperators(page.Rows))
}

// PrintRankCSV writes rows of a ranking as CSV.
func PrintRankCSV(out io.Writer, page ranking.Page) error {
	w, err := exchange.NewRankCSV(out, page.Run)
	if err != nil {
		return err
	}
	return w.Write(page.Rows)
}

// printRows writes the rows that take part in the order first, then those that cannot be distinguished from
// finished, then the others.
func printRows(w io.Writer, page ranking.Page) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "RANK\tPROJECT\tRISK\tCRITICALITY\tVITALITY\tRESILIENCE\tPOSTURE\tAS OF\tNOTE")
	var apart, rest []ranking.Row
	others, partial := false, 0
	for _, r := range page.Rows {
		others = others || r.S != nil && r.PostureFrom == field.SourcePublished
		switch r.State() {
		case health.RankCannotTell:
			apart = append(apart, r)
		case health.RankNone:
			rest = append(rest, r)
		case health.RankPartial:
			partial++
			printRow(tw, r, r.MainReason)
		default:
			printRow(tw, r, r.MainReason)
		}
	}
	if len(apart) > 0 {
		fmt.Fprintln(tw, "\nFinished or abandoned: unknown, so without a rank. To find out: collect with a GitHub token (no scopes needed)")
		for _, r := range apart {
			printRow(tw, r, "no person committed in 12 months; the issue tracker was not read")
		}
	}
	if len(apart) > 0 && len(rest) > 0 {
		fmt.Fprintln(tw, "\nNot ranked")
	}
	for _, r := range rest {
		note := ""
		if len(r.Reasons) > 0 {
			note = "not ranked: " + r.Reasons[0].Text
		}
		printRow(tw, r, note)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	if others {
		fmt.Fprintln(w, "* posture comes from a published result, not from our own scan (see \"plumbline show PROJECT\")")
	}
	if partial > 0 {
		fmt.Fprintf(w, "%s without a position: too little is known, and the range shows which ranks it could have\n", explain.Of(partial, "project", "projects"))
	}
	_, err := fmt.Fprintf(w, "%d of %d projects shown, %d ranked\n", len(page.Rows), page.Total, page.RankedTotal)
	return err
}

func printRow(tw io.Writer, r ranking.Row, note string) {
	rank, asOf := "–", "never"
	switch {
	case r.Rank > 0:
		rank = fmt.Sprint(r.Rank)
	case r.State() == health.RankPartial:
		rank = "(" + explain.Places(r.RankLo, r.RankHi) + ")"
	}
	if !r.ObservedAt.IsZero() {
		asOf = r.ObservedAt.Format("2006-01-02")
	}
	fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
		rank, Plain(r.Slug), whole(r.Risk), whole(r.C), whole(r.V), whole(r.R), posture(r), asOf, Plain(note))
}

// posture marks the one that rests on a published result.
func posture(r ranking.Row) string {
	text := whole(r.S)
	if r.S != nil && r.PostureFrom == field.SourcePublished {
		text += "*"
	}
	return text
}

func whole(i *health.Interval) string {
	if i == nil {
		return "?"
	}
	return ranged(*i)
}

// ranged returns a figure with its range: "54 (46–63)".
func ranged(i health.Interval) string {
	return explain.Whole(i.Value) + " " + explain.Range(i.Lo, i.Hi)
}
