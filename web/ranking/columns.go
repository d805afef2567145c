package ranking

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// The sets of columns that a reader can choose, as in addresses. The first is shown if none is
// chosen; it has a table of its own for each kind of list.
const (
	ofRisk        = "risk"
	ofMaintenance = "maintenance"
	ofFunding     = "funding"
	ofSecurity    = "security"
	ofAll         = "all"
)

// sets are the ids of the sets of columns, in their order.
var sets = []string{ofRisk, ofMaintenance, ofFunding, ofSecurity, ofAll}

// setsOf are the choices of columns; each keeps everything else that the address asks for.
func setsOf(l listing.Listing) []listing.Choice {
	var out []listing.Choice
	for i, id := range sets {
		to := l
		if to.Preset = id; i == 0 {
			to.Preset = ""
		}
		out = append(out, listing.Choice{Label: explain.Sentence(id), Value: id, Href: to.Href(), Current: to.Preset == l.Preset})
	}
	return out
}

// project is one project of a table: as it is drawn, and as it was published.
type project struct {
	ranked.Row
	published ranking.Row
	// need is what a lack of people that money could pay adds to its risk.
	need remedy.Need
}

// column is one column of the tables that sets of columns choose from.
type column struct {
	sets []string // beside the one of all columns
	// ranks columns are of lists with ranks.
	ranks bool
	head  func(h listing.Heads) table.Head
	cell  func(p project) table.Cell
	// text is the cell in the set of all columns, which has no room for drawings; nil: cell.
	text func(p project) table.Cell
}

// columns are all columns in their order, which no set changes.
var columns = []column{
	{[]string{ofMaintenance, ofFunding, ofSecurity}, true, fixedHead(table.Head{Label: "Rank", Cells: "is-tight rank"}), func(p project) table.Cell { return table.Cell{Content: ranked.Place(p.Row)} }, nil},
	{[]string{ofMaintenance, ofFunding, ofSecurity}, false, func(h listing.Heads) table.Head { return h[ranking.SortName].With("", "is-name") }, func(p project) table.Cell { return table.Cell{Content: ranked.Dated(p.Row)} }, nil},
	{nil, true, fixedHead(table.Head{Label: "Band", Cells: "is-tight"}), func(p project) table.Cell { return table.Cell{Content: ranked.Banded(p.Row)} }, nil},
	{[]string{ofFunding, ofSecurity}, true, figureHead(ranking.SortRisk), riskCell, riskText},
	{[]string{ofFunding}, false, numberHead(ranking.SortCriticality), func(p project) table.Cell { return numberCell(p.Criticality) }, nil},
	{[]string{ofMaintenance}, false, figureHead(ranking.SortHealth), func(p project) table.Cell { return table.Cell{Content: ui.Plain(p.H)} }, func(p project) table.Cell { return figureText(p.H) }},
	{[]string{ofMaintenance}, false, figureHead(ranking.SortVitality), func(p project) table.Cell { return table.Cell{Content: ui.Plain(p.V)} }, func(p project) table.Cell { return figureText(p.V) }},
	{[]string{ofMaintenance}, false, figureHead(ranking.SortResilience), func(p project) table.Cell { return table.Cell{Content: ui.Plain(p.R)} }, func(p project) table.Cell { return figureText(p.R) }},
	{[]string{ofSecurity}, false, figureHead(ranking.SortPosture), func(p project) table.Cell { return table.Cell{Content: ui.Plain(p.S)} }, func(p project) table.Cell { return figureText(p.S) }},
	{[]string{ofSecurity}, false, fixedHead(number("Posture seen")), func(p project) table.Cell { return table.Cell{Text: explain.Seen(p.published.CoverS)} }, nil},
	{nil, false, fixedHead(number("Coverage")), func(p project) table.Cell { return table.Cell{Text: p.Cover} }, nil},
	{[]string{ofMaintenance, ofFunding}, false, fixedHead(words("Status")), func(p project) table.Cell { return table.Cell{Content: ui.Status(p.Status)} }, nil},
	{[]string{ofMaintenance, ofFunding}, false, numberHead(ranking.SortRegulars), func(p project) table.Cell { return countCell(p.published.Regulars) }, nil},
	{[]string{ofMaintenance}, false, fixedHead(number("Absence factor")), func(p project) table.Cell { return countCell(p.published.AbsenceFactor) }, nil},
	{[]string{ofMaintenance}, false, func(h listing.Heads) table.Head {
		return h[ranking.SortCommits].With("is-g", "is-g is-row").As("Commits, 12\u00a0months")
	}, func(p project) table.Cell { return table.Cell{Content: ranked.Months(p.Row)} }, func(p project) table.Cell { return countCell(p.published.HumanCommits) }},
	{[]string{ofMaintenance}, false, fixedHead(words("Last human commit")), func(p project) table.Cell { return dayCell(p.published.LastHuman) }, nil},
	{[]string{ofMaintenance}, false, fixedHead(words("Last release")), func(p project) table.Cell { return dayCell(p.published.LastRelease) }, nil},
	{[]string{ofFunding}, false, fixedHead(number("Need")), needCell, nil},
	{[]string{ofFunding}, false, fixedHead(words("Licence")), func(p project) table.Cell { return textCell(p.published.Licence) }, nil},
	{[]string{ofFunding}, false, fixedHead(words("Funding channels")), channelsCell, func(p project) table.Cell { return textCell(explain.Channels(p.published.Funding)) }},
	{[]string{ofSecurity}, false, fixedHead(number("Checks passing")), func(p project) table.Cell { return checksCell(p.published, ranking.CheckPass) }, nil},
	{[]string{ofSecurity}, false, fixedHead(number("Checks unknown")), func(p project) table.Cell { return checksCell(p.published, ranking.CheckUnknown) }, nil},
	{[]string{ofSecurity}, false, fixedHead(words("Checks failing")), failing, nil},
}

