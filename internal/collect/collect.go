// Package collect runs the cycle of one project and of a complete list: sources observe, the store
// records, the score ranks. It decides what a failure means (the last figures remain, with their
// age). It does not know how a source measures or how the store works.
package collect

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Store is where a collection is written to, and read back from for the ranking.
type Store interface {
	figures.Recorder
	// Figures calls fn for each project of the list in slug order, with its inputs as of its answer
	// in the run, or as last published.
	Figures(ctx context.Context, list string, run int64, fn func(figures.Project) error) error
	// PublishSummed is Publish with the summary of the rows as package summary encodes it.
	PublishSummed(ctx context.Context, run int64, rows []ranking.Row, summary []byte) error
	// Project returns the newest figures of a project, or ErrNotFound if the slug is unknown.
	Project(ctx context.Context, slug string) (figures.Project, error)
	// Asked returns when a reader last asked for a project to be read again; zero: never.
	Asked(ctx context.Context, slug string) (time.Time, error)
}

// Collector collects lists. Its fields are set once and not changed.
type Collector struct {
	Store Store
	// Sources are run in this order. If one finds that the address belongs to another repository,
	// the later ones need not check.
	Sources []source.Source
	// Every is how long a source pauses after an answer, by name. An Answer in between leaves it
	// out, and its figures remain, unless a reader asked since. A source without an entry is run every
	// time.
	Every map[string]time.Duration
	Model model.Model
	// Scenarios are the other models whose ranks are published with each ranking.
	Scenarios []score.Scenario
	// Alerts are the rules for facts that a person should look at.
	Alerts  []alert.Rule
	Version string
	Now     func() time.Time
	Log     *slog.Logger
	// Workers is the number of projects observed in parallel, at least 1.
	Workers int
	// Timeout limits the time for one project; 0 means no limit.
	Timeout time.Duration
	// Public are the lists that everybody may see. A project on one of them is recorded as that one
	// has it, also when a private list collects it.
	Public []health.List
	// Lost is asked when a source failed in a step: its error says that the network is
	// gone, and nothing is recorded. It should be a source.LaterError. nil: never.
	Lost   func(ctx context.Context) error
	streak streak
	tally  tally
}

// Options select what one collection does.
type Options struct {
	Origin health.Origin
	// AsOf requests the figures of a past instant; zero means now.
	AsOf time.Time
	// Only restricts the collection to these slugs; empty means all. It is a separate run: it
	// neither joins nor waits for a run over the complete list.
	Only []string
	// Progress is called after each project, never concurrently; may be nil.
	Progress func(Progress)
}

// Progress is the progress of a collection.
type Progress struct {
	Project string
	Attempt health.Attempt
	Done    int // of this call and, if resumed, of the calls before
	Total   int
	Failed  int // carried and failed
	Started time.Time
	Resumed int // answers that existed when this call began
}

// Collect observes every pending project of the list and publishes the ranking. If ctx is
// cancelled, it stops and returns ctx.Err(). The answers so far remain, and the next call with the
// same options resumes from there. A project that cannot be observed is an answer, not an error.
func (c *Collector) Collect(ctx context.Context, list health.List, o Options) (health.Run, error) {
	projects, err := selected(list, o.Only)
	if err != nil {
		return health.Run{}, err
	}
	run, pending, err := c.start(ctx, list, o, projects)
	if err != nil {
		return run, err
	}
	if err := c.observeAll(ctx, list, run, pending, o); err != nil {
		return run, err
	}
	return run, c.publish(ctx, list, run)
}

func selected(list health.List, only []string) ([]health.Project, error) {
	if len(only) == 0 {
		return list.Projects, nil
	}
	want := make(map[string]bool, len(only))
	for _, s := range only {
		want[s] = true
	}
	var out []health.Project
	for _, p := range list.Projects {
		if want[p.Slug] {
			out = append(out, p)
			delete(want, p.Slug)
		}
	}
	for s := range want {
		return nil, fmt.Errorf("collect %s: project %q: %w", list.Slug, s, health.ErrNotFound)
	}
	return out, nil
}

// scope returns a name for the chosen slugs that does not depend on their order: the slugs
// themselves if there are few, otherwise their number and a hash.
func scope(only []string) string {
	only = slices.Compact(slices.Sorted(slices.Values(only)))
	names := strings.Join(only, ",")
	if len(names) > 200 {
		sum := sha256.Sum256([]byte(names))
		return fmt.Sprintf("%d projects %x", len(only), sum[:8])
	}
	return names
}

func (c *Collector) start(ctx context.Context, list health.List, o Options, projects []health.Project) (health.Run, []health.Project, error) {
	slugs := make([]string, len(projects))
	bySlug := make(map[string]health.Project, len(projects))
	for i, p := range projects {
		slugs[i], bySlug[p.Slug] = p.Slug, p
	}
	run, err := c.Store.StartRun(ctx, health.Run{
		List: list.Slug, Revision: list.Revision, ModelSHA: c.Model.SHA256, Version: c.Version,
		Origin: o.Origin, Started: c.Now().UTC(), AsOf: o.AsOf.UTC(), Scope: scope(o.Only), Total: len(slugs),
	}, slugs)
	if err != nil {
		return run, nil, fmt.Errorf("collect %s: %w", list.Slug, err)
	}
	open, err := c.Store.Pending(ctx, run.ID)
	if err != nil {
		return run, nil, fmt.Errorf("collect %s: %w", list.Slug, err)
	}
	var pending []health.Project
	for _, slug := range open {
		if p, ok := bySlug[slug]; ok {
			pending = append(pending, p)
		}
	}
	if err := c.wantingFirst(ctx, list, pending); err != nil {
		return run, nil, fmt.Errorf("collect %s: %w", list.Slug, err)
	}
	return run, pending, nil
}

