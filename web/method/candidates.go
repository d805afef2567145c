package method

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/candidate"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// candidateSections show what each list lacks by the bundled counts.
func (s maker) candidateSections() []section {
	var out []section
	for _, d := range s.rules.Results.Candidates {
		out = append(out, candidateSection(s.titleOf(d.List), d))
	}
	if len(out) == 0 {
		return []section{{ID: "candidates", Head: "No candidates are bundled", Text: []string{"“plumbline lists candidates” computes them."}}}
	}
	return append(out, section{
		ID: "counted", Head: "How candidates are counted",
		Text:   []string{explain.CoreOf(s.rules.Results.Candidates[0])},
		Points: explain.CandidateNotes,
	})
}

// titleOf returns the title of a list, or its slug if it is not in use.
func (s maker) titleOf(slug string) string {
	for _, l := range s.Query.Lists() {
		if l.Slug == slug {
			return l.Title
		}
	}
	return slug
}

func candidateSection(title string, d candidate.Document) section {
	g := table.Grid("Source packages that no entry covers", []string{"Source package", "Run share", "Build share", "Base", "Repository, not checked"}, 1, 2)
	for _, c := range d.Candidates {
		name := table.Cell{Text: c.Source}
		if c.Native {
			name.Sub = "native"
		}
		base, at := table.Cell{Text: c.Base}, table.Cell{Text: c.Repository, Sub: explain.CandidateField(c.From)}
		if c.Repository == "" {
			at = table.Cell{Text: "none named"}
		}
		g.Rows = append(g.Rows, table.Row{Key: c.Source, Cells: []table.Cell{
			name, {Text: explain.ShareOf(c.RunShare)}, {Text: explain.ShareOf(c.BuildShare)}, base, at,
		}})
	}
	return section{
		ID: "list-" + d.List, Head: title, Says: "coverage",
		Text: []string{
			explain.CoverageOf(d),
			explain.CandidatesOf(d) + shownOf(d),
			fmt.Sprintf("%s The figures are bundled with this version, for list revision %s. “plumbline lists candidates” counts anew.", explain.CandidateArchive(d), d.Revision),
		},
		Points: []string{d.Packages, d.Index, d.Signature},
		Tables: []table.Table{g},
	}
}

// shownOf says how many of the candidates the table has, if not all.
func shownOf(d candidate.Document) string {
	if len(d.Candidates) == d.Total {
		return ""
	}
	return fmt.Sprintf(" The %s most needed are shown.", explain.Thousands(len(d.Candidates)))
}
