package reports

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/report"
	"github.com/plumbline-scorecard/plumbline/internal/survey"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// The limits of pages; files have all.
const (
	mostRows    = 60
	mostMoved   = 20
	mostReports = 12
)

// allView is the page of all reports on a list.
type allView struct {
	Reports          table.Table
	Form, LogIn      string
	Before, Tag      string
	Cohorts          []permanent.Head
	Cohort           string
	CanMake, MayMake bool
	Command          string
}

func (s maker) allView(heads, cohorts []permanent.Head) allView {
	v := allView{
		Reports: table.Grid("Reports, the newest first", []string{"Report", "Name", "Made", "Run", "SHA-256 of the pack"}), Cohorts: cohorts,
		Cohort: s.Values().Get(fieldCohort), Before: s.Values().Get(fieldBefore), Tag: s.Values().Get(fieldTag),
		Command: "plumbline report make 2026-q4 --title \"Fourth quarter of 2026\"", CanMake: s.Access.On() && s.archive != nil && s.List != nil,
	}
	for _, h := range heads {
		v.Reports.Rows = append(v.Reports.Rows, table.Row{Key: h.ID, Cells: []table.Cell{
			{Text: h.Title, Href: page.ReportHref(h.ID)}, {Text: h.ID, Mono: true}, {Text: explain.Day(h.Made)}, {Text: strconv.FormatInt(h.Run, 10)}, {Text: page.Short(h.SHA256), Mono: true},
		}})
	}
	if list := s.Addressed(); list != "" {
		v.Command += " --list " + list
	}
	v.MayMake = v.CanMake && s.MayWrite()
	v.Form = page.PermanentReports + page.Encode(s.Carried())
	back := s.Carried()
	for _, name := range []string{fieldCohort, fieldBefore, fieldTag} {
		if value := s.Values().Get(name); value != "" {
			back.Set(name, value)
		}
	}
	v.LogIn = logIn(page.PermanentReports + page.Encode(back))
	return v
}

// oneView is the page of a report.
type oneView struct {
	Title, All string
	Finding    ui.Finding
	Facts      []ui.Fact
	Verify     string
	Counts     []table.Table
	Absent     table.Table
	Projects   table.Table
	Of         string // how many of the projects the table has
	Since      changed
	With       []ui.NavItem
	Differ     *differView
}

// changed is what moved risks since another report.
type changed struct {
	// Text is the sentence before the table; empty: there is no report before.
	Text   string
	Causes table.Table
}

// differView is two reports beside each other.
type differView struct {
	Text              string
	Notes             []string
	Came, Went, Moved table.Table
	Since             changed
}

// finding says how many are where help is most urgent, and of how many nothing can be said.
func finding(r report.Report) ui.Finding {
	m := r.Counts
	high := 0
	for _, c := range m.Risk[:min(2, len(m.Risk))] {
		high += c.N
	}
	unknown := survey.Of(m.Risk, survey.Unknown)
	f := ui.Finding{
		Says:  fmt.Sprintf("high:%d/%d unknown:%d absent:%d", high, m.Counted, unknown, len(r.Absent)),
		Claim: fmt.Sprintf("%s of %s were in the two upper bands of risk.", explain.Thousands(high), explain.Of(m.Counted, "project", "projects")),
		Rest:  fmt.Sprintf("%s no band: too little was known of them, or they had ended.", explain.Of(unknown, "had", "had")),
	}
	if unknown == 0 {
		f.Rest = "All had a band."
	}
	return f
}

// setText says which projects a report is on.
func setText(s report.SetRef) string {
	var parts []string
	if s.Cohort != nil {
		parts = append(parts, "the cohort “"+s.Cohort.Title+"”")
	}
	if s.AddedBefore != "" {
		parts = append(parts, "added before "+explain.DayOf(s.AddedBefore))
	}
	if s.Tag != "" {
		parts = append(parts, "with the tag "+s.Tag)
	}
	if len(parts) == 0 {
		return "the whole list"
	}
	return strings.Join(parts, ", ")
}

