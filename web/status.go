package web

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/ui"
	"github.com/plumbline-scorecard/plumbline/web/ui/chart"
)

// StatusReader tells of runs; the store is one.
type StatusReader interface {
	// Runs returns the newest runs of a list, newest first, finished or not.
	Runs(ctx context.Context, list string, limit int) ([]health.Run, error)
	// Attempts yields the answers of a run; an error ends it.
	Attempts(ctx context.Context, run int64) iter.Seq2[health.Attempt, error]
	// Answering returns of how many projects of a list registries and databases of
	// advisories could say something, by source.
	Answering(ctx context.Context, list string) (map[string]int, error)
	// NotAsListed returns the repositories that moved or are not to be seen.
	NotAsListed(ctx context.Context, limit int) ([]health.Identity, error)
}

// Schedule is when what is collected, and how that goes.
type Schedule struct {
	// Every is how often each project is collected, spread over that time.
	Every time.Duration
	// ScanEvery is how often Scorecard's checks are run; 0: with every turn.
	ScanEvery time.Duration
	// Host is what asking the host of the repositories costs; nil: it is not asked.
	Host *HostPlan
	// Waiting jobs can be taken now, Running are worked on, Paused wait for an
	// instant; Done and GivenUp ended lately.
	Waiting, Running, Paused, Done, GivenUp int
	// Oldest is since when the longest waiting job could have been taken.
	Oldest time.Time
	// LastSweep looked for what is due, NextSweep will; zero: not known.
	LastSweep, NextSweep time.Time
	// Failures are jobs that failed lately, newest first.
	Failures []ScheduleFailure
}

// HostPlan is what asking a host about every project costs, and what is left
// of its quota. Whose budget it is has no place on a page.
type HostPlan struct {
	Plan    health.Plan
	Budgets []HostBudget
}

// HostBudget is a quota as the host last told it.
type HostBudget struct {
	Resource         string // "core", "graphql", …
	Limit, Remaining int
	Reset            time.Time
}

// ScheduleFailure is a job that failed. What went wrong in technical words is
// for the operator's log and has no place here.
type ScheduleFailure struct {
	Kind, Project string // Project is a slug; empty when the job is about none
	Class         string // "timeout", "stopped", …
	At            time.Time
	Attempt, Of   int
	Final         bool // it is not tried again
}

// runsShown is how many runs the page of the collector's state lists.
const runsShown = 10

// statusView is the state of the collector, in the order of the page.
type statusView struct {
	Finding  ui.Finding
	Figs     []ui.Fig
	Ages     chart.Counts
	AgesNote string
	Sources  grid
	Runs     grid
	NoRuns   string
	Troubles []troubleView
	Plan     []fact
	NoPlan   string
	Failures grid
	Slow     grid
	// Elsewhere are the repositories that moved or are not to be seen.
	Elsewhere grid
	// Live is what was taken for granted of services; LiveNote says how much of
	// it was never seen to hold.
	Live     grid
	LiveNote string
}

type troubleView struct {
	Reason string
	Count  string
	Links  []ui.Link
	More   string
}

func (s *server) status(w http.ResponseWriter, r *http.Request) error {
	l := s.list(r.URL.Query().Get("list"))
	if l == nil && len(s.Lists) == 0 {
		l = &health.Curated{}
	}
	if l == nil {
		return &badValue{Param: "list", Value: r.URL.Query().Get("list"), Allowed: s.listSlugs(), Rest: r.URL.Query()}
	}
	in, err := s.readStatus(r.Context(), l)
	if err != nil {
		return err
	}
	parts := runTag(in.over.Run)
	for _, run := range in.runs {
		parts = append(parts, run.ID, run.Finished.UnixMilli(), run.Observed, run.Published)
	}
	for _, id := range in.elsewhere {
		parts = append(parts, id.Repository, id.Presence, id.Name)
	}
	if in.plan != nil {
		parts = append(parts, fmt.Sprintf("%+v", in.plan.Host))
		parts = append(parts, fmt.Sprintf("%+v", *in.plan))
	}
	if s.tag(w, r, parts...) {
		return nil
	}
	page := s.frame("Status of the collector", "What was collected, when, what failed and why, and what comes next.", "/status")
	page.Dateline = s.dateline(l, in.over.Run, in.over.From, in.over.To, s.Now())
	page.Notices = instrumentNotices(s.compared(r.Context(), *l, in.over.Run))
	return show(r.Context(), w, http.StatusOK, statusPageOf(page, s.statusView(in)))
}

