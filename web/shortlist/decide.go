package shortlist

import (
	"errors"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/decision"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// mostOpen is how many unknown facts a row has.
const mostOpen = 2

// mostDecided is the longest list of which the page says it; files say it of every list. With 100
// projects the page would have 160 kB.
const mostDecided = 40

// decided are the rows of which the page says it: all or none.
func (v view) decided() []row {
	if len(v.Rows) > mostDecided {
		return nil
	}
	return v.Rows
}

// decide adds to rows what their decisions depend on; one that is unknown stays nil. Cost: the first
// time for a run it ranks the list four times; each project is then scored once for each unknown fact
// and end.
func (m maker) decide(rows []row) error {
	for i := range rows {
		r := &rows[i]
		if r.view == nil {
			continue
		}
		d, err := r.view.Decision(m.Context(), r.Slug, decision.First)
		switch {
		case err == nil:
			d.Open = d.Open[:min(mostOpen, len(d.Open))]
			r.Depends = &d
		case !errors.Is(err, query.ErrTooLong) && !errors.Is(err, health.ErrNotFound):
			return err
		}
	}
	return nil
}

// variantHeads are the variants as columns.
var variantHeads = map[string]string{
	decision.PostureBad: "Unseen checks bad", decision.PostureGood: "Unseen checks good",
	decision.HalfCritical: "Half criticality", decision.DoubleCritical: "Double criticality", decision.NoExperts: "No expert lists",
}

// depends is the table of what each decision depends on.
func (v view) depends() table.Table {
	heads := []string{"Project", "Decision"}
	for _, id := range decision.Variants {
		heads = append(heads, variantHeads[id])
	}
	t := table.Grid("What would change each decision", heads)
	for _, r := range v.decided() {
		cells := []table.Cell{{Text: page.Cut(r.Name)}}
		if r.Depends == nil {
			cells = append(cells, table.Cell{Unknown: true, Text: "unknown"})
		} else {
			cells = append(cells, table.Cell{Text: r.Depends.Sentence()})
		}
		for _, id := range decision.Variants {
			cells = append(cells, outcome(r.Depends, id))
		}
		t.Rows = append(t.Rows, table.Row{Key: "depends-" + r.Slug, Cells: cells})
	}
	return t
}

// outcome is whether a project is among the chosen ones under a variant, and its rank.
func outcome(d *decision.Decision, variant string) table.Cell {
	o := of(d, variant)
	switch {
	case o.Rank == 0:
		return table.Cell{Text: "–"}
	case o.Stays:
		return table.Cell{Text: "yes, " + explain.Thousands(o.Rank)}
	}
	return table.Cell{Text: "no, " + explain.Thousands(o.Rank)}
}

// of is the outcome of a variant; the zero value without one.
func of(d *decision.Decision, variant string) decision.Outcome {
	if d != nil {
		for _, o := range d.Outcomes {
			if o.Variant == variant {
				return o
			}
		}
	}
	return decision.Outcome{}
}

// dependsHeads are the columns of files about decisions.
func dependsHeads() []string {
	out := []string{"first", "stays_in", "variants_judged"}
	for _, id := range decision.Variants {
		out = append(out, "rank_"+id)
	}
	for i := range mostOpen {
		n := strconv.Itoa(i + 1)
		out = append(out, "unknown_"+n, "unknown_"+n+"_rank_if_bad", "unknown_"+n+"_rank_if_good")
	}
	return out
}

// dependsCells are the cells of files about one decision, empty where it is unknown.
func dependsCells(d *decision.Decision) []string {
	out := make([]string, 3, 3+len(decision.Variants)+3*mostOpen)
	if d != nil {
		out = append(out[:0], strconv.Itoa(d.First), strconv.Itoa(d.Stays), strconv.Itoa(d.Judged))
	}
	for _, id := range decision.Variants {
		out = append(out, number(of(d, id).Rank))
	}
	for i := range mostOpen {
		if d == nil || i >= len(d.Open) {
			out = append(out, "", "", "")
			continue
		}
		out = append(out, d.Open[i].Input, number(d.Open[i].Bad), number(d.Open[i].Good))
	}
	return out
}
