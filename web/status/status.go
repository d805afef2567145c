package status

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// statusView is the state of the collector, in the order of the page.
type statusView struct {
	Public   string // the address readers know the site by
	Finding  ui.Finding
	Figs     []ui.Fig
	Ages     chart.Counts
	AgesNote string
	Sources  table.Table
	Runs     table.Table
	NoRuns   string
	Troubles []troubleView
	// Rest says how many reasons are not shown, empty: none; CSV is the file that has them all.
	Rest, CSV string
	Plan      []ui.Fact
	NoPlan    string
	Failures  table.Table
	Slow      table.Table
	// Elsewhere are the repositories that moved or are not to be seen.
	Elsewhere table.Table
	// LiveNote says how many assumptions about services were never verified; empty:
	// there are none.
	LiveNote string
	LiveSays string // as in ui.Finding: "never-seen:1/2"
}

type troubleView struct {
	Reason string
	N      int
	Count  string
	Links  []ui.Link
	More   string
}

func (s maker) status(live []health.Assumption) error {
	if s.List == nil && len(s.Query.Lists()) > 0 {
		return &page.BadValue{Param: "list", Value: s.Values().Get("list"), Allowed: s.Query.Slugs(), Rest: s.Values()}
	}
	in, err := s.Status(s.Context())
	if err != nil {
		return err
	}
	if s.Known(in.Tag()...) {
		return nil
	}
	p := s.Frame("Collector status", "What was collected and when, what failed and why, and what comes next.", "/status")
	p.Dateline = s.Dateline(in.List, s.Run, in.Summary.From, in.Summary.To)
	p.Notices = append(page.Ignored(page.Others(s.Values(), "list")), page.Instruments(s.Compared(s.Context()))...)
	return s.Show(statusPageOf(p, s.statusView(in, live)))
}

// statusView is pure.
func (s maker) statusView(in query.Status, live []health.Assumption) statusView {
	o, now := in.Summary, in.Now
	v := statusView{Finding: statusFinding(in), Sources: sourceStates(o), Runs: runTable(in.Runs), Slow: s.slowTable(in.Slow), Elsewhere: s.presenceTable(in.Elsewhere)}
	v.LiveSays, v.LiveNote = liveNote(live)
	v.Public = s.PublicURL
	if len(in.Runs) == 0 {
		v.NoRuns = "There are no runs yet."
	}
	if n := len(o.Observed); n > 0 {
		age := func(t time.Time) string { return explain.Thousands(health.AgeDays(t, now)) }
		v.Figs = []ui.Fig{
			{ID: "measured", Label: "Projects with data", Number: explain.Thousands(o.Measured), Of: "of " + explain.Thousands(o.Total), Note: "the others are listed below with the reason"},
			{ID: "newest", Label: "Newest figures", Number: age(o.Observed[n-1]), Of: "days old", Note: explain.Day(o.Observed[n-1])},
			{ID: "median", Label: "Median age", Number: age(o.Observed[n/2]), Of: "days old", Note: explain.Day(o.Observed[n/2])},
			{ID: "oldest", Label: "Oldest figures", Number: age(o.Observed[0]), Of: "days old", Note: explain.Day(o.Observed[0])},
		}
		v.Ages, v.AgesNote = s.ages(o, now)
	}
	v.Troubles, v.Rest = troublesOf(o.Troubles)
	v.CSV = s.On("/projects.csv")
	if in.Plan == nil {
		v.NoPlan = "This process does not collect. Start a collector with plumbline run or plumbline work, or collect once with plumbline collect."
	} else {
		v.Plan, v.Failures = planFacts(*in.Plan, now), s.failureTable(in.Plan.Failures)
	}
	return v
}

// liveNote counts what was never seen to hold, for programs and in words.
func liveNote(as []health.Assumption) (says, note string) {
	never := 0
	for _, a := range as {
		if a.Verified == "" {
			never++
		}
	}
	if len(as) == 0 {
		return "", ""
	}
	says = fmt.Sprintf("never-seen:%d/%d", never, len(as))
	if never == 0 {
		return says, fmt.Sprintf("All %d assumptions about external services have been verified.", len(as))
	}
	return says, fmt.Sprintf("%d of %d assumptions about external services have never been verified against the real service.", never, len(as))
}