// statusInput is what the page of the collector's state is made from.
type statusInput struct {
	list *health.Curated
	over overview
	runs []health.Run
	// slow are the answers of the newest published run that took longest.
	slow []health.Attempt
	// elsewhere are repositories that are not where a list says.
	elsewhere []health.Identity
	// plan is nil when no collector runs in this process.
	plan   *Schedule
	planAt time.Time
}

func (s *server) readStatus(ctx context.Context, l *health.Curated) (statusInput, error) {
	in := statusInput{list: l, planAt: s.Now().UTC()}
	run, ok, err := s.lastRun(ctx, l.Slug)
	if err != nil {
		return in, err
	}
	if ok {
		if in.over, err = s.overview(ctx, run); err != nil {
			return in, err
		}
	}
	if s.Status != nil {
		if in.runs, err = s.Status.Runs(ctx, l.Slug, runsShown); err != nil {
			return in, fmt.Errorf("runs of %s: %w", l.Slug, err)
		}
		if in.elsewhere, err = s.Status.NotAsListed(ctx, 500); err != nil {
			return in, err
		}
		if in.slow, err = slowest(s.Status.Attempts(ctx, run.ID)); err != nil {
			return in, err
		}
	}
	if s.Schedule != nil {
		plan, err := s.Schedule(ctx)
		if err != nil {
			return in, fmt.Errorf("schedule: %w", err)
		}
		in.plan = &plan
	}
	return in, nil
}

// slowest returns the five answers that took longest, longest first.
func slowest(all iter.Seq2[health.Attempt, error]) ([]health.Attempt, error) {
	const most = 5
	var out []health.Attempt
	for a, err := range all {
		if err != nil {
			return nil, fmt.Errorf("answers of the newest run: %w", err)
		}
		if a.Took <= 0 {
			continue
		}
		out = append(out, a)
		slices.SortStableFunc(out, func(a, b health.Attempt) int { return int(b.Took - a.Took) })
		out = out[:min(most, len(out))]
	}
	return out, nil
}

// statusView is pure.
func (s *server) statusView(in statusInput) statusView {
	o, now := in.over, in.planAt
	v := statusView{Finding: statusFinding(in), Sources: sourceStates(o), Runs: runTable(in.runs), Slow: s.slowTable(in.slow), Elsewhere: s.presenceTable(in.elsewhere)}
	v.Live, v.LiveNote = liveTable(s.Live), liveNote(s.Live)
	if len(in.runs) == 0 {
		v.NoRuns = "No run is on record."
	}
	if n := len(o.Observed); n > 0 {
		age := func(t time.Time) string { return ui.Thousands(health.AgeDays(t, now)) }
		v.Figs = []ui.Fig{
			{Label: "With figures", Number: ui.Thousands(o.Measured), Of: "of " + ui.Thousands(o.Total), Note: "the others stand below with the reason"},
			{Label: "Newest figures", Number: age(o.Observed[n-1]), Of: "days old", Note: ui.Day(o.Observed[n-1])},
			{Label: "Half are at most", Number: age(o.Observed[n/2]), Of: "days old", Note: ui.Day(o.Observed[n/2])},
			{Label: "Oldest figures", Number: age(o.Observed[0]), Of: "days old", Note: ui.Day(o.Observed[0])},
		}
		v.Ages, v.AgesNote = s.ages(o.Observed, now)
	}
	for _, t := range o.Troubles {
		v.Troubles = append(v.Troubles, troubleOf(t))
	}
	if in.plan == nil {
		v.NoPlan = "No collector runs in this process: it shows what was collected. Start one with plumbline run or plumbline work, or collect once with plumbline collect."
	} else {
		v.Plan, v.Failures = planFacts(*in.plan, now), s.failureTable(in.plan.Failures)
	}
	return v
}

