// Package schedule collects in the background: it gives the queue its work, which is
// the collector's steps over every list, and tells the page of the collector's
// state how it goes.
package schedule

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/queue"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// Options are the flags of the commands that collect in the background.
type Options struct {
	sources.Options
	Every     time.Duration `name:"every" default:"24h" help:"Collect each project this often, spread evenly. 0 turns collecting off."`
	ScanEvery time.Duration `name:"scan-every" default:"168h" help:"Run the Scorecard checks for each project this often, at most as often as --every."`
	Also      []string      `name:"also" sep:"," placeholder:"LIST" help:"Collect this list in the background, too, although it is collected on request only, such as cncf."`
}

// Collected returns the lists to collect in the background: those that need no request, and those
// that --also names.
func (o Options) Collected(lists []health.List) []health.List {
	return slices.DeleteFunc(slices.Clone(lists), func(l health.List) bool { return l.OnRequest && !slices.Contains(o.Also, l.Slug) })
}

// Check returns a usage error when a span is out of its range.
func (o Options) Check() error {
	if o.Every != 0 && o.Every < time.Hour {
		return usage.Errorf("--every is %s; allowed: 0, or 1h or more", o.Every)
	}
	if o.ScanEvery < time.Hour {
		return usage.Errorf("--scan-every is %s; allowed: 1h or more", o.ScanEvery)
	}
	return o.Options.Check()
}

// Config is what a schedule works over.
type Config struct {
	Options Options
	// DSN is the address of the database the queue is kept in.
	DSN       string
	Store     *store.Store
	Collector *collect.Collector
	Lists     []health.List
	// Projects are those of the lists, each once.
	Projects []health.Project
	Now      func() time.Time
	Log      *slog.Logger
	// Network is looked for before projects are asked about.
	Network sources.Network
	// Tell is called when the network is found to be gone, with the instant of the next
	// look, and with the zero time when it is back; may be nil.
	Tell func(again time.Time)
}

// Schedule is an open queue that has the collector collect every list into the store.
type Schedule struct {
	cfg   Config
	queue *queue.Queue
	gate  *gate
	host  func(context.Context) (*query.HostPlan, error)
}

// Open opens the queue. It begins nothing.
func Open(ctx context.Context, c Config) (*Schedule, error) {
	o := c.Options
	// Registries rest by themselves, see sources.
	c.Collector.Every = map[string]time.Duration{
		field.SourceScorecard: o.ScanEvery,
		field.SourcePublished: sources.PublishedEvery,
		field.SourceAdvisory:  sources.AdvisoriesEvery,
	}
	gate := &gate{network: c.Network, now: c.Now, tell: c.Tell}
	c.Collector.Lost = gate.Lost
	work := turns{collector: c.Collector, gate: gate, store: c.Store, origin: o.Origin(time.Time{}), lists: map[string]health.List{}}
	var lists []queue.List
	for _, l := range c.Lists {
		work.lists[l.Slug] = l
		slugs := make([]string, len(l.Projects))
		for i, p := range l.Projects {
			slugs[i] = p.Slug
		}
		lists = append(lists, queue.List{Slug: l.Slug, Projects: slugs, Every: o.Every})
	}
	q, err := queue.Open(ctx, c.DSN, queue.Config{
		Work: work, Timetable: c.Store, Lists: lists, Workers: o.Workers, Now: c.Now, Log: c.Log,
		Ready: gate.Up, Sweep: sweepEvery,
		// The collector ends by itself after Timeout, and records that it did.
		Timeout: o.Timeout + 5*time.Minute,
	})
	if err != nil {
		return nil, err
	}
	return &Schedule{cfg: c, queue: q, gate: gate, host: hostPlan(c)}, nil
}

// Run collects what is due until the context ends.
func (s *Schedule) Run(ctx context.Context) error { return s.queue.Run(ctx) }

// Lists returns the slugs of the lists that are collected.
func (s *Schedule) Lists() []string {
	var out []string
	for _, l := range s.cfg.Lists {
		out = append(out, l.Slug)
	}
	return out
}

// Online reports whether there is a network, in at most three seconds.
func (s *Schedule) Online(ctx context.Context) bool { return s.gate.Up(ctx) }

// Close closes the queue.
func (s *Schedule) Close() { s.queue.Close() }

// Costs says what one time round costs each source that can tell, a line each.
func (s *Schedule) Costs(ctx context.Context) ([]string, error) {
	return sources.Plans(ctx, s.cfg.Collector.Sources, s.cfg.Projects)
}
