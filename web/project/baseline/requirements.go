package baseline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui/osps"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// urgent is the order of answers within a level: what a maintainer can act on comes first.
var urgent = []baseline.State{baseline.NotMet, baseline.Unknown, baseline.NotContradicted, baseline.Met, baseline.NotApplicable, baseline.NotObservable}

// sections are where the page of the project shows a figure that is no check.
var sections = map[field.ID]string{
	field.ReleaseTagsTotal: "#releases", field.GovernanceFile: "#tree", field.CodeOwners: "#tree",
	field.IssuesEnabled: "#host", field.Archived: "#host", field.RepositoryArchived: "#host", field.Advisories24m: "#advisories",
}

// seer draws the requirements of a project; on adds the day to an address.
type seer struct {
	judged
	on func(string) string
}

// table has the requirements that can be seen, or the others.
func (s seer) table(caption string, seen bool) table.Table {
	heads := []string{"Requirement", "Answer", "Why", "Evidence", "Figures that settle it"}
	if !seen {
		heads = []string{"Requirement", "Why it is not visible to us"}
	}
	t := table.Grid(caption, heads)
	osps.ByLevel(&t, func(level int) []table.Row { return s.rows(level, seen) })
	return t
}

func (s seer) rows(level int, seen bool) []table.Row {
	var all []baseline.Result
	for _, res := range s.Report.Results {
		if res.Requirement.Adds(level) && (res.Requirement.Seen != baseline.No) == seen {
			all = append(all, res)
		}
	}
	slices.SortStableFunc(all, func(a, b baseline.Result) int {
		return slices.Index(urgent, a.State) - slices.Index(urgent, b.State)
	})
	var out []table.Row
	for _, res := range all {
		q := res.Requirement
		cells := []table.Cell{osps.Requirement(s.Picked, q), {Text: res.Why}}
		if seen {
			cells = []table.Cell{cells[0], osps.State(res.State), cells[1], {Content: evidenceList(s.evidence(res))}, {Text: settles(q)}}
		}
		out = append(out, table.Row{ID: q.ID, Key: q.ID, Cells: cells})
	}
	return out
}

// item is a figure of the evidence.
type item struct {
	Label, Href, Value string
	Known              bool
	// Place is the file and line that decided; URL leads to it at the commit.
	Place, URL string
}

// mostEvidence is how many figures a row names.
const mostEvidence = 4

func (s seer) evidence(res baseline.Result) []item {
	var out []item
	for _, e := range res.Evidence[:min(len(res.Evidence), mostEvidence)] {
		row, _ := field.ByID(e.Input.Field)
		x := item{Label: labelOf(row), Href: s.href(row), Known: e.Input.Known(), Value: explain.ValueIn(s.Figures.Inputs, row, e.Input)}
		if e.Line != nil && e.Line.Path != "" {
			x.Place = page.Cut(e.Line.Path)
			if e.Line.Line > 0 {
				x.Place += fmt.Sprintf(", line %d", e.Line.Line)
			}
			x.URL = s.file(e)
		}
		out = append(out, x)
	}
	return out
}

// file is the address of the line that decided at the commit that was read; empty if it is not known.
func (s seer) file(e baseline.Evidence) string {
	source := field.SourceGit
	switch row, _ := field.ByID(e.Input.Field); {
	case row.Source == field.SourceGit:
	case s.Figures.Basis == nil:
		return ""
	default:
		source = s.Figures.Basis.Used.Source
	}
	sn, _ := s.Figures.Snapshot(source)
	return explain.Blobs(s.Entry.Project, sn)(e.Line.Path, e.Line.Line)
}

// href is where the figure is shown.
func (s seer) href(row field.Row) string {
	if row.ID == field.DeclaredClaims {
		return s.on(page.OwnWordsHref(s.Slug))
	}
	if row.Source == field.SourceScorecard {
		return s.on(page.ResultHref(s.Slug, row.ID))
	}
	return s.on("/p/"+s.Slug) + sections[row.ID]
}

// labelOf is the name of a check, or the label of another figure.
func labelOf(row field.Row) string {
	if row.Source == field.SourceScorecard {
		return string(row.ID)
	}
	return row.Label
}

// settles names the figures that can show that a requirement is met, agree with it, or contradict it.
func settles(q baseline.Requirement) string {
	var out []string
	for _, way := range []struct {
		word    string
		clauses []baseline.Clause
	}{{"Fully", q.Met}, {"Partly", q.Fits}, {"Against it", q.Against}} {
		var names []string
		for _, id := range baseline.Fields(way.clauses) {
			row, _ := field.ByID(id)
			names = append(names, labelOf(row))
		}
		if len(names) > 0 {
			out = append(out, way.word+": "+strings.Join(names, ", ")+".")
		}
	}
	return strings.Join(out, " ")
}
