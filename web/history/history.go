package history

import (
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

type figureOf func(ranking.Row) *health.Interval

// figures are the columns, in their order.
var figures = []struct {
	id, label string
	of        figureOf
}{
	{"risk", "Risk", func(r ranking.Row) *health.Interval { return r.Risk }},
	{"health", "Health", func(r ranking.Row) *health.Interval { return r.H }},
	{"vitality", "Vitality", func(r ranking.Row) *health.Interval { return r.V }},
	{"resilience", "Resilience", func(r ranking.Row) *health.Interval { return r.R }},
	{"posture", "Posture", func(r ranking.Row) *health.Interval { return r.S }},
}

// read returns the history a request asks for; false when the reader has it already.
func read(r *page.Request) (query.History, bool, error) {
	slug := r.HTTP.PathValue("slug")
	if _, listed := r.Query.Entry(slug); !listed {
		return query.History{}, false, &page.Missing{Text: slug, Near: r.Query.Nearest(slug)}
	}
	mark, err := r.Mark(r.Context(), slug)
	if err != nil || r.Known(mark) {
		return query.History{}, false, err
	}
	h, err := r.History(r.Context(), slug)
	return h, err == nil, err
}

func html(r *page.Request) error {
	h, ok, err := read(r)
	if err != nil || !ok {
		return err
	}
	p := r.Frame("History of "+h.Project.Name, "What each published run said of it, and why that changed.", "/projects")
	var at time.Time // of the newest figures
	if len(h.Steps) > 0 && h.Steps[0].Row != nil {
		at = h.Steps[0].Row.ObservedAt
	}
	p.Dateline = r.Dateline(h.List, r.Run, at, at)
	p.Notices = page.Ignored(page.Others(r.Values(), query.AsOf))
	address := "/p/" + h.Project.Slug
	p.Formats = []ui.Link{{Label: "JSON", Href: r.On(address + "/history.json")}}
	cite := r.Cite("history of "+h.Project.Name, r.Run, func(day string) string { return address + "/history?" + query.AsOf + "=" + day })
	return r.Show(historyPage(p, tableOf(h, r.CanBeCited()), h.Earlier, ui.Link{Label: h.Project.Name, Href: r.On(address)}, cite))
}

// tableOf is pure: a row a run, the newest first; kept is whether a run can be looked at.
func tableOf(h query.History, kept bool) table.Table {
	t := table.Table{Caption: "Published runs, newest first", Layout: table.Names, Heads: []table.Head{{Label: "Run"}}}
	for _, f := range figures {
		t.Heads = append(t.Heads, table.Head{Label: f.label, Class: "num", Cells: "num is-row", Short: f.label})
	}
	t.Heads = append(t.Heads, table.Head{Label: "What changed, and why", Class: "is-g", Cells: "is-g is-row", Short: "Why"})
	for i, s := range h.Steps {
		cells := []table.Cell{{Text: explain.Day(s.Run.Finished), Sub: fmt.Sprintf("run %d", s.Run.ID)}}
		if kept {
			cells[0].Href = fmt.Sprintf("/p/%s?%s=%s%d", h.Project.Slug, query.AsOf, query.RunPrefix, s.Run.ID)
		}
		for _, f := range figures {
			cells = append(cells, figure(f.of, h.Steps, i))
		}
		t.Add(append(cells, table.Cell{Content: lines(causes(s, i == len(h.Steps)-1))})...)
	}
	return t
}

// figure is one figure of a step with its change since the one before.
func figure(of figureOf, steps []query.Step, i int) table.Cell {
	now := at(of, steps, i)
	if now == nil {
		return table.Cell{Unknown: true, Text: "unknown"}
	}
	c := table.Cell{Text: explain.Decimal(now.Value)}
	if old := at(of, steps, i+1); old != nil && explain.Decimal(now.Value-old.Value) != "0.0" {
		c.Sub = explain.Points(now.Value - old.Value)
	}
	return c
}

func at(of figureOf, steps []query.Step, i int) *health.Interval {
	if i >= len(steps) || steps[i].Row == nil {
		return nil
	}
	return of(*steps[i].Row)
}

// line is one cause with its reason and the figures it moved.
type line struct {
	Claim string `json:"claim,omitempty"`
	Why   string `json:"why"`
	What  string `json:"what,omitempty"`
}

// causes says why a step is not as the one before, and why a figure of it is unknown.
func causes(s query.Step, first bool) []line {
	if s.Row == nil {
		return []line{{Claim: "Unknown:", Why: "it was not on the list of this run."}}
	}
	out := []line{}
	if s.OtherModel {
		out = append(out, line{Claim: "Another model.", Why: "Figures before and after are not to be compared."})
	}
	if s.OtherInstrument {
		out = append(out, line{Claim: "Another instrument.", Why: "Posture is from another source than before."})
	}
	if s.Since == nil && !first {
		out = append(out, line{Why: "No figure differs from the run before."})
	}
	if s.Since != nil {
		out = append(out, changes(*s.Since)...)
	}
	for _, r := range s.Row.Reasons {
		out = append(out, line{Claim: "Not ranked:", Why: r.Text + "."})
	}
	return out
}

// changes are what differs since the run before, each with its cause.
func changes(d cause.Difference) []line {
	out := []line{{Claim: explain.RiskText(d) + ".", Why: explain.Sentence(explain.SharesText(change.Printed(d)))}}
	for _, c := range d.Changes {
		if c.Counts {
			out = append(out, line{explain.Sentence(explain.CauseName(c.Cause)) + ":", c.Why, explain.ChangeText(c)})
		}
	}
	return out
}
