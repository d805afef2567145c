package brief

import (
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/project/decided"
	"github.com/plumbline-scorecard/plumbline/web/project/facts"
	"github.com/plumbline-scorecard/plumbline/web/project/fundcard"
	"github.com/plumbline-scorecard/plumbline/web/project/verdict"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// briefView is the page, in its order.
type briefView struct {
	Name    string
	Project string // the address of its page
	Funding string // the address of its funding
	Finding string
	Figs    []ui.Fig
	// Depends says what the decision depends on; empty: unknown, and NoDepends says why.
	Depends    string
	NoDepends  string
	Prevalence []ui.Fact
	Relevance  relevance
	Thin       []ui.Fact
	PartsHead  string
	Parts      chart.Figure
	Sure       []ui.Fact
	Activity   []ui.Fact
	Months     chart.Figure
	Need       fundcard.Need
	Help       table.Table
	HelpNote   string
	Money      []ui.Fact
	Overlap    []ui.Notice
	Grants     []ui.Fact
	Programmes []ui.Fact
	Sources    []ui.Fact
	Notes      table.Table
	Cite       page.Citation
}

// relevance is why the project is critical, who judged it, and when.
type relevance struct {
	Why   string
	Facts []ui.Fact
}

// show answers with the page.
func show(r *page.Request) error {
	s, known, err := fundcard.Read(r, r.HTTP.PathValue("slug"))
	if err != nil || known {
		return err
	}
	p := r.Frame("Brief on "+s.Project.Project.Name, "Two printed pages for the board of a funder.", "/projects")
	at := s.Figures.At()
	p.Dateline = r.Dateline(s.List, s.Run, at, at)
	p.Notices = append(page.Ignored(page.Others(r.Values(), query.AsOf)), fundcard.Notices(r, s)...)
	d, err := decided.Read(r, s.Slug)
	if err != nil {
		return err
	}
	v := viewOf(s)
	v.Depends, v.NoDepends = d.Sentence, d.Why
	v.Project, v.Funding = r.On("/p/"+s.Slug), r.On(page.FundingHref(s.Slug))
	v.Cite = r.Cite(page.Cited{What: "brief on " + s.Project.Project.Name, Run: s.Run, From: at, To: at, Data: s.Summary.DataSHA}, func(day string) string {
		return page.BriefHref(s.Slug) + "?" + query.AsOf + "=" + day
	})
	return r.Show(briefPage(p, v))
}

// viewOf is pure.
func viewOf(s fundcard.Subject) briefView {
	sub := s.Project
	critical := facts.CriticalityOf(sub)
	v := briefView{
		Name: sub.Project.Name, Finding: score.Finding(sub.Project, sub.Figures.Inputs, sub.Score), Figs: figs(s),
		Prevalence: prevalence(s, critical.Rubric), Relevance: relevanceOf(s, critical), Thin: thin(s), Sure: sure(s), Activity: activity(s), Months: facts.PeopleOf(sub).Activity,
		Need: s.NeedOf(), Money: s.Facts(), Overlap: s.Overlap(), Grants: grants(s), Programmes: programmes(s), Sources: sources(s),
		Notes: byHand("Notes and decision", "Asked the maintainers on", "Their answer", "Decision", "By whom, on which day"),
	}
	v.PartsHead, _, v.Parts = verdict.Parts(sub)
	v.Help, v.HelpNote = help(s)
	v.Money = append(v.Money, s.Channels()[0], s.Plans())
	return v
}

// figs are the figures of the head, each with its range.
func figs(s fundcard.Subject) []ui.Fig {
	sc := s.Score
	fig := func(id, label string, known bool, i health.Interval, note string) ui.Fig {
		f := ui.Fig{ID: id, Label: label, Number: "?", Note: "unknown"}
		if known {
			f.Number, f.Of, f.Note = explain.Whole(i.Value), explain.Range(i.Lo, i.Hi), note
		}
		return f
	}
	rank := "not ranked"
	if r := s.Figures.Ranked; r != nil && r.Rank > 0 {
		rank = "rank " + explain.Places(r.RankLo, r.RankHi) + " of " + explain.Thousands(s.Summary.Ranked)
	}
	status := ui.Fig{ID: "status", Label: "Status", Number: explain.StatusName(sc.Status.Word), Note: sc.Status.Reason}
	return []ui.Fig{
		status,
		fig("criticality", "Criticality", sc.C.Known, sc.C.Interval, "of 100; what breaks without it"),
		fig("health", "Health", sc.H.Known && !sc.H.Thin, sc.H.Interval, "of 100; vitality and resilience"),
		fig("risk", "Risk", sc.RiskKnown, sc.Risk, rank),
	}
}

// byHand is a table with lines to fill by hand.
func byHand(caption string, lines ...string) table.Table {
	t := table.Table{Caption: caption + ", to fill in by hand", Layout: table.Side, Heads: []table.Head{{Label: "Line", Class: "sr"}, {Label: "By hand", Class: "sr"}}}
	for _, l := range lines {
		t.Rows = append(t.Rows, table.Row{Key: "by-hand", Cells: []table.Cell{{Text: l, Sub: "\u00a0"}, {Text: "\u00a0"}}})
	}
	return t
}
