package page

import (
	"fmt"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Citation is how what a page shows can be named and found again; its zero value
// prints nothing: nothing is published, or no past is kept to find it in.
type Citation struct {
	Text string
	Says string // as in ui.Finding: the run, and "may-change"
	Href string // with the day; the site does not know its own host
	Note string // what may still change
}

// Cite names what a run published and returns it with its address, which on returns
// for a day.
func (r *Request) Cite(what string, run health.Run, on func(day string) string) Citation {
	if run.ID == 0 || !r.CanBeCited() {
		return Citation{}
	}
	day := explain.ISO(run.Finished)
	if r.IsPast() {
		day = r.Day
	}
	c := Citation{
		Text: fmt.Sprintf("Plumbline, %s, as published on %s (run %d, model %s)", what, explain.Day(run.Finished), run.ID, r.RankedBy(run)),
		Says: fmt.Sprintf("run:%d", run.ID),
		Href: on(day),
	}
	if r.isToday(day) {
		c.Says += " may-change"
		c.Note = "a later run today can replace it at this address"
	}
	return c
}

// isToday reports whether more can be published on a day. A page about the past
// has another present than its reader.
func (r *Request) isToday(day string) bool {
	if r.IsPast() {
		return r.Open && day == r.Day
	}
	return day == r.Now.UTC().Format(time.DateOnly)
}
