// Package registry queries package registries, deps.dev and Repology for the use of a project:
// dependent packages, downloads, distributions that carry it, the number of people who can publish
// it and the date of the last publication. It counts and dates; the decoders drop names of people
// before anything is stored. How the figures count, and whether a registry's release is the last
// one, is decided when figures are judged.
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

// instrument is the version of the definitions of the counts.
const instrument = "registry 2"

// younger is the version of an input that is newer than the others, which would otherwise seem to be
// counted in another way.
const younger = "registry 3"

// Config configures a Source. Transport and Now are required.
type Config struct {
	// Transport sends requests and limits the time to connect.
	Transport http.RoundTripper
	// Base, if set, replaces every host, as BASE/<host>: a mirror, or a fake.
	Base string
	// Cache stores the answers; nil means that nothing is cached.
	Cache source.Cache
	Now   func() time.Time
	// Agent identifies the operator, with an address: Repology and crates.io require it.
	Agent string
	// References are the dated tables for percentiles.
	References []model.Reference
	// Keep is how long an answer is cached; 0 means 30 days, because criticality changes slowly. An
	// answer up to three times that old is used if a service is not available.
	Keep time.Duration
	// Deadline limits one request; 0 means 30 seconds.
	Deadline time.Duration
	// Pace multiplies the request rates; 0 means 1. A private mirror may be queried faster.
	Pace float64
}

// Source queries registries. It implements source.Planner and is safe for concurrent use.
type Source struct {
	cfg    Config
	client *fetch.Client
}

var _ source.Planner = (*Source)(nil)

// New returns a source. It sends no requests.
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

// Observe returns the registries' data about the project's packages, as of one unit: of several
// packages the most dependents and downloads, the fewest publishers, the newest release. Failed
// requests give unknown inputs, with the reason. The snapshot has the day of its oldest answer. The
// error wraps source.ErrUnavailable if every request failed, and for any asOf, because only the
// present is available. Cost: two requests per package at deps.dev, one or two at its registry, one
// at Repology; none within Keep of the last.
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
		if in.Field == field.RegistryMarks {
			in.Version = younger
		}
		if in.ObservedAt.IsZero() {
			in.ObservedAt = at
		}
	}
	slices.SortFunc(inputs, func(a, b health.Input) int { return cmp.Compare(a.Field, b.Field) })
	return health.Snapshot{
		Project: p.Slug, Source: field.SourceRegistry, Version: instrument, Origin: health.OriginLive, ObservedAt: at, Inputs: inputs,
	}, nil
}

// replies returns all results of a project's questions.
func replies(all []learned, spread spread) []reply {
	out := []reply{spread.reply}
	for _, l := range all {
		out = append(out, l.versions, l.dependents, l.downloads, l.publishers)
	}
	return out
}

// oldest returns the instant of the oldest answer in use, which is the instant that a snapshot may
// claim to describe, or now if no question was sent. Answers that a failed service gave before do
// not count beside others: their inputs have their own instant.
func (s *Source) oldest(all []learned, spread spread) time.Time {
	at, late := s.cfg.Now().UTC(), s.cfg.Now().UTC()
	fresh := false
	for _, r := range replies(all, spread) {
		switch {
		case !r.answered():
		case r.late != nil:
			late = earlier(late, r.asked)
		default:
			at, fresh = earlier(at, r.asked), true
		}
	}
	if !fresh {
		return late
	}
	return at
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// unavailable returns an error if every question about a project failed; nil if one was answered,
// or none was needed.
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

// Plan counts the questions without a cached answer.
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