func statusFinding(in query.Status) ui.Finding {
	o := in.Summary
	if len(o.Observed) == 0 {
		return ui.Finding{Says: fmt.Sprintf("never-run listed:%d", len(in.List.Projects)), Claim: "Nothing has been collected yet.", Rest: "The list has " + explain.Of(len(in.List.Projects), "project", "projects") + "."}
	}
	newest := o.Observed[len(o.Observed)-1]
	says := fmt.Sprintf("newest-days:%d read:%d/%d", health.AgeDays(newest, in.Now), o.Measured, o.Total)
	f := ui.Finding{Says: says, Claim: "The newest figures are " + explain.Age(newest, in.Now) + "."}
	if health.AgeDays(newest, in.Now) <= 1 {
		f.Claim = "The figures are up to date."
	}
	f.Rest = fmt.Sprintf("%s of %s could be read", explain.Thousands(o.Measured), explain.Of(o.Total, "project", "projects"))
	if n := o.Carried + o.Failed; n > 0 {
		f.Says += fmt.Sprintf(" failed:%d", n)
		f.Rest += "; the last attempt failed for " + explain.Number(n)
	}
	f.Rest += "."
	return f
}

// ages counts figures by age. Apart from that it counts the projects whose figures are too old to be
// ranked: which those are depends on the other projects too.
func (s maker) ages(o query.Summary, now time.Time) (chart.Counts, string) {
	steps := []int{30, 90, 180, 365}
	names := []string{"0–30 days", "31–90", "91–180", "181–365", "Older"}
	n := make([]int, len(steps)+2)
	for _, t := range o.Observed {
		days := health.AgeDays(t, now)
		i := slices.IndexFunc(steps, func(most int) bool { return days <= most })
		if i < 0 {
			i = len(steps)
		}
		n[i]++
	}
	for _, w := range o.Why {
		if w.Code == score.TooOld {
			n[len(steps)+1] = w.N
		}
	}
	var out chart.Counts
	for i, name := range append(names, "Too old to rank") {
		out = append(out, chart.Count{Name: name, N: n[i], Hot: i > len(steps)})
	}
	return out, fmt.Sprintf("Projects by the age of their figures in days. Figures over %d months older than those of most projects, or live figures over %d months old, are shown but not ranked. The last bar counts these again.", s.Model.Ageing.BehindMonths, s.Model.Ageing.RankMonths)
}

// The reasons that are shown, the projects that are linked below one of them, and below all.
const (
	mostReasons  = 12
	problemLinks = 60
	allLinks     = 120
)

// troublesOf returns the most frequent reasons, and what is left out.
func troublesOf(all []query.Trouble) (out []troubleView, rest string) {
	shown := all[:min(mostReasons, len(all))]
	for _, t := range shown {
		out = append(out, troubleOf(t, min(problemLinks, allLinks/len(shown))))
	}
	if n := len(all) - len(shown); n > 0 {
		projects := 0
		for _, t := range all[len(shown):] {
			projects += t.N
		}
		rest = explain.Sentence(explain.Of(n, "rarer reason applies", "rarer reasons apply")) + " to " + explain.Of(projects, "project", "projects") + "."
	}
	return out, rest
}

// troubleOf is one reason with at most so many links.
func troubleOf(t query.Trouble, most int) troubleView {
	v := troubleView{Reason: explain.Sentence(t.Reason), N: t.N, Count: explain.Of(t.N, "project", "projects")}
	if v.Reason == "" {
		v.Reason = "No reason was recorded"
	}
	v.Reason = strings.TrimSuffix(v.Reason, ".") + "."
	for _, r := range t.Rows[:min(most, len(t.Rows))] {
		name := r.Name
		if r.Outcome == health.OutcomeCarried {
			name += " (earlier figures kept)"
		}
		v.Links = append(v.Links, ui.Link{Label: name, Href: "/p/" + r.Slug})
	}
	if n := t.N - most; n > 0 {
		v.More = "and " + explain.Thousands(n) + " more"
	}
	return v
}
