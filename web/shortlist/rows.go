package shortlist

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/decision"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/shortlist"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// asked are the projects that an address or a form names.
type asked struct {
	Slugs []string
	Gone  []gone
}

// gone is a text that names no project.
type gone struct {
	Text string
	Near []ui.Link
}

// texts are the values of the parameter of projects.
func (a asked) texts() []string {
	out := slices.Clone(a.Slugs)
	for _, g := range a.Gone {
		out = append(out, g.Text)
	}
	return out
}

// parse reads what names projects. It returns where the same is found when they are written in
// another way, and an error for what is not allowed.
func (m maker) parse(named []string) (a asked, elsewhere string, err error) {
	bad := &page.BadValue{Param: paramProject, Reason: "not-allowed", Rest: url.Values{}}
	if len(named) > 2*shortlist.MostItems { // before each of them is looked for
		bad.Reason, bad.Value = "too-many", fmt.Sprintf("%d projects", len(named))
		bad.Limit = fmt.Sprintf("at most %d projects", shortlist.MostItems)
		return a, "", bad
	}
	for _, raw := range named {
		text := page.Text(raw)
		if page.TooLong(text) {
			bad.Value, bad.Limit = page.Cut(text), "a name of "+page.TextLimit
			return a, "", bad
		}
		slug, ok := m.resolve(text)
		if text == "" || slices.Contains(a.texts(), cmp.Or(slug, text)) {
			continue
		}
		if len(a.texts()) == shortlist.MostItems {
			bad.Reason, bad.Value = "too-many", text
			bad.Limit = fmt.Sprintf("at most %d projects, and this address names %d", shortlist.MostItems, len(named))
			return a, "", bad
		}
		if ok {
			a.Slugs = append(a.Slugs, slug)
			continue
		}
		g := gone{Text: text}
		for _, near := range m.nearest(text, len(a.Gone)) {
			g.Near = append(g.Near, ui.Link{Label: near.Name, Href: "/p/" + near.Slug})
		}
		a.Gone = append(a.Gone, g)
	}
	if len(a.Slugs) == 0 && len(a.Gone) > 0 {
		return a, "", &page.Missing{Text: a.Gone[0].Text, Near: m.Query.Nearest(a.Gone[0].Text)}
	}
	if !slices.Equal(a.texts(), named) {
		elsewhere = m.HTTP.URL.Path + page.Encode(url.Values{paramProject: a.texts()})
	}
	return a, elsewhere, nil
}

// nearest returns projects with similar names, for the first few texts that name none: each takes a look
// at all names.
func (m maker) nearest(text string, before int) []health.Project {
	if before >= 5 {
		return nil
	}
	return m.Query.Nearest(text)
}

// resolve returns the slug of the project that a text names: slug, name, package or repository.
func (m maker) resolve(text string) (string, bool) {
	for _, slug := range []string{text, strings.ToLower(text)} {
		if _, ok := m.Query.Entry(slug); ok {
			return slug, true
		}
	}
	if slug, ok := m.Query.Find(text); ok {
		return slug, true
	}
	if found := m.Query.Search(text).Exact; len(found) == 1 {
		return found[0].Project.Slug, true
	}
	return "", false
}

func itemsOf(slugs []string) []shortlist.Item {
	var out []shortlist.Item
	for _, slug := range slugs {
		out = append(out, shortlist.Item{Slug: slug, Decision: shortlist.Undecided})
	}
	return out
}

// row is one item with what is published of its project.
type row struct {
	shortlist.Item
	Name string
	// Listed is false for a project that has left the lists; then nothing is known of it.
	Listed bool
	List   string
	Status health.Status
	// Now is what is published; Of counts the ranked projects of its list, Ranges are those of Now.
	Now    shortlist.Saved
	Of     int
	Ranges ranges
	// At is the instant of its figures; zero: it was never read. Late is whether the last attempt to
	// read it failed.
	At    time.Time
	Late  bool
	view  *query.View
	mark  health.Mark
	Since since
	// Depends is what the decision on it depends on; nil: unknown.
	Depends *decision.Decision
}

// ranges are how uncertain the published figures are: of ranks from the first to the last that is
// possible, zero if unknown; of the others the 90% interval, nil if unknown.
type ranges struct {
	RankLo, RankHi int
	Risk, Health   *health.Interval
}

// rows reads the projects of items, in their order. Cost: the figures of each.
func (m maker) rows(items []shortlist.Item) ([]row, error) {
	views := map[string]*query.View{}
	var out []row
	for _, it := range items {
		r := row{Item: it, Name: it.Slug}
		e, ok := m.Query.Entry(it.Slug)
		if ok {
			if err := m.read(&r, e, views); err != nil {
				return nil, fmt.Errorf("shortlist: %s: %w", it.Slug, err)
			}
		}
		out = append(out, r)
	}
	return out, nil
}

