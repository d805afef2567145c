package schedule

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// State tells the page of the collector's state what the queue says of itself.
func (s *Schedule) State(ctx context.Context) (query.Schedule, error) {
	st, err := s.queue.State(ctx)
	if err != nil {
		return query.Schedule{}, err
	}
	out := query.Schedule{
		Every: s.cfg.Options.Every, ScanEvery: s.cfg.Options.ScanEvery, Waiting: st.Waiting, Running: st.Running, Paused: st.Paused,
		Done: st.Done, GivenUp: st.GivenUp, Oldest: st.Oldest, LastSweep: st.LastSweep, NextSweep: st.NextSweep,
	}
	for _, f := range st.Failures {
		out.Failures = append(out.Failures, query.ScheduleFailure{
			Kind: f.Kind, Project: f.Project, Class: string(f.Class), At: f.At, Attempt: f.Attempt, Of: f.Of, Final: f.Final,
		})
	}
	out.Host, err = s.host(ctx)
	return out, err
}

// hostPlan returns what the page of the collector's state says of asking
// GitHub; nil when it is not asked. Making the plan reads what is remembered of
// every project, so one is good for a minute.
func hostPlan(c Config) func(context.Context) (*query.HostPlan, error) {
	i := slices.IndexFunc(c.Collector.Sources, func(s source.Source) bool { return s.Name() == field.SourceGitHub })
	if i < 0 {
		return func(context.Context) (*query.HostPlan, error) { return nil, nil }
	}
	h, _ := c.Collector.Sources[i].(*sources.Host)
	var mu sync.Mutex
	var made time.Time
	var plan cost.Plan
	return func(ctx context.Context) (*query.HostPlan, error) {
		mu.Lock()
		defer mu.Unlock()
		if now := c.Now(); made.IsZero() || now.Sub(made) > time.Minute {
			p, err := h.Plan(ctx, c.Projects)
			if err != nil {
				return nil, err
			}
			plan, made = p, now
		}
		return &query.HostPlan{Plan: plan, Budgets: budgets(h)}, nil
	}
}

// budgets are what is left, without whose it is.
func budgets(h *sources.Host) []query.HostBudget {
	var out []query.HostBudget
	for _, b := range h.Transport.Budgets() {
		out = append(out, query.HostBudget{Resource: b.Resource, Limit: b.Limit, Remaining: b.Remaining, Reset: b.Reset})
	}
	return out
}
