package practice

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// oneView is the page of one check.
type oneView struct {
	Name, Question, All string
	Finding             ui.Finding
	About               []ui.Fact
	Bar                 chart.Stack
	Results             table.Table
	Scores              chart.Figure
	// Failing and Unseen are the most critical projects that fail, and of which it is unknown.
	Failing, Unseen       table.Table
	AllFailing, AllUnseen []ui.Link
	Expected              table.Table
	ExpectedNote          string
	Adoption              adoptionView
	Links                 []ui.Link
	Cite                  page.Citation
}

// How many projects a page of a check names.
const (
	failingShown = 25
	unseenShown  = 10
)

// one answers with the page of a check, or with its projects as JSON or CSV.
func (s maker) one() error {
	if err := s.Listed(); err != nil {
		return err
	}
	name, format := form(s.HTTP.PathValue("check"))
	id := field.ID(name)
	if ranking.Place(id) < 0 {
		for _, other := range field.Checks() {
			if strings.EqualFold(string(other), name) {
				return s.Redirect(s.to(page.CheckHref(string(other))+format, nil), http.StatusMovedPermanently)
			}
		}
		return s.unknownCheck(name)
	}
	words, _ := explain.CheckOf(id)
	p := s.Frame(name, words.Question+" Results of critical open source projects, with what is unknown.", "/checks")
	if s.List == nil || !s.Published && format == "" {
		return s.nothing(p, format)
	}
	past, err := s.Adoption()
	if err != nil || s.Known(past.Read, past.From, past.To) {
		return err
	}
	ps, err := s.points()
	if err != nil {
		return err
	}
	c := countOf(s.Model, ps, id)
	switch format {
	case ".json":
		run, err := s.RunJSON()
		if err != nil {
			return err
		}
		return s.Document(s.oneDocument(run, c, ps, past))
	case ".csv":
		return s.CSV("plumbline-"+s.List.Slug+"-"+strings.ToLower(name)+".csv", projectRows(ps, id))
	}
	o, err := s.Summary(s.Context())
	if err != nil {
		return err
	}
	v := s.oneView(c, ps)
	v.Adoption = adoptionOf(past, c)
	if err := s.unseen(&v, ps, c); err != nil {
		return err
	}
	s.framed(&p, o)
	v.Name = name
	v.Cite = s.cited("check "+name+" of "+s.List.Title, page.CheckHref(name), o)
	return s.Show(onePage(p, v))
}

// countOf counts one check.
func countOf(m model.Model, ps query.Points, id field.ID) count {
	for _, c := range countsOf(m, ps) {
		if c.ID == id {
			return c
		}
	}
	return count{ID: id}
}

// oneView is pure.
func (s maker) oneView(c count, ps query.Points) oneView {
	words, _ := explain.CheckOf(c.ID)
	v := oneView{
		Question: words.Question, All: s.to("/checks", nil), Finding: oneFinding(c), About: s.about(c, words), Bar: c.bar(),
		Results: s.resultTable(c), Scores: scores(c), Failing: s.failing(c, ps),
	}
	if c.Fail > 0 {
		v.AllFailing = []ui.Link{{Label: "All " + explain.Of(c.Fail, "project that fails", "projects that fail"), Href: s.rows(ranking.CheckFail, c.ID)}}
	}
	v.Expected, v.ExpectedNote = expected(s.Model.Prior, c.ID)
	path := page.CheckHref(string(c.ID))
	v.Links = []ui.Link{{Label: "CSV, all projects", Href: s.to(path+".csv", nil)}, {Label: "JSON", Href: s.to(path+".json", nil)}, {Label: "Weight and rules", Href: page.Method(c.ID)}}
	return v
}

// oneFinding puts the known numbers first, and the unknown beside them.
func oneFinding(c count) ui.Finding {
	f := ui.Finding{Says: fmt.Sprintf("pass:%d/%d unknown:%d", c.Pass, c.known(), c.Unknown)}
	switch {
	case c.known() == 0:
		f.Claim = "No result is known."
	case c.HitsOnly:
		f.Claim = explain.Sentence(explain.Of(c.Pass, "project passes", "projects pass")) + "; a fail is not visible in files."
	default:
		f.Claim = fmt.Sprintf("%s of %s with a known score %s (%s).", explain.Thousands(c.Pass), explain.Of(c.known(), "project", "projects"), explain.Plural(c.Pass, "passes", "pass"), c.share())
	}
	switch {
	case c.Unknown == 0:
	case c.known() == 0:
		f.Rest = explain.Sentence(explain.Of(c.Unknown, "project is", "projects are")) + " unknown."
	default:
		f.Rest = explain.Sentence(explain.Of(c.Unknown, "more project is", "more projects are")) + " unknown."
	}
	return f
}