// runText names a run: "7, published 22 August 2026, 17:00 UTC".
func runText(r exchange.RunRef) string {
	text := strconv.FormatInt(r.ID, 10)
	if r.Finished != nil {
		text += ", published " + explain.Minute(*r.Finished)
	}
	return text
}

// facts say what a report is.
func facts(r report.Report) []ui.Fact {
	out := []ui.Fact{
		ui.Known("Name", r.ID),
		ui.Known("Made", explain.Minute(r.Made)+", by Plumbline "+r.Plumbline),
		ui.Known("List", r.List.Title+", revision "+r.List.Revision),
		ui.Known("Projects", explain.Thousands(len(r.Projects))+" with figures: "+setText(r.Set)),
		ui.Known("Run", runText(r.Run)),
		ui.Known("Model", r.Model+", SHA-256 "+r.Run.Model),
		ui.Known("SHA-256 of the figures of the list", r.Data),
	}
	if r.Newer > 0 {
		out = append(out, ui.Known("Later on the list", explain.Of(r.Newer, "project", "projects")+" that the cohort does not have"))
	}
	if r.Assumed != "" {
		out = append(out, ui.Known("Assumed", explain.Sentence(r.Assumed)))
	}
	return out
}

// counts are the distributions of a report.
func counts(r report.Report) []table.Table {
	var out []table.Table
	for _, g := range []struct {
		caption, head string
		of            []survey.Count
	}{{"Projects by band of risk", "Risk", r.Counts.Risk}, {"Projects by band of health", "Health", r.Counts.Health}} {
		t := table.Grid(g.caption, []string{g.head, "Projects"}, 1)
		for _, c := range g.of {
			name := table.Cell{Text: c.Key}
			if c.Key == survey.Unknown {
				name = table.Cell{Text: "Unknown", Unknown: true}
			}
			t.Add(name, table.Cell{Text: explain.Thousands(c.N)})
		}
		out = append(out, t)
	}
	t := table.Grid("Projects by maintenance status", []string{"Status", "Projects"}, 1)
	for _, c := range r.Counts.Status {
		t.Add(table.Cell{Text: explain.StatusName(health.StatusWord(c.Key))}, table.Cell{Text: explain.Thousands(c.N)})
	}
	return append(out, t)
}

// absentTable names members without figures, most of them.
func absentTable(r report.Report, most int) table.Table {
	t := table.Grid("Members without figures", []string{"Project", "Why"})
	for i, a := range r.Absent {
		if i == most {
			t.Add(table.Cell{Text: "and " + explain.Thousands(len(r.Absent)-most) + " more"}, table.Cell{Text: "The JSON names all."})
			break
		}
		t.Add(table.Cell{Text: a.Name}, table.Cell{Text: a.Why})
	}
	return t
}

// byRisk are the projects of a report in the order of the ranking, those without a rank last and by name.
func byRisk(all []report.Row) []report.Row {
	out := slices.Clone(all)
	place := func(r report.Row) int {
		if r.Rank == nil {
			return len(all) + 1
		}
		return *r.Rank
	}
	slices.SortStableFunc(out, func(a, b report.Row) int { return cmp.Compare(place(a), place(b)) })
	return out
}

