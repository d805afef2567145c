package ranking

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/listing"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/ranked"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// projectsView is the page that ranks and browses.
type projectsView struct {
	Title   string
	Finding ui.Finding
	// Exact are the projects that a search names.
	Exact []exact
	Count string
	// Hide leaves out the projects without a position; empty if there are none.
	Hide  ui.Link
	Chips []listing.Chip
	Form  listing.Form
	// Weights are the scenarios the list can be read by; Scenario is the one it
	// is, empty as published.
	Weights []listing.Choice
	// OwnWeights leads to the page on which readers choose weights of their own.
	OwnWeights string
	Scenario   string
	// Columns are the sets of columns; Wide is whether the chosen one may be wider than the page.
	Columns []listing.Choice
	// Day is that of the view, Back the address of the rows if anything narrows or orders them: both for
	// the page of comparison.
	Day, Back string
	Wide      bool
	Table     table.Table
	Spread    chart.Figure
	Pager     listing.Pager
	Cite      page.Citation
	// None is set instead of rows when nothing matches.
	None *listing.None
	// Apart are the projects that cannot be told from finished, below the ranked ones.
	Apart *restView
	// Rest are the projects that are not ranked, in their own section.
	Rest *restView
	// Listed is shown before the first run: what the list holds.
	Listed *health.List
}

type restView struct {
	Total   int
	Note    string
	Rows    table.Table
	Why     table.Table // why they are not ranked; empty while they have rows of their own
	Without int         // how many have no figures at all
	All     string      // address of the whole section
}

func (s maker) projects(l listing.Listing) error {
	if slug, ok := s.Query.Find(l.Text); ok && len(l.Fixed) == 0 {
		return s.Redirect(s.On("/p/"+slug), http.StatusSeeOther)
	}
	p := s.Frame("Projects", "Critical open source projects by risk, with what is known and what is unknown.", "/projects")
	p.Search = l.Text
	if l.List == nil {
		return s.Show(page.Nothing(p, 0))
	}
	run := s.Run
	if s.Known() {
		return nil
	}
	if !s.Published {
		p.Dateline = s.Dateline(l.List, run, time.Time{}, time.Time{})
		return s.Show(projectsPage(p, listedView(sliceList(l))))
	}
	o, err := s.Summary(s.Context())
	if err != nil {
		return err
	}
	found, err := s.find(s.Context(), l, o)
	if err != nil {
		return err
	}
	p.Dateline = s.Dateline(l.List, run, o.From, o.To)
	p.Notices = append(page.Ignored(l.Ignored), page.Unread(o)...)
	if s.unlisted(l, found) {
		p.Title = "Not on a list"
		return s.Show(page.UnlistedPage(p, s.Unlisted(l.Text, l.List.Slug, s.near(l.Text))))
	}
	v := s.projectsView(l, o, found)
	v.Cite = l.Cited(o)
	p.Title = v.Title
	if l.HasFeed() {
		p.Feed = ui.Link{Label: "Changes of these projects", Href: l.FeedHref()}
	}
	return s.Show(projectsPage(p, v))
}

// listedView is a list before its first run.
func listedView(l health.List) projectsView {
	return projectsView{
		Title: "Projects", Listed: &l,
		Finding: ui.Finding{Says: "never-run", Claim: "No project has been measured yet.", Rest: "These projects are on the list, for the stated reasons."},
	}
}

// foundRows is what the store answered for one page.
type foundRows struct {
	main ranking.Page
	// rest are the first rows that are not ranked; zero when they have no section.
	rest ranking.Page
	// beside is what is near; only asked when nothing matched.
	beside listing.Beside
	// counts are the rows by facet and value.
	counts ranking.Counts
}

