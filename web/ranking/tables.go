package ranking

import (
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// criticality is the label of a narrow column.
const criticality = "Criti\u00adcality"

// commits is the head of the column of commits by month.
var commits = table.Head{Label: "Commits, 12\u00a0months", Class: "is-g hide-n", Cells: "is-off is-tight is-g hide-n"}

// byRisk is the table of a list with ranks. tier returns the line above a row that
// begins a tier, false for the others.
func byRisk(caption string, h listing.Heads, rows []ranked.Row, tier func(i int) (table.Row, bool)) table.Table {
	column := func(by ranking.Sort, short string) table.Head {
		return h[by].With("is-g", "is-row is-g").As(short)
	}
	t := table.Table{
		Caption: caption, Shown: true, Layout: table.Plumbed, Header: 1,
		Heads: []table.Head{
			{Label: "Rank", Cells: "is-tight rank"},
			h[ranking.SortName].With("", "is-name"),
			{Label: "Band", Cells: "is-tight"},
			column(ranking.SortRisk, "Risk"),
			h[ranking.SortCriticality].With("num", "num is-off is-g"),
			column(ranking.SortVitality, "Vitality"),
			column(ranking.SortResilience, "Resilience"),
			column(ranking.SortPosture, "Posture"),
			{Label: "Cover\u00adage", Class: "num hide-m", Cells: "num is-off hide-m"},
			commits,
		},
	}
	for i, r := range rows {
		if head, ok := tier(i); ok {
			t.Rows = append(t.Rows, head)
		}
		risk := table.Cell{Content: ui.Bold(r.Risk)}
		if r.RiskUnder != "" {
			risk.Content = ranked.Under(r)
		}
		t.Rows = append(t.Rows, table.Row{Class: stale(r), Cells: []table.Cell{
			{Content: ranked.Place(r)},
			{Content: ranked.Dated(r)},
			{Content: ranked.Banded(r)},
			risk,
			{Text: r.Criticality},
			{Content: ui.Plain(r.V)},
			{Content: ui.Plain(r.R)},
			{Content: ui.Plain(r.S)},
			{Text: r.Cover},
			{Content: ranked.Months(r)},
		}})
	}
	return t
}

// byHealth is the table of a list before anything is ranked.
func byHealth(caption string, h listing.Heads, rows []ranked.Row) table.Table {
	column := func(by ranking.Sort, short string) table.Head {
		return h[by].With("is-g", "is-row is-g").As(short)
	}
	t := table.Table{
		Caption: caption, Shown: true, Layout: table.Measured,
		Heads: []table.Head{
			h[ranking.SortName].With("", "is-name"),
			column(ranking.SortHealth, "Health"),
			column(ranking.SortVitality, "Vitality"),
			column(ranking.SortResilience, "Resilience"),
			h[ranking.SortCriticality].With("num", "num is-row").As("Criticality"),
			{Label: "Status", Class: "is-g hide-n", Cells: "is-off is-tight is-g hide-n"},
			{Label: "Main reason", Class: "is-g hide-m", Cells: "is-off is-g small muted hide-m is-why"},
			h[ranking.SortCommits].With("is-g hide-n", "is-off is-tight is-g hide-n"),
		},
	}
	for _, r := range rows {
		t.Rows = append(t.Rows, table.Row{Class: stale(r), Cells: []table.Cell{
			{Content: ranked.Dated(r)},
			{Content: ui.Bold(r.H)},
			{Content: ui.Plain(r.V)},
			{Content: ui.Plain(r.R)},
			{Text: r.Criticality},
			{Content: ui.Status(r.Status)},
			{Text: r.Reason},
			{Content: ranked.Months(r)},
		}})
	}
	return t
}

// notRanked is the table of projects without a rank, with what is missing.
func notRanked(rows []ranked.Row) table.Table {
	t := table.Table{
		Caption: "Projects that are not ranked, with what is missing", Layout: table.Columns,
		Heads: []table.Head{
			{Label: "Project", Cells: "is-name"},
			{Label: "Risk at most", Class: "num", Cells: "num is-row", Short: "Risk at most"},
			{Label: criticality, Class: "num", Cells: "num is-row", Short: "Criticality"},
			{Label: "Health", Class: "is-g", Cells: "is-g is-row", Short: "Health"},
			{Label: "What is missing", Class: "is-g", Cells: "is-g is-full"},
			{Label: "How to get it", Class: "is-g", Cells: "is-g is-full"},
		},
	}
	for _, r := range rows {
		t.Rows = append(t.Rows, table.Row{Class: stale(r), Cells: []table.Cell{
			{Content: ranked.Dated(r)}, {Text: r.AtMost}, {Text: r.Criticality}, {Content: ui.Plain(r.H)}, {Content: ranked.Missing(r)}, {Text: r.Settle},
		}})
	}
	return t
}

// mayBeFinished is the table of projects that cannot be told from finished, with their risk.
func mayBeFinished(rows []ranked.Row) table.Table {
	t := table.Table{
		Caption: "Projects that may be finished or abandoned", Layout: table.Columns,
		Heads: []table.Head{
			{Label: "Project", Cells: "is-name"},
			{Label: "Risk (bars 0–60)", Class: "is-g", Cells: "is-g is-row", Short: "Risk"},
			{Label: criticality, Class: "num", Cells: "num is-row", Short: "Criticality"},
			{Label: "Health", Class: "is-g", Cells: "is-g is-row", Short: "Health"},
			{Label: "How to find out", Class: "is-g", Cells: "is-g is-full"},
		},
	}
	for _, r := range rows {
		t.Rows = append(t.Rows, table.Row{Class: stale(r), Cells: []table.Cell{
			{Content: ranked.Dated(r)}, {Content: ui.Ranged(r.Risk)}, {Text: r.Criticality}, {Content: ui.Plain(r.H)}, {Text: r.Settle},
		}})
	}
	return t
}

// noFigures is the table of projects of which nothing is known, with the reason.
func noFigures(rows []ranked.Row) table.Table {
	t := table.Table{
		Caption: "Projects without figures", Layout: table.Columns,
		Heads: []table.Head{
			{Label: "Project"},
			{Label: criticality, Class: "num", Cells: "num is-row", Short: "Criticality"},
			{Label: "Why", Class: "is-g", Cells: "is-g is-full small muted"},
		},
	}
	for _, r := range rows {
		why := r.Problem
		if why == "" && len(r.Missing) > 0 {
			why = r.Missing[0]
		}
		t.Add(table.Cell{Content: ranked.Listed(r)}, table.Cell{Text: r.Criticality}, table.Cell{Text: why})
	}
	return t
}

// listed is the table of a list before its first run; collect is the command that collects it.
func listed(l health.List, collect string) table.Table {
	why := "Listed as"
	if reviewed(l) {
		why = "Why it is critical"
	}
	t := table.Table{
		Caption: explain.Of(len(l.Projects), "project", "projects") + " on the list. The first collection adds figures:",
		Code:    collect, Shown: true, Layout: table.Columns,
		Heads: []table.Head{{Label: "Project"}, {Label: why, Class: "is-g", Cells: "is-g is-full"}},
	}
	for _, p := range l.Projects {
		reason := table.Cell{Text: explain.DaysIn(p.Why)}
		if p.Why == "" {
			reason = table.Cell{Content: ranked.Unknown("the list gives no reason")}
		}
		t.Add(table.Cell{Content: ranked.Link(p.Name, "/p/"+p.Slug)}, reason)
	}
	return t
}

// reviewed reports whether editors reviewed what depends on the projects of a list. Without that its
// reasons do not say why a project is critical.
func reviewed(l health.List) bool {
	return slices.ContainsFunc(l.Projects, func(p health.Project) bool { return p.Exposure != nil || p.Substitution != nil })
}

// reasons is the table of why projects are not ranked.
func (s maker) reasons(o query.Summary) table.Table {
	t := table.Table{
		Caption: "Why projects are not ranked. A project can have several reasons.", Layout: table.Columns,
		Heads: []table.Head{
			{Label: "What is missing"},
			{Label: "Projects", Class: "num", Cells: "num"},
			{Label: "How to get it", Class: "is-g", Cells: "is-g is-full"},
		},
	}
	for _, w := range o.Why {
		t.Rows = append(t.Rows, table.Row{Key: w.Code, Cells: []table.Cell{
			{Content: ranked.Unknown(s.whyWords(w))},
			{Text: explain.Thousands(w.N)},
			{Text: ranked.Settle(w.Code)},
		}})
	}
	return t
}

// stale is the class of a row whose figures are old.
func stale(r ranked.Row) string {
	if r.Stale {
		return "is-stale"
	}
	return ""
}

// tierHead is the line above the rows of a tier.
func tierHead(n int, t query.Tier) table.Row {
	return table.Row{Key: fmt.Sprintf("tier-%d", n), Group: fmt.Sprintf("Tier %d", n), Note: tierWords(t), Tier: true}
}
