package policy

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/survey"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// view is the page.
type view struct {
	Finding ui.Finding
	Sets    []ui.NavItem
	Hidden  []ui.Pair
	Before  string
	Tag     string
	// About says of which projects the counts are; Absent names members without figures.
	About  string
	Absent table.Table

	Risk, Health, Status       table.Table
	Absence, Regulars, Funding table.Table
	Hosts, Owners, ByTag       table.Table
	OwnersOf                   string
	Practices                  practices
	Others                     []ui.Link
	Formats                    []ui.Link
	Cite                       page.Citation
}

// practices are the checks over time.
type practices struct {
	Table table.Table
	Check string
	Chart chart.Figure
	Notes []string
}

// mostAbsent is how many members without figures the page names.
const mostAbsent = 20

// view is pure.
func (s maker) view(c counted) view {
	a := c.Asked
	v := view{Finding: finding(c), Sets: s.sets(c), Before: a.AddedBefore, Tag: a.Tag, About: about(c), Absent: absentTable(c.Set)}
	hidden := s.to(a)
	hidden.Del(paramBefore)
	hidden.Del(paramTag)
	v.Hidden = page.Hidden(hidden)
	v.Risk, v.Health = c.plain("Projects by band of risk", "Risk", c.Set.Risk, c.List.Risk), c.plain("Projects by band of health", "Health", c.Set.Health, c.List.Health)
	v.Status = s.statusTable(c)
	v.Absence = c.plain("Projects by contributor absence factor", "Contributor absence factor", c.Set.Absence, c.List.Absence)
	v.Regulars = c.plain("Projects by number of regular contributors", "Regular contributors", c.Set.Regulars, c.List.Regulars)
	v.Funding = c.plain("Projects by channel of funding", "Channel of funding", c.Set.Funding, c.List.Funding)
	v.Hosts, v.Owners = hostTable(c.Set), s.ownerTable(c.Set)
	v.OwnersOf = fmt.Sprintf("%s in all.", explain.Of(c.Set.OwnersOf, "owner", "owners"))
	v.Practices = s.practices(c)
	if !a.narrowed() {
		v.ByTag = s.tagTable(c)
	}
	params := page.Encode(s.to(a))
	v.Formats = []ui.Link{{Label: "CSV", Href: page.Policy + ".csv" + params}, {Label: "JSON", Href: page.Policy + ".json" + params}}
	carried := page.Encode(s.Carried())
	report := s.to(a)
	report.Del(query.AsOf) // a report is on the newest run
	report.Del(paramCheck)
	v.Others = []ui.Link{{Label: "Cohorts", Href: page.Cohorts + carried}, {Label: "Reports that never change", Href: page.PermanentReports + page.Encode(report)}}
	return v
}

// finding says how many are where help is most urgent, and of how many nothing can be said.
func finding(c counted) ui.Finding {
	m := c.Set.Survey
	high, unknown := highRisk(m), survey.Of(m.Risk, survey.Unknown)
	f := ui.Finding{
		Says:  fmt.Sprintf("high:%d/%d unknown:%d absent:%d", high, m.Counted, unknown, len(c.Set.Absent)),
		Claim: fmt.Sprintf("%s of %s are in the two upper bands of risk.", explain.Thousands(high), explain.Of(m.Counted, "project", "projects")),
		Rest:  fmt.Sprintf("%s no band: too little is known of them, or they have ended.", explain.Of(unknown, "has", "have")),
	}
	if unknown == 0 {
		f.Rest = "All have a band."
	}
	return f
}

// about says which projects are counted.
func about(c counted) string {
	a, m := c.Asked, c.Set
	text := fmt.Sprintf("%s with figures", explain.Of(m.Counted, "project", "projects"))
	if m.Members != m.Counted {
		text += fmt.Sprintf(" of %s", explain.Thousands(m.Members))
	}
	switch {
	case a.Cohort != nil:
		text += fmt.Sprintf(". The cohort “%s” was made on %s from list revision %s and never changes.", a.Cohort.Title, explain.DayOf(a.Cohort.Made), a.Cohort.Revision)
		if m.Newer > 0 {
			text += fmt.Sprintf(" The list now has %s more.", explain.Of(m.Newer, "project", "projects"))
		}
	case a.AddedBefore != "" || a.Tag != "":
		text += "."
	default:
		text += ". This is the list as it is; projects come and go. For figures that stay comparable over years, choose a frozen cohort."
	}
	return text
}

// sets are the links to the list and to each cohort.
func (s maker) sets(c counted) []ui.NavItem {
	to := func(slug string) string {
		v := s.to(c.Asked)
		v.Del(paramCohort)
		if slug != "" {
			v.Set(paramCohort, slug)
		}
		return page.Policy + page.Encode(v)
	}
	out := []ui.NavItem{{Label: "List as it is", Href: to(""), Current: c.Asked.Cohort == nil}}
	for _, h := range c.Cohorts[:min(mostCohorts, len(c.Cohorts))] {
		out = append(out, ui.NavItem{Label: h.Title, Href: to(h.ID), Current: c.Asked.Cohort != nil && c.Asked.Cohort.Slug == h.ID})
	}
	return out
}

