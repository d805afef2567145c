package cli

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// PrintOverlay writes what the overlay of that name changes.
func PrintOverlay(w io.Writer, name string, m model.Model) error {
	o := m.Overlay
	if o == nil {
		_, err := fmt.Fprintf(w, "%s: valid; it changes no number, so this is the shipped model %s (%.12s)\n", name, m.Name(), m.SHA256)
		return err
	}
	fmt.Fprintf(w, "%s: valid; %s (%.12s), %s changed\n", name, m.Name(), m.SHA256, Plural(len(o.Changes), "number", "numbers"))
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range o.Changes {
		fmt.Fprintf(tw, "  %s\t%s → %s\n", c.Path, Plain(c.From), Plain(c.To))
	}
	for _, n := range o.Notes {
		fmt.Fprintf(tw, "  note: %s\n", Plain(n))
	}
	return tw.Flush()
}

// PrintDiffJSON writes what moves from one model to another as a document, with at
// most limit moves; all when it is 0.
func PrintDiffJSON(w io.Writer, list string, models [2]model.Model, d score.Comparison, limit int) error {
	return PrintJSON(w, diffDocument(list, models[0], models[1], d, limit))
}

// PrintDiff writes the same for a person to read.
func PrintDiff(w io.Writer, models [2]model.Model, d score.Comparison, limit int) error {
	for i, word := range []string{"from", "to  "} {
		fmt.Fprintf(w, "%s %s (%.12s)\n", word, models[i].Name(), models[i].SHA256)
	}
	moves := d.Moves
	if limit > 0 && len(moves) > limit {
		moves = moves[:limit]
	}
	if len(moves) > 0 {
		fmt.Fprintln(w)
		tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(tw, "PROJECT\tRANK\tMOVE\tTIER\tRISK\tMOST BY")
		for _, m := range moves {
			fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\n", Plain(m.Slug), both(rankText(m.Before), rankText(m.After)), placesText(m.Places),
				both(tierText(m.Before), tierText(m.After)), both(riskText(m.Before), riskText(m.After)), Plain(mostBy(m)))
		}
		if err := tw.Flush(); err != nil {
			return err
		}
	}
	return printDiffSummary(w, d, len(moves))
}

func printDiffSummary(w io.Writer, d score.Comparison, shown int) error {
	if len(d.Moves) == 0 {
		_, err := fmt.Fprintf(w, "no changes: %d projects have the same ranks, tiers and risks\n", d.Projects)
		return err
	}
	fmt.Fprintf(w, "\n%d of %d changes shown; of %[4]d projects %[3]d change rank, %[5]d change tier, %[6]d enter or leave the ranking\n",
		shown, len(d.Moves), d.RankMoved, d.Projects, d.TierMoved, d.RankableMoved)
	if math.IsNaN(d.Spearman) {
		_, err := fmt.Fprintf(w, "%s ranked with both models: too few to compare the orders\n", Plural(d.Both, "project is", "projects are"))
		return err
	}
	_, err := fmt.Fprintf(w, "of %d projects ranked with both models, the mean change of rank is %s and the rank correlation %.3f; %d of the top ten are new\n",
		d.Both, explain.Decimal(d.MeanMove), d.Spearman, d.Top)
	return err
}

// both writes what was and what will be, once where they are the same.
func both(before, after string) string {
	if before == after {
		return after
	}
	return before + " → " + after
}

func rankText(r ranking.Row) string {
	if r.Rank == 0 {
		return "–"
	}
	return fmt.Sprint(r.Rank)
}

func tierText(r ranking.Row) string {
	if r.Rank == 0 {
		return "–"
	}
	return fmt.Sprint(r.Tier)
}

func riskText(r ranking.Row) string {
	if r.Risk == nil {
		return "?"
	}
	return explain.Decimal(r.Risk.Value)
}

func placesText(n int) string {
	switch {
	case n > 0:
		return fmt.Sprintf("up %d", n)
	case n < 0:
		return fmt.Sprintf("down %d", -n)
	}
	return "stays"
}

// mostBy names the input that accounts for most of a change, or why the project
// is ranked no longer.
func mostBy(m score.Move) string {
	switch {
	case len(m.Parts) > 0:
		p := m.Parts[0]
		text := fmt.Sprintf("%s %s %+.1f", p.Input, p.Label, p.Points)
		if p.Input == p.Label || p.Axis == "" {
			text = fmt.Sprintf("%s %+.1f", p.Label, p.Points)
		}
		return text
	case !m.After.Rankable && len(m.After.Reasons) > 0:
		return "not ranked: " + m.After.Reasons[0].Text
	case !m.Before.Rankable && len(m.Before.Reasons) > 0:
		return "was not ranked: " + m.Before.Reasons[0].Text
	}
	return "the ranges"
}