// wantingFirst moves projects with missing data, or without any answer, before the others. A host
// that allows about sixty projects an hour would otherwise always serve the same sixty.
func (c *Collector) wantingFirst(ctx context.Context, list health.List, pending []health.Project) error {
	whole := map[string]bool{}
	err := c.Store.Figures(ctx, list.Slug, 0, func(f figures.Project) error {
		whole[f.Project] = f.Last.Outcome == health.OutcomeObserved && f.Last.Reason == ""
		return nil
	})
	slices.SortStableFunc(pending, func(a, b health.Project) int {
		switch {
		case whole[a.Slug] == whole[b.Slug]:
			return 0
		case whole[a.Slug]:
			return 1
		}
		return -1
	})
	return err
}

// observeAll answers every pending project, Workers at a time.
func (c *Collector) observeAll(ctx context.Context, list health.List, run health.Run, pending []health.Project, o Options) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan int)
	report := reporter(run.Total, len(pending), c.Now(), o.Progress)
	var workers sync.WaitGroup
	for range max(1, c.Workers) {
		workers.Go(func() {
			for i := range queue {
				if ctx.Err() != nil {
					continue // assigned at the moment of the cancellation
				}
				a, err := c.answer(ctx, list, run, pending[i], o.AsOf, pending[i:])
				if err != nil {
					cancel(err)
					continue
				}
				report(a)
			}
		})
	}
feed:
	for i := range pending {
		select {
		case queue <- i:
		case <-ctx.Done():
			break feed
		}
	}
	close(queue)
	workers.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

func reporter(total, pending int, started time.Time, progress func(Progress)) func(health.Attempt) {
	var mu sync.Mutex
	p := Progress{Total: total, Done: total - pending, Resumed: total - pending, Started: started}
	return func(a health.Attempt) {
		mu.Lock()
		defer mu.Unlock()
		p.Project, p.Attempt = a.Project, a
		p.Done++
		if a.Outcome != health.OutcomeObserved {
			p.Failed++
		}
		if progress != nil {
			progress(p)
		}
	}
}

// answer observes one project with every source and records the result. An error means that nothing
// was recorded: the run was cancelled or the store failed.
func (c *Collector) answer(ctx context.Context, list health.List, run health.Run, p health.Project, asOf time.Time, next []health.Project) (health.Attempt, error) {
	began := c.Now()
	meter := new(cost.Meter)
	snaps, problems := c.observe(cost.WithMeter(ctx, meter), list, p, asOf, question{sources: c.Sources, next: next})
	if ctx.Err() != nil {
		return health.Attempt{}, context.Cause(ctx)
	}
	a := c.attempt(run.ID, p.Slug, began, snaps, problems)
	a.Cost = meter.Cost()
	a.Next, a.Failing = again(problems)
	if asOf.IsZero() { // a run of the past keeps nothing
		if err := c.noteKept(ctx, p.Slug, snaps, problems); err != nil {
			return a, fmt.Errorf("collect %s: %w", list.Slug, err)
		}
	}
	return a, c.record(ctx, list, a, snaps)
}

// again returns the instant at which all sources that must be run later can be; zero if there are
// none. failing is whether hosts that fail are the only cause, and none limits requests.
func again(problems []error) (at time.Time, failing bool) {
	limits := false
	for _, err := range problems {
		later := (*source.LaterError)(nil)
		if !errors.As(err, &later) {
			continue
		}
		if later.At.After(at) {
			at = later.At
		}
		limits = limits || !errors.Is(later, source.ErrUnavailable)
	}
	return at, !at.IsZero() && !limits
}

// attempt returns the answer of a project that was observed from began until now. If some of its
// sources fail, the project still counts as observed, with the reason.
func (c *Collector) attempt(run int64, slug string, began time.Time, snaps []health.Snapshot, problems []error) health.Attempt {
	a := health.Attempt{Run: run, Project: slug, Outcome: health.OutcomeObserved, At: c.Now().UTC(), Took: c.Now().Sub(began)}
	c.tally.add(snaps, problems)
	if len(problems) > 0 {
		a.Reason, a.Error = reasons(problems)
		if !slices.ContainsFunc(snaps, observed) {
			// Only the store knows whether older figures exist; it then changes failed to carried.
			a.Outcome = health.OutcomeFailed
		}
	}
	return a
}

// observed reports whether a snapshot is an observation of the repository. It is not if it comes
// from the list, from other publishers (results, packages, advisories), which may outlive the
// repository, or if it only contains reasons why everything is unknown.
func observed(s health.Snapshot) bool {
	return !slices.Contains(field.Elsewhere, s.Source) && slices.ContainsFunc(s.Inputs, health.Input.Known)
}

func (c *Collector) record(ctx context.Context, list health.List, a health.Attempt, snaps []health.Snapshot) error {
	snaps, err := c.keeping(ctx, a.Project, snaps)
	if err != nil {
		return fmt.Errorf("collect %s: record %s: %w", list.Slug, a.Project, err)
	}
	if err := c.Store.Record(ctx, a, snaps); err != nil {
		return fmt.Errorf("collect %s: record %s: %w", list.Slug, a.Project, err)
	}
	if c.streak.count(a, c.Now()) {
		c.Log.Warn("no project could be read; stored figures are unchanged", "in_a_row", longStreak, "project", a.Project, "reason", a.Reason, "error", a.Error)
	}
	c.Log.Debug("project answered", "run", a.Run, "project", a.Project, "outcome", a.Outcome, "error", a.Error, "took", a.Took)
	return nil
}
