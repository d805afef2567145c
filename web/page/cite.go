package page

import (
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Citation is how what a page shows can be named and found again; its zero value
// prints nothing: nothing is published, or no past is kept to find it in.
type Citation struct {
	Text string
	Data string // the hash of the figures of the run; empty where none is known
	Says string // as in ui.Finding: the run, the days of the figures, hashes, and "may-change"
	Href string // with the day; absolute where the site knows its address
	Note string // what may still change
}

// line is the citation without its address.
func (c Citation) line() string {
	if c.Data == "" {
		return c.Text
	}
	return c.Text + ", data SHA-256 " + c.Data
}

// Cited is what a citation names.
type Cited struct {
	What string
	Run  health.Run
	// From and To are the oldest and newest instant of the figures shown.
	From, To time.Time
	// Data is the hash of the figures of the run, as in query.Summary.
	Data string
}

// Cite names what a run published and returns it with its address, which on returns
// for a day.
func (r *Request) Cite(c Cited, on func(day string) string) Citation {
	if c.Run.ID == 0 || !r.CanBeCited() {
		return Citation{}
	}
	day := explain.ISO(c.Run.Finished)
	if r.IsPast() {
		day = r.Day
	}
	out := Citation{
		Text: "Plumbline, " + c.What + c.figures() + ", published on " + explain.Day(c.Run.Finished) + fmt.Sprintf(" (run %d, model %s)", c.Run.ID, r.modelOf(c.Run)),
		Data: c.Data,
		Says: c.says(),
		Href: strings.TrimSuffix(r.PublicURL, "/") + on(day),
	}
	if r.isToday(day) {
		out.Says += " may-change"
		out.Note = "a later run today can replace it at this address"
	}
	return out
}

// figures are the days of the figures in words; nothing without any.
func (c Cited) figures() string {
	if c.To.IsZero() {
		return ""
	}
	return ", " + explain.LowerFirst(ui.Dateline{From: c.From, To: c.To}.AsOf())
}

func (c Cited) says() string {
	out := fmt.Sprintf("run:%d", c.Run.ID)
	if !c.To.IsZero() {
		out += " figures:" + explain.ISO(c.From) + "/" + explain.ISO(c.To)
	}
	if c.Run.ModelSHA != "" {
		out += " model:" + c.Run.ModelSHA
	}
	if c.Data != "" {
		out += " data:" + c.Data
	}
	return out
}

// modelOf names the model of a run with its hash.
func (r *Request) modelOf(run health.Run) string {
	name := r.RankedBy(run)
	if run.ModelSHA != "" && run.ModelSHA == r.Model.SHA256 {
		name += " " + Short(run.ModelSHA)
	}
	return name
}

// isToday reports whether more can be published on a day. A page about the past
// has another present than its reader.
func (r *Request) isToday(day string) bool {
	if r.IsPast() {
		return r.Open && day == r.Day
	}
	return day == r.Now.UTC().Format(time.DateOnly)
}
