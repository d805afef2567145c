package verdict

import (
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// Places is where a project stands: among its peers, and under other weights.
type Places struct {
	Peers table.Table
	// Beside are sentences that set figures beside those of others, or say why they are not.
	Beside   []string
	NoPeer   string      // why there are none
	NoPeerID string      // the id of that
	Views    table.Table // empty where no rank is known
	Shift    string      // what the views come to
	Totals   string      // why they rank another number of projects; empty if they do not
}

// PlacesOf is pure. Ranks are those of the published ranking.
func PlacesOf(sub query.Project, beside query.Beside) Places {
	v := Places{
		Beside: besideWords(beside),
		Peers: table.Table{
			Caption: "Percentile among comparable projects", Layout: table.Columns,
			Heads: []table.Head{
				{Label: "Figure"},
				{Label: "Percentile", Class: "num", Cells: "num is-row", Short: "Percentile"},
				{Label: "Position", Class: "is-g", Cells: "is-g is-full"},
			},
		},
		Views: table.Table{
			Caption: "Rank and risk with other weights", Layout: table.Columns,
			Heads: []table.Head{
				{Label: "Weights"},
				{Label: "Rank", Class: "num", Cells: "num nowrap is-row", Short: "Rank"},
				{Label: "Risk", Class: "num", Cells: "num is-row", Short: "Risk"},
			},
		},
	}
	r := sub.Figures.Ranked
	if r == nil {
		v.NoPeerID, v.NoPeer = "not-published", "No results have been published for this project yet."
		return v
	}
	for _, s := range r.Standings {
		v.Peers.Rows = append(v.Peers.Rows, table.Row{Key: "axis-" + string(s.Axis), Cells: []table.Cell{
			{Text: explain.Sentence(s.Axis.Name())},
			{Text: explain.Whole(s.Percentile())},
			{Text: explain.Sentence(s.Place()) + ".", Sub: s.Among()},
		}})
	}
	if len(v.Peers.Rows) == 0 {
		v.NoPeerID, v.NoPeer = "too-little-seen", "Too little is known to compare it with other projects."
	}
	if r.Rank > 0 || rankedInAny(r.Views) {
		v.views(*r, sub.Summary.Ranked)
	}
	return v
}

// besideWords are the sentences; none for a project without a rank of its own.
func besideWords(b query.Beside) []string {
	var out []string
	for _, s := range b.Standings {
		out = append(out, explain.Beside(s)+".")
	}
	for _, a := range b.Few {
		out = append(out, explain.FewBeside(a)+".")
	}
	for _, a := range b.Unknown {
		out = append(out, explain.UnknownBeside(a)+".")
	}
	return out
}

// views adds the places under other weights.
func (v *Places) views(r ranking.Row, of int) {
	add := func(id, label, rank, risk string) {
		v.Views.Rows = append(v.Views.Rows, table.Row{Key: id, Cells: []table.Cell{{Text: label}, {Text: rank}, {Text: risk}}})
	}
	as := rankOf(r.Rank, of)
	if r.State() == health.RankPartial {
		as = "no position; could be " + explain.Places(r.RankLo, r.RankHi)
	}
	add("published", "As published", as, riskWords(r.Risk.Number()))
	lo, hi := r.Rank, r.Rank
	for _, x := range r.Views {
		rank := rankOf(x.Rank, x.Of)
		if r.State() == health.RankPartial && x.Rank > 0 {
			rank = "no position; could be " + explain.Thousands(x.Rank)
		}
		add(x.ID, x.Label, rank, riskWords(x.Risk))
		if x.Rank > 0 {
			lo, hi = min(lo, x.Rank), max(hi, x.Rank)
		}
	}
	if slices.ContainsFunc(r.Views, func(x ranking.View) bool { return x.Of != of }) {
		v.Totals = explain.OtherTotals
	}
	if r.Rank > 0 && r.RankHi > 0 {
		v.Shift = fmt.Sprintf("Ranks %d to %d with these weights. With random weights and missing data: %d–%d.", lo, hi, r.RankLo, r.RankHi)
	}
}

func rankedInAny(views []ranking.View) bool {
	for _, v := range views {
		if v.Rank > 0 {
			return true
		}
	}
	return false
}

func rankOf(rank, of int) string {
	if rank == 0 {
		return "not ranked"
	}
	return explain.Thousands(rank) + " of " + explain.Thousands(of)
}

func riskWords(risk *float64) string {
	if risk == nil {
		return "?"
	}
	return explain.Whole(*risk)
}
