package reports

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// evidenceView is the page of what was known of a project.
type evidenceView struct {
	Title, All, Project string
	Finding             ui.Finding
	Facts               []ui.Fact
	Rules               []table.Table
	Points              table.Table
	PointsOf            string
	Tables              []table.Table
}

func (s maker) evidenceView(e query.Evidence) evidenceView {
	f := e.Figures
	v := evidenceView{Title: f.Project.Name, All: page.PermanentReports, Finding: evidenceFinding(f), Rules: ruleTables(e), Points: pointsTable(e.Score), PointsOf: "Points of risk. They add up to the risk."}
	if _, ok := s.Query.Entry(f.Project.Slug); ok {
		v.Project = "/p/" + f.Project.Slug
	}
	if e.Score.Of != "risk" {
		v.PointsOf = explain.Sentence(e.Score.Reason) + "."
	}
	v.Facts = []ui.Fact{
		ui.Known("Repository", f.Project.Repository),
		ui.Known("List", e.List.Title+", revision "+e.List.Revision),
		ui.Known("Run", runText(e.Run)),
		ui.Known("Model", e.Model+", SHA-256 "+e.Run.Model),
		ui.Known("SHA-256 of the evidence", e.SHA256),
	}
	inputs, notInputs := inputTables("Figures", f.Inputs)
	checks, notChecks := inputTables("OpenSSF Scorecard checks, 0 to 10", f.Checks)
	for _, t := range []table.Table{inputs, checks, notChecks, notInputs} {
		if t.Shown = true; len(t.Rows) > 0 {
			v.Tables = append(v.Tables, t)
		}
	}
	return v
}

func evidenceFinding(f exchange.ProjectJSON) ui.Finding {
	out := ui.Finding{Says: "risk:unknown", Claim: "Its risk was unknown."}
	var why []string
	for _, r := range f.Reasons {
		why = append(why, r.Text)
	}
	out.Rest = explain.Sentence(strings.Join(why, "; "))
	if f.Risk != nil {
		out.Says = "risk:" + exchange.Number(f.Risk.Value)
		out.Claim = fmt.Sprintf("Its risk was %s %s of 100.", explain.Decimal(f.Risk.Value), explain.Range(f.Risk.Lo, f.Risk.Hi))
		if f.Rank != nil {
			out.Rest = "Rank " + explain.Thousands(*f.Rank) + ". " + out.Rest
		}
	}
	return out
}

// ruleTables are the rules that decided: the status, and each gate.
func ruleTables(e query.Evidence) []table.Table {
	status := table.Grid("Maintenance status", []string{"Status", "Because"})
	status.Add(table.Cell{Content: ui.Status(e.Figures.Status.Word)}, table.Cell{Text: explain.Sentence(e.Figures.Status.Reason)})
	gates := table.Grid("Gates: rules that set a least risk", []string{"Gate", "Fired", "Least risk"}, 2)
	for _, g := range e.Score.Gates {
		fired := table.Cell{Text: "no"}
		switch {
		case !g.Judged:
			fired = unknown("unknown: " + labels(g.Missing) + " not known")
		case g.Fired:
			fired = table.Cell{Text: "yes"}
		}
		gates.Add(table.Cell{Text: g.Label}, fired, table.Cell{Text: explain.Whole(g.Floor)})
	}
	return []table.Table{status, gates}
}

// labels names fields.
func labels(ids []string) string {
	var out []string
	for _, id := range ids {
		f, ok := field.ByID(field.ID(id))
		if !ok {
			f.Label = id
		}
		out = append(out, explain.LowerFirst(f.Label))
	}
	return strings.Join(out, ", ")
}

func pointsTable(s exchange.ExplainJSON) table.Table {
	t := table.Grid("Points by input", []string{"Input", "Axis", "Sub-score, 0 to 100", "Points"}, 2, 3)
	for _, c := range s.Contributions {
		sub := table.Cell{Text: explain.Whole(c.Score)}
		if c.Assumed {
			sub = unknown(explain.Whole(c.Score) + ", assumed")
		}
		if c.Gate {
			sub = table.Cell{Text: "gate"}
		}
		t.Add(table.Cell{Text: c.Label}, table.Cell{Text: axisName(c.Axis)}, sub, table.Cell{Text: explain.Decimal(c.Points)})
	}
	return t
}

// axisName is an axis in words.
func axisName(a model.Axis) string {
	switch a {
	case model.Vitality:
		return "vitality"
	case model.Resilience:
		return "resilience"
	case model.Posture:
		return "posture"
	}
	return ""
}

// inputTables are inputs in the order of the catalogue: those that are known, and those that are not.
func inputTables(caption string, all map[field.ID]exchange.InputJSON) (known, not table.Table) {
	known = table.Grid(caption, []string{"Figure", "Value", "Source", "Of"})
	not = table.Grid(caption+", not known", []string{"Figure", "Why it is not known"})
	for _, f := range field.Catalogue {
		doc, ok := all[f.ID]
		if !ok {
			continue
		}
		in := doc.Of(f.ID)
		if !in.Known() {
			why := table.Cell{Text: explain.Sentence(explain.Reason(in)), Unknown: in.State != health.NotApplicable}
			if in.State == health.NotApplicable {
				why.Text = "n/a: " + explain.LowerFirst(why.Text)
			}
			not.Rows = append(not.Rows, table.Row{Key: string(f.ID), Cells: []table.Cell{{Text: f.Label}, why}})
			continue
		}
		day := table.Cell{}
		if !in.ObservedAt.IsZero() {
			day.Text = explain.Day(in.ObservedAt)
		}
		source := table.Cell{Content: ui.Out(strings.TrimSpace(in.Source+" "+in.Version), in.SourceURL)}
		known.Rows = append(known.Rows, table.Row{Key: string(f.ID), Cells: []table.Cell{{Text: f.Label}, {Text: explain.Value(f, in)}, source, day}})
	}
	return known, not
}
