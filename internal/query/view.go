package query

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// View is a list as one of its published runs showed it: the newest, or the one a
// day or a run number asked for. It serves one request.
type View struct {
	// List is nil when there is none: no list is loaded, or none has that slug.
	List *health.Curated
	// Run is the run the view is of; zero when nothing is published yet.
	Run       health.Run
	Published bool
	// Model is the one the run is shown by.
	Model health.Model
	// Day is what was asked for: 2026-08-22 or run-4; empty: the present.
	Day string
	// Open is whether the day is not over, so that more may be published on it.
	Open bool
	// Assumed says what had to be taken for granted of the past; empty: nothing.
	Assumed string
	// Now is the instant ages are counted to: the present, or when the run ended.
	Now time.Time

	reader  *Reader
	figures health.Reader
}

// View returns a list (the first when it is empty) as of a day or a run; asOf is
// empty for the present. It returns an *AsOfError for an asOf that is neither a day
// nor a run, or of which nothing is kept. Cost: one read of the newest run.
func (r *Reader) View(ctx context.Context, list, asOf string) (*View, error) {
	l := r.List(list)
	if asOf != "" {
		return r.viewAt(ctx, l, asOf)
	}
	v := &View{List: l, Model: r.c.Model, Now: r.c.Now().UTC(), reader: r, figures: r.c.Store}
	if l == nil {
		return v, nil
	}
	var err error
	v.Run, v.Published, err = r.newest(ctx, l.Slug)
	return v, err
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

// Scenarios returns the overlays the list can be read by: none for the past, whose
// places under other weights are not kept.
func (v *View) Scenarios() []health.Overlay {
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
func (v *View) Rank(ctx context.Context, q health.Query) (health.Page, error) {
	if v.List != nil {
		q.List = v.List.Slug
	}
	page, err := v.figures.Rank(ctx, q)
	if err != nil {
		return page, fmt.Errorf("rows of %s: %w", q.List, err)
	}
	return page, nil
}

// Summary returns the summary of the run; zero when nothing is published. It is
// worked out at the first use and kept.
func (v *View) Summary(ctx context.Context) (Summary, error) {
	if !v.Published {
		return Summary{}, nil
	}
	key := summaryKey{v.Run.ID, v.Run.Finished.UnixMilli(), v.IsPast()}
	return v.reader.summaries.get(key, func() (Summary, error) { return v.summarise(ctx) })
}

// walkRows is the most rows a summary reads: beyond it the summary is of the
// first, and a list of that size needs its summary from the store.
const walkRows = 20_000

func (v *View) summarise(ctx context.Context) (Summary, error) {
	var rows []health.Ranked
	q := health.Query{List: v.Run.List, Sort: health.SortName, Limit: 500}
	var first health.Page
	for len(rows) < walkRows {
		page, err := v.figures.Rank(ctx, q)
		if err != nil {
			return Summary{}, fmt.Errorf("summarise list %s: %w", v.Run.List, err)
		}
		if len(rows) == 0 {
			first = page
		}
		rows = append(rows, page.Rows...)
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	s := Summarise(v.Model, v.Run, first, rows)
	if v.reader.c.Runs == nil || v.IsPast() {
		return s, nil
	}
	var err error
	if s.Answered, err = v.reader.c.Runs.Answering(ctx, v.Run.List); err != nil {
		return Summary{}, fmt.Errorf("summarise list %s: %w", v.Run.List, err)
	}
	return s, nil
}
