package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// sideView is projects side by side, in the order of the page.
type sideView struct {
	Finding ui.Finding
	Picker  pickerView
	Gone    []gone
	Same    ui.Notice
	Table   table.Table
	Key     string
	Dots    chart.Figure
	Trend   trendView
	// Shortlist is the address of the same projects as a shortlist.
	Shortlist string
	// Dates lead to the comparison of two dates of each project.
	Dates []ui.Link
	Cite  page.Citation
}

// side answers with two to six projects side by side.
func (m maker) side(a ask) error {
	views, missing, err := m.views(a)
	if err != nil {
		return err
	}
	var parts []any
	for _, slug := range a.known() {
		if v := views[slug]; v != nil {
			mark, err := v.Mark(m.Context(), slug)
			if err != nil {
				return err
			}
			clone, _ := m.Query.Clone(slug)
			parts = append(append(parts, slug, mark, clone), v.Tag()...)
		}
	}
	if m.Known(parts...) {
		return nil
	}
	var cs []column
	for _, slug := range a.known() {
		if v := views[slug]; v != nil {
			c, err := m.column(v, slug)
			if err != nil {
				return err
			}
			cs = append(cs, c)
		}
	}
	items := marked(itemsOf(cs), false)
	switch m.format() {
	case "json":
		return m.Document(m.sideDocument(cs, items, missing))
	case "csv":
		return m.CSV("plumbline-compare.csv", rowsOf("project", cs, items))
	}
	trend, err := m.trendOf(cs)
	if err != nil {
		return err
	}
	return m.Show(sidePage(m.sideFrame(a, cs), m.sideView(a, cs, items, missing, trend)))
}

func (m maker) sideFrame(a ask, cs []column) ui.Page {
	names := namesOf(cs)
	p := m.Frame("Compare "+explainList(names), "Projects side by side: every assessment, check and main figure.", address)
	from, to := agesOf(cs)
	p.Dateline = m.Dateline(m.List, m.Run, from, to)
	p.Notices = append(page.Ignored(a.Ignored), unread(cs)...)
	if a.HasDates {
		p.Notices = append(p.Notices, ui.Notice{Says: "one-at-a-time", Kind: "plain", Claim: "Two dates are compared for one project at a time.", Text: "The links below the table lead to the two dates of each."})
	}
	p.Formats = m.formats()
	return p
}

// unread names the projects that the last run could not read: their figures are of an earlier one.
func unread(cs []column) []ui.Notice {
	var out []ui.Notice
	for _, c := range cs {
		if last := c.P.Figures.Last; last.Outcome == health.OutcomeCarried {
			out = append(out, ui.Notice{
				Says: "carried:" + c.Key, Claim: "The last attempt to read " + c.Name + " failed.",
				Text: "Its figures are from the last successful run.", Link: ui.Link{Label: "Reason", Href: c.Page},
			})
		}
	}
	return out
}

// sideView is pure but for the address of the request.
func (m maker) sideView(a ask, cs []column, items []item, missing []gone, trend trendView) sideView {
	v := sideView{
		Finding: findingOf(cs, items), Picker: m.picker(a, cs), Gone: missing, Same: noticeOf(sameOf(cs)),
		Table: tableOf("Projects side by side", cs, items), Dots: dotsOf(cs, items), Trend: trend,
		Key: "A row differs if the intervals of two projects have nothing in common, if a check has another score, if a count is at least twice another, or if a day is more than a year apart. Known and unknown values are never compared.",
	}
	v.Shortlist = page.Shortlists + page.Encode(map[string][]string{paramProject: a.known()})
	for _, c := range cs {
		v.Dates = append(v.Dates, ui.Link{Label: c.Name, Href: address + "?" + paramProject + "=" + c.Key + "&" + paramFrom + "="})
	}
	if len(cs) > 0 && !slices.ContainsFunc(cs, func(c column) bool { return c.P.Run.ID != m.Run.ID }) {
		from, to := agesOf(cs)
		slugs := a.known()
		v.Cite = m.Cite(page.Cited{What: "comparison of " + explainList(namesOf(cs)), Run: m.Run, From: from, To: to, Data: cs[0].P.Summary.DataSHA}, func(day string) string {
			return address + page.Encode(map[string][]string{paramProject: slugs, query.AsOf: {day}})
		})
	}
	return v
}