func absentTable(m query.Surveyed) table.Table {
	t := table.Grid("Members without figures in this run", []string{"Project", "Why"})
	for i, a := range m.Absent {
		if i == mostAbsent {
			t.Add(table.Cell{Text: fmt.Sprintf("and %s more", explain.Thousands(len(m.Absent)-mostAbsent))}, table.Cell{Text: "The CSV and the JSON name all."})
			break
		}
		t.Add(table.Cell{Text: a.Name, Href: "/p/" + a.Slug}, table.Cell{Text: a.Why})
	}
	return t
}

// beside are the heads of counts of a set beside those of its list.
func (c counted) beside(caption, first string) table.Table {
	heads := []string{first, "Projects"}
	numbers := []int{1}
	if c.Asked.narrowed() {
		heads[1] = "In this set"
		heads, numbers = append(heads, "In the whole list"), append(numbers, 2)
	}
	return table.Grid(caption, heads, numbers...)
}

// row is a number of the set beside that of the list.
func (c counted) row(t *table.Table, name table.Cell, n, list int, href string) {
	cells := []table.Cell{name, {Text: explain.Thousands(n)}}
	if n > 0 && !c.Asked.narrowed() {
		cells[1].Href = href
	}
	if c.Asked.narrowed() {
		cells = append(cells, table.Cell{Text: explain.Thousands(list)})
	}
	t.Add(cells...)
}

// projects returns the address of the ranking with a filter.
func (s maker) projects(name, value string) string {
	v := s.Carried()
	v.Set(name, value)
	return "/projects" + page.Encode(v)
}

// plain is a table of counts that lead nowhere. Ranges are written with a dash.
func (c counted) plain(caption, first string, set, list []survey.Count) table.Table {
	t := c.beside(caption, first)
	for i, n := range set {
		name := table.Cell{Text: strings.ReplaceAll(n.Key, "-", "–")}
		if n.Key == survey.Unknown {
			name = table.Cell{Text: "Unknown", Unknown: true}
		}
		c.row(&t, name, n.N, list[i].N, "")
	}
	return t
}

func (s maker) statusTable(c counted) table.Table {
	t := c.beside("Projects by maintenance status", "Status")
	for i, n := range c.Set.Status {
		c.row(&t, table.Cell{Content: ui.Status(word(n))}, n.N, c.List.Status[i].N, s.projects("status", n.Key))
	}
	return t
}

// mostOwners is how many owners and hosts the page names.
const mostOwners = 10

// hostTable counts by host of the primary repository.
func hostTable(m query.Surveyed) table.Table {
	t := table.Grid("Projects by host of the repository", []string{"Host", "Projects"}, 1)
	for i, n := range m.Hosts {
		if i == mostOwners {
			t.Add(table.Cell{Text: fmt.Sprintf("and %s more", explain.Of(len(m.Hosts)-mostOwners, "host", "hosts"))}, table.Cell{})
			break
		}
		t.Add(table.Cell{Text: n.Key}, table.Cell{Text: explain.Thousands(n.N)})
	}
	return t
}

// ownerTable counts by owner of the primary repository, where one has several projects.
func (s maker) ownerTable(m query.Surveyed) table.Table {
	t := table.Grid("Projects by owner of the repository", []string{"Owner of several projects", "Projects"}, 1)
	for i, n := range m.Owners {
		if i == mostOwners {
			t.Add(table.Cell{Text: fmt.Sprintf("and %s more", explain.Of(len(m.Owners)-mostOwners, "owner", "owners"))}, table.Cell{})
			break
		}
		t.Add(table.Cell{Text: n.Key, Href: page.OwnerHref(s.Addressed(), n.Key)}, table.Cell{Text: explain.Thousands(n.N)})
	}
	return t
}

// mostTags is how many tags the page names, mostCohorts how many cohorts.
const (
	mostTags    = 15
	mostCohorts = 12
)

// tagTable counts by tag, the most frequent first.
func (s maker) tagTable(c counted) table.Table {
	t := table.Grid("Projects by tag", []string{"Tag", "Projects"}, 1)
	for i, n := range c.Set.Tags {
		if i == mostTags {
			t.Add(table.Cell{Text: fmt.Sprintf("and %s more", explain.Of(len(c.Set.Tags)-mostTags, "tag", "tags"))}, table.Cell{})
			break
		}
		t.Add(table.Cell{Text: n.Key, Href: page.Policy + page.Encode(with(s.to(c.Asked), paramTag, n.Key))}, table.Cell{Text: explain.Thousands(n.N)})
	}
	return t
}

func with(v url.Values, name, value string) url.Values {
	v.Set(name, value)
	return v
}

// label is the name of a check.
func label(id field.ID) string {
	if f, ok := field.ByID(id); ok {
		return f.Label
	}
	return string(id)
}
