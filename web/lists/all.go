package lists

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// counted is a list with what its newest run says of it.
type counted struct {
	List health.List
	Run  health.Run // zero if nothing is published
	// Figures and Position count the projects with figures and with a position in the ranking.
	Figures, Position int
	From, To          time.Time // of the figures
}

// counts reads every list's newest run and summary: two reads a list, whatever its length. known is
// whether the reader has the answer already; then no summary is read.
func (s maker) counts() (out []counted, known bool, err error) {
	lists := s.Query.Lists()
	var views []*query.View
	var runs []any
	for _, l := range lists {
		v, err := s.Query.View(s.Context(), l.Slug, "")
		if err != nil {
			return nil, false, err
		}
		views, runs = append(views, v), append(runs, v.Tag()...)
	}
	if s.Known(runs...) {
		return nil, true, nil
	}
	for i, v := range views {
		c := counted{List: lists[i]}
		if v.Published {
			o, err := v.Summary(s.Context())
			if err != nil {
				return nil, false, err
			}
			c.Run, c.Figures, c.Position, c.From, c.To = v.Run, o.Measured, o.Ranked, o.From, o.To
		}
		out = append(out, c)
	}
	return out, false, nil
}

// all answers with the page of all lists.
func (s maker) all() error {
	all, known, err := s.counts()
	if known || err != nil {
		return err
	}
	p := s.Frame("Lists", "The curated lists of this site, with owner, purpose and licence.", "/lists")
	p.Notices = page.Ignored(page.Others(s.Values()))
	p.Formats = []ui.Link{{Label: "CSV", Href: "/lists.csv"}, {Label: "JSON", Href: "/lists.json"}}
	return s.Show(allPage(p, allFinding(all), allTable(all), s.Unlisted("", firstSlug(all), nil)))
}

func firstSlug(all []counted) string {
	if len(all) == 0 {
		return query.DefaultList
	}
	return all[0].List.Slug
}

func allFinding(all []counted) ui.Finding {
	entries := 0
	for _, c := range all {
		entries += len(c.List.Projects)
	}
	return ui.Finding{
		Says: fmt.Sprintf("lists:%d entries:%d", len(all), entries), Claim: fmt.Sprintf("%s with %s.", explain.Of(len(all), "list", "lists"), explain.Of(entries, "entry", "entries")),
		Rest: "Editors choose the projects and give a reason for each.",
	}
}

// allTable has a row for each list.
func allTable(all []counted) table.Table {
	t := table.Grid("All lists", []string{"List", "Purpose", "Entries", "With figures", "With a position", "Owner and licence", "Revision"}, 2, 3, 4)
	t.Layout = table.Names
	t.Heads[1].Cells += " is-wide"
	for _, c := range all {
		l := c.List
		figures := table.Cell{Text: explain.Thousands(c.Figures), Sub: ages(c)}
		position := table.Cell{Text: explain.Thousands(c.Position)}
		if c.Run.ID == 0 {
			figures = table.Cell{Unknown: true, Text: "unknown", Sub: "nothing is published yet"}
			position = table.Cell{Unknown: true, Text: "unknown"}
		}
		name := table.Cell{Text: title(l), Href: "/lists/" + l.Slug}
		if l.OnRequest {
			name.Sub = "not collected by default"
		}
		t.Rows = append(t.Rows, table.Row{Key: l.Slug, Cells: []table.Cell{
			name,
			{Text: l.Purpose},
			{Text: explain.Thousands(len(l.Projects))},
			figures, position,
			stated(l.Owner, l.Licence),
			{Text: l.Revision, Mono: true},
		}})
	}
	return t
}

// stated is the owner and the licence of a list, or that its file does not state them.
func stated(owner, licence string) table.Cell {
	c := table.Cell{Text: owner, Sub: cmp.Or(licence, "no licence stated")}
	if owner == "" {
		c.Unknown, c.Text = true, "not stated"
	}
	return c
}

func ages(c counted) string {
	if c.To.IsZero() {
		return ""
	}
	return explain.LowerFirst(ui.Dateline{From: c.From, To: c.To}.AsOf())
}

func title(l health.List) string {
	if l.Title == "" {
		return l.Slug
	}
	return l.Title
}

// listJSON is a list without its entries.
type listJSON struct {
	Slug     string `json:"slug"`
	Title    string `json:"title"`
	Purpose  string `json:"purpose"`
	Owner    string `json:"owner"`
	Licence  string `json:"licence"`
	Revision string `json:"revision"`
	// OnRequest lists are collected only if a person names them.
	OnRequest bool `json:"on_request"`
	// Tracker is where mistakes of the list are reported; null if it names no address.
	Tracker *string `json:"tracker"`
	Entries int     `json:"entries"`
	// Run is the newest published run, with how many projects have figures and a position in it;
	// null if nothing is published.
	Run          *int64 `json:"run"`
	WithFigures  *int   `json:"with_figures"`
	WithPosition *int   `json:"with_position"`
	// FiguresFrom and FiguresTo are the days of the oldest and newest figures; null if there are none.
	FiguresFrom *string `json:"figures_from"`
	FiguresTo   *string `json:"figures_to"`
}

func jsonOf(c counted) listJSON {
	l := c.List
	out := listJSON{Slug: l.Slug, Title: l.Title, Purpose: l.Purpose, Owner: l.Owner, Licence: l.Licence, Revision: l.Revision, OnRequest: l.OnRequest, Entries: len(l.Projects)}
	if l.Tracker != "" {
		out.Tracker = &l.Tracker
	}
	if c.Run.ID != 0 {
		out.Run, out.WithFigures, out.WithPosition = &c.Run.ID, &c.Figures, &c.Position
	}
	if !c.To.IsZero() {
		from, to := explain.ISO(c.From), explain.ISO(c.To)
		out.FiguresFrom, out.FiguresTo = &from, &to
	}
	return out
}

func (s maker) allJSON() error {
	all, known, err := s.counts()
	if known || err != nil {
		return err
	}
	out := []listJSON{}
	for _, c := range all {
		out = append(out, jsonOf(c))
	}
	return s.Document(map[string]any{"lists": out})
}

func (s maker) allCSV() error {
	all, known, err := s.counts()
	if known || err != nil {
		return err
	}
	rows := [][]string{{"slug", "title", "purpose", "owner", "licence", "revision", "on_request", "entries", "run", "with_figures", "with_position", "figures_from", "figures_to"}}
	for _, c := range all {
		l := c.List
		row := []string{
			l.Slug, exchange.TextCell(l.Title), exchange.TextCell(l.Purpose), exchange.TextCell(l.Owner), exchange.TextCell(l.Licence), exchange.TextCell(l.Revision),
			strconv.FormatBool(l.OnRequest), strconv.Itoa(len(l.Projects)),
		}
		rows = append(rows, append(row, runCells(c)...))
	}
	return s.CSV("plumbline-lists.csv", rows)
}

// runCells are the cells of what the newest run says of a list; empty if nothing is published.
func runCells(c counted) []string {
	out := make([]string, 5)
	if c.Run.ID != 0 {
		out[0], out[1], out[2] = strconv.FormatInt(c.Run.ID, 10), strconv.Itoa(c.Figures), strconv.Itoa(c.Position)
	}
	if !c.To.IsZero() {
		out[3], out[4] = explain.ISO(c.From), explain.ISO(c.To)
	}
	return out
}