func namesOf(cs []column) []string {
	var out []string
	for _, c := range cs {
		out = append(out, c.Name)
	}
	return out
}

// explainList is names in running text, long ones cut: six are in the title, the head and findings.
func explainList(names []string) string {
	cut := make([]string, len(names))
	for i, name := range names {
		cut[i] = page.Cut(name)
	}
	if len(cut) < 2 {
		return strings.Join(cut, "")
	}
	return strings.Join(cut[:len(cut)-1], ", ") + " and " + cut[len(cut)-1]
}

// agesOf returns the oldest and newest instant of the figures; zero when there are none.
func agesOf(cs []column) (from, to time.Time) {
	for _, c := range cs {
		at := c.P.Figures.At()
		if at.IsZero() {
			continue
		}
		if from.IsZero() || at.Before(from) {
			from = at
		}
		if at.After(to) {
			to = at
		}
	}
	return from, to
}

// findingOf says who has the highest risk, whether that is certain, whose risk is unknown, and how
// much differs.
func findingOf(cs []column, items []item) ui.Finding {
	differ, compared, unknown := tally(items)
	f := ui.Finding{
		Rest: fmt.Sprintf("%d of %s that can be compared %s; %s unknown.", differ, explain.Of(compared, "row", "rows"), explain.Plural(differ, "differs", "differ"), explain.Of(unknown, "value is", "values are")),
		Says: fmt.Sprintf("differ:%d/%d unknown:%d", differ, compared, unknown),
	}
	var known []column
	var hidden []string
	for _, c := range cs {
		if c.P.Score.RiskKnown {
			known = append(known, c)
		} else {
			hidden = append(hidden, c.Name)
		}
	}
	slices.SortStableFunc(known, func(a, b column) int { return cmp.Compare(b.P.Score.Risk.Value, a.P.Score.Risk.Value) })
	if len(known) < 2 {
		f.Claim = "The risks cannot be compared: too few are known."
		return f
	}
	level := levelWith(known)
	f.Claim = highestRisk(known, level, len(hidden) > 0)
	f.Says += fmt.Sprintf(" highest:%s level:%d", known[0].Key, len(level))
	if n := len(hidden); n > 0 {
		f.Rest = fmt.Sprintf("The %s of %s %s unknown. ", explain.Plural(n, "risk", "risks"), explainList(hidden), explain.Plural(n, "is", "are")) + f.Rest
		f.Says += fmt.Sprintf(" risk-unknown:%d", n)
	}
	return f
}

// levelWith are the names of those whose risk may be as high as that of the first.
func levelWith(known []column) []string {
	var out []string
	for _, c := range known[1:] {
		if c.P.Score.Risk.Hi >= known[0].P.Score.Risk.Lo {
			out = append(out, c.Name)
		}
	}
	return out
}

// highestRisk says who of those with a known risk, in its order, has the highest; level are the names
// of those that may be as high. more is whether there are others, whose risk is unknown.
func highestRisk(known []column, level []string, more bool) string {
	top := known[0]
	risk := func(c column) string {
		return explain.Decimal(c.P.Score.Risk.Value) + " " + explain.Range(c.P.Score.Risk.Lo, c.P.Score.Risk.Hi)
	}
	if len(level) == 0 {
		return fmt.Sprintf("%s has a higher risk than %s: %s against %s.", top.Name, known[1].Name, risk(top), risk(known[1]))
	}
	highest := "the highest risk"
	if more {
		highest = "the highest known risk"
	}
	return fmt.Sprintf("%s has %s, %s, but the %s of %s %s it.", top.Name, highest, risk(top), explain.Plural(len(level), "interval", "intervals"), explainList(level), explain.Plural(len(level), "overlaps", "overlap"))
}

