package changes

import (
	"fmt"
	"strconv"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// path is the address of the page.
const path = "/changes"

// changesView is the page, in its order.
type changesView struct {
	Finding ui.Finding
	// Compared says what was compared with what, and when.
	Compared []ui.Fact
	// State is what is shown instead of rows: "" for rows, "first" while there is one run, "quiet"
	// if no project changed, "no-match" if filters leave nothing.
	State string
	// Chips remove one filter each; Clear removes all of them.
	Chips       []listing.Chip
	Clear       string
	Count       string
	Facets      []listing.Facet
	Fields      []listing.Choice
	Least       string
	Hidden      []ui.Pair
	Table       table.Table
	Next        string
	Pers        []listing.Choice
	Formats     []ui.Link
	Instruments []instrumentView
	// LeftOut says how many projects of a long list were not examined; empty: none.
	LeftOut string
	// Weeks lead to the week before and to the present.
	Weeks    []ui.Link
	Releases []ui.Link
	Turns    []turnView
}

// page answers with the page.
func (s maker) page() error {
	a, err := s.ask()
	if err != nil {
		return err
	}
	p := s.Frame("Changes", "What changed between published runs of a list, by cause.", path)
	if s.List == nil {
		return s.Show(page.Nothing(p, 0))
	}
	if s.Known() {
		return nil
	}
	p.Notices = page.Ignored(page.Others(s.Values(), params...))
	if !s.Published {
		p.Dateline = s.Dateline(s.List, s.Run, time.Time{}, time.Time{})
		return s.Show(page.Nothing(p, len(s.List.Projects)))
	}
	sum, err := s.Summary(s.Context())
	if err != nil {
		return err
	}
	period, err := s.Period(s.Context())
	if err != nil {
		return err
	}
	p.Dateline = s.Dateline(s.List, s.Run, sum.From, sum.To)
	p.Notices = append(p.Notices, page.Unread(sum)...)
	if period.Assumed != "" {
		p.Notices = append(p.Notices, ui.Notice{Says: "assumed", Kind: "plain", Claim: "Assumed.", Text: period.Assumed})
	}
	v := s.viewOf(a, period)
	p.Formats = v.Formats
	p.Feed = ui.Link{Label: "Changes of projects, " + s.List.Title, Href: s.address(a, ".atom")}
	return s.Show(changesPage(p, v))
}

// ask reads the address.
func (s maker) ask() (ask, error) {
	return parse(s.Values(), s.Query.Slugs(), s.List != nil, s.HTTP.URL.Path != path)
}

// address returns the same query in another form.
func (s maker) address(a ask, ext string) string {
	return a.with(path+ext, "per", a.values["per"]...)
}

// viewOf is pure.
func (s maker) viewOf(a ask, p query.Period) changesView {
	matching, shown, next := a.rows(p.Changes)
	v := changesView{Finding: findingOf(p), Compared: s.comparedOf(p), Releases: s.releaseLinks(), Weeks: s.weeksOf(a, p)}
	v.Formats = []ui.Link{{Label: "Atom", Href: s.address(a, ".atom")}, {Label: "CSV", Href: s.address(a, ".csv")}, {Label: "JSON", Href: s.address(a, ".json")}}
	if !s.IsPast() {
		v.Turns = turnsOf(s.Turns())
	}
	v.Instruments = s.instrumentsOf(a, p)
	if p.Left > 0 {
		v.LeftOut = fmt.Sprintf("%s have other figures as well. Their causes were not determined: on a list this long, only the projects whose risk changed most are examined.", explain.Of(p.Left, "more project", "more projects"))
	}
	switch {
	case p.From.ID == 0:
		v.State = "first"
		return v
	case len(matching) == 0 && a.filtered():
		v.State = "no-match"
	case len(matching) == 0:
		v.State = "quiet"
	}
	s.filters(&v, a, p)
	v.Count = explain.Of(len(matching), "change", "changes")
	v.Table = tableOf(p, shown)
	if next != "" {
		v.Next = a.with(path, "after", next)
	}
	for _, n := range perChoices {
		text := strconv.Itoa(n)
		v.Pers = append(v.Pers, listing.Choice{Label: text, Href: a.with(path, "per", text), Current: n == a.Per})
	}
	return v
}

// findingOf says how many projects changed for reasons of their own.
func findingOf(p query.Period) ui.Finding {
	if p.From.ID == 0 {
		return ui.Finding{
			Says: fmt.Sprintf("first-run:%d", p.To.ID), Claim: "The history of this list starts with run " + strconv.FormatInt(p.To.ID, 10) + ".",
			Rest: "It was published on " + explain.Day(p.To.Finished) + ". Changes appear here after the next run.",
		}
	}
	projects := map[string]bool{}
	n, others := 0, 0
	for _, m := range p.Changes {
		switch {
		case m.Cause == cause.Project:
			n++
			projects[m.Slug] = true
		case !query.OfInstrument(m.Cause):
			others++
		}
	}
	f := ui.Finding{
		Says:  fmt.Sprintf("changes:%d projects:%d/%d others:%d", n, len(projects), p.Compared, others),
		Claim: fmt.Sprintf("%s of %s changed.", explain.Thousands(len(projects)), explain.Of(p.Compared, "project", "projects")),
		Rest:  fmt.Sprintf("These projects account for %s.", explain.Of(n, "change", "changes")),
	}
	if n == 0 {
		f.Claim = "No project changed."
		f.Rest = "A quiet period is a result: " + explain.Of(p.Compared, "project was", "projects were") + " compared."
	}
	if p.Left > 0 { // of the others it is not known why they differ
		f.Claim = "At least " + explain.LowerFirst(f.Claim)
		if n == 0 {
			f.Claim, f.Rest = "No examined project changed.", "Only the projects whose risk changed most were examined."
		}
		f.Says += fmt.Sprintf(" left:%d", p.Left)
	}
	if others > 0 {
		f.Rest += fmt.Sprintf(" %s from coverage or elapsed time.", explain.Of(others, "more comes", "more come"))
	}
	return f
}

// comparedOf are the two runs, with what each says of itself.
func (s maker) comparedOf(p query.Period) []ui.Fact {
	if p.From.ID == 0 {
		return nil
	}
	return []ui.Fact{
		{ID: "from", Name: "From", Text: s.runText(p.From), State: "observed", Value: strconv.FormatInt(p.From.ID, 10)},
		{ID: "to", Name: "To", Text: s.runText(p.To), State: "observed", Value: strconv.FormatInt(p.To.ID, 10)},
		{ID: "rule", Name: "Rule", Text: "The last run of the week from " + explain.Day(p.Week) + ", and the last run before that week or the first run.", State: "observed"},
	}
}

// weeksOf lead to earlier and later periods.
func (s maker) weeksOf(a ask, p query.Period) []ui.Link {
	var out []ui.Link
	if p.From.ID != 0 && p.From.Finished.Before(p.Week) { // else it is the first run of all
		out = append(out, ui.Link{Label: "Earlier: up to " + explain.Day(p.From.Finished), Href: a.with(path, query.AsOf, explain.ISO(p.From.Finished))})
	}
	if s.IsPast() {
		out = append(out, ui.Link{Label: "Newest changes", Href: a.with(path, query.AsOf)})
	}
	return out
}

func (s maker) releaseLinks() []ui.Link {
	var out []ui.Link
	for _, r := range s.releases {
		out = append(out, ui.Link{Label: "Model " + r.Version + ", " + explain.DayOf(r.Date), Href: page.ModelChanges + r.Version})
	}
	return out
}
