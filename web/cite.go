package web

import (
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// citation is how what a page shows can be named and found again; its zero value
// prints nothing: nothing is published, or no past is kept to find it in.
type citation struct {
	Text string
	Href string // with the day; the site does not know its own host
	Note string // what may still change
}

// cite names what a run published and returns it with its address, which on returns
// for a day.
func (s *maker) cite(what string, run health.Run, on func(day string) string) citation {
	if run.ID == 0 || !s.CanBeCited() {
		return citation{}
	}
	day := ui.ISO(run.Finished)
	if s.IsPast() {
		day = s.Day
	}
	c := citation{
		Text: fmt.Sprintf("Plumbline, %s, as published on %s (run %d, model %s)", what, ui.Day(run.Finished), run.ID, s.rankedBy(run)),
		Href: on(day),
	}
	if s.isToday(day) {
		c.Note = "today is not over; from tomorrow on, in UTC, the address shows the last run of today"
	}
	return c
}

// isToday reports whether more can be published on a day. A page about the past
// has another present than its reader.
func (s *maker) isToday(day string) bool {
	if s.IsPast() {
		return s.Open && day == s.Day
	}
	return day == s.Now.UTC().Format(time.DateOnly)
}

// cited is the listing as it can be found again: its first page, in the published
// order, because places under other weights are not kept.
func (s *maker) cited(l listing, run health.Run) citation {
	what := l.List.Title
	if what == "" {
		what = "list " + l.List.Slug
	}
	return s.cite(what, run, func(day string) string {
		l.AsOf, l.Weights, l.After = day, "", ""
		return "/projects" + encode(l.values(s.defaultList()))
	})
}
