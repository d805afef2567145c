package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/httpx"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Past is what lists showed at earlier runs, and what differs between two.
type Past interface {
	// RunAt returns the newest run of the list published at or before the instant,
	// FirstRun the oldest there is; ErrNotFound when there is none.
	RunAt(ctx context.Context, list string, at time.Time) (health.Run, error)
	FirstRun(ctx context.Context, list string) (health.Run, error)
	// RunByID returns a run of any list, finished or not; ErrNotFound when there is none.
	RunByID(ctx context.Context, id int64) (health.Run, error)
	// Then returns the list as it was shown at a run.
	Then(ctx context.Context, list health.Curated, run health.Run) (Then, error)
	// Before returns the run to compare a run with, ErrNotFound when there is none.
	Before(ctx context.Context, to health.Run) (health.Run, error)
	// Since says what differs of a list between two of its runs.
	Since(ctx context.Context, list health.Curated, from, to health.Run) (health.Comparison, error)
	// ProjectSince is Since of one project, with the notices of the whole list.
	ProjectSince(ctx context.Context, p health.Project, from, to health.Run, notices []health.Notice) (health.Difference, error)
}

// Then is a list as it was shown at a run.
type Then struct {
	Reader health.Reader
	Model  health.Model
	// Assumed says what had to be taken for granted; empty: nothing.
	Assumed string
}

// asOfParam is the parameter that asks for a day.
const asOfParam = "as_of"

// dayShown is the day a server answers about; nil is the present.
type dayShown struct {
	// Day is what the address asks for, YYYY-MM-DD or run-4.
	Day string
	Run health.Run
	// Open is whether the day was not over: more may be published on it.
	Open bool
	// Notice says on every page that it is not of the present.
	Notice ui.Notice
}

// suffix returns the address of the same day: "?as_of=2026-08-22".
func (d *dayShown) suffix() string { return d.on("") }

// on returns an address on the same day.
func (d *dayShown) on(path string) string {
	switch {
	case d == nil:
		return path
	case strings.Contains(path, "?"):
		return path + "&" + asOfParam + "=" + d.Day
	}
	return path + "?" + asOfParam + "=" + d.Day
}

// notKept is a query for other weights on a day of the past.
type notKept struct {
	// Day is the address without the weights, Present the one without the day.
	Day, Present url.Values
}

func (e *notKept) Error() string { return "other weights are not kept for past days" }

// mostDays is how many lists of the past are held: a ranking made anew is a few
// hundred kilobytes.
const mostDays = 4

// days are the servers of days, by list and run, the last used first.
type days struct {
	mu   sync.Mutex
	made []*server
}

// asOf has a page answer about the day its address asks for.
func (s *server) asOf(page func(*server, http.ResponseWriter, *http.Request) error) httpx.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if !r.URL.Query().Has(asOfParam) {
			return page(s, w, r)
		}
		then, err := s.then(r)
		if err != nil {
			return err
		}
		return page(then, w, r)
	}
}

// runPrefix begins the name of a run in an address: run-4, or its number alone.
const runPrefix = "run-"

// then returns the site as of the day or run in an address: of the list of the
// project or the one that is asked for. It returns a *badValue for what is neither,
// or one of which nothing is kept.
func (s *server) then(r *http.Request) (*server, error) {
	q := r.URL.Query()
	text := q.Get(asOfParam)
	rest := r.URL.Query()
	rest.Del(asOfParam)
	bad := &badValue{Param: asOfParam, Value: text, Limit: "a day like 2026-08-22, or a run like " + runPrefix + "4", Rest: rest}
	list := s.list(q.Get("list"))
	if e, ok := s.index.bySlug[slugOf(r)]; ok {
		list = e.list
	}
	if id, err := strconv.ParseInt(strings.TrimPrefix(text, runPrefix), 10, 64); err == nil && id > 0 && s.Past != nil && list != nil {
		return s.atRun(r.Context(), *list, id, bad)
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil, bad
	}
	today := s.Now().UTC().Format(time.DateOnly)
	if text > today { // both are YYYY-MM-DD
		return nil, tooLong(bad, "a day up to today, "+today+" (UTC): what comes is not known")
	}
	if s.Past == nil || list == nil {
		return nil, tooLong(bad, "no day: this site keeps no past")
	}
	run, err := s.Past.RunAt(r.Context(), list.Slug, day.AddDate(0, 0, 1).Add(-time.Millisecond))
	if errors.Is(err, health.ErrNotFound) {
		first, err := s.Past.FirstRun(r.Context(), list.Slug)
		switch {
		case errors.Is(err, health.ErrNotFound):
			return nil, tooLong(bad, "no day: nothing was published so far")
		case err != nil:
			return nil, fmt.Errorf("first run of %s: %w", list.Slug, err)
		}
		return nil, tooLong(bad, "a day from "+ui.ISO(first.Finished)+" on: nothing older is kept")
	}
	if err != nil {
		return nil, fmt.Errorf("run of %s as of %s: %w", list.Slug, text, err)
	}
	return s.serverOf(r.Context(), *list, run, dayShown{Day: text, Run: run, Open: text == today})
}

