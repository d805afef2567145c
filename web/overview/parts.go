package overview

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// changesPage is the address of what changed between runs.
const changesPage = "/changes"

// practices are the checks of the strip: what many projects can do, each a different thing.
var practices = []field.ID{
	field.SecurityPolicyCheck, field.CodeReview, field.BranchProtection, field.TokenPermissions, field.DependencyUpdateTool, field.Fuzzing,
}

// changed is what changed since the run before.
type changed struct {
	// Says states it for programs; Text is a sentence.
	Says, Text string
	Table      table.Table
	Links      []ui.Link
}

// mapOf is the map of the list for a column.
func (s maker) mapOf(ps query.Points) chart.Scatter {
	m := ranked.ScatterOf(s.View, ps, "om", "Projects by criticality and health")
	m.Small, m.Labels = true, 5
	m.Caption = "Small marks depend on few people. Hatched: unknown health. The full map also shows risk, funding channels and which projects have no position."
	if x, y := m.Starts(); x > 0 || y > 0 {
		m.Caption += " The scales start at criticality " + explain.Whole(x) + " and health " + explain.Whole(y) + "."
	}
	return m
}

// practice is one check with the measured projects by state.
type practice struct {
	Name, Href             string
	Pass, Fail, NA, Unseen int
}

// practicesOf counts checks over the measured projects; nil if there is none.
func (s maker) practicesOf(ps query.Points) []practice {
	if ps.Measured == 0 {
		return nil
	}
	var out []practice
	for _, id := range practices {
		n := ps.Checks[id]
		x := practice{Name: string(id), Href: s.On(page.CheckHref(string(id))), Pass: n[ranking.CheckPass], Fail: n[ranking.CheckFail], NA: n[ranking.CheckNone]}
		if f, ok := field.ByID(id); ok {
			x.Name = f.Label
		}
		x.Unseen = ps.Measured - x.Pass - x.Fail - x.NA
		out = append(out, x)
	}
	return out
}

// bar is the shares of a practice as a stacked bar.
func (p practice) bar() chart.Stack {
	return chart.Results(p.Pass, p.Fail, p.NA, p.Unseen)
}

// practiceTable is the strip of practices as a table.
func practiceTable(all []practice) table.Table {
	t := table.Table{
		Caption: "Measured projects by result of a check", Layout: table.Columns,
		Heads: []table.Head{
			{Label: "Practice"},
			{Label: "Share", Class: "hide-s", Cells: "hide-s"},
			{Label: "Pass", Class: "num", Cells: "num is-row", Short: "Pass"},
			{Label: "Fail", Class: "num", Cells: "num is-row", Short: "Fail"},
			{Label: "n/a", Class: "num", Cells: "num is-row", Short: "Not applicable"},
			{Label: "Unknown", Class: "num", Cells: "num is-row", Short: "Unknown"},
		},
	}
	for _, p := range all {
		t.Add(
			table.Cell{Text: p.Name, Href: p.Href}, table.Cell{Content: chart.Stacked(p.bar())},
			table.Cell{Text: explain.Thousands(p.Pass), Class: "strong"}, table.Cell{Text: explain.Thousands(p.Fail)},
			table.Cell{Text: explain.Thousands(p.NA)}, table.Cell{Text: explain.Thousands(p.Unseen)},
		)
	}
	return t
}

// has reports whether the site has a page in its navigation.
func (s maker) has(address string) bool {
	return slices.ContainsFunc(s.Nav, func(n ui.NavItem) bool { return n.Href == address })
}

// changeLinks lead to all changes, and to those of the model.
func (s maker) changeLinks() []ui.Link {
	var out []ui.Link
	if s.has(changesPage) {
		out = append(out, ui.Link{Label: "All changes", Href: s.On(changesPage)})
	}
	if slices.ContainsFunc(s.releases, func(r model.Release) bool { return r.Version == s.Model.Version }) {
		out = append(out, ui.Link{Label: "What model " + s.Model.Version + " changed", Href: page.ModelChanges + s.Model.Version})
	}
	return out
}

// nameOf is the name of a listed project.
func (s maker) nameOf(slug string) string {
	if e, ok := s.Query.Entry(slug); ok {
		return e.Project.Name
	}
	return slug
}

// happened says what of a project changed, the figures that count first.
func happened(all []cause.Change) string {
	var out []string
	for _, c := range all {
		if c.Cause == cause.Project && c.Counts && len(out) < 2 {
			out = append(out, explain.ChangeText(c))
		}
	}
	if len(out) == 0 {
		return "A fact that outweighs other figures"
	}
	return strings.Join(out, "; ")
}

// changedOf says what changed since the run before, or that there is none.
func (s maker) changedOf(c query.Compared) changed {
	links := s.changeLinks()
	switch {
	case s.IsPast():
		return changed{Says: "changed-past", Text: "Changes are shown between published runs.", Links: links}
	case c.From.ID == 0:
		return changed{Says: "one-run", Text: "One run is published; changes appear with the next one.", Links: links}
	case len(c.Own) == 0:
		return changed{
			Says:  fmt.Sprintf("no-own-change:%d-%d", c.From.ID, c.To.ID),
			Text:  fmt.Sprintf("No project changed its risk by itself between run %d and run %d.", c.From.ID, c.To.ID),
			Links: links,
		}
	}
	v := changed{
		Says:  fmt.Sprintf("own-changes:%d", len(c.Own)),
		Text:  fmt.Sprintf("Changes of the projects themselves from run %d to run %d. Changes of instruments are kept apart.", c.From.ID, c.To.ID),
		Links: links,
		Table: table.Table{
			Caption: "Projects that changed by themselves", Layout: table.Columns,
			Heads: []table.Head{{Label: "Project"}, {Label: "Risk", Class: "num", Cells: "num is-row nowrap", Short: "Risk"}, {Label: "What happened", Class: "is-g", Cells: "is-g is-full"}},
		},
	}
	for _, d := range c.Own {
		v.Table.Rows = append(v.Table.Rows, table.Row{Key: d.Project, Cells: []table.Cell{
			{Text: s.nameOf(d.Project), Href: s.On("/p/" + d.Project)}, {Text: explain.Points(query.OwnPoints(d))}, {Text: happened(d.Changes)},
		}})
	}
	return v
}
