package shortlist

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/decision"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/shortlist"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// view is a shortlist as a page shows it.
type view struct {
	Title string
	Rows  []row
	Gone  []gone
	// Add are the projects that the form of an address keeps.
	Add []string
	// CanSave is whether someone may save lists here, MayWrite whether this reader may.
	CanSave, MayWrite bool
	// Save is the address of the form that saves the list, LogIn that of the log-in.
	Save, LogIn string
	CSV, JSON   string
	// IsKept is whether the list was saved; then List is it and Here its address.
	IsKept bool
	List   shortlist.Shortlist
	Here   string
}

// finding is what the page opens with.
func (v view) finding() ui.Finding {
	f := ui.Finding{Says: fmt.Sprintf("projects:%d", len(v.Rows))}
	if !v.IsKept {
		f.Claim = explain.Of(len(v.Rows), "project", "projects") + " in your order."
		f.Rest = "The address of this page is the list: nothing is stored."
		if len(v.Rows) == 0 {
			f.Claim, f.Rest, f.Says = "A shortlist has no projects yet.", "Add the first one. The address of the page will hold the list.", "projects:0 empty"
		}
		return f
	}
	count := map[shortlist.Decision]int{}
	for _, r := range v.Rows {
		count[r.Decision]++
	}
	for _, d := range shortlist.Decisions {
		f.Says += fmt.Sprintf(" %s:%d", d, count[d])
	}
	f.Claim = fmt.Sprintf("%s: %d to fund, %d later, %d no, %d undecided.", explain.Of(len(v.Rows), "project", "projects"), count[shortlist.Fund], count[shortlist.Later], count[shortlist.No], count[shortlist.Undecided])
	f.Rest = fmt.Sprintf("Saved on %s, last changed on %s. Everyone who has this address can read it until it expires on %s.", explain.Day(v.List.Created), explain.Day(v.List.Changed), explain.Day(v.List.Expires))
	return f
}

// word is a decision as pages show it.
func word(d shortlist.Decision) string { return explain.Sentence(string(d)) }

// rank is empty if it is unknown. A project of known risk may have no position.
func rank(s shortlist.Saved) string {
	switch {
	case s.Rank > 0:
		return explain.Thousands(s.Rank)
	case s.Risk != nil:
		return noPosition
	}
	return ""
}

const noPosition = "no position"

// place is the rank with its range, or the ranks that are possible for a project without a position.
func place(r row) table.Cell {
	c := known(rank(r.Now))
	if c.Unknown || r.Ranges.RankHi == 0 {
		return c
	}
	span := explain.Places(r.Ranges.RankLo, r.Ranges.RankHi)
	if r.Now.Rank == 0 {
		return table.Cell{Text: span, Sub: noPosition}
	}
	c.Sub = "(" + span + ")"
	return c
}

// within is a figure with its 90% interval; an empty text is unknown.
func within(text string, x *health.Interval) table.Cell {
	c := known(text)
	if text != "" && x != nil {
		c.Sub = explain.Range(x.Lo, x.Hi)
	}
	return c
}

func risk(s shortlist.Saved) string {
	if s.Risk == nil {
		return ""
	}
	return explain.Decimal(*s.Risk)
}

func healthOf(s shortlist.Saved) string {
	if s.Health == nil {
		return ""
	}
	return explain.Whole(*s.Health)
}

// known is a cell of a figure; an empty text is unknown.
func known(text string) table.Cell {
	if text == "" {
		return table.Cell{Text: "unknown", Unknown: true}
	}
	return table.Cell{Text: text}
}

// figures is the table of the list.
func (v view) figures() table.Table {
	heads := []string{"Place", "Project", "Rank", "Risk", "Health", "Figures as of", "Brief"}
	if v.IsKept {
		heads = append(heads, "Decision", "Owner", "Note")
	}
	t := table.Grid("Projects of the shortlist", heads, 0, 2, 3, 4)
	t.Header = 1
	for i, r := range v.Rows {
		if len(v.Rows) > mostDecided { // a page has at most 100 kB
			r.Ranges = ranges{}
		}
		cells := []table.Cell{{Text: strconv.Itoa(i + 1)}, {Text: page.Cut(r.Name), Href: "/p/" + r.Slug, Sub: explain.StatusText(r.Status)}}
		if !r.Listed {
			cells[1] = table.Cell{Text: r.Slug, Sub: "no longer on a list"}
		}
		cells = append(cells, place(r), within(risk(r.Now), r.Ranges.Risk), within(healthOf(r.Now), r.Ranges.Health))
		if r.At.IsZero() {
			cells = append(cells, known(""))
		} else {
			cells = append(cells, table.Cell{Text: explain.Day(r.At)})
		}
		brief := table.Cell{}
		if r.Listed {
			brief = table.Cell{Text: "Print", Href: page.BriefHref(r.Slug)}
		}
		cells = append(cells, brief)
		if v.IsKept {
			cells = append(cells, table.Cell{Text: word(r.Decision)}, table.Cell{Text: r.Owner}, table.Cell{Text: r.Note})
		}
		t.Rows = append(t.Rows, table.Row{Key: r.Slug, Cells: cells})
	}
	return t
}