// liveNote counts what was never seen to hold.
func liveNote(as []health.Assumption) string {
	never := 0
	for _, a := range as {
		if a.Verified == "" {
			never++
		}
	}
	switch {
	case len(as) == 0:
		return ""
	case never == len(as):
		return "None of this was ever seen to hold against the real services: what of it is built was tested against stand-ins."
	case never > 0:
		return fmt.Sprintf("%s of %d were never seen to hold against the real services.", ui.Sentence(ui.Number(never)), len(as))
	}
	return "All of it was seen to hold."
}

func statusFinding(in statusInput) ui.Finding {
	o := in.over
	if len(o.Observed) == 0 {
		return ui.Finding{Claim: "Nothing has been collected so far.", Rest: "The list holds " + ui.Of(len(in.list.Projects), "project", "projects") + "."}
	}
	newest := o.Observed[len(o.Observed)-1]
	f := ui.Finding{Claim: "The newest figures are " + ui.Age(newest, in.planAt) + "."}
	if health.AgeDays(newest, in.planAt) <= 1 {
		f.Claim = "The figures are up to date."
	}
	f.Rest = fmt.Sprintf("%s of %s could be read", ui.Thousands(o.Measured), ui.Of(o.Total, "project", "projects"))
	if n := o.Carried + o.Failed; n > 0 {
		f.Rest += "; the last attempt failed for " + ui.Number(n)
	}
	f.Rest += "."
	return f
}

// ages counts figures by age; what is too old to be ranked is marked.
func (s *server) ages(at []time.Time, now time.Time) (chart.Counts, string) {
	limit := now.AddDate(0, -s.Model.Ageing.RankMonths, 0)
	steps := []int{30, 90, 180, 365}
	names := []string{"To 30 days", "31 to 90", "91 to 180", "181 to 365", "Older"}
	n := make([]int, len(steps)+2)
	for _, t := range at {
		days := health.AgeDays(t, now)
		i := slices.IndexFunc(steps, func(most int) bool { return days <= most })
		switch {
		case s.Model.Ageing.RankMonths > 0 && t.Before(limit):
			i = len(steps) + 1
		case i < 0:
			i = len(steps)
		}
		n[i]++
	}
	var out chart.Counts
	for i, name := range append(names, "Not ranked") {
		out = append(out, chart.Count{Name: name, N: n[i], Hot: i > len(steps)})
	}
	return out, fmt.Sprintf("Projects by the age of their figures in days. Older than %d months is shown and not ranked.", s.Model.Ageing.RankMonths)
}

// problemLinks is how many projects are linked below one reason.
const problemLinks = 60

func troubleOf(t trouble) troubleView {
	v := troubleView{Reason: ui.Sentence(t.reason), Count: ui.Of(len(t.rows), "project", "projects")}
	if v.Reason == "" {
		v.Reason = "No reason is on record"
	}
	v.Reason = strings.TrimSuffix(v.Reason, ".") + "."
	for _, r := range t.rows[:min(problemLinks, len(t.rows))] {
		name := r.Name
		if r.Outcome == health.OutcomeCarried {
			name += " (figures of before kept)"
		}
		v.Links = append(v.Links, ui.Link{Label: name, Href: "/p/" + r.Slug})
	}
	if n := len(t.rows) - problemLinks; n > 0 {
		v.More = "and " + ui.Thousands(n) + " more"
	}
	return v
}
