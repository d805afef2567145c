package fix

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/reply"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// view is the page.
type view struct {
	Name, Project, Projects, Action, Markdown string
	// Recheck, Baseline, Files and Words are addresses of other pages for maintainers.
	Recheck, Baseline, Files, Words string
	Cite                            page.Citation
	AsOf                            string
	Finding                         ui.Finding
	// Unread is why there is no plan, Ended what users of an ended project can do; empty: neither.
	Unread, Ended string
	Tasks         []taskView
	Unknown       table.Table
	Nothing       table.Table
	Publish       *fixplan.Publish
	// Result is the project before and after the tasks that are taken as done; no rows: none are.
	Result     table.Table
	ResultSays string
	// Gone names tasks that an address asks for and that are not in the plan.
	Gone string
}

// taskView is one task.
type taskView struct {
	fixplan.Task
	Check    string // address of the page of the check; empty: it has none
	Markdown string
	Minutes  string
	Gains    []ui.Fact
	Done     bool // ticked
	// Remarks are what the maintainers say of the check in their own files.
	Remarks []string
}

// viewOf is pure; on adds the day to an address. Tasks with a remark of the maintainers are the last: they
// have been answered.
func viewOf(p fixplan.Plan, ins health.Inputs, on func(string) string) view {
	href := page.FixHref(p.Slug)
	v := view{
		Name: p.Name, Project: on("/p/" + p.Slug), Action: href, Markdown: on(href + ".md"), Baseline: on(page.BaselineHref(p.Slug)), Recheck: page.RecheckHref(p.Slug), Words: on(page.OwnWordsHref(p.Slug)), Files: on(page.ManifestHref(p.Slug)),
		Finding: findingOf(p), Unread: p.Unread, Ended: p.Ended, Publish: p.Publish,
		Unknown: unknownTable(p), Nothing: nothingTable(p.Nothing),
	}
	for _, t := range p.Tasks {
		x := taskView{Task: t, Minutes: t.Minutes.String(), Gains: gains(t.Gain), Markdown: on(href + ".md" + page.Encode(url.Values{paramTask: {string(t.ID)}}))}
		if f, ok := field.ByID(t.ID); ok && f.Source == field.SourceScorecard {
			x.Check = on(page.ResultHref(p.Slug, t.ID))
		}
		for _, e := range reply.RemarksOn(ins, t.ID) {
			x.Remarks = append(x.Remarks, fmt.Sprintf("%s (for %s; %s, line %s)", e.Reason, reply.ToolName(e.Tool), e.Path, explain.Thousands(e.Line)))
		}
		v.Tasks = append(v.Tasks, x)
	}
	slices.SortStableFunc(v.Tasks, func(a, b taskView) int { return min(len(a.Remarks), 1) - min(len(b.Remarks), 1) })
	return v
}

// done ticks a task.
func (v *view) done(id field.ID) {
	for i := range v.Tasks {
		v.Tasks[i].Done = v.Tasks[i].Done || v.Tasks[i].ID == id
	}
}

func findingOf(p fixplan.Plan) ui.Finding {
	f := ui.Finding{Says: fmt.Sprintf("tasks:%d unknown:%d nothing:%d", len(p.Tasks), len(p.Unknown), len(p.Nothing))}
	switch {
	case p.Unread != "":
		f.Claim, f.Rest, f.Says = "There is no plan yet.", explain.Sentence(p.Unread)+".", "no-plan"
	case len(p.Tasks) == 0:
		f.Claim = "No finding asks for anything."
		f.Rest = fixplan.Assumption
	default:
		first := p.Tasks[0]
		f.Claim = fmt.Sprintf("%s; the one that changes most for the time: %s.", explain.Sentence(explain.Of(len(p.Tasks), "thing to do", "things to do")), explain.LowerFirst(first.Title))
		f.Rest = fmt.Sprintf("It takes about %s. %s", first.Minutes, fixplan.Assumption)
	}
	return f
}

// gain is a change of points; empty if there is none.
func gain(v float64) string {
	text := explain.Points(v)
	switch {
	case v == 0:
		return ""
	case text == explain.Points(0):
		return "less than 0.1"
	}
	return text
}

