package beforeafter

import (
	"errors"
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/intervention"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// live compares two published runs: the last one before the day and the newest.
func (s maker) live(v *oneView, d *document, slug string) error {
	d.Points = runs
	v.Kind = "Only published runs are compared. What instruments, models, lists, coverage and the clock moved is apart from what the project changed itself."
	v.Finding = ui.Finding{Claim: claim, Rest: notAnEffect, Says: "not-an-effect"}
	none := func(reason, why string) error {
		v.Reason, v.Why, d.Why = reason, why, given(why)
		return nil
	}
	switch {
	case s.asked.day == "":
		return none("no-day", "Choose the day on which money or work came.")
	case !s.Published:
		return none("no-run", "No run has been published.")
	}
	from, err := s.Query.View(s.Context(), s.List.Slug, s.asked.day)
	var bad *query.AsOfError
	switch {
	case errors.As(err, &bad):
		return none("no-run-before", "No run was published by that day. Runs can be compared for days after the first run.")
	case err != nil:
		return err
	case !from.Published || from.Run.ID == s.Run.ID:
		return none("no-run-after", "No run was published after that day. The newest was published on "+explain.Day(s.Run.Finished)+".")
	}
	l, err := s.Live(s.Context(), from, slug, s.asked.day)
	if errors.Is(err, health.ErrNotFound) || errors.Is(err, health.ErrNotKept) {
		return none("not-in-both", "The figures of one of the two runs are not kept.")
	}
	if err != nil {
		return err
	}
	s.runs(v, d, l)
	return nil
}

// runs fills in a comparison of two runs.
func (s maker) runs(v *oneView, d *document, l query.LiveBeforeAfter) {
	d.Left, d.Risk = leftJSON(l.Left), &riskJSON{From: l.From.Run.ID, To: l.To.Run.ID, Peers: map[string]*float64{}}
	own, known := l.Own.Points(cause.Project)
	var peers []float64
	for _, p := range l.Peers {
		d.Risk.Peers[p.Slug] = nil
		if points, ok := p.Points(cause.Project); ok {
			peers = append(peers, points)
			d.Risk.Peers[p.Slug] = &points
		}
	}
	slices.Sort(peers)
	if len(peers) >= intervention.LeastPeers {
		m := intervention.Median(peers)
		d.Risk.Median = &m
	}
	between := fmt.Sprintf("run %d of %s and run %d of %s", l.From.Run.ID, explain.Day(l.From.Run.Finished), l.To.Run.ID, explain.Day(l.To.Run.Finished))
	if !known {
		v.Finding.Claim += " Risk is unknown in one of the two runs."
		v.Finding.Rest = "Compared are " + between + ". " + notAnEffect
	} else {
		d.Risk.Own, d.Risk.Points = &own, map[cause.Cause]float64{}
		for _, x := range l.Own.Shares {
			d.Risk.Points[x.Cause] = x.Points
		}
		v.Finding.Claim += fmt.Sprintf(" The project’s own changes moved its risk by %s points.", explain.Points(own))
		if d.Risk.Median != nil {
			v.Finding.Claim += fmt.Sprintf(" The median of %s: %s.", explain.Of(len(peers), "peer", "peers"), explain.Points(*d.Risk.Median))
		}
		v.Finding.Rest = "Lower risk is better. Compared are " + between + ". " + notAnEffect
		v.Finding.Says += " own:" + explain.Decimal(own)
	}
	v.Changes, v.Peers = causesTable(l.Own, d.Risk.Median), ownTable(l.Peers)
	v.Left = leftWords(l.Left, len(l.Peers))
}

// causesTable has a row for each cause: only that of the project itself is beside its peers.
func causesTable(own query.Own, median *float64) table.Table {
	t := table.Grid("What moved the risk, by cause", []string{"Cause", "Points of risk", "Median of peers"}, 1, 2)
	for _, c := range slices.Backward(cause.All) {
		row := table.Row{Key: string(c), Cells: []table.Cell{{Text: explain.Sentence(explain.CauseName(c))}, unknown("risk is unknown on one side"), {Text: "not compared"}}}
		if points, ok := own.Points(c); ok {
			row.Cells[1] = table.Cell{Text: explain.Points(points)}
		}
		if c == cause.Project {
			row.Cells[2] = pointsCell(median, fmt.Sprintf("fewer than %d peers", intervention.LeastPeers))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// ownTable has a row for each peer with its own part.
func ownTable(peers []query.Own) table.Table {
	t := table.Grid("Peers, the nearest before first", []string{"Peer", "Own changes, points of risk"}, 1)
	for _, p := range peers {
		row := table.Row{Key: p.Slug, Cells: []table.Cell{{Text: p.Name, Href: "/p/" + p.Slug}, unknown("risk is unknown on one side")}}
		if points, ok := p.Points(cause.Project); ok {
			row.Cells[1] = table.Cell{Text: explain.Points(points)}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