// projectTable is the projects of a report, most of them.
func projectTable(r report.Report, most int, evidence func(report.Row) table.Cell) table.Table {
	t := table.Grid("Projects by rank", []string{"Project", "Rank", "Risk", "Band", "Status", "What decided", "Evidence"}, 1, 2)
	for _, p := range byRisk(r.Projects)[:min(most, len(r.Projects))] {
		rank, risk, band := unknown("none"), unknown("unknown"), unknown("none")
		if p.Rank != nil {
			rank = table.Cell{Text: explain.Thousands(*p.Rank)}
		}
		if p.Risk != nil {
			risk = table.Cell{Text: explain.Decimal(*p.Risk)}
			if p.RiskLo != nil && p.RiskHi != nil {
				risk.Text += " " + explain.Range(*p.RiskLo, *p.RiskHi)
			}
		}
		if p.RiskBand != "" {
			band = table.Cell{Text: p.RiskBand}
		}
		t.Rows = append(t.Rows, table.Row{Key: p.Slug, Cells: []table.Cell{{Text: p.Name}, rank, risk, band, {Text: explain.StatusName(p.Status.Word)}, {Text: decided(p)}, evidence(p)}})
	}
	return t
}

func unknown(text string) table.Cell { return table.Cell{Text: text, Unknown: true} }

