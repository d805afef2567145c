package reread

import (
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/recheck"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// state is what is known of the last request for a project.
type state struct {
	project  health.Project
	list     health.List
	collects bool // this process collects the list
	asked    time.Time
	found    query.Reread
	next     time.Time // the next look for projects whose turn it is; zero: not known
	now      time.Time
}

// view is the page.
type view struct {
	Name, Project, Fix, Here string
	Finding                  ui.Finding
	// Steps are what happened to the request, in order.
	Steps []ui.Fact
	// Why says which sources failed, and what their earlier figures do; empty: none.
	Why string
	// Found is what differs; no rows: nothing is shown.
	Found      table.Table
	Compared   string // the runs
	Quiet      string // what is not in the table
	CanAsk     bool
	Again      string // when it can be asked for again; empty: now, or never here
	Collect    string // the command for the operator; empty: a request is taken here
	Scan       string // the command for everybody
	NoCollects string // why no request is taken; empty: one is
}

// viewOf is pure.
func viewOf(s state) view {
	v := view{
		Name: s.project.Name, Project: "/p/" + s.project.Slug, Fix: page.FixHref(s.project.Slug), Here: page.RecheckHref(s.project.Slug),
		Scan: "plumbline scan " + s.project.Slug, Steps: steps(s), Found: foundTable(s.found),
	}
	if id, ok := s.project.PrimaryRepository(); ok {
		v.Scan = "plumbline scan " + id.URL
	}
	v.Finding = findingOf(s)
	switch again := s.asked.Add(recheck.Gap); {
	case !s.collects:
		v.NoCollects = "This site takes no requests: it only shows what was collected."
		v.Collect = "plumbline collect --list " + s.list.Slug + " --repo " + s.project.Slug
		if s.list.OnRequest {
			v.NoCollects = "This list is collected only when its operator asks for it."
		}
	case !s.asked.IsZero() && s.now.Before(again):
		v.Again = explain.Minute(again.Add(time.Minute - time.Millisecond)) // the first full minute
	default:
		v.CanAsk = true
	}
	if reason := s.found.Answer.Reason; reason != "" {
		v.Why = explain.Sentence(strings.TrimSuffix(reason, ".")) + ". The earlier figures of these sources stay, with their day."
	}
	if f := s.found; len(f.Causes) > 0 {
		v.Compared = fmt.Sprintf("Compared: runs %d and %d, published on %s and %s. %s", f.From.ID, f.To.ID, explain.Minute(f.From.Finished), explain.Minute(f.To.Finished), f.Assumed)
		if f.Quiet > 0 {
			v.Quiet = explain.Sentence(explain.Number(f.Quiet)) + " more " + explain.Plural(f.Quiet, "figure differs", "figures differ") + " by less than is shown, or in what no score uses."
		}
	}
	return v
}

// findingOf says in one sentence what became of the request.
func findingOf(s state) ui.Finding {
	a, f := s.found.Answer, s.found
	switch {
	case s.asked.IsZero() && !s.collects:
		return ui.Finding{Says: "off", Claim: "The operator of this site can have this project read again.", Rest: "You can read it yourself now."}
	case s.asked.IsZero():
		return ui.Finding{Says: "never-asked", Claim: "Have this project read now, not at its turn.", Rest: "All sources read it again, and this page then says what changed. Anyone may ask."}
	case a.At.IsZero() && s.next.IsZero():
		return ui.Finding{Says: "waiting", Claim: "The request waits.", Rest: "Reload this page to see what was found."}
	case a.At.IsZero():
		return ui.Finding{Says: "waiting", Claim: "The request waits.", Rest: "The collector next looks for projects at " + explain.Minute(s.next) + ". Reload this page after that."}
	case a.Outcome != health.OutcomeObserved:
		return ui.Finding{Says: "failed", Claim: "The project could not be read, so no score changed.", Rest: "It is tried again at its next turn."}
	case f.To.ID == 0:
		return ui.Finding{Says: "unpublished", Claim: "The project was read.", Rest: "The ranking with its new figures is not published yet. Reload this page later."}
	case f.From.ID == 0:
		return ui.Finding{Says: "first", Claim: "The project was read.", Rest: "There was no published reading before, so nothing can be compared."}
	case len(f.Inputs()) == 0:
		return ui.Finding{Says: "nothing", Claim: "The project was read, and nothing that counts changed.", Rest: f.Causes[0].Claim}
	}
	n := len(f.Inputs())
	return ui.Finding{
		Says: fmt.Sprintf("changed:%d", n), Claim: "The project was read: " + explain.Of(n, "figure", "figures") + " changed.",
		Rest: strings.TrimSpace(f.Causes[0].Claim + " " + dotted(f.Causes[0].Why)),
	}
}

func dotted(text string) string {
	if text == "" {
		return ""
	}
	return text + "."
}

// steps are the instants of a request.
func steps(s state) []ui.Fact {
	if s.asked.IsZero() {
		return nil
	}
	at := func(id, name string, t time.Time) ui.Fact {
		f := ui.Fact{ID: id, Name: name, State: health.Observed, Text: "not yet"}
		if !t.IsZero() {
			f.Text = explain.Minute(t)
		}
		return f
	}
	out := []ui.Fact{at("asked", "Asked for", s.asked), at("answered", "Reading ended", s.found.Answer.At)}
	if a := s.found.Answer; a.Outcome == health.OutcomeCarried || a.Outcome == health.OutcomeFailed {
		return out // there is nothing new to show
	}
	return append(out, at("published", "Shown in the ranking", s.found.To.Finished))
}

// foundTable has a row for each input that differs.
func foundTable(f query.Reread) table.Table {
	t := table.Grid("What changed, and why", []string{"Figure", "Cause"})
	for _, c := range f.Inputs() {
		t.Rows = append(t.Rows, table.Row{Key: c.Says, Cells: []table.Cell{{Text: c.What}, {Text: strings.TrimSuffix(c.Claim, ":"), Sub: explain.Sentence(c.Why)}}})
	}
	return t
}
