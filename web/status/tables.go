package status

import (
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/table"
)

// sourceStates says of each source of the catalogue how much of the list it
// could answer.
func sourceStates(o query.Summary) table.Table {
	g := table.Grid("Sources of figures", []string{"Source", "Projects", "Provides"})
	seen := map[string]int{
		field.SourceGit: o.Measured, field.SourceScorecard: o.WithPosture, field.SourceGitHub: o.OnHost, field.SourceList: o.Total,
		field.SourceRegistry: o.Answered[field.SourceRegistry], field.SourceAdvisory: o.Answered[field.SourceAdvisory],
		field.SourceDistro: o.Answered[field.SourceDistro],
	}
	for _, id := range []string{field.SourceGit, field.SourceScorecard, field.SourceGitHub, field.SourceList, field.SourceRegistry, field.SourceDistro, field.SourceAdvisory} {
		answered := table.Cell{Text: fmt.Sprintf("%s of %s", explain.Thousands(seen[id]), explain.Of(o.Total, "project", "projects"))}
		if o.Total > 0 {
			answered.Sub = explain.Percent(float64(seen[id]) / float64(o.Total))
		}
		g.Rows = append(g.Rows, table.Row{Key: id, Cells: []table.Cell{{Text: sourceWords(id)}, answered, {Text: fieldCount(id)}}})
	}
	return g
}

func sourceWords(id string) string {
	switch id {
	case field.SourceGit:
		return "Git repositories"
	case field.SourceScorecard:
		return "OpenSSF Scorecard checks, enough of them for posture"
	case field.SourceList:
		return "List entry"
	case field.SourceGitHub:
		return "GitHub issues, pull requests and merges"
	case field.SourceRegistry:
		return "Package registries and distributions"
	case field.SourceDistro:
		return "Dependents in Debian"
	case field.SourceAdvisory:
		return "Advisories (OSV, CISA KEV)"
	}
	return id
}

func fieldCount(source string) string {
	n := 0
	for _, f := range field.Catalogue {
		if f.Source == source {
			n++
		}
	}
	return explain.Of(n, "figure", "figures")
}

