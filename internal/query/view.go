package query

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/summary"
)

// View is a list as one of its published runs showed it: the newest, or the one a
// day or a run number asked for. It serves one request.
type View struct {
	// List is nil when there is none: no list is loaded, or none has that slug.
	List *health.List
	// Run is the run the view is of; zero when nothing is published yet.
	Run       health.Run
	Published bool
	// Model is the one the run is shown by.
	Model model.Model
	// Day is what was asked for: 2026-08-22 or run-4; empty: the present.
	Day string
	// Open is whether the day is not over, so that more may be published on it.
	Open bool
	// Assumed says what had to be taken for granted of the past; empty: nothing.
	Assumed string
	// Now is the instant ages are counted to: the present, or when the run ended.
	Now time.Time

	reader  *Reader
	figures figures.Reader
}

// View returns a list (the first when it is empty) as of a day or a run; asOf is
// empty for the present. It returns an *AsOfError for an asOf that is neither a day
// nor a run, or of which nothing is kept. Cost: one read of the newest run.
func (r *Reader) View(ctx context.Context, list, asOf string) (*View, error) {
	l := r.List(list)
	if asOf != "" {
		return r.viewAt(ctx, l, asOf)
	}
	v := r.Present()
	v.List = l
	if l == nil {
		return v, nil
	}
	var err error
	v.Run, v.Published, err = r.newest(ctx, l.Slug)
	return v, err
}

// Present returns a view of no list, for pages without figures. Nothing is read.
func (r *Reader) Present() *View {
	return &View{Model: r.c.Model, Now: r.c.Now().UTC(), reader: r, figures: r.c.Store}
}

// WorksElsewhere reports whether a listed project works elsewhere than at the host that we can ask.
func (v *View) WorksElsewhere(slug string) bool {
	if v.reader == nil {
		return false
	}
	e, ok := v.reader.index.bySlug[slug]
	return ok && explain.Elsewhere(e.Project)
}

// IsPast reports whether the view is of a day or run that was asked for, also when
// that is today.
func (v *View) IsPast() bool { return v.Day != "" }

// On returns an address with the view's day: "/projects?as_of=2026-08-22".
func (v *View) On(address string) string {
	switch {
	case v.Day == "":
		return address
	case strings.Contains(address, "?"):
		return address + "&" + AsOf + "=" + v.Day
	}
	return address + "?" + AsOf + "=" + v.Day
}

// Addressed is how an address names the view's list; empty for the first, or without one.
func (v *View) Addressed() string {
	if first := v.reader.List(""); v.List != nil && first != nil && first.Slug != v.List.Slug {
		return v.List.Slug
	}
	return ""
}

// Carried returns the parameters that links to pages about the same list and day carry.
func (v *View) Carried() url.Values {
	out := url.Values{}
	if list := v.Addressed(); list != "" {
		out.Set("list", list)
	}
	if v.Day != "" {
		out.Set(AsOf, v.Day)
	}
	return out
}

// Scenarios returns the overlays the list can be read by: none for the past, whose
// places under other weights are not kept.
func (v *View) Scenarios() []model.Overlay {
	if v.IsPast() {
		return nil
	}
	return v.reader.c.Scenarios
}

// CanBeCited reports whether what the view shows can be found again later.
func (v *View) CanBeCited() bool {
	return v.Run.ID != 0 && !v.Run.Finished.IsZero() && (v.reader.c.Past != nil || v.IsPast())
}

// Tag is everything that answers of this view depend on, known before any figure is
// read. The day is part of it because pages tell ages in days.
func (v *View) Tag() []any {
	parts := []any{v.Model.SHA256, v.Model.Name(), v.Now.UTC().Format(time.DateOnly), v.Open}
	for _, l := range v.reader.c.Lists {
		parts = append(parts, l.Slug, l.Revision)
	}
	return append(parts, runTag(v.Run)...)
}

// runTag is what of a run an answer depends on.
func runTag(r health.Run) []any {
	return []any{r.ID, r.List, r.Revision, r.Finished.UnixMilli(), r.Published}
}

// Rank returns one page of the list's ranking, ErrBadQuery for a bad cursor.
func (v *View) Rank(ctx context.Context, q ranking.Query) (ranking.Page, error) {
	if v.List != nil {
		q.List = v.List.Slug
	}
	page, err := v.figures.Rank(ctx, q)
	if err != nil {
		return page, fmt.Errorf("rows of %s: %w", q.List, err)
	}
	return page, nil
}