// noticeOf says whether the figures are of one instrument, one age and one model.
func noticeOf(s same) ui.Notice {
	n := ui.Notice{Says: s.says(), Link: ui.Link{Label: "How the instrument is chosen", Href: page.Checks + "#instruments"}}
	var not, text []string
	add := func(same bool, what, yes string, whose []string) {
		if same {
			text = append(text, yes)
			return
		}
		not = append(not, what)
		text = append(text, strings.Join(whose, "; ")+".")
	}
	add(s.Instrument, "instrument", "The checks are from one instrument.", s.InstrumentsOf)
	apart := "The figures are less than a day apart."
	if s.Days > 0 {
		apart = "The figures are at most " + explain.Of(s.Days+1, "day", "days") + " apart."
	}
	add(s.Age, "age", apart, s.AgesOf)
	add(s.Model, "model", "One model scores all.", s.ModelsOf)
	if len(not) == 0 {
		n.Kind, n.Claim = "plain", "Same instrument, same age, same model."
	} else {
		n.Claim = "Not the same " + explainList(not) + ": compare with care."
	}
	n.Text = strings.Join(text, " ")
	return n
}

// barredColumns is up to how many columns have room for bars in the table; the chart below has them all.
const barredColumns = 3

// tableOf has a row for each item and a column for each project or run.
func tableOf(caption string, cs []column, items []item) table.Table {
	t := table.Table{Caption: caption, Layout: table.Compared, Heads: []table.Head{{Label: "Figure"}}}
	for _, c := range cs {
		t.Heads = append(t.Heads, table.Head{Content: columnHead(c), Cells: "is-row", Short: page.Cut(c.Name)})
	}
	group := ""
	for _, it := range items {
		if it.Group != group {
			group = it.Group
			t.Rows = append(t.Rows, table.Row{Group: group})
		}
		row := table.Row{Key: it.ID, Cells: []table.Cell{{Content: rowHead(it), Says: string(markID(it.Mark))}}}
		if it.Mark == differs {
			row.Class = "is-diff"
		}
		for _, c := range it.Cells {
			if len(cs) > barredColumns {
				c.Bar, c.Months = nil, nil
			}
			row.Cells = append(row.Cells, table.Cell{Content: valueOf(c)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// markID is a mark for programs that read the page.
func markID(m mark) string {
	switch m {
	case differs:
		return "differs"
	case unclear:
		return "unclear"
	}
	return "alike"
}

// dotsOf draws the figures with their intervals.
func dotsOf(cs []column, items []item) chart.Figure {
	d := chart.Dots{
		ID: "dots", Title: "Assessments with their intervals",
		Desc:    "Each bar is an interval, each mark a value, from 0 to 100; risk from 0 to 60. Bars that overlap leave the order open. Hatched: unknown. The table has the numbers.",
		Caption: "Bars that overlap leave the order open. Hatched bars are unknown.",
	}
	for _, it := range items {
		if it.Kind != interval || it.ID == "rank" {
			continue
		}
		g := chart.DotGroup{Name: it.Label, Hot: it.ID == "risk"}
		if g.Hot {
			g.Top = float64(chart.Risk)
		}
		for i, c := range it.Cells {
			one := chart.Dot{Name: cs[i].Name, Href: cs[i].Page, Why: c.Reason, Text: c.Text}
			if c.Value != nil && c.Lo != nil {
				one.Known, one.Value, one.Lo, one.Hi = true, *c.Value, *c.Lo, *c.Hi
				one.Range = explain.Whole(*c.Lo) + "–" + explain.Whole(*c.Hi)
			}
			g.Dots = append(g.Dots, one)
		}
		d.Groups = append(d.Groups, g)
	}
	return d.Figure()
}