// find asks for the rows of the page. With ranks the ranked and the others are
// two reads, because they are two lists and not one.
func (s maker) find(ctx context.Context, l listing.Listing, o query.Summary) (foundRows, error) {
	var f foundRows
	q := l.Query(o.Ranked > 0)
	yes, no := true, false
	apart := o.Ranked > 0 && l.Ranked == "" && l.Weights == "" // other weights rank others, too
	if apart {
		q.Ranked = &yes
	}
	var err error
	if f.main, err = s.Rank(ctx, q); err != nil {
		return f, err
	}
	if f.counts, err = s.Counts(ctx, l.Query(o.Ranked > 0), l.Counted(o.Ranked > 0)...); err != nil {
		return f, err
	}
	if apart && l.After == "" {
		q.Ranked, q.Sort, q.Reverse, q.Limit = &no, ranking.SortHealth, false, shownRest
		if l.Whole() { // those that cannot be told from finished have a section of their own
			q.Limit += len(o.CannotTell)
		}
		if f.rest, err = s.Rank(ctx, q); err != nil {
			return f, fmt.Errorf("rows of %s without a rank: %w", q.List, err)
		}
	}
	if f.main.Matched+f.rest.Matched > 0 {
		return f, nil
	}
	f.beside, err = l.Beside(o.Ranked > 0)
	return f, err
}

// projectsView is pure.
func (s maker) projectsView(l listing.Listing, o query.Summary, f foundRows) projectsView {
	q := l.Query(o.Ranked > 0)
	v := projectsView{
		Form:  l.Form(q, l.Facets(f.counts, f.main.Facets, o.Ranked > 0)),
		Chips: l.Chips(), Pager: l.Pager(f.main, 0, listing.CSVColumns()),
	}
	withRanks := o.Ranked > 0 && l.Ranked != "no"
	v.Exact = s.exact(l)
	v.Scenario = l.Scenario().Label
	if withRanks { // without ranks there is nothing to read by other weights
		v.Weights, v.OwnWeights = l.Weightings(), s.whatIf()
	}
	var caption string
	v.Title, v.Finding, caption = s.titles(l, o, q)
	v.Table = pickable(s.mainTable(l, o, f.main.Rows, caption), s.rows(f.main.Rows, o))
	v.Day = s.Day
	if href := l.Href(); href != s.On("/projects") {
		v.Back = href
	}
	v.Columns, v.Wide = setsOf(l), l.Preset != ""
	v.Count = explain.Thousands(f.main.Matched+f.rest.Matched) + " of " + explain.Of(o.Total, "project", "projects")
	sliceTitle(&v, l, o)
	if withRanks && o.Partial > 0 && l.Ranked != listing.WithPosition {
		to := l
		to.Ranked, to.After = listing.WithPosition, ""
		v.Hide = ui.Link{Label: "Hide those without a position", Href: to.Href()}
	}
	if l.Whole() && l.After == "" && v.Scenario == "" {
		v.Spread = ranked.HealthSpread(s.Model, o, "ds", 576)
		if withRanks {
			v.Spread = ranked.RiskSpread(s.Model, o, "ds", 576)
		}
	}
	if f.main.Matched+f.rest.Matched == 0 {
		v.Finding, v.None = listing.NoMatch, l.None(f.beside)
	}
	if o.Ranked > 0 && l.After == "" && l.Whole() && l.Weights == "" {
		v.Apart = s.cannotTell(o)
	}
	v.Rest = s.rest(l, o, f)
	return v
}

