package verdict

import (
	"cmp"
	"net/url"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/proof"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// inputGroup is the inputs of one axis.
type inputGroup struct {
	axis       model.Axis
	Name, Note string
	Rows       []inputRow
}

type inputRow struct {
	Label, About string
	// ID is the field the row is of, Field the one its value is of.
	ID, Field string
	// Method is the address of how it is measured.
	Method        string
	State         health.State
	Value, Reason string
	Sub, Share    string
	Source, URL   string
	// At is the instant it describes; Day stands in its place where people judged,
	// and is of when they did.
	At  time.Time
	Day string
	// Check is the address of the commands that give the value; empty without one.
	Check string
}

// Commands say where a reader finds the commands that give the same figures.
type Commands struct {
	// All is the address of the commands for every figure of the project.
	All string
	// Rules tell what commands can know of people and programs.
	Rules proof.Rules
}

// of returns the address of the commands for one figure.
func (c Commands) of(id field.ID) string {
	u, err := url.Parse(c.All)
	if err != nil {
		return c.All
	}
	q := u.Query()
	q.Set("input", string(id))
	u.RawQuery = q.Encode()
	return u.String()
}

func inputGroups(sub query.Project, commands Commands) []inputGroup {
	checked := proof.Subject{Project: sub.Project, Inputs: sub.Figures.Inputs, Rules: commands.Rules}
	var out []inputGroup
	days := sub.Days()
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Criticality} {
		x := sub.Score.Axis(a)
		g := inputGroup{axis: a, Name: explain.Sentence(a.Name()), Note: explain.Seen(x.Coverage) + " of the evidence seen"}
		if x.Confidence != "" {
			g.Note += ", confidence " + strings.ToLower(x.Confidence)
		}
		for _, in := range x.Inputs {
			f, _ := field.ByID(in.Field)
			row := inputRowOf(sub.Figures.Inputs, in, f)
			if rule, ok := sub.Model.Rule(a, in.ID); ok && (rule.Field != in.Field || len(rule.Readings) > 0) { // say which fact settles it
				of, _ := field.ByID(rule.Field)
				row.ID = string(of.ID)
				row.Method, row.About = page.Method(of.ID), of.About
				if row.Value != "" {
					row.Value = f.Label + ": " + row.Value
				}
			}
			if in.Input.Known() && !sub.Figures.Inputs.Field(in.Field).Known() {
				row.State, row.Value, row.Reason = byRule, "by rule", ruleWords(sub.Model, a, in)
			}
			if in.Input.Source == field.SourceList { // the instant is that of reading the list
				row.At, row.Day = time.Time{}, dayWords(in.Input.Field, days)
			}
			if len(proof.Of(in.Field, checked).Commands) > 0 {
				row.Check = commands.of(in.Field)
			}
			g.Rows = append(g.Rows, row)
		}
		out = append(out, g)
	}
	return out
}

// dayWords says of when a judgement is: "judged 22 Nov 2026". It has no age: a
// judgement stands until somebody looks again.
func dayWords(id field.ID, days map[field.ID]string) string {
	day := days[id]
	if day == "" {
		return ""
	}
	row, _ := field.ByID(id)
	what := cmp.Or(row.Dated, "judged")
	return what + " " + explain.DayOf(day)
}

// byRule marks an input without a value of its own that the model counts all
// the same, because of another fact.
const byRule health.State = "by_rule"

// ruleWords says because of which facts.
func ruleWords(m model.Model, a model.Axis, in health.ScoredInput) string {
	rule, _ := m.Rule(a, in.ID)
	var facts []string
	for _, t := range rule.NoneWhen {
		f, _ := field.ByID(t.Field)
		facts = append(facts, f.Label+" "+strings.Replace(t.Op, "==", "is", 1)+" "+explain.Whole(t.Value))
		if f.Kind == field.Bool {
			facts[len(facts)-1] = f.Label
		}
	}
	return "Not observed; scored " + explain.Whole(in.S) + " because " + strings.Join(facts, "; ")
}

func inputRowOf(ins health.Inputs, in health.ScoredInput, f field.Row) inputRow {
	r := inputRow{
		ID: string(f.ID), Field: string(f.ID), Label: explain.Label(in, f), Method: page.Method(f.ID), About: f.About, State: in.Input.State, Value: explain.ValueIn(ins, f, in.Input), Reason: explain.Sentence(explain.Reason(in.Input)),
		Sub: "–", Share: "–", Source: explain.Source(f, in.Input), URL: in.Input.SourceURL, At: in.Input.ObservedAt,
	}
	// A fact such as "no commits, so no factor" counts without a value of its own.
	if in.Share > 0 {
		r.Sub, r.Share = explain.Whole(in.S), explain.Percent(in.Share)
	}
	return r
}

// Inputs are the tables of every input with its source: one of vitality and resilience, one of
// criticality. A project that was never read has that of criticality alone: the page says once, above,
// why the others are not known.
func Inputs(sub query.Project, commands Commands, read bool) []table.Table {
	groups := inputGroups(sub, commands)
	last := len(groups) - 1
	of := inputTable("All inputs of criticality, with sources", groups[last:], sub.Now)
	if !read {
		return []table.Table{of}
	}
	return []table.Table{inputTable("All inputs of vitality and resilience, with sources", groups[:last], sub.Now), of}
}

func inputTable(caption string, groups []inputGroup, now time.Time) table.Table {
	t := table.Table{
		Caption: caption, Layout: table.Columns,
		Heads: []table.Head{
			{Label: "Input", Cells: "is-wide"},
			{Label: "Value"},
			{Label: "Points", Class: "num", Cells: "num is-off"},
			{Label: "Share", Class: "num hide-s", Cells: "num is-off"},
			{Label: "Source", Class: "is-g", Cells: "is-g is-full small"},
		},
	}
	for _, g := range groups {
		t.Rows = append(t.Rows, table.Row{Key: "axis-" + string(g.axis), Group: g.Name, Note: g.Note})
		for _, r := range g.Rows {
			t.Rows = append(t.Rows, table.Row{Key: r.ID, Cells: []table.Cell{
				{Content: inputName(r)},
				{Content: inputValue(r)},
				{Text: r.Sub},
				{Text: r.Share},
				{Content: inputSource(r, now)},
			}})
		}
	}
	return t
}
