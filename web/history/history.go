package history

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// historyView is the page of the published runs of one project.
type historyView struct {
	query.History
	Runs    table.Table
	Project string // the address of its page
	Past    string // the address of its reconstructed quarters; empty: there are none
	Cite    page.Citation
}

// show answers with the page, or with the same as JSON: what is not known is null, and
// its causes say why.
func show(r *page.Request) error {
	slug := r.HTTP.PathValue("slug")
	if _, listed := r.Query.Entry(slug); !listed {
		return &page.Missing{Text: slug, Near: r.Query.Nearest(slug)}
	}
	mark, err := r.Mark(r.Context(), slug)
	if err != nil || r.Known(mark) {
		return err
	}
	h, err := r.History(r.Context(), slug)
	if err != nil {
		return err
	}
	if strings.HasSuffix(r.HTTP.URL.Path, ".json") {
		return r.Document(map[string]any{"project": slug, "runs": h.Steps})
	}
	p := r.Frame("History of "+h.Project.Name, "What each published run showed, and why it changed.", "/projects")
	var at time.Time // of the newest figures
	if len(h.Steps) > 0 {
		at = h.Steps[0].Observed
	}
	p.Dateline = r.Dateline(h.List, r.Run, at, at)
	p.Notices = page.Ignored(page.Others(r.Values(), query.AsOf))
	address := "/p/" + slug
	p.Formats = []ui.Link{{Label: "JSON", Href: r.On(address + "/history.json")}}
	sum, err := r.Summary(r.Context())
	if err != nil {
		return err
	}
	cited := page.Cited{What: "history of " + h.Project.Name, Run: r.Run, From: at, To: at, Data: sum.DataSHA}
	cite := r.Cite(cited, func(day string) string { return address + "/history?" + query.AsOf + "=" + day })
	v := historyView{History: h, Runs: tableOf(h, r.CanBeCited()), Project: r.On(address), Cite: cite}
	if r.Query.HasQuarters(slug) {
		v.Past = page.Past(slug, "")
	}
	return r.Show(historyPage(p, v))
}

// figures are the columns, in their order.
var figures = []string{"Risk", "Health", "Vitality", "Resilience", "Posture"}

// tableOf is pure: a row a run, the newest first; kept is whether a run can be looked at.
func tableOf(h query.History, kept bool) table.Table {
	t := table.Grid("Published runs, newest first", slices.Concat([]string{"Run"}, figures, []string{"What changed, and why"}), 1, 2, 3, 4, 5)
	t.Layout = table.Names
	t.Heads[6] = t.Heads[6].With("is-g", "is-g is-row").As("Why")
	for i, s := range h.Steps {
		cells := []table.Cell{{Text: explain.Day(s.Published), Sub: fmt.Sprintf("run %d", s.Run)}}
		if kept {
			cells[0].Href = fmt.Sprintf("/p/%s?%s=%s%d", h.Project.Slug, query.AsOf, query.RunPrefix, s.Run)
		}
		for _, name := range figures {
			cells = append(cells, figure(strings.ToLower(name), h.Steps[i:]))
		}
		cells = append(cells, table.Cell{Content: lines(grouped(s.Causes))})
		t.Rows = append(t.Rows, table.Row{Key: fmt.Sprintf("run-%d", s.Run), Cells: cells})
	}
	return t
}

// grouped joins causes of one reason, so that it is said once for all figures it moved.
func grouped(causes []query.Cause) []query.Cause {
	var out []query.Cause
	for _, c := range causes {
		i := slices.IndexFunc(out, func(x query.Cause) bool { return x.Claim == c.Claim && x.Why == c.Why })
		if i < 0 || c.What == "" {
			out = append(out, c)
			continue
		}
		out[i].Says += " " + c.Says
		out[i].What += "; " + c.What
	}
	return out
}

// figure is one figure of the first step with its change since the second.
func figure(name string, steps []query.Step) table.Cell {
	now := steps[0].Figures[name]
	if now == nil {
		return table.Cell{Unknown: true, Text: "unknown"}
	}
	c := table.Cell{Text: explain.Decimal(*now)}
	if len(steps) > 1 && steps[1].Figures[name] != nil {
		// Of the printed figures, so that a reader who subtracts gets the same.
		if moved := stats.Round(*now, 1) - stats.Round(*steps[1].Figures[name], 1); explain.Decimal(moved) != "0.0" {
			c.Sub = explain.Points(moved)
		}
	}
	return c
}