// mainTable is the table of the page: by risk where there are ranks, what is missing
// where those without are asked for, else by health.
func (s maker) mainTable(l listing.Listing, o query.Summary, found []ranking.Row, caption string) table.Table {
	q := l.Query(o.Ranked > 0)
	scenario := l.Scenario().Label
	rows := s.rows(found, o)
	ranks := o.Ranked > 0 && l.Ranked != "no"
	switch {
	case ranks:
	case l.Preset != "":
		return bySet(l.Preset, caption, l.Heads(q), false, s.projectsOf(rows, found), noTiers)
	case o.Ranked == 0:
		return byHealth(caption, l.Heads(q), rows)
	default:
		return notRanked(rows)
	}
	if scenario != "" {
		for i := range rows {
			under(&rows[i], found[i], l.Weights)
		}
	}
	tiers := scenario == "" && q.Sort == ranking.SortRisk && !q.Reverse
	last := 0
	tier := func(i int) (table.Row, bool) {
		r := found[i]
		if !tiers || r.Rank == 0 || r.Tier == last {
			return table.Row{}, false
		}
		last = r.Tier
		return tierHead(r.Tier, o.Tiers[r.Tier]), true
	}
	if l.Preset != "" {
		return bySet(l.Preset, caption, l.Heads(q), true, s.projectsOf(rows, found), tier)
	}
	return byRisk(caption, l.Heads(q), rows, tier)
}

// whatIf returns the address of the same list under weights that a reader chooses.
func (s maker) whatIf() string {
	return page.Within(s.View, "/whatif")
}

// noTiers is for rows in no tier.
func noTiers(int) (table.Row, bool) { return table.Row{}, false }

// projectsOf joins rows as drawn with what was published, and with their need.
func (s maker) projectsOf(rows []ranked.Row, found []ranking.Row) []project {
	out := make([]project, len(rows))
	for i, r := range rows {
		out[i] = project{r, found[i], s.Fundable(found[i]).Need}
	}
	return out
}

// rows are projects as rows of a table.
func (s maker) rows(found []ranking.Row, o query.Summary) []ranked.Row {
	var out []ranked.Row
	for _, r := range found {
		out = append(out, ranked.RowOf(s.View, r, o))
	}
	return out
}

// rest is the section of what is not ranked.
func (s maker) rest(l listing.Listing, o query.Summary, f foundRows) *restView {
	if l.After != "" || l.Ranked != "" {
		return nil
	}
	if o.Ranked > 0 {
		return s.besideRanks(l, o, f)
	}
	if !l.Whole() {
		return nil
	}
	return &restView{
		Total: o.Total, Note: "A project is ranked when enough evidence is known for every axis.",
		Why: s.reasons(o), Without: o.Total - o.Measured, Rows: withPicks(noFigures, s.rows(o.Unmeasured, o)),
	}
}

// shownRest is how many projects without a rank are shown below those with one, and shownApart how
// many of those that cannot be told from finished: a page weighs at most 100 kB.
const (
	shownRest  = 2
	shownApart = 2
)

// cannotTell is the section of what cannot be told from finished; nil if there is nothing. The
// projects have a risk and no position among the ranked ones.
func (s maker) cannotTell(o query.Summary) *restView {
	if len(o.CannotTell) == 0 {
		return nil
	}
	v := &restView{
		Total: o.CannotTellN, Rows: withPicks(mayBeFinished, s.rows(o.CannotTell[:min(len(o.CannotTell), shownApart)], o)),
		Note: "These projects had no commit for 12 months. The issue tracker would show whether users still wait for anything; it was not read. So they have no rank.",
	}
	if o.CannotTellN > shownApart {
		v.All = s.On("/projects?ranked=no")
	}
	return v
}

// besideRanks are the first projects without a rank, below those with one.
func (s maker) besideRanks(l listing.Listing, o query.Summary, f foundRows) *restView {
	found, total := f.rest.Rows, f.rest.Matched
	if l.Whole() {
		total -= o.CannotTellN
		found = slices.DeleteFunc(slices.Clone(found), func(r ranking.Row) bool { return r.State() == health.RankCannotTell })
		found = found[:min(len(found), shownRest)]
	}
	if total <= 0 {
		return nil
	}
	v := &restView{
		Total: total, Rows: withPicks(notRanked, s.rows(found, o)),
		Note: "Unranked does not mean low-ranked: some may need help more than the ranked projects. Measured projects first, least healthy at the top.",
	}
	if total > len(found) {
		all := l
		all.Ranked, all.Sort, all.Reverse, all.After = "no", "", false, ""
		v.All = all.Href()
	}
	return v
}
