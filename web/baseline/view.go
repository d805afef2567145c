package baseline

import (
	"fmt"
	"maps"
	"net/url"
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/osps"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// mostShown is how many projects a page names; the files have all.
const mostShown = 100

// allView is the page of all requirements.
type allView struct {
	Finding  ui.Finding
	Versions []ui.NavItem
	Text     string // address of the public text
	Levels   table.Table
	Seen     table.Table
	Hidden   table.Table
	Links    []ui.Link
	Cite     page.Citation
}

// oneView is the page of the projects of a requirement or a level.
type oneView struct {
	Of, Says, All string
	Text          string // address of the public text; empty for a level
	Finding       ui.Finding
	Answers       []ui.NavItem
	Versions      []ui.NavItem
	Projects      table.Table
	Links         []ui.Link
	Cite          page.Citation
}

// ofLevels and ofSeen are the states that a level, and a requirement that can be seen, may have.
var (
	ofLevels = []baseline.State{baseline.Met, baseline.NotMet, baseline.Unknown}
	ofSeen   = baseline.States[:5]
)

// allView is pure.
func (s maker) allView() allView {
	levels := baseline.LevelTallies(s.all)
	v := allView{Text: s.Picked.URL, Finding: s.Observable(), Versions: s.versions()}
	v.Finding.Says = fmt.Sprintf("observable:%d/%d not-met:%d/%d unknown:%d/%d", s.Picked.Observable(), len(s.Picked.Requirements), levels[0][baseline.NotMet], len(s.all), levels[0][baseline.Unknown], len(s.all))
	v.Finding.Rest = fmt.Sprintf("Of %s, %d do not meet level 1, %d meet it, and it is unknown for %d. %s",
		explain.Of(len(s.all), "project", "projects"), levels[0][baseline.NotMet], levels[0][baseline.Met], levels[0][baseline.Unknown], page.NoCompliance)
	v.Levels = counted("Projects by what is known of each level", "Level", ofLevels)
	for i, by := range levels {
		of := levelPrefix + strconv.Itoa(i+1)
		first := table.Cell{Text: "Level " + strconv.Itoa(i+1)}
		v.Levels.Rows = append(v.Levels.Rows, table.Row{Key: of, Cells: append([]table.Cell{first}, s.counts(of, by, ofLevels)...)})
	}
	v.Seen, v.Hidden = s.requirements()
	return v
}

// versions are links to the other versions, about the same; without those that do not have the
// requirement that is asked for.
func (s maker) versions() []ui.NavItem {
	return s.Choices(func(by baseline.Version, v url.Values) string {
		if _, has := by.Requirement(s.asked.of); s.asked.of != "" && s.asked.level == 0 && !has {
			return ""
		}
		maps.Copy(v, s.asked.values())
		maps.Copy(v, s.Carried())
		return page.Baseline + page.Encode(v)
	})
}

// counted is a table of numbers of projects by state.
func counted(caption, first string, states []baseline.State) table.Table {
	heads, numbers := []string{first}, []int{}
	for _, s := range states {
		numbers = append(numbers, len(heads))
		heads = append(heads, s.Label())
	}
	return table.Grid(caption, heads, numbers...)
}

// counts are numbers of projects; each leads to them.
func (s maker) counts(of string, by map[baseline.State]int, states []baseline.State) []table.Cell {
	var out []table.Cell
	for _, state := range states {
		c := table.Cell{Text: explain.Thousands(by[state]), Says: string(state)}
		if by[state] > 0 {
			c.Href = s.to(page.Baseline, asked{of: of, answer: state}.values())
		}
		out = append(out, c)
	}
	return out
}

// requirements are the requirements that can be seen, and the others.
func (s maker) requirements() (seen, hidden table.Table) {
	tallies := baseline.Tallies(s.Picked, s.all)
	rows := func(level int, keep bool, cells func(baseline.Tally) []table.Cell) []table.Row {
		var out []table.Row
		for _, x := range tallies {
			if q := x.Requirement; q.Adds(level) && (q.Seen != baseline.No) == keep {
				out = append(out, table.Row{Key: q.ID, Cells: append([]table.Cell{osps.Requirement(s.Picked, q)}, cells(x)...)})
			}
		}
		return out
	}
	seen = counted("Projects by what is known of each requirement", "Requirement", ofSeen)
	osps.ByLevel(&seen, func(level int) []table.Row {
		return rows(level, true, func(x baseline.Tally) []table.Cell { return s.counts(x.Requirement.ID, x.By, ofSeen) })
	})
	hidden = table.Grid("Requirements that are not visible to us", []string{"Requirement", "Why it is not visible to us"})
	osps.ByLevel(&hidden, func(level int) []table.Row {
		return rows(level, false, func(x baseline.Tally) []table.Cell { return []table.Cell{{Text: x.Requirement.Limit}} })
	})
	return seen, hidden
}

// oneView is pure.
func (s maker) oneView() oneView {
	kept := s.asked.keep(s.all)
	v := oneView{Of: s.asked.of, All: s.to(page.Baseline, nil), Versions: s.versions()}
	if s.asked.level > 0 {
		v.Of = fmt.Sprintf("Level %d", s.asked.level)
		v.Says = "Every requirement of the level and of those below."
	} else {
		q := s.Picked.Requirements[s.asked.at]
		v.Says, v.Text = q.Says, s.Picked.TextOf(q.ID)
	}
	v.Finding = s.oneFinding(kept)
	v.Answers = s.answers()
	v.Projects = table.Grid("Projects, the most critical first", []string{"Project", "Answer"})
	for _, p := range kept[:min(len(kept), mostShown)] {
		v.Projects.Rows = append(v.Projects.Rows, table.Row{Key: p.Slug, Cells: []table.Cell{
			{Text: page.Cut(p.Name), Href: s.project(p.Slug)}, osps.State(s.asked.state(p)),
		}})
	}
	return v
}

// project is the address of a project by the same version.
func (s maker) project(slug string) string {
	v := s.Into(url.Values{})
	if s.Day != "" {
		v.Set(query.AsOf, s.Day)
	}
	return page.BaselineHref(slug) + page.Encode(v)
}

func (s maker) oneFinding(kept []baseline.Standing) ui.Finding {
	f := ui.Finding{Says: fmt.Sprintf("projects:%d/%d", len(kept), len(s.all))}
	f.Claim = explain.Of(len(kept), "project", "projects") + " of " + explain.Thousands(len(s.all)) + "."
	if s.asked.answer != "" {
		f.Claim = s.asked.answer.Label() + ": " + f.Claim
	}
	if len(kept) > mostShown {
		f.Rest = fmt.Sprintf("The %d most critical are named here; the files have all. ", mostShown)
	}
	f.Rest += page.NoCompliance
	return f
}

// answers are links to the projects of each answer that some have, and to all.
func (s maker) answers() []ui.NavItem {
	by := map[baseline.State]int{}
	for _, p := range s.all {
		by[s.asked.state(p)]++
	}
	out := []ui.NavItem{{Label: "All", Href: s.to(page.Baseline, asked{of: s.asked.of}.values()), Current: s.asked.answer == ""}}
	for _, state := range baseline.States {
		if by[state] > 0 {
			out = append(out, ui.NavItem{
				Label: state.Label() + " " + explain.Thousands(by[state]), Current: s.asked.answer == state,
				Href: s.to(page.Baseline, asked{of: s.asked.of, answer: state}.values()),
			})
		}
	}
	return out
}