// gains are what a task changes alone.
func gains(g fixplan.Gain) []ui.Fact {
	fact := func(id, label, text string) ui.Fact { return ui.Fact{ID: id, Name: label, Text: text} }
	out := []ui.Fact{fact("posture", "Posture, of 100", gain(g.Posture)), fact("health", "Health, of 100", gain(g.Health))}
	if g.Risk != nil {
		out = append(out, fact("risk", "Risk, less is better", gain(-*g.Risk)))
	}
	if g.Aggregate != nil {
		out = append(out, fact("aggregate", "Scorecard’s total, of 10", gain(*g.Aggregate)))
	}
	return slices.DeleteFunc(out, func(f ui.Fact) bool { return f.Text == "" })
}

// unknownTable has what is unknown, with both ends.
func unknownTable(p fixplan.Plan) table.Table {
	t := table.Grid("What is unknown, and how to find it out", []string{"What", "Why it is unknown", "How to find it out", "Posture, if bad and if good", "Risk, if good and if bad"}, 3, 4)
	for _, u := range p.Unknown {
		settles := "Publish a Scorecard result, see below."
		if !u.Published {
			settles = "This site: " + explain.LowerFirst(u.Advice.Step())
		}
		posture := table.Cell{Unknown: true, Text: "unknown"}
		if u.Worst.Score.S.Known && u.Best.Score.S.Known {
			posture = table.Cell{Text: explain.Whole(u.Worst.Score.S.Value) + " to " + explain.Whole(u.Best.Score.S.Value)}
		}
		if f, ok := field.ByID(u.ID); ok && f.Source != field.SourceScorecard {
			posture = table.Cell{Text: "–"}
		}
		risk := table.Cell{Unknown: true, Text: "unknown"}
		if u.Worst.Score.RiskKnown && u.Best.Score.RiskKnown {
			risk = table.Cell{Text: explain.Decimal(u.Best.Score.Risk.Value) + " to " + explain.Decimal(u.Worst.Score.Risk.Value)}
		}
		t.Rows = append(t.Rows, table.Row{Key: string(u.ID), Cells: []table.Cell{{Text: u.Label}, {Text: explain.Sentence(cmp.Or(u.Why, "no source has answered")) + "."}, {Text: settles}, posture, risk}})
	}
	return t
}

// nothingTable has the circumstances.
func nothingTable(all []fixplan.Circumstance) table.Table {
	t := table.Grid("Circumstances", []string{"What", "Now", "Why there is nothing to do", "Risk today"}, 3)
	for _, c := range all {
		risk := table.Cell{Text: "–"}
		if c.Risk != nil {
			risk.Text = explain.Decimal(*c.Risk)
		}
		t.Rows = append(t.Rows, table.Row{Key: string(c.ID), Cells: []table.Cell{{Text: c.Label}, {Text: c.Value}, {Content: ui.Coded(c.Why)}, risk}})
	}
	return t
}

// simulated is the project before and after some tasks, with ranges.
func simulated(s fixplan.Simulation) table.Table {
	t := table.Grid("Before and after the marked tasks", []string{"Figure", "Now", "After"}, 1, 2)
	row := func(id, label string, before, after table.Cell) {
		t.Rows = append(t.Rows, table.Row{Key: id, Cells: []table.Cell{{Text: label}, before, after}})
	}
	axis := func(known bool, i health.Interval) table.Cell {
		if !known {
			return table.Cell{Unknown: true, Text: "unknown"}
		}
		return table.Cell{Text: explain.Decimal(i.Value) + " " + explain.Range(i.Lo, i.Hi)}
	}
	b, a := s.Before.Score, s.After.Score
	row("posture", "Posture, of 100", axis(b.S.Known, b.S.Interval), axis(a.S.Known, a.S.Interval))
	row("health", "Health, of 100", axis(b.H.Known, b.H.Interval), axis(a.H.Known, a.H.Interval))
	row("risk", "Risk, less is better", axis(b.RiskKnown, b.Risk), axis(a.RiskKnown, a.Risk))
	total := func(x fixplan.Aggregate) table.Cell {
		if !x.Known {
			return table.Cell{Unknown: true, Text: "unknown"}
		}
		return table.Cell{Text: explain.Decimal(x.Value), Sub: fmt.Sprintf("from %d of 18 checks", x.Checks)}
	}
	row("aggregate", "Scorecard’s total, of 10", total(s.Before.Aggregate), total(s.After.Aggregate))
	return t
}

// placeText is a file with its line.
func placeText(p fixplan.Place) string {
	if p.Path == "" {
		return ""
	}
	text := page.Cut(p.Path)
	if p.Line > 0 {
		text += fmt.Sprintf(", line %d", p.Line)
	}
	return text
}
