package cohorts

import (
	"fmt"
	"net/url"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cohort"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// allView is the page of all cohorts of a list.
type allView struct {
	Cohorts          table.Table
	Form, LogIn      string
	CanMake, MayMake bool
	Command          string
}

func (s maker) allTable(heads []permanent.Head) table.Table {
	t := table.Grid("Frozen cohorts, the newest first", []string{"Cohort", "Name", "Made", "SHA-256 of its file"})
	for _, h := range heads {
		t.Rows = append(t.Rows, table.Row{Key: h.ID, Cells: []table.Cell{
			{Text: h.Title, Href: page.Cohorts + "/" + h.ID},
			{Text: h.ID, Mono: true},
			{Text: explain.Day(h.Made)},
			{Text: page.Short(h.SHA256), Mono: true},
		}})
	}
	return t
}

// oneView is the page of one cohort.
type oneView struct {
	Title   string
	All     string
	Finding ui.Finding
	Facts   []ui.Fact
	With    []ui.NavItem
	Other   string // what it is compared with, in words
	Gone    table.Table
	Newer   table.Table
	Members table.Table
	Links   []ui.Link
}

// mostRows is how many members a table of the page has.
const mostRows = 100

func (s maker) view(x comparison, heads []permanent.Head) oneView {
	v := oneView{Title: x.Title, All: page.Cohorts + page.Encode(s.Carried()), Other: "the list as it is"}
	if x.With != nil {
		v.Other = "the cohort “" + x.With.Title + "”"
	}
	v.Finding = ui.Finding{
		Says:  fmt.Sprintf("members:%d both:%d first:%d second:%d", len(x.Members), len(x.Both), len(x.First), len(x.Second)),
		Claim: fmt.Sprintf("%s are in it.", explain.Of(len(x.Members), "project", "projects")),
		Rest:  fmt.Sprintf("%s of them are also in %s; %s in it alone, and %s in the other alone.", explain.Thousands(len(x.Both)), v.Other, explain.Of(len(x.First), "is", "are"), explain.Of(len(x.Second), "is", "are")),
	}
	v.Facts = []ui.Fact{
		ui.Known("Name", x.Slug),
		ui.Known("Made", explain.DayOf(x.Made)),
		ui.Known("List", x.List+", revision "+x.Revision),
		ui.Known("SHA-256 of the file", x.SHA256),
	}
	if x.AddedBefore != "" {
		v.Facts = append(v.Facts, ui.Known("Without projects added since", explain.DayOf(x.AddedBefore)))
	}
	here := page.Cohorts + "/" + x.Slug
	v.With = []ui.NavItem{{Label: "List as it is", Href: here, Current: x.With == nil}}
	for _, h := range heads {
		if h.ID != x.Slug {
			v.With = append(v.With, ui.NavItem{Label: h.Title, Href: here + page.Encode(url.Values{paramWith: {h.ID}}), Current: x.With != nil && x.With.Slug == h.ID})
		}
	}
	v.Gone, v.Newer = memberTable("Projects of this cohort alone", x.First), memberTable("Projects of the other alone", x.Second)
	v.Members = memberTable("Projects of both", x.Both)
	policy := s.Carried()
	policy.Set(page.ParamCohort, x.Slug)
	v.Links = []ui.Link{
		{Label: "What this cohort looks like", Href: page.Policy + page.Encode(policy)},
		{Label: "Reports on it", Href: page.PermanentReports + page.Encode(policy)},
	}
	return v
}

func memberTable(caption string, all []cohort.Member) table.Table {
	t := table.Grid(caption, []string{"Project", "Repository", "Added to the list"})
	for i, m := range all {
		if i == mostRows {
			t.Add(table.Cell{Text: fmt.Sprintf("and %s more", explain.Thousands(len(all)-mostRows))}, table.Cell{Text: "The CSV and the file name all."}, table.Cell{})
			break
		}
		t.Rows = append(t.Rows, table.Row{Key: m.Slug, Cells: []table.Cell{{Text: m.Name, Href: "/p/" + m.Slug}, {Text: m.Repository}, {Text: explain.DayOf(m.Added)}}})
	}
	return t
}

// allJSON is the cohorts of a list.
type allJSON struct {
	Cohorts []headJSON `json:"cohorts"`
}

type headJSON struct {
	Slug   string    `json:"slug"`
	Title  string    `json:"title"`
	List   string    `json:"list"`
	Made   time.Time `json:"made"`
	SHA256 string    `json:"sha256"`
}

func allDocument(heads []permanent.Head) allJSON {
	d := allJSON{Cohorts: []headJSON{}}
	for _, h := range heads {
		d.Cohorts = append(d.Cohorts, headJSON{h.ID, h.Title, h.List, h.Made, h.SHA256})
	}
	return d
}

// oneJSON is a cohort beside the list as it is, or beside another cohort.
type oneJSON struct {
	Slug        string       `json:"slug"`
	Title       string       `json:"title"`
	List        string       `json:"list"`
	Revision    string       `json:"list_revision"`
	Made        string       `json:"made"`
	AddedBefore string       `json:"added_before,omitempty"`
	SHA256      string       `json:"sha256"`
	Members     []memberJSON `json:"members"`
	// With is the cohort that it is compared with; empty: the list as it is.
	With   string   `json:"compared_with"`
	Both   int      `json:"in_both"`
	First  []string `json:"in_this_alone"`
	Second []string `json:"in_the_other_alone"`
}

type memberJSON struct {
	Slug       string `json:"slug"`
	Name       string `json:"name"`
	Repository string `json:"repository,omitempty"`
	Added      string `json:"added,omitempty"`
}

func documentOf(x comparison) oneJSON {
	d := oneJSON{
		Slug: x.Slug, Title: x.Title, List: x.List, Revision: x.Revision, Made: x.Made, AddedBefore: x.AddedBefore, SHA256: x.SHA256,
		Members: []memberJSON{}, Both: len(x.Both), First: slugs(x.First), Second: slugs(x.Second),
	}
	if x.With != nil {
		d.With = x.With.Slug
	}
	for _, m := range x.Members {
		d.Members = append(d.Members, memberJSON{m.Slug, m.Name, m.Repository, m.Added})
	}
	return d
}

func slugs(all []cohort.Member) []string {
	out := []string{}
	for _, m := range all {
		out = append(out, m.Slug)
	}
	return out
}

// cellsOf has a row for each project of the cohort and of the other.
func cellsOf(x comparison) [][]string {
	rows := [][]string{{"slug", "name", "repository", "added", "in"}}
	for _, part := range []struct {
		where   string
		members []cohort.Member
	}{{"both", x.Both}, {"this", x.First}, {"other", x.Second}} {
		for _, m := range part.members {
			rows = append(rows, []string{exchange.TextCell(m.Slug), exchange.TextCell(m.Name), exchange.TextCell(m.Repository), m.Added, part.where})
		}
	}
	return rows
}
