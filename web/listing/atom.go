package listing

import (
	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/web/feed"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// HasFeed reports whether the rows have a feed. A private list has none: feed readers hand it on.
func (l Listing) HasFeed() bool { return l.List != nil && l.List.Public() }

// Atom answers with what changed for the projects that are in the rows now, as /changes.atom does for
// all of the list: changes of projects, of four weeks. Cost: as CSV, and the comparison of four weeks.
func Atom(r *page.Request, l Listing) error {
	switch {
	case l.List == nil:
		return page.NotFound("No list is loaded.")
	case !l.HasFeed():
		return page.NotFound("A private list has no feed.")
	case r.Known():
		return nil
	}
	p, err := r.Period(r.Context())
	if err != nil {
		return err
	}
	in := map[string]bool{}
	if p.From.ID != 0 {
		q := l.Query(AnyRanked(r))
		q.After = ""
		err = r.RankAll(r.Context(), q, func(rows ranking.Page) error {
			for _, row := range rows.Rows {
				in[row.Slug] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	bare := l.unordered()
	title := "Plumbline: changes of projects, " + l.List.Title
	for _, label := range l.all() {
		title += ", " + label
	}
	f := feed.New(r, bare.Href()[1:], title, l.FeedHref(), bare.Href())
	return f.Send(r, p, func(p query.Period) []feed.Entry {
		var changes []query.Moved
		for _, m := range p.Changes {
			if m.Cause == cause.Project && in[m.Slug] {
				changes = append(changes, m)
			}
		}
		return feed.Projects(r, p, changes)
	})
}

// FeedHref returns the address of the feed of the rows.
func (l Listing) FeedHref() string { return l.unordered().As(".atom") }

// unordered returns the listing without what changes no row of it.
func (l Listing) unordered() Listing {
	l.After, l.Per, l.Preset, l.Sort, l.Reverse, l.Weights = "", 0, "", "", false, ""
	return l
}

// all are the labels of what narrows the rows, of the path first.
func (l Listing) all() []string {
	var out []string
	for _, f := range filterNames {
		if value := l.Fixed[f.param]; value != "" {
			out = append(out, value)
		}
	}
	for _, n := range l.Narrowings() {
		out = append(out, n.Label)
	}
	return out
}
