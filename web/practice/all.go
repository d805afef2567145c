package practice

import (
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// allView is the page of all checks.
type allView struct {
	Finding ui.Finding
	Total   int
	Checks  table.Table
	// Others are the other measures that the model scores.
	Others table.Table
	Links  []ui.Link
	Cite   page.Citation
}

// all answers with the catalogue of checks.
func (s maker) all() error {
	if err := s.Listed(); err != nil {
		return err
	}
	_, format := form(s.HTTP.URL.Path)
	p := s.Frame("Checks", "How many critical open source projects pass each OpenSSF Scorecard check, and how many are unknown.", "/checks")
	if s.List == nil || !s.Published && format == "" {
		return s.nothing(p, format)
	}
	if s.Known() {
		return nil
	}
	ps, err := s.points()
	if err != nil {
		return err
	}
	counts := countsOf(s.Model, ps)
	switch format {
	case ".json":
		run, err := s.RunJSON()
		if err != nil {
			return err
		}
		return s.Document(allDocumentOf(run, counts))
	case ".csv":
		return s.CSV("plumbline-"+s.List.Slug+"-checks.csv", countRows(counts))
	}
	o, err := s.Summary(s.Context())
	if err != nil {
		return err
	}
	s.framed(&p, o)
	v := s.allView(counts)
	v.Cite = s.cited("checks of "+s.List.Title, "/checks", o)
	return s.Show(allPage(p, v))
}

// points are the projects of the newest run; none before the first.
func (s maker) points() (query.Points, error) {
	if !s.Published {
		return query.Points{}, nil
	}
	return s.Points(s.Context(), ranking.Query{List: s.List.Slug})
}

// nothing is the page before the first run, and the answer without a list.
func (s maker) nothing(p ui.Page, format string) error {
	listed := 0
	if s.List != nil {
		listed = len(s.List.Projects)
		p.Dateline = s.Dateline(s.List, s.Run, time.Time{}, time.Time{})
	}
	if format != "" {
		return page.NotFound("No list is loaded.")
	}
	return s.Show(page.Nothing(p, listed))
}

// framed fills in what both pages say of the run.
func (s maker) framed(p *ui.Page, o query.Summary) {
	p.Dateline = s.Dateline(s.List, s.Run, o.From, o.To)
	p.Notices = append(page.Ignored(page.Others(s.Values(), "list", query.AsOf)), page.Unread(o)...)
}

func (s maker) cited(what, path string, o query.Summary) page.Citation {
	return s.Cite(page.Cited{What: what, Run: s.Run, From: o.From, To: o.To, Data: o.DataSHA}, func(day string) string {
		v := s.Carried()
		v.Set(query.AsOf, day)
		return path + page.Encode(v)
	})
}

// allView is pure.
func (s maker) allView(counts []count) allView {
	v := allView{Checks: s.countTable(counts), Others: s.otherTable(), Finding: allFinding(counts)}
	if len(counts) > 0 {
		v.Total = counts[0].all()
	}
	v.Links = []ui.Link{{Label: "CSV", Href: s.to("/checks.csv", nil)}, {Label: "JSON", Href: s.to("/checks.json", nil)}, {Label: "OSPS Baseline", Href: s.to(page.Baseline, nil)}, {Label: "How posture is computed", Href: page.Checks}}
	return v
}

// allFinding names the check that fewest pass among those that most are known of, and how much is
// unknown.
func allFinding(counts []count) ui.Finding {
	known, all, none := 0, 0, 0
	var least *count
	for i, c := range counts {
		known, all, none = known+c.known(), all+c.all(), none+c.None
		if c.known()*2 < c.all()-c.None || c.known() == 0 || c.HitsOnly {
			continue
		}
		if least == nil || c.Pass*least.known() < least.Pass*c.known() {
			least = &counts[i]
		}
	}
	f := ui.Finding{
		Says:  fmt.Sprintf("known:%d/%d", known, all-none),
		Claim: fmt.Sprintf("%s of %s results are known.", explain.Thousands(known), explain.Thousands(all-none)),
		Rest:  "The others are unknown, neither passed nor failed.",
	}
	if least != nil {
		f.Says += fmt.Sprintf(" least:%s:%d/%d", least.ID, least.Pass, least.known())
		f.Rest += fmt.Sprintf(" Of the checks known of most projects, fewest pass “%s”: %s of %s.", least.Label, explain.Thousands(least.Pass), explain.Thousands(least.known()))
	}
	return f
}

// countTable has a row for each check, by theme.
func (s maker) countTable(counts []count) table.Table {
	t := table.Table{
		Caption: "Projects by result of each check", Layout: table.Columns,
		Heads: []table.Head{
			{Label: "Check"},
			{Label: "Risk", Cells: "is-row", Short: "Risk level"},
			{Label: "Weight", Class: "num", Cells: "num is-row", Short: "Weight in posture"},
			{Label: "Share", Class: "hide-s", Cells: "hide-s"},
			{Label: "Pass", Class: "num", Cells: "num is-row", Short: "Pass"},
			{Label: "Fail", Class: "num", Cells: "num is-row", Short: "Fail"},
			{Label: "n/a", Class: "num", Cells: "num is-row", Short: "Not applicable"},
			{Label: "Unknown", Class: "num", Cells: "num is-row", Short: "Unknown"},
		},
	}
	group := ""
	for i, c := range counts {
		if i == 0 || c.Group != group {
			group = c.Group
			t.Rows = append(t.Rows, table.Row{Group: explain.Sentence(group)})
		}
		words, _ := explain.CheckOf(c.ID)
		pass := table.Cell{Text: "–"}
		if c.known() > 0 {
			pass = table.Cell{Text: explain.Thousands(c.Pass), Sub: passNote(c), Class: "strong", Href: s.rows(ranking.CheckPass, c.ID)}
		}
		t.Rows = append(t.Rows, table.Row{Key: string(c.ID), Cells: []table.Cell{
			{Text: string(c.ID), Sub: words.Question, Href: s.to(page.CheckHref(string(c.ID)), nil)},
			{Text: words.Risk},
			{Text: explain.Percent(c.Weight)},
			{Content: chart.Stacked(c.bar())},
			pass,
			s.linked(c.Fail, ranking.CheckFail, c.ID),
			{Text: explain.Thousands(c.None)},
			s.linked(c.Unknown, ranking.CheckUnknown, c.ID),
		}})
	}
	return t
}

// passNote is the share of the known that pass, or why there is none.
func passNote(c count) string {
	if c.HitsOnly {
		return "a fail is not visible in files"
	}
	return c.share() + " of " + explain.Thousands(c.known())
}

// linked is a number of projects that leads to them.
func (s maker) linked(n int, state ranking.CheckState, id field.ID) table.Cell {
	c := table.Cell{Text: explain.Thousands(n)}
	if n > 0 {
		c.Href = s.rows(state, id)
	}
	return c
}

// otherTable lists what the model scores beside checks.
func (s maker) otherTable() table.Table {
	t := table.Grid("Other measures, by figure", []string{"Measure", "Figure"})
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Criticality} {
		var seen []field.ID
		for _, r := range s.Model.Axes[a] {
			f, ok := field.ByID(r.Field)
			if !ok || slices.Contains(seen, r.Field) {
				continue
			}
			seen = append(seen, r.Field)
			t.Add(table.Cell{Text: f.Label, Href: page.Method(r.Field)}, table.Cell{Text: a.Name()})
		}
	}
	return t
}