// RankAll calls fn with every page of the list's ranking from the query's cursor on, in
// order, at most 500 rows each: all are of one run. Limit is not asked for. It ends
// with fn's error, or those of Rank. Memory holds a page.
func (v *View) RankAll(ctx context.Context, q ranking.Query, fn func(ranking.Page) error) error {
	if v.List != nil {
		q.List = v.List.Slug
	}
	if v.IsPast() {
		q.Run = v.Run.ID
	}
	err := v.reader.c.Store.RankAll(ctx, q, func(p ranking.Page) error {
		for i := range p.Rows {
			if v.IsPast() { // as At has them
				p.Rows[i].Views, p.Rows[i].Alerts = nil, nil
			}
		}
		return fn(p)
	})
	if err != nil {
		return fmt.Errorf("all rows of %s: %w", q.List, err)
	}
	return nil
}

// Counts returns how many rows of the query have each value of the facets named; a
// filter on the facet itself is left out.
func (v *View) Counts(ctx context.Context, q ranking.Query, facets ...string) (ranking.Counts, error) {
	if v.List != nil {
		q.List = v.List.Slug
	}
	if v.IsPast() {
		q.Run = v.Run.ID
	}
	counts, err := v.reader.c.Store.Counts(ctx, q, facets...)
	if err != nil {
		return counts, fmt.Errorf("facets of %s: %w", q.List, err)
	}
	return counts, nil
}

// Summary returns the summary of the run; zero when nothing is published. It was
// made when the run was published; of runs without one, and of those shown by another
// model than their own, it is made at the first use. It is kept.
func (v *View) Summary(ctx context.Context) (Summary, error) {
	if !v.Published {
		return Summary{}, nil
	}
	return v.reader.summaries.get(v.key(), func() (Summary, error) {
		s, err := v.summary(ctx)
		if err != nil {
			return s, fmt.Errorf("summarise list %s: %w", v.Run.List, err)
		}
		return s, nil
	})
}

func (v *View) summary(ctx context.Context) (Summary, error) {
	st := v.reader.c.Store
	s, err := v.summarised(ctx)
	if err != nil {
		return s, err
	}
	s.Run = v.Run
	rows, err := st.RowsOf(ctx, v.Run.ID, s.Slugs())
	if err != nil {
		return s, err
	}
	if v.IsPast() {
		for slug, r := range rows { // as At has them
			r.Views, r.Alerts = nil, nil
			rows[slug] = r
		}
	}
	s.Fill(rows)
	return s, nil
}

// mostHashed is the longest list whose figures are hashed for a reader, because no hash
// was kept when the run was published: one of 5,000 takes a quarter of a second, once.
const mostHashed = 5_000

// summarised returns the summary that is kept, or makes one, row by row.
func (v *View) summarised(ctx context.Context) (Summary, error) {
	if v.Run.ModelSHA == v.Model.SHA256 {
		text, err := v.reader.c.Store.Summary(ctx, v.Run.ID)
		if err == nil {
			return v.hashed(ctx, text)
		}
		if !errors.Is(err, health.ErrNotFound) {
			return Summary{}, err
		}
	}
	maker := summary.NewMaker(v.Model)
	hash := exchange.NewRankHash()
	err := v.byName(ctx, func(r ranking.Row) {
		maker.Add(r)
		hash.Add(r)
	})
	s := maker.Done()
	s.DataSHA = hash.Sum()
	return s, err
}

// hashed reads a summary that is kept, and hashes the figures where an older version did
// not.
func (v *View) hashed(ctx context.Context, text []byte) (Summary, error) {
	s, err := summary.Decode(text)
	if err != nil || s.DataSHA != "" || s.Total > mostHashed {
		return s, err
	}
	hash := exchange.NewRankHash()
	err = v.byName(ctx, hash.Add)
	s.DataSHA = hash.Sum()
	return s, err
}

// byName calls fn with every row of the run, by name.
func (v *View) byName(ctx context.Context, fn func(ranking.Row)) error {
	return v.reader.c.Store.RankAll(ctx, ranking.Query{List: v.Run.List, Run: v.Run.ID, Sort: ranking.SortName}, func(p ranking.Page) error {
		for _, r := range p.Rows {
			fn(r)
		}
		return nil
	})
}
