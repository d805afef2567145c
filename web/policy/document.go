package policy

import (
	"strconv"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/survey"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// document is the page as JSON.
type document struct {
	page.RunJSON
	Set setJSON `json:"set"`
	// Counts are those of the set, ListCounts those of the whole list.
	Counts     survey.Survey  `json:"counts"`
	Absent     []absentJSON   `json:"members_without_figures"`
	ListCounts survey.Survey  `json:"list_counts"`
	Practices  []practiceJSON `json:"practices"`
	Cohorts    []cohortJSON   `json:"cohorts"`
}

// setJSON is which projects are counted.
type setJSON struct {
	Cohort      *cohortJSON `json:"cohort"`
	AddedBefore string      `json:"added_before,omitempty"`
	Tag         string      `json:"tag,omitempty"`
	// Newer counts the projects of the list that are no members of the cohort.
	Newer int `json:"newer_on_list"`
}

type cohortJSON struct {
	Slug   string `json:"slug"`
	Title  string `json:"title"`
	SHA256 string `json:"sha256"`
}

type absentJSON struct {
	Slug string `json:"slug"`
	Name string `json:"name"`
	Why  string `json:"why"`
}

// practiceJSON is one point of time. Steps to a point with a break are not changes of the projects.
type practiceJSON struct {
	Day           string              `json:"day"`
	Run           int64               `json:"run,omitempty"`
	Reconstructed bool                `json:"reconstructed"`
	Counted       int                 `json:"counted"`
	Break         string              `json:"break,omitempty"`
	Checks        []survey.CheckCount `json:"checks"`
}

func documentOf(run page.RunJSON, c counted) document {
	d := document{RunJSON: run, Counts: c.Set.Survey, ListCounts: c.List.Survey, Absent: []absentJSON{}, Practices: []practiceJSON{}, Cohorts: []cohortJSON{}}
	d.Set = setJSON{AddedBefore: c.Asked.AddedBefore, Tag: c.Asked.Tag, Newer: c.Set.Newer}
	if x := c.Asked.Cohort; x != nil {
		d.Set.Cohort = &cohortJSON{x.Slug, x.Title, x.SHA256}
	}
	for _, a := range c.Set.Absent {
		d.Absent = append(d.Absent, absentJSON(a))
	}
	for _, p := range c.Over {
		d.Practices = append(d.Practices, practiceJSON{p.Day, p.Run, p.Run == 0, p.Counted, p.Why, p.Checks})
	}
	for _, h := range c.Cohorts {
		d.Cohorts = append(d.Cohorts, cohortJSON{h.ID, h.Title, h.SHA256})
	}
	return d
}

// cellsOf has a row for each count of the set, with that of the list, and for each result of a check at
// each point of time. An empty cell is not known.
func cellsOf(c counted) [][]string {
	rows := [][]string{{"group", "key", "day", "run", "reconstructed", "break", "projects", "of", "list_projects", "list_of"}}
	n := strconv.Itoa
	of, all := n(c.Set.Counted), n(c.List.Counted)
	for _, g := range []struct {
		name      string
		set, list []survey.Count
	}{
		{"rank_state", c.Set.States, c.List.States},
		{"risk_band", c.Set.Risk, c.List.Risk},
		{"health_band", c.Set.Health, c.List.Health},
		{"status", c.Set.Status, c.List.Status},
		{string(field.ContributorAbsenceFactor), c.Set.Absence, c.List.Absence},
		{string(field.Regulars12m), c.Set.Regulars, c.List.Regulars},
		{string(field.FundingChannels), c.Set.Funding, c.List.Funding},
		{"host", c.Set.Hosts, c.List.Hosts},
		{"owner", c.Set.Owners, c.List.Owners},
		{"tag", c.Set.Tags, c.List.Tags},
	} {
		for _, x := range g.set {
			rows = append(rows, []string{g.name, exchange.TextCell(x.Key), "", "", "", "", n(x.N), of, n(survey.Of(g.list, x.Key)), all})
		}
	}
	for _, a := range c.Set.Absent {
		rows = append(rows, []string{"member_without_figures", exchange.TextCell(a.Slug), "", "", "", "", "", "", "", ""})
	}
	list := map[string]query.PracticePoint{}
	for _, p := range c.ListOver {
		list[p.Day] = p
	}
	for _, p := range c.Over {
		run := ""
		if p.Run != 0 {
			run = strconv.FormatInt(p.Run, 10)
		}
		for _, x := range p.Checks {
			y, counted := survey.CheckCount{}, list[p.Day].Counted
			if counted > 0 {
				y = countOf(list[p.Day], x.Check)
			}
			for _, r := range []struct {
				name      string
				set, list int
			}{{"pass", x.Pass, y.Pass}, {"fail", x.Fail, y.Fail}, {"not_applicable", x.NotApplicable, y.NotApplicable}, {"unknown", x.Unknown, y.Unknown}} {
				rows = append(rows, []string{"check:" + string(x.Check), r.name, p.Day, run, strconv.FormatBool(p.Run == 0), p.Why, n(r.set), n(p.Counted), n(r.list), n(counted)})
			}
		}
	}
	return rows
}