// changes is the table of what changed since the list was saved.
func (v view) changes() table.Table {
	t := table.Grid("Figures when each project was saved, and now", []string{"Project", "Rank", "Risk", "Health", "Why"}, 1, 2, 3)
	for _, r := range v.Rows {
		why := table.Cell{Content: causes(r.Since.Causes)}
		switch {
		case !r.Listed:
			why = table.Cell{Text: "It is no longer on a list."}
		case r.Saved.Run == 0:
			why = table.Cell{Text: "Nothing was published when it was saved."}
		case !r.Since.Comparable:
			why = table.Cell{Text: "No other run was published since it was saved."}
		case r.Since.Lost:
			why = table.Cell{Text: "The earlier run cannot be compared any more."}
		case len(r.Since.Causes) == 0:
			why = table.Cell{Text: "No input changed."}
		}
		then := func(of func(shortlist.Saved) string) table.Cell {
			a, b := of(r.Saved), of(r.Now)
			return table.Cell{Content: thenNow(a, b), Says: strings.ReplaceAll("then:"+a+"/"+b, " ", "-")}
		}
		t.Rows = append(t.Rows, table.Row{Key: "since-" + r.Slug, Cells: []table.Cell{{Text: page.Cut(r.Name)}, then(rank), then(risk), then(healthOf), why}})
	}
	return t
}

// cellsOf is the list as rows of a file.
func cellsOf(v view) [][]string {
	head := []string{"place", "project", "name", "list", "rank", "rank_lo", "rank_hi", "risk", "risk_lo", "risk_hi", "health", "health_lo", "health_hi", "figures_as_of", "run"}
	if v.IsKept {
		head = append(head, "decision", "owner", "note", "rank_saved", "risk_saved", "health_saved", "run_saved")
	}
	out := [][]string{append(head, dependsHeads()...)}
	for i, r := range v.Rows {
		at := ""
		if !r.At.IsZero() {
			at = explain.ISO(r.At)
		}
		cells := []string{strconv.Itoa(i + 1), exchange.TextCell(r.Slug), exchange.TextCell(r.Name), exchange.TextCell(r.List), number(r.Now.Rank), number(r.Ranges.RankLo), number(r.Ranges.RankHi)}
		cells = append(append(cells, bounded(r.Ranges.Risk)...), bounded(r.Ranges.Health)...)
		cells = append(cells, at, strconv.FormatInt(r.Now.Run, 10))
		if v.IsKept {
			cells = append(cells, string(r.Decision), exchange.TextCell(r.Owner), exchange.TextCell(r.Note), number(r.Saved.Rank), exchange.NumberOr(r.Saved.Risk), exchange.NumberOr(r.Saved.Health), strconv.FormatInt(r.Saved.Run, 10))
		}
		out = append(out, append(cells, dependsCells(r.Depends)...))
	}
	return out
}

// bounded are the cells of a figure and its range.
func bounded(x *health.Interval) []string {
	if x == nil {
		return []string{"", "", ""}
	}
	return []string{exchange.NumberOr(&x.Value), exchange.NumberOr(&x.Lo), exchange.NumberOr(&x.Hi)}
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// document is a shortlist as JSON. A list of an address has no instants, decisions and notes.
type document struct {
	Title   string         `json:"title"`
	Created string         `json:"created,omitempty"`
	Changed string         `json:"changed,omitempty"`
	Expires string         `json:"expires,omitempty"`
	Items   []documentItem `json:"items"`
}

type documentItem struct {
	shortlist.Item
	Name string `json:"name"`
	List string `json:"list,omitempty"`
	// Now is what is published.
	Now shortlist.Saved `json:"now"`
	// Each range of Now is null where it is unknown.
	RankLo   *int            `json:"rank_lo"`
	RankHi   *int            `json:"rank_hi"`
	RiskLo   *float64        `json:"risk_lo"`
	RiskHi   *float64        `json:"risk_hi"`
	HealthLo *float64        `json:"health_lo"`
	HealthHi *float64        `json:"health_hi"`
	AsOf     string          `json:"figures_as_of,omitempty"`
	Why      []documentCause `json:"why,omitempty"`
	Place    int             `json:"place"`
	// Depends is what would change the decision; null: unknown.
	Depends *decision.JSON `json:"decision_depends_on"`
}

// documentCause is one thing that changed since the item was saved.
type documentCause struct {
	ID   string `json:"id"`
	What string `json:"what"`
}

func documentOf(v view) document {
	d := document{Title: v.Title, Items: []documentItem{}}
	if v.IsKept {
		d.Created, d.Changed, d.Expires = explain.ISO(v.List.Created), explain.ISO(v.List.Changed), explain.ISO(v.List.Expires)
	}
	for i, r := range v.Rows {
		it := documentItem{Item: r.Item, Name: r.Name, List: r.List, Now: r.Now, Place: i + 1}
		if !r.At.IsZero() {
			it.AsOf = explain.ISO(r.At)
		}
		if x := r.Ranges; x.RankHi > 0 {
			it.RankLo, it.RankHi = &x.RankLo, &x.RankHi
		}
		if x := r.Ranges.Risk; x != nil {
			it.RiskLo, it.RiskHi = &x.Lo, &x.Hi
		}
		if x := r.Ranges.Health; x != nil {
			it.HealthLo, it.HealthHi = &x.Lo, &x.Hi
		}
		if r.Depends != nil {
			it.Depends = r.Depends.Document()
		}
		for _, c := range r.Since.Causes {
			it.Why = append(it.Why, documentCause{c.Says, explain.Sentence(c.What)})
		}
		d.Items = append(d.Items, it)
	}
	return d
}