// decided says what decided over a project: the rule that fired, or why it has no rank, or else its main
// reason.
func decided(p report.Row) string {
	var parts []string
	add := func(text string) {
		if text = explain.LowerFirst(text); text != "" && !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	add(p.Gate)
	for _, why := range slices.Concat(p.Partial, p.Reasons) {
		add(why.Text)
	}
	if len(parts) == 0 {
		add(p.MainReason)
	}
	add(p.Status.Reason)
	return explain.Sentence(strings.Join(parts, "; "))
}

func (s maker) oneView(r query.Report, heads []permanent.Head, d *query.ReportsDiffer) oneView {
	v := oneView{Title: r.Title, All: page.PermanentReports, Finding: finding(r.Report), Facts: facts(r.Report), Counts: counts(r.Report), Absent: absentTable(r.Report, mostMoved)}
	if s.List != nil && s.Addressed() != "" {
		v.All += page.Encode(url.Values{"list": {s.Addressed()}})
	}
	v.Facts = append(v.Facts, ui.Known("SHA-256 of the pack", r.Document.SHA256))
	v.Verify = "plumbline verify plumbline-report-" + r.ID + ".zip --sha256 " + r.Document.SHA256
	v.Projects = projectTable(r.Report, mostRows, func(p report.Row) table.Cell {
		return table.Cell{Text: p.EvidenceID, Href: page.EvidenceHref(p.EvidenceID), Mono: true}
	})
	v.Of = explain.Of(len(r.Projects), "project", "projects") + ", by rank."
	if len(r.Projects) > mostRows {
		v.Of = fmt.Sprintf("The first %d of %s, by rank. The pack and the CSV have all.", mostRows, explain.Of(len(r.Projects), "project", "projects"))
	}
	if r.Since != nil {
		v.Since = sinceView(*r.Since)
	}
	v.With = s.with(r, heads, d)
	if d != nil {
		v.Differ = differOf(*d)
	}
	return v
}

// with are the links that compare a report with earlier ones.
func (s maker) with(r query.Report, heads []permanent.Head, d *query.ReportsDiffer) []ui.NavItem {
	var out []ui.NavItem
	for _, h := range heads {
		if h.ID == r.ID || h.Run > r.Run.ID || len(out) == mostReports {
			continue
		}
		out = append(out, ui.NavItem{Label: h.Title, Href: page.ReportHref(r.ID) + page.Encode(url.Values{paramFrom: {h.ID}}), Current: d != nil && d.From.ID == h.ID})
	}
	return out
}

// sinceView says what moved risks since another report.
func sinceView(since report.Since) changed {
	text := fmt.Sprintf("Since the report “%s”, on run %s.", since.Report, runText(since.Run))
	if since.Unknown != "" {
		return changed{Text: text + " Why risks moved is unknown: " + explain.LowerFirst(since.Unknown)}
	}
	if len(since.Causes) == 0 {
		return changed{Text: text + " No risk moved by a tenth of a point."}
	}
	c := changed{Text: text + " What moved the risks of the projects, in points; rises and falls apart.", Causes: table.Grid("What moved risks", []string{"Cause", "Projects", "Up", "Down"}, 1, 2, 3)}
	for _, x := range since.Causes {
		c.Causes.Add(table.Cell{Text: explain.Sentence(explain.CauseName(x.Cause))}, table.Cell{Text: explain.Thousands(x.Projects)}, table.Cell{Text: explain.Decimal(x.Up)}, table.Cell{Text: explain.Decimal(x.Down)})
	}
	return c
}

func differOf(d query.ReportsDiffer) *differView {
	v := differView{
		Text: fmt.Sprintf("Compared with “%s”: %s other figures, %s the same; %s came, %s left.", d.From.Title,
			explain.Of(len(d.Moved), "project has", "projects have"), explain.Of(d.Same, "says", "say"), explain.Thousands(len(d.Came)), explain.Thousands(len(d.Went))),
		Since: sinceView(d.Since),
	}
	for _, n := range []struct {
		is   bool
		text string
	}{
		{d.OtherModel, "The two reports were judged by different models."},
		{d.OtherRevision, "The two runs used different revisions of the list."},
		{d.OtherSet, "The two reports are on different sets of projects."},
	} {
		if n.is {
			v.Notes = append(v.Notes, n.text)
		}
	}
	causes := causesOf(d.Changes)
	v.Moved = table.Grid("Projects with other figures", []string{"Project", "Before", "After", "Why"})
	for i, m := range d.Moved {
		if i == mostMoved {
			v.Moved.Add(table.Cell{Text: "and " + explain.Thousands(len(d.Moved)-mostMoved) + " more"}, table.Cell{}, table.Cell{}, table.Cell{Text: "The packs name all."})
			break
		}
		why := table.Cell{Text: causes[m.After.Slug]}
		if why.Text == "" {
			why = unknown("unknown")
			if d.Changes != nil {
				why = table.Cell{Text: "no cause moved its risk by a tenth of a point"}
			}
		}
		v.Moved.Add(table.Cell{Text: m.After.Name, Href: page.EvidenceHref(m.After.EvidenceID)}, sideCell(m.Before), sideCell(m.After), why)
	}
	v.Came, v.Went = sides("Projects of this report alone", d.Came), sides("Projects of the earlier report alone", d.Went)
	return &v
}

// causesOf are the causes in words, by project.
func causesOf(c *exchange.ChangesJSON) map[string]string {
	out := map[string]string{}
	if c == nil {
		return out
	}
	for _, p := range c.Projects {
		var parts []string
		for _, s := range p.Shares {
			if text := explain.Points(s.Points); explain.Decimal(s.Points) != "0.0" {
				parts = append(parts, explain.CauseName(s.Cause)+" "+text)
			}
		}
		out[p.Slug] = explain.Sentence(strings.Join(parts, ", "))
	}
	return out
}

// sideCell is what a report says of a project.
func sideCell(s report.Side) table.Cell {
	parts := []string{"risk unknown"}
	if s.Risk != nil {
		parts[0] = "risk " + explain.Decimal(*s.Risk)
	}
	if s.RiskBand != "" {
		parts = append(parts, s.RiskBand)
	}
	if s.Rank != nil {
		parts = append(parts, "rank "+explain.Thousands(*s.Rank))
	} else {
		parts = append(parts, "no rank")
	}
	return table.Cell{Text: explain.Sentence(strings.Join(parts, ", ")), Sub: s.Status}
}

func sides(caption string, all []report.Side) table.Table {
	t := table.Grid(caption, []string{"Project", "Figures"})
	for i, s := range all {
		if i == mostMoved {
			t.Add(table.Cell{Text: "and " + explain.Thousands(len(all)-mostMoved) + " more"}, table.Cell{Text: "The packs name all."})
			break
		}
		t.Add(table.Cell{Text: s.Name, Href: page.EvidenceHref(s.EvidenceID)}, sideCell(s))
	}
	return t
}

// allJSON is the reports on a list.
type allJSON struct {
	Reports []exchange.KeptJSON `json:"reports"`
}