// bySet is the table of a chosen set of columns. ranks is whether the list has ranks to show; tier
// returns the line above a row that begins a tier, false for the others.
func bySet(set, caption string, h listing.Heads, ranks bool, all []project, tier func(i int) (table.Row, bool)) table.Table {
	t := table.Table{Caption: caption, Shown: true, Layout: table.Names}
	if ranks {
		t.Layout, t.Header = table.Ranks, 1
	}
	var shown []column
	for _, c := range columns {
		if (ranks || !c.ranks) && (set == ofAll || slices.Contains(c.sets, set)) {
			shown = append(shown, c)
			t.Heads = append(t.Heads, c.head(h))
		}
	}
	for i, p := range all {
		if head, ok := tier(i); ok {
			t.Rows = append(t.Rows, head)
		}
		row := table.Row{Class: stale(p.Row)}
		for _, c := range shown {
			if set == ofAll && c.text != nil {
				row.Cells = append(row.Cells, c.text(p))
			} else {
				row.Cells = append(row.Cells, c.cell(p))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// fixedHead returns the head of a column that rows are not ordered by.
func fixedHead(x table.Head) func(listing.Heads) table.Head {
	return func(listing.Heads) table.Head { return x }
}

// figureHead is the head of a figure with its interval.
func figureHead(by ranking.Sort) func(listing.Heads) table.Head {
	return func(h listing.Heads) table.Head {
		return h[by].With("is-g", "is-row is-g").As(explain.Sentence(listing.ColumnName(by)))
	}
}

// numberHead is the head of a number that rows can be ordered by.
func numberHead(by ranking.Sort) func(listing.Heads) table.Head {
	return func(h listing.Heads) table.Head {
		return h[by].With("num", "num is-row").As(explain.Sentence(listing.ColumnName(by)))
	}
}

// number and words are the heads of a number and of a text.
func number(label string) table.Head {
	return table.Head{Label: label, Class: "num", Cells: "num is-row", Short: label}
}

func words(label string) table.Head {
	return table.Head{Label: label, Class: "is-g", Cells: "is-g is-row", Short: label}
}

// unknownCell is what is not known. The page of the project says why.
var unknownCell = table.Cell{Unknown: true, Text: "unknown"}

func numberCell(text string) table.Cell {
	if text == "?" {
		return unknownCell
	}
	return table.Cell{Text: text}
}

func countCell(n int) table.Cell {
	if n < 0 {
		return unknownCell
	}
	return table.Cell{Text: explain.Thousands(n)}
}

// needCell is need with its range; /method/funding says how it is made.
func needCell(p project) table.Cell {
	if !p.need.Known {
		return unknownCell
	}
	return table.Cell{Text: explain.Whole(p.need.Value), Sub: explain.Range(p.need.Lo, p.need.Hi)}
}

// channelsCell leads to what a funder must know of the project, as of the same day.
func channelsCell(p project) table.Cell {
	c := textCell(explain.Channels(p.published.Funding))
	_, day, past := strings.Cut(p.Href, "?")
	if c.Href = page.FundingHref(p.Slug); past {
		c.Href += "?" + day
	}
	return c
}

func textCell(text string) table.Cell {
	if text == "" {
		return unknownCell
	}
	return table.Cell{Text: text}
}

func dayCell(day string) table.Cell { return textCell(explain.DayOf(day)) }

// figureText is a figure with its interval below it.
func figureText(f ui.Figure) table.Cell {
	if f.Range == "" {
		return unknownCell
	}
	return table.Cell{Text: f.Number, Sub: f.Range}
}

func riskCell(p project) table.Cell {
	if p.RiskUnder != "" {
		return table.Cell{Content: ranked.Under(p.Row)}
	}
	return table.Cell{Content: ui.Bold(p.Risk)}
}

func riskText(p project) table.Cell {
	if p.RiskUnder != "" {
		return riskCell(p)
	}
	return figureText(p.Risk)
}

// checksCell counts the checks in a state. Where no check has a result, none is known to pass or fail.
func checksCell(r ranking.Row, state ranking.CheckState) table.Cell {
	seen := len(r.Checks.In(ranking.CheckPass)) + len(r.Checks.In(ranking.CheckFail))
	if r.Checks == "" || seen == 0 && state != ranking.CheckUnknown {
		return unknownCell
	}
	return table.Cell{Text: explain.Thousands(len(r.Checks.In(state)))}
}

// failing are the checks that a project fails, by name. That a check is unknown is no failure.
func failing(p project) table.Cell {
	if n := checksCell(p.published, ranking.CheckFail); n.Unknown {
		return n
	}
	ids := p.published.Checks.In(ranking.CheckFail)
	if len(ids) == 0 {
		return table.Cell{Text: "none seen"}
	}
	return table.Cell{Text: explain.Thousands(len(ids)), Sub: strings.Join(names(ids), ", ")}
}

func names(ids []field.ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}