// read fills a row; views are those of the lists so far.
func (m maker) read(r *row, e query.Entry, views map[string]*query.View) error {
	v, ok := views[e.List.Slug]
	if !ok {
		var err error
		if v, err = m.Query.View(m.Context(), e.List.Slug, ""); err != nil {
			return err
		}
		views[e.List.Slug] = v
	}
	p, err := v.Project(m.Context(), r.Slug)
	if err != nil {
		return err
	}
	if r.mark, err = v.Mark(m.Context(), r.Slug); err != nil {
		return err
	}
	r.Name, r.Listed, r.List, r.view = e.Project.Name, true, e.List.Slug, v
	r.Status, r.At, r.Of = p.Score.Status, p.Figures.At(), p.Summary.Ranked
	r.Late = p.Figures.Last.Outcome == health.OutcomeCarried
	r.Now = shortlist.Saved{Run: v.Run.ID, Day: v.Run.Finished}
	if x := p.Figures.Ranked; x != nil {
		r.Now.Rank, r.Now.Risk, r.Now.Health = x.Rank, x.Risk.Number(), x.H.Number()
		r.Ranges = ranges{x.RankLo, x.RankHi, x.Risk, x.H}
	}
	return nil
}

// tagsOf is what the answer of an address depends on.
func tagsOf(rows []row) []any {
	var out []any
	for _, r := range rows {
		out = append(out, r.Slug, r.mark)
		if r.view != nil {
			out = append(out, r.view.Tag()...)
		}
	}
	return out
}

// since is what changed of a project since its item was saved.
type since struct {
	// Comparable is whether another run was published since; Lost is whether the earlier one cannot
	// be read any more.
	Comparable, Lost bool
	Causes           []query.Cause
}

// compare adds to rows what changed since they were saved, with the causes.
func (m maker) compare(rows []row) error {
	then := map[string]*query.View{}
	for i := range rows {
		r := &rows[i]
		if !r.Listed || r.Saved.Run == 0 || r.Saved.Run == r.Now.Run {
			continue
		}
		r.Since.Comparable = true
		key := fmt.Sprintf("%s run-%d", r.List, r.Saved.Run)
		v, ok := then[key]
		if !ok {
			var err error
			v, err = m.Query.View(m.Context(), r.List, fmt.Sprintf("run-%d", r.Saved.Run))
			var none *query.AsOfError
			if err != nil && !errors.As(err, &none) {
				return err
			}
			then[key] = v
		}
		if v == nil {
			r.Since.Lost = true
			continue
		}
		causes, _, err := r.view.Causes(m.Context(), v, r.Slug)
		if errors.Is(err, health.ErrNotFound) {
			r.Since.Lost = true
			continue
		}
		if err != nil {
			return err
		}
		r.Since.Causes = causes[min(1, len(causes)):] // the first says the risks, which have a column
	}
	return nil
}

// agesOf returns the oldest and newest instant of the figures; zero when there are none.
func agesOf(rows []row) (from, to time.Time) {
	for _, r := range rows {
		if r.At.IsZero() {
			continue
		}
		if from.IsZero() || r.At.Before(from) {
			from = r.At
		}
		if r.At.After(to) {
			to = r.At
		}
	}
	return from, to
}

// oldAfter is the age of figures from which a list is to be read with care.
const oldAfter = 31 * 24 * time.Hour

// noticesOf say how old the data are, and which projects could not be read.
func noticesOf(v view, now time.Time) []ui.Notice {
	var out []ui.Notice
	var run row
	for _, r := range v.Rows {
		if r.Late {
			out = append(out, ui.Notice{
				Says: "carried:" + r.Slug, Claim: "The last attempt to read " + page.Cut(r.Name) + " failed.",
				Text: "Its figures are from the last successful run.", Link: ui.Link{Label: "Reason", Href: "/p/" + r.Slug},
			})
		}
		if r.Now.Run != 0 && (run.Now.Run == 0 || r.Now.Day.Before(run.Now.Day)) {
			run = r
		}
	}
	oldest, _ := agesOf(v.Rows)
	if run.Now.Run == 0 || oldest.IsZero() {
		return out
	}
	n := ui.Notice{
		Kind: "plain", Says: fmt.Sprintf("fresh:%s/%s", explain.ISO(run.Now.Day), explain.ISO(oldest)), Claim: "The data are recent.",
		Text: fmt.Sprintf("The run was published on %s (%s). The oldest figures are from %s (%s).", explain.Day(run.Now.Day), explain.Age(run.Now.Day, now), explain.Day(oldest), explain.Age(oldest, now)),
	}
	if now.Sub(oldest) > oldAfter || now.Sub(run.Now.Day) > oldAfter {
		n.Kind, n.Claim, n.Says = "", "Some of the data are more than a month old.", "old "+n.Says
	}
	return append(out, n)
}
