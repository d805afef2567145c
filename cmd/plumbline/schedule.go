package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/queue"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/web"
)

// scheduling holds the flags of the commands that collect in the background.
type scheduling struct {
	sources.Options
	Every     time.Duration `name:"every" default:"24h" help:"Collect each project this often, spread evenly; 0 collects nothing."`
	ScanEvery time.Duration `name:"scan-every" default:"168h" help:"Run Scorecard's checks over each project this often; never more often than --every."`
}

func (s scheduling) check() error {
	if s.Every != 0 && s.Every < time.Hour {
		return usage.Errorf("--every is %s; allowed: 0, or 1h or more", s.Every)
	}
	if s.ScanEvery < time.Hour {
		return usage.Errorf("--scan-every is %s; allowed: 1h or more", s.ScanEvery)
	}
	return s.Options.Check()
}

// queue opens the queue that has the collector collect every list into the store.
func (s scheduling) queue(a *app, st *store.Store, col *collect.Collector) (*queue.Queue, error) {
	// Registries rest by themselves: see registriesEvery.
	col.Every = map[string]time.Duration{health.SourceScorecard: s.ScanEvery, health.SourcePublished: sources.PublishedEvery, health.SourceAdvisory: sources.AdvisoriesEvery}
	work := turns{collector: col, store: st, origin: s.Origin(time.Time{}), lists: map[string]health.Curated{}}
	var lists []queue.List
	for _, l := range a.set.Lists {
		work.lists[l.Slug] = l
		slugs := make([]string, len(l.Projects))
		for i, p := range l.Projects {
			slugs[i] = p.Slug
		}
		lists = append(lists, queue.List{Slug: l.Slug, Projects: slugs, Every: s.Every})
	}
	return queue.Open(a.ctx, a.dsn, queue.Config{
		Work: work, Timetable: st, Lists: lists, Workers: s.Workers, Now: a.now, Log: a.log,
		// The collector ends by itself after Timeout, and records that it did.
		Timeout: s.Timeout + 5*time.Minute,
	})
}

// announce says what will be collected how often, and what that costs.
func (s scheduling) announce(a *app, col *collect.Collector) error {
	fmt.Fprintf(a.stdout, "collecting; each project every %s, Scorecard's checks every %s\n", spell(s.Every), spell(max(s.Every, s.ScanEvery)))
	lines, err := sources.Plans(a.ctx, col.Sources, a.everyProject())
	for _, l := range lines {
		fmt.Fprintf(a.stdout, "each time round, %s\n", l)
	}
	return err
}

// spell writes a span as people type it: "24h", "90m".
func spell(d time.Duration) string {
	text := d.String()
	for _, nothing := range []string{"0s", "0m"} {
		if rest, ok := strings.CutSuffix(text, nothing); ok && strings.HasSuffix(rest, map[string]string{"0s": "m", "0m": "h"}[nothing]) {
			text = rest
		}
	}
	return text
}

// everyProject returns the projects of all lists, each once.
func (a *app) everyProject() []health.Project {
	var out []health.Project
	seen := map[string]bool{}
	for _, l := range a.set.Lists {
		for _, p := range l.Projects {
			if !seen[p.Slug] {
				out, seen[p.Slug] = append(out, p), true
			}
		}
	}
	return out
}

// turns is the work of the queue: the collector's steps by the names of lists.
type turns struct {
	collector *collect.Collector
	store     *store.Store
	origin    health.Origin
	lists     map[string]health.Curated
}

func (t turns) list(slug string) (health.Curated, error) {
	l, ok := t.lists[slug]
	if !ok {
		return l, fmt.Errorf("list %q: %w", slug, health.ErrNotFound)
	}
	return l, nil
}

// Begin begins a run over projects whose turn it is.
func (t turns) Begin(ctx context.Context, list string, projects []string) (int64, error) {
	l, err := t.list(list)
	if err != nil {
		return 0, err
	}
	run, err := t.collector.Begin(ctx, l, t.origin, projects)
	return run.ID, err
}

// Unfinished returns the runs Begin began, by this process or another.
func (t turns) Unfinished(ctx context.Context, list string) ([]int64, error) {
	// An unfinished run is gone on with before another is begun, so it is among
	// the newest.
	runs, err := t.store.Runs(ctx, list, 500)
	var out []int64
	for _, r := range runs {
		if r.Scope == collect.ScopeTurns && !r.Published {
			out = append(out, r.ID)
		}
	}
	return out, err
}

// Pending returns the projects of the run without an answer.
func (t turns) Pending(ctx context.Context, run int64) ([]string, error) {
	return t.store.Pending(ctx, run)
}

// Answer observes a project.
func (t turns) Answer(ctx context.Context, list string, run int64, project string, next time.Time) error {
	l, err := t.list(list)
	if err != nil {
		return err
	}
	return t.collector.Answer(ctx, l, run, project, next)
}

// GiveUp records why a project could not be answered.
func (t turns) GiveUp(ctx context.Context, list string, run int64, project string, next time.Time, why error) error {
	l, err := t.list(list)
	if err != nil {
		return err
	}
	return t.collector.GiveUp(ctx, l, run, project, next, why)
}

// Publish ranks the list.
func (t turns) Publish(ctx context.Context, list string, run int64) error {
	l, err := t.list(list)
	if err != nil {
		return err
	}
	return t.collector.Publish(ctx, l, run)
}

// state tells the page of the collector's state what the queue says of itself.
func (s scheduling) state(a *app, q *queue.Queue, col *collect.Collector, projects []health.Project) func(context.Context) (web.Schedule, error) {
	host := hostPlan(a, col, projects)
	return func(ctx context.Context) (web.Schedule, error) {
		st, err := q.State(ctx)
		if err != nil {
			return web.Schedule{}, err
		}
		out := web.Schedule{
			Every: s.Every, ScanEvery: s.ScanEvery, Waiting: st.Waiting, Running: st.Running, Paused: st.Paused, Done: st.Done, GivenUp: st.GivenUp,
			Oldest: st.Oldest, LastSweep: st.LastSweep, NextSweep: st.NextSweep,
		}
		for _, f := range st.Failures {
			out.Failures = append(out.Failures, web.ScheduleFailure{
				Kind: f.Kind, Project: f.Project, Class: string(f.Class), At: f.At, Attempt: f.Attempt, Of: f.Of, Final: f.Final,
			})
		}
		out.Host, err = host(ctx)
		return out, err
	}
}

// hostPlan returns what the page of the collector's state says of asking
// GitHub; nil when it is not asked. Making the plan reads what is remembered of
// every project, so one is good for a minute.
func hostPlan(a *app, col *collect.Collector, projects []health.Project) func(context.Context) (*web.HostPlan, error) {
	i := slices.IndexFunc(col.Sources, func(s health.Source) bool { return s.Name() == health.SourceGitHub })
	if i < 0 {
		return func(context.Context) (*web.HostPlan, error) { return nil, nil }
	}
	h, _ := col.Sources[i].(*sources.Host)
	var mu sync.Mutex
	var made time.Time
	var plan health.Plan
	return func(ctx context.Context) (*web.HostPlan, error) {
		mu.Lock()
		defer mu.Unlock()
		if now := a.now(); made.IsZero() || now.Sub(made) > time.Minute {
			p, err := h.Plan(ctx, projects)
			if err != nil {
				return nil, err
			}
			plan, made = p, now
		}
		return &web.HostPlan{Plan: plan, Budgets: budgets(h)}, nil
	}
}
