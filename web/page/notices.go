package page

import (
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

const (
	// noticesShown is how many notices of instruments stand on a page.
	noticesShown = 3
	// ignoredShown is how many parameters nobody knows are named on a page.
	ignoredShown = 3
)

// weightsNotice says on every page that the model is not the shipped one: who
// reads two sites side by side must not take them for one.
func weightsNotice(v *query.View) ui.Notice {
	o := v.Model.Overlay
	if o == nil {
		return ui.Notice{}
	}
	return ui.Notice{
		Says: "overlay:" + o.ID, Claim: "This site uses the model " + v.Model.Name() + ", not the shipped one.",
		Text: explain.Sentence(o.Why), Link: ui.Link{Label: "See the differences", Href: "/method#overlay"},
	}
}

// asOfNotice says which figures these are. Those of today are the newest there are:
// nobody is to take them for old.
func asOfNotice(v *query.View) ui.Notice {
	n := ui.Notice{
		Says: fmt.Sprintf("as-of:%s run:%d", v.Day, v.Run.ID), Claim: "This page shows " + strings.Replace(explain.DayOf(v.Day), query.RunPrefix, "run ", 1) + ", not today.",
		Link: ui.Link{Label: "Show today", Href: "?"},
	}
	figures := fmt.Sprintf("Run %d published these figures on %s. Ages are as of that day. ", v.Run.ID, explain.Day(v.Run.Finished))
	if v.Open {
		n.Says, n.Kind, n.Claim = fmt.Sprintf("as-of-today:%s run:%d", v.Day, v.Run.ID), "plain", "This page shows the newest run."
		figures = fmt.Sprintf("Run %d was published on %s. This address will show the last run of %s (UTC). ", v.Run.ID, explain.Day(v.Run.Finished), explain.DayOf(v.Day))
		n.Link.Label = "Show the page without a date"
	}
	if !v.Run.AsOf.IsZero() {
		figures += "The figures describe " + explain.Day(v.Run.AsOf) + ". "
	}
	n.Text = figures + "List entries are today’s. Peer percentiles and the ranks of scenarios on /projects are not available for past runs. " + v.Assumed
	return n
}

// Instruments are what pages about the whole list say of instruments.
func Instruments(c query.Compared) []ui.Notice {
	var out []ui.Notice
	for i, n := range c.Notices {
		if i == noticesShown {
			more := len(c.Notices) - noticesShown
			out = append(out, ui.Notice{Says: fmt.Sprintf("instruments:%d", more), Claim: explain.Sentence(explain.Number(more)) + " more changed in the same way.", Text: "Run plumbline changes to see all of them."})
			break
		}
		claim, rest := explain.NoticeText(n)
		out = append(out, ui.Notice{Says: instrumentSays(c.From.Finished, n), Claim: claim, Text: "Compared with " + explain.Day(c.From.Finished) + ". " + rest})
	}
	return out
}

// instrumentSays returns what a notice of an instrument states, for programs.
func instrumentSays(since time.Time, n cause.Notice) string {
	way := "fell"
	if n.Up {
		way = "rose"
	}
	return fmt.Sprintf("%s:%s:%d/%d since:%s", way, n.Field, n.Moved, n.Compared, explain.ISO(since))
}

// CuratedToday says of a past day that facts of funding are those of today; nothing for the present.
func (r *Request) CuratedToday() []ui.Notice {
	if !r.IsPast() {
		return nil
	}
	return []ui.Notice{{
		Says: "curated-today", Kind: "plain", Claim: "Facts and grants are those of today’s curated data.",
		Text: "Each has its own date. The figures are those of the day that was asked for.",
	}}
}

// Ignored names the parameters a page does not have.
func Ignored(names []string) []ui.Notice {
	var out []ui.Notice
	for _, name := range names[:min(ignoredShown, len(names))] {
		out = append(out, ui.Notice{Says: "ignored", Kind: "plain", Claim: "“" + Cut(strings.ToValidUTF8(name, "")) + "” was ignored.", Text: "This page has no such parameter."})
	}
	return out
}

// Unread says how much of the last run could not be read.
func Unread(s query.Summary) []ui.Notice {
	if s.Carried == 0 {
		return nil
	}
	return []ui.Notice{{
		Says:  fmt.Sprintf("carried:%d", s.Carried),
		Claim: explain.Sentence(explain.Number(s.Carried)) + " " + explain.Plural(s.Carried, "project", "projects") + " could not be read in the last run.",
		Text:  "Earlier figures are shown with their age.",
	}}
}
