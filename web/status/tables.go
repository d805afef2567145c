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
	g := table.Grid("Sources of figures", []string{"Source", "Answered for", "What it gives"})
	seen := map[string]int{
		field.SourceGit: o.Measured, field.SourceScorecard: o.WithPosture, field.SourceGitHub: o.OnHost, field.SourceList: o.Total,
		field.SourceRegistry: o.Answered[field.SourceRegistry], field.SourceAdvisory: o.Answered[field.SourceAdvisory],
	}
	for _, id := range []string{field.SourceGit, field.SourceScorecard, field.SourceGitHub, field.SourceList, field.SourceRegistry, field.SourceAdvisory} {
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
		return "OpenSSF Scorecard’s checks, over the git tree"
	case field.SourceList:
		return "The list and its editors"
	case field.SourceGitHub:
		return "GitHub: issues, change requests, who merges"
	case field.SourceRegistry:
		return "Package registries and distributions"
	case field.SourceAdvisory:
		return "Advisories: OSV, known exploited"
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
	g := table.Grid("The newest runs", []string{"Run", "Begun", "Took", "Origin", "Observed", "Carried", "Failed", "Cost", "Model, list"}, 4, 5, 6, 7)
	for _, r := range runs {
		origin := explain.Origin(r.Origin)
		if origin == "" {
			origin = "repositories"
		}
		row := table.Row{Key: fmt.Sprintf("run-%d", r.ID), Cells: []table.Cell{
			{Text: explain.Thousands(int(r.ID)), Sub: runState(r), Says: runSays(r)},
			{Text: minute(r.Started)},
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
		text = "chosen projects"
	}
	if !r.AsOf.IsZero() {
		text = strings.TrimPrefix(text+", as of "+explain.Day(r.AsOf), ", ")
	}
	return text
}

// minute is an instant for people: "22 Nov 2026 15:04 UTC".
func minute(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return explain.Day(t) + t.UTC().Format("\u00a015:04") + "\u00a0UTC"
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
	g := table.Grid("The answers of the newest published run that took longest", []string{"Project", "Took", "Outcome"})
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
	out := []ui.Fact{known("every", "Each project", "every "+lasted(p.Every), "spread evenly over that time")}
	if p.ScanEvery > 0 {
		out = append(out, known("scan_every", "Scorecard’s checks", "every "+lasted(p.ScanEvery), "in the project’s own turn"))
	}
	if p.Host != nil {
		out = append(out, hostFacts(*p.Host)...)
	}
	next := ui.Fact{ID: "next_sweep", Name: "Next look for what is due", State: health.Unknown, Text: "No process has looked yet"}
	switch {
	case p.NextSweep.IsZero():
	case p.NextSweep.Before(now.Add(-time.Minute)):
		next.Says, next.Text = "overdue", "It was due at "+minute(p.NextSweep)+": no process is collecting"
	default:
		next = known(next.ID, next.Name, minute(p.NextSweep), "")
	}
	out = append(out, next)
	if !p.LastSweep.IsZero() {
		out = append(out, known("last_sweep", "Last one", minute(p.LastSweep), ""))
	}
	queue := fmt.Sprintf("%s waiting, %s running, %s paused", explain.Thousands(p.Waiting), explain.Thousands(p.Running), explain.Thousands(p.Paused))
	note := ""
	if !p.Oldest.IsZero() && p.Waiting > 0 {
		note = "the longest waits since " + minute(p.Oldest)
	}
	return append(out, known("queue", "Queue", queue, note),
		known("ended", "Ended lately", fmt.Sprintf("%s done, %s given up", explain.Thousands(p.Done), explain.Thousands(p.GivenUp)), "done ones are kept a day, the others seven"))
}

// hostFacts say what asking GitHub about everything costs, and what is left.
func hostFacts(h query.HostPlan) []ui.Fact {
	note := "estimated from what was read before"
	if h.Plan.Without != "" {
		note = h.Plan.Without
	}
	out := []ui.Fact{{ID: "host_plan", Name: "Asking GitHub about all", Text: h.Plan.String(), Note: note, State: health.Observed}}
	for i, b := range h.Budgets {
		if b.Reset.IsZero() { // never asked so far
			continue
		}
		name := fmt.Sprintf("Left of budget %d, %s", i+1, b.Resource)
		text := fmt.Sprintf("%s of %s", explain.Thousands(b.Remaining), explain.Thousands(b.Limit))
		out = append(out, ui.Fact{ID: "budget_" + b.Resource, Name: name, Text: text, Note: "full again at " + minute(b.Reset), State: health.Observed})
	}
	return out
}

// presenceTable lists repositories that are not where the list says, or not to
// be seen. Their figures stay, with their age.
func (s maker) presenceTable(ids []forge.Identity) table.Table {
	g := table.Grid("Repositories that moved or cannot be seen", []string{"Project", "State", "Since"})
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
		return fmt.Sprintf("not visible to us, on %s of the 3 it takes to call it gone", explain.Of(len(id.Misses), "day", "days"))
	case forge.Gone:
		return "gone, as three checks on three days showed"
	case forge.Blocked:
		return "not shown by its host for legal reasons"
	case forge.Reused:
		return "the address belongs to another repository now"
	}
	return "moved to " + id.Name
}

// liveTable lists what was never seen to hold against the real services.
func liveTable(as []health.Assumption) table.Table {
	g := table.Grid("Taken for granted of services", []string{"Service", "What", "Last seen to hold"})
	for _, a := range as {
		row := table.Row{Cells: []table.Cell{{Text: a.Service}, {Text: a.Text}, {Text: "never", Unknown: true}}}
		if t, err := time.Parse(time.DateOnly, a.Verified); err == nil {
			row.Cells[2] = table.Cell{Text: explain.Day(t)}
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func (s maker) failureTable(fs []query.ScheduleFailure) table.Table {
	g := table.Grid("Jobs that failed lately", []string{"Job", "Fault", "When", "Attempt"})
	for _, f := range fs {
		job := table.Cell{Text: f.Kind}
		if f.Project != "" {
			job = s.projectCellOf(f.Project)
			job.Sub = f.Kind
		}
		attempt := table.Cell{Says: "tried-again", Text: fmt.Sprintf("%d of %d", f.Attempt, f.Of), Sub: "tried again"}
		if f.Final {
			attempt.Says, attempt.Sub = "given-up", "given up"
		}
		g.Rows = append(g.Rows, table.Row{Cells: []table.Cell{job, {Text: f.Class}, {Text: minute(f.At)}, attempt}})
	}
	return g
}
