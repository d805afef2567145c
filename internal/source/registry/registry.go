// Package registry asks package registries, deps.dev and Repology how much
// depends on a project: packages that depend on it, downloads, distributions
// that carry it, how many may publish it and when it was last published. It
// counts and dates; names of people end in the decoders, before anything is
// kept. What the figures are worth, and whether a registry's release is the last
// one, is settled when figures are judged.
package registry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// instrument is the version of what is counted and how.
const instrument = "registry 1"

// Config is what a Source needs. Transport and Now are required.
type Config struct {
	// Transport sends; it bounds the time to connect.
	Transport http.RoundTripper
	// Base, when set, is asked as BASE/<host> in the place of every host: a
	// mirror, or a fake.
	Base string
	// Cache keeps the answers; nil: each is asked for anew.
	Cache source.Cache
	Now   func() time.Time
	// Agent says who asks, with an address: Repology and crates.io require it.
	Agent string
	// References are the dated tables percentiles are taken from.
	References []model.Reference
	// Keep is how long an answer is not asked for again; 0: 30 days, as
	// criticality moves slowly. An answer up to three times that old is given
	// where a service cannot be asked.
	Keep time.Duration
	// Deadline bounds one request; 0: 30 seconds.
	Deadline time.Duration
	// Pace multiplies how often a host is asked; 0: 1. A mirror of one's own may
	// be asked faster.
	Pace float64
}

// Source asks. It implements source.Planner and is safe for concurrent use.
type Source struct {
	cfg    Config
	client *fetch.Client
}

var _ source.Planner = (*Source)(nil)

// New returns a source. It sends nothing.
func New(cfg Config) (*Source, error) {
	cfg.Keep = cmp.Or(cfg.Keep, 30*24*time.Hour)
	hosts := make(map[string]fetch.Host, len(rates))
	for name, perSecond := range rates {
		hosts[name] = fetch.Host{PerSecond: perSecond * cmp.Or(cfg.Pace, 1)}
	}
	client, err := fetch.New(fetch.Config{
		Hosts: hosts, Base: cfg.Base, Transport: cfg.Transport, Cache: cfg.Cache, Now: cfg.Now, Agent: cfg.Agent, Deadline: cfg.Deadline,
	})
	if err != nil {
		return nil, fmt.Errorf("registries: %w", err)
	}
	return &Source{cfg: cfg, client: client}, nil
}

// Name returns field.SourceRegistry.
func (s *Source) Name() string { return field.SourceRegistry }

// Observe returns what registries say of the project's packages, as of one unit:
// of several packages the most dependents and downloads, the fewest publishers,
// the newest release. What could not be asked is unknown, with the reason. The
// snapshot is of the day of the oldest answer in it. The
// error wraps source.ErrUnavailable when nothing at all could be asked, and for
// any asOf: only the present is told.
// Cost: two requests a package at deps.dev, one or two at its registry, one at
// Repology; none within Keep of the last.
func (s *Source) Observe(ctx context.Context, p health.Project, asOf time.Time) (health.Snapshot, error) {
	if !asOf.IsZero() {
		return health.Snapshot{}, fmt.Errorf("registries of %s: %w: registries show only the present", p.Slug, source.ErrUnavailable)
	}
	var all []learned
	for _, pkg := range packagesOf(p) {
		all = append(all, s.learn(ctx, pkg))
	}
	spread := s.distributions(ctx, p)
	if ctx.Err() != nil {
		return health.Snapshot{}, fmt.Errorf("registries of %s: %w", p.Slug, context.Cause(ctx))
	}
	if err := unavailable(all, spread); err != nil {
		return health.Snapshot{}, fmt.Errorf("registries of %s: %w", p.Slug, err)
	}
	at := s.oldest(all, spread)
	inputs := append(s.inputs(p, all), spread.input())
	for i := range inputs {
		in := &inputs[i]
		in.Source, in.Version = field.SourceRegistry, instrument
		if in.ObservedAt.IsZero() {
			in.ObservedAt = at
		}
	}
	slices.SortFunc(inputs, func(a, b health.Input) int { return cmp.Compare(a.Field, b.Field) })
	return health.Snapshot{
		Project: p.Slug, Source: field.SourceRegistry, Version: instrument, Origin: health.OriginLive, ObservedAt: at, Inputs: inputs,
	}, nil
}

// replies are all that came of a project's questions.
func replies(all []learned, spread spread) []reply {
	out := []reply{spread.reply}
	for _, l := range all {
		out = append(out, l.versions, l.dependents, l.downloads, l.publishers)
	}
	return out
}

// oldest is the instant of the oldest answer that is in use, which is what a
// snapshot may claim to describe; now when nothing was asked.
func (s *Source) oldest(all []learned, spread spread) time.Time {
	at := s.cfg.Now().UTC()
	for _, r := range replies(all, spread) {
		if r.answered() && r.asked.Before(at) {
			at = r.asked
		}
	}
	return at
}

// unavailable is the error of a project of which everything that was asked
// failed; nil when something was answered, or nothing was to be asked.
func unavailable(all []learned, spread spread) error {
	var errs []error
	for _, r := range replies(all, spread) {
		if r.answered() {
			return nil
		}
		if r.err != nil {
			errs = append(errs, r.err)
		}
	}
	return errors.Join(errs...)
}

// Plan counts the questions whose answers are not at hand.
func (s *Source) Plan(ctx context.Context, projects []health.Project) (cost.Plan, error) {
	plan := cost.Plan{Projects: len(projects)}
	for _, p := range projects {
		questions, knew := s.toAsk(p), false
		for _, q := range questions {
			_, known, rests := s.client.Kept(q)
			knew = knew || known
			if !rests {
				plan.Cost.Requests++
			}
		}
		if len(questions) > 0 && !knew {
			plan.First++
		}
	}
	return plan, ctx.Err()
}