// about is the definition of the check.
func (s maker) about(c count, words explain.Check) []ui.Fact {
	fact := func(id, name, text string) ui.Fact {
		return ui.Fact{ID: id, Name: name, Text: text, State: health.Observed}
	}
	version, source := "", fact("doc", "Definition", "OpenSSF Scorecard, check "+string(c.ID))
	f, _ := field.ByID(c.ID)
	version = f.Reference
	source.URL, source.Note = words.Doc, version
	risk := fact("risk", "Risk level", words.Risk)
	risk.Note = "Scorecard’s word, not ours"
	weight := fact("weight", "Weight", explain.Percent(c.Weight)+" of posture")
	weight.Note = "model " + s.Model.Name()
	return []ui.Fact{
		source, risk, weight,
		fact("measured", "How it is measured", words.Measured),
		fact("limits", "Known limits", words.Limits),
		fact("unseen", "Without a result", explain.Unseen(s.Model, c.ID)),
		fact("remedy", "How to fix", f.Remedy+"."),
	}
}

// resultTable has a row for each result.
func (s maker) resultTable(c count) table.Table {
	t := table.Grid("Projects by result", []string{"Result", "Projects", "Share"}, 1, 2)
	of := func(n, all int, what string) string {
		if all == 0 {
			return "–"
		}
		return explain.Percent(float64(n)/float64(all)) + " of " + explain.Thousands(all) + " " + what
	}
	add := func(state ranking.CheckState, label string, n int, share string) {
		cell := s.linked(n, state, c.ID)
		if state == ranking.CheckNone {
			cell.Href = ""
		}
		t.Rows = append(t.Rows, table.Row{Key: string(state), Cells: []table.Cell{{Text: label}, cell, {Text: share}}})
	}
	pass, fail := of(c.Pass, c.known(), "known"), of(c.Fail, c.known(), "known")
	if c.HitsOnly {
		pass, fail = of(c.Pass, c.all(), "listed"), "not visible in files"
	}
	add(ranking.CheckPass, "Pass, 8 to 10 of 10", c.Pass, pass)
	add(ranking.CheckFail, "Fail, 0 to 7 of 10", c.Fail, fail)
	add(ranking.CheckNone, "Not applicable", c.None, of(c.None, c.all(), "listed"))
	add(ranking.CheckUnknown, "Unknown", c.Unknown, of(c.Unknown, c.all(), "listed"))
	return t
}

// scores is the distribution of the known scores; empty without any.
func scores(c count) chart.Figure {
	h := chart.Histogram{
		ID: "sc", Title: "Known scores", Step: 1, Max: 11, Unit: "projects",
		Cuts: []chart.Cut{{From: 0, Word: "fail"}, {From: ranking.PassFrom, Word: "pass"}},
		Desc: fmt.Sprintf("%s: %s of %s pass with 8 to 10 of 10.", c.Label, explain.Thousands(c.Pass), explain.Of(c.known(), "known score", "known scores")),
		Caption: fmt.Sprintf("Projects by score, from 0 to 10. %s not drawn: %s not applicable, %s unknown.",
			explain.Thousands(c.None+c.Unknown), explain.Thousands(c.None), explain.Thousands(c.Unknown)),
	}
	for score, n := range c.Scores {
		for range n {
			h.Values = append(h.Values, float64(score))
		}
	}
	return h.Figure()
}