// atRun returns the site as of the run of a number.
func (s *server) atRun(ctx context.Context, list health.Curated, id int64, bad *badValue) (*server, error) {
	run, err := s.Past.RunByID(ctx, id)
	if errors.Is(err, health.ErrNotFound) || err == nil && (run.List != list.Slug || !run.Published) {
		return nil, tooLong(bad, "the number of a published run of list "+list.Slug)
	}
	if err != nil {
		return nil, fmt.Errorf("run %d of %s: %w", id, list.Slug, err)
	}
	return s.serverOf(ctx, list, run, dayShown{Day: runPrefix + strconv.FormatInt(id, 10), Run: run})
}

// serverOf returns the site as of a run. The last few are kept.
func (s *server) serverOf(ctx context.Context, list health.Curated, run health.Run, day dayShown) (*server, error) {
	s.days.mu.Lock()
	defer s.days.mu.Unlock()
	for i, t := range s.days.made {
		if t.day.Run.ID == run.ID && t.day.Day == day.Day && t.day.Open == day.Open {
			copy(s.days.made[1:i+1], s.days.made[:i])
			s.days.made[0] = t
			return t, nil
		}
	}
	then, err := s.Past.Then(ctx, list, run)
	if err != nil {
		return nil, fmt.Errorf("list %s as of run %d: %w", list.Slug, run.ID, err)
	}
	day.Notice = asOfNotice(day, then.Assumed)
	t := &server{Site: s.Site, scorer: score.New(then.Model), index: s.index, files: s.files, nav: s.nav, day: &day}
	t.Reader, t.Model, t.Now = then.Reader, then.Model, func() time.Time { return run.Finished }
	t.Past, t.Scenarios, t.Status, t.Schedule = nil, nil, nil, nil
	s.days.made = append([]*server{t}, s.days.made[:min(len(s.days.made), mostDays-1)]...)
	return t, nil
}

// asOfNotice says which figures these are. Those of today are the newest there are:
// nobody is to take them for old.
func asOfNotice(d dayShown, assumed string) ui.Notice {
	n := ui.Notice{Claim: "As of " + strings.Replace(ui.DayOf(d.Day), runPrefix, "run ", 1) + ", not of today.", Link: ui.Link{Label: "The figures of today", Href: "?"}}
	figures := fmt.Sprintf("These are the figures run %d published on %s, with their ages then. ", d.Run.ID, ui.Day(d.Run.Finished))
	if d.Open {
		n.Kind, n.Claim = "plain", "As of today, the newest run."
		figures = fmt.Sprintf("Run %d was published on %s. Later this address shows the last run of %s (UTC). ", d.Run.ID, ui.Day(d.Run.Finished), ui.DayOf(d.Day))
		n.Link.Label = "The page without a day"
	}
	if !d.Run.AsOf.IsZero() {
		figures += "They describe " + ui.Day(d.Run.AsOf) + ". "
	}
	n.Text = figures + "Entries of the list are those of today; places among peers and under other weights are not kept. " + assumed
	return n
}

// slugOf is the project an address is about; empty for none.
func slugOf(r *http.Request) string {
	slug := r.PathValue("slug")
	const ext = ".json"
	if len(slug) > len(ext) && slug[len(slug)-len(ext):] == ext {
		slug = slug[:len(slug)-len(ext)]
	}
	return slug
}