func runTable(runs []health.Run) table.Table {
	g := table.Grid("Newest runs", []string{"Run", "Started", "Duration", "Origin", "Observed", "Carried", "Failed", "Cost", "Model, list"}, 4, 5, 6, 7)
	for _, r := range runs {
		origin := explain.Origin(r.Origin)
		if origin == "" {
			origin = "repositories"
		}
		row := table.Row{Key: fmt.Sprintf("run-%d", r.ID), Cells: []table.Cell{
			{Text: explain.Thousands(int(r.ID)), Sub: runState(r), Says: runSays(r)},
			{Text: explain.Minute(r.Started)},
			{Text: "–"},
			{Text: explain.Sentence(origin), Sub: runScope(r), Says: "origin:" + string(r.Origin)},
			{Text: explain.Thousands(r.Observed), Sub: "of " + explain.Thousands(r.Total)},
			{Text: explain.Thousands(r.Carried)},
			{Text: explain.Thousands(r.Failed)},
			costCell(r.Cost),
			{Text: page.Short(r.ModelSHA), Sub: page.Short(r.Revision), Mono: true},
		}}
		if !r.Finished.IsZero() && r.Origin != health.OriginBundle { // a bundle begins when it was made
			row.Cells[2].Text = lasted(r.Finished.Sub(r.Started))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// costCell is what a run took from hosts; git's own transfers are not counted.
func costCell(c cost.Cost) table.Cell {
	out := table.Cell{Text: explain.Of(c.Requests, "request", "requests")}
	switch {
	case c.Points > 0 && c.Unchanged > 0:
		out.Sub = explain.Of(c.Points, "point", "points") + ", " + explain.Thousands(c.Unchanged) + " unchanged"
	case c.Points > 0:
		out.Sub = explain.Of(c.Points, "point", "points")
	case c.Unchanged > 0:
		out.Sub = explain.Thousands(c.Unchanged) + " unchanged"
	}
	return out
}

// runSays is what runState states.
func runSays(r health.Run) string {
	switch {
	case r.Published:
		return "published"
	case r.Finished.IsZero():
		return "not-finished"
	default:
		return "not-published"
	}
}

func runState(r health.Run) string {
	switch {
	case r.Published:
		return "published"
	case r.Finished.IsZero():
		return "not finished"
	default:
		return "not published"
	}
}

func runScope(r health.Run) string {
	text := ""
	if r.Scope != "" {
		text = "selected projects"
	}
	if !r.AsOf.IsZero() {
		text = strings.TrimPrefix(text+", as of "+explain.Day(r.AsOf), ", ")
	}
	return text
}

// lasted is a duration for people: "2 min 6 s".
func lasted(d time.Duration) string {
	switch {
	case d < 0:
		return "–"
	case d < time.Minute:
		return fmt.Sprintf("%.1f\u00a0s", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%d\u00a0min %d\u00a0s", int(d.Minutes()), int(d.Seconds())%60)
	case d < 48*time.Hour:
		return fmt.Sprintf("%d\u00a0h %d\u00a0min", int(d.Hours()), int(d.Minutes())%60)
	default:
		return explain.Of(int(d.Hours()/24), "day", "days")
	}
}

func (s maker) slowTable(as []health.Attempt) table.Table {
	g := table.Grid("Slowest projects of the newest published run", []string{"Project", "Duration", "Outcome"})
	for _, a := range as {
		g.Rows = append(g.Rows, table.Row{Cells: []table.Cell{s.projectCellOf(a.Project), {Text: lasted(a.Took)}, {Text: string(a.Outcome)}}})
	}
	return g
}

// projectCellOf names a project, with a link when it has a page.
func (s maker) projectCellOf(slug string) table.Cell {
	if e, ok := s.Query.Entry(slug); ok {
		return table.Cell{Text: e.Project.Name, Href: "/p/" + slug}
	}
	return table.Cell{Text: slug}
}

func planFacts(p query.Schedule, now time.Time) []ui.Fact {
	known := func(id, name, text, note string) ui.Fact {
		return ui.Fact{ID: id, Name: name, Text: text, Note: note, State: health.Observed}
	}
	out := []ui.Fact{known("every", "Each project", "every "+lasted(p.Every), "spread evenly")}
	if p.ScanEvery > 0 {
		out = append(out, known("scan_every", "Scorecard checks", "every "+lasted(p.ScanEvery), "when the project is due"))
	}
	if p.Host != nil {
		out = append(out, hostFacts(*p.Host)...)
	}
	next := ui.Fact{ID: "next_sweep", Name: "Next check for due projects", State: health.Unknown, Text: "No collector has run yet"}
	switch {
	case p.NextSweep.IsZero():
	case p.NextSweep.Before(now.Add(-time.Minute)):
		next.Says, next.Text = "overdue", "Overdue since "+explain.Minute(p.NextSweep)+"; no collector is running"
	default:
		next = known(next.ID, next.Name, explain.Minute(p.NextSweep), "")
	}
	out = append(out, next)
	if !p.LastSweep.IsZero() {
		out = append(out, known("last_sweep", "Last check", explain.Minute(p.LastSweep), ""))
	}
	queue := fmt.Sprintf("%s waiting, %s running, %s paused", explain.Thousands(p.Waiting), explain.Thousands(p.Running), explain.Thousands(p.Paused))
	note := ""
	if !p.Oldest.IsZero() && p.Waiting > 0 {
		note = "the oldest has waited since " + explain.Minute(p.Oldest)
	}
	return append(out, known("queue", "Queue", queue, note),
		known("ended", "Recently finished", fmt.Sprintf("%s done, %s given up", explain.Thousands(p.Done), explain.Thousands(p.GivenUp)), "done jobs are kept for a day, others for seven days"))
}

// hostFacts say what asking GitHub about everything costs, and what is left.
func hostFacts(h query.HostPlan) []ui.Fact {
	note := "estimated from earlier runs"
	if h.Plan.Without != "" {
		note = h.Plan.Without
	}
	out := []ui.Fact{{ID: "host_plan", Name: "GitHub requests for all projects", Text: h.Plan.String(), Note: note, State: health.Observed}}
	for i, b := range h.Budgets {
		if b.Reset.IsZero() { // never asked so far
			continue
		}
		name := fmt.Sprintf("Rate limit %d, %s", i+1, b.Resource)
		text := fmt.Sprintf("%s of %s left", explain.Thousands(b.Remaining), explain.Thousands(b.Limit))
		out = append(out, ui.Fact{ID: "budget_" + b.Resource, Name: name, Text: text, Note: "resets at " + explain.Minute(b.Reset), State: health.Observed})
	}
	return out
}

// presenceTable lists repositories that are not where the list says, or not to
// be seen. Their figures stay, with their age.
func (s maker) presenceTable(ids []forge.Identity) table.Table {
	g := table.Grid("Moved or unavailable repositories", []string{"Project", "State", "Since"})
	for _, id := range ids {
		row := table.Row{Cells: []table.Cell{{Text: id.Repository}, {Text: presenceWords(id), Says: presenceSays(id)}, {Text: explain.Day(id.Since)}}}
		if slug, ok := s.Query.ByRepository(id.Repository); ok {
			row.Cells[0] = s.projectCellOf(slug)
			row.Cells[0].Sub = id.Repository
		}
		if id.Presence == forge.Present {
			row.Cells[2].Text = explain.Day(id.MovedAt)
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// presenceSays is what presenceWords states.
func presenceSays(id forge.Identity) string {
	switch id.Presence {
	case forge.Unseen:
		return fmt.Sprintf("unseen:%d", len(id.Misses))
	case forge.Present:
		return "moved"
	}
	return string(id.Presence)
}

func presenceWords(id forge.Identity) string {
	switch id.Presence {
	case forge.Unseen:
		return fmt.Sprintf("not found on %s; after 3 days it counts as gone", explain.Of(len(id.Misses), "day", "days"))
	case forge.Gone:
		return "gone: not found on three days"
	case forge.Blocked:
		return "blocked by its host for legal reasons"
	case forge.Reused:
		return "the address now belongs to another repository"
	}
	return "moved to " + id.Name
}

func (s maker) failureTable(fs []query.ScheduleFailure) table.Table {
	g := table.Grid("Recent failures", []string{"Job", "Error", "Time", "Attempt"})
	for _, f := range fs {
		job := table.Cell{Text: f.Kind}
		if f.Project != "" {
			job = s.projectCellOf(f.Project)
			job.Sub = f.Kind
		}
		attempt := table.Cell{Says: "tried-again", Text: fmt.Sprintf("%d of %d", f.Attempt, f.Of), Sub: "will retry"}
		if f.Final {
			attempt.Says, attempt.Sub = "given-up", "given up"
		}
		g.Rows = append(g.Rows, table.Row{Cells: []table.Cell{job, {Text: f.Class}, {Text: explain.Minute(f.At)}, attempt}})
	}
	return g
}