// failing lists the most critical projects that fail.
func (s maker) failing(c count, ps query.Points) table.Table {
	t := table.Grid("Projects that fail, the most critical first", []string{"Project", "Score", "Criticality", "Health"}, 1, 2, 3)
	all := byCriticality(ps, c.ID, ranking.CheckFail)
	for _, p := range all[:min(failingShown, len(all))] {
		points, _ := p.Checks.Of(ranking.Place(c.ID))
		t.Rows = append(t.Rows, table.Row{Key: p.Slug, Cells: []table.Cell{
			{Text: p.Name, Href: s.On(page.ResultHref(p.Slug, c.ID))},
			{Text: strconv.Itoa(points) + " of 10"},
			number(p.Criticality), number(p.Health),
		}})
	}
	return t
}

func number(v *float64) table.Cell {
	if v == nil {
		return table.Cell{Unknown: true, Text: "? unknown"}
	}
	return table.Cell{Text: explain.Whole(*v)}
}

// unseen lists the most critical projects of which the check is unknown, with why. It reads the
// figures of each.
func (s maker) unseen(v *oneView, ps query.Points, c count) error {
	t := table.Table{
		Caption: "Projects of which the check is unknown, the most critical first", Layout: table.Columns,
		Heads: []table.Head{
			{Label: "Project"},
			{Label: "Criticality", Class: "num", Cells: "num is-row", Short: "Criticality"},
			{Label: "Why", Class: "is-g", Cells: "is-g is-full"},
			{Label: "What would make it known", Class: "is-g", Cells: "is-g is-full"},
		},
	}
	all := byCriticality(ps, c.ID, ranking.CheckUnknown)
	for _, p := range all[:min(unseenShown, len(all))] {
		e, ok := s.Query.Entry(p.Slug)
		if !ok {
			continue // it left the list since
		}
		f, err := s.Judged(s.Context(), p.Slug)
		if err != nil {
			return err
		}
		in := f.Inputs.Field(c.ID)
		t.Rows = append(t.Rows, table.Row{Key: p.Slug, Cells: []table.Cell{
			{Text: p.Name, Href: s.On(page.ResultHref(p.Slug, c.ID))},
			number(p.Criticality),
			{Text: explain.Sentence(explain.Reason(in))},
			{Text: explain.AdviceFor(e.Project, f, in).Step()},
		}})
	}
	v.Unseen = t
	if c.Unknown > 0 {
		v.AllUnseen = []ui.Link{{Label: "All " + explain.Of(c.Unknown, "project of which it is unknown", "projects of which it is unknown"), Href: s.rows(ranking.CheckUnknown, c.ID)}}
	}
	return nil
}

// expected are the rows of the table of expected scores that can be used for the check.
func expected(prior model.Prior, id field.ID) (t table.Table, note string) {
	t = table.Grid("Expected score by why the check has no result", []string{"Why it was not seen", "Expected", "Middle half", "Results"}, 1, 2, 3)
	for _, c := range prior.Cells {
		repeated := c.Host == model.OnGitHub || c.Host == model.Elsewhere && c.Gap != model.NotVisible
		if c.Check != id || c.N < model.LeastN || repeated {
			continue
		}
		n := table.Cell{Text: explain.Thousands(c.N)}
		if c.LowerHalf {
			n.Sub = "lower half"
		}
		t.Add(table.Cell{Text: explain.Sentence(explain.CellName(c))}, table.Cell{Text: explain.Decimal(c.Mean) + " of 10"},
			table.Cell{Text: explain.Range(c.At(.25), c.At(.75))}, n)
	}
	return t, "Made on " + explain.DayOf(prior.Made) + " from published results of other repositories, never from these projects."
}

// projectRows are the projects as rows of a file, the heads first. A score is empty unless known.
func projectRows(ps query.Points, id field.ID) [][]string {
	rows := [][]string{{"slug", "name", "check", "state", "score", "criticality"}}
	for _, p := range ps.All {
		points, state := p.Checks.Of(ranking.Place(id))
		score, criticality := "", ""
		if state == ranking.CheckPass || state == ranking.CheckFail {
			score = strconv.Itoa(points)
		}
		if p.Criticality != nil {
			criticality = strconv.FormatFloat(*p.Criticality, 'f', 1, 64)
		}
		rows = append(rows, []string{p.Slug, exchange.TextCell(p.Name), string(id), stateWord(state), score, criticality})
	}
	return rows
}

// stateWord names a state in files.
func stateWord(s ranking.CheckState) string {
	if s == ranking.CheckNone {
		return "not_applicable"
	}
	return string(s)
}
