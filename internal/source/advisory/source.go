package advisory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Config configures a Source. Client and Now are required.
type Config struct {
	// Client must know HostOSV, HostCISA and HostDepsDev.
	Client *fetch.Client
	// Cache stores what was read; nil means for the lifetime of the Source.
	Cache source.Cache
	// Ledger provides the present names of repositories; nil means those of the list.
	Ledger forge.Ledger
	// Rest is how long OSV's list for a name is not requested again; 0 means a day.
	Rest time.Duration
	// Along are projects to include in the requests for others, once their answer is half as old as
	// Rest. If projects come one by one, all of them then cost as much as one.
	Along []health.Project
	// Release returns the tag and day of the newest release of a project from another source; nil,
	// or false, means unknown. It sends no requests.
	Release func(ctx context.Context, project string) (tag string, day time.Time, known bool)
	Now     func() time.Time
}

// Source queries advisories. It implements source.Batcher and source.Planner and is safe for
// concurrent use.
type Source struct {
	cfg Config
	// listing is a lock, held while OSV's lists are queried, so that two callers with the same
	// names do not both send a request.
	listing chan struct{}
	// turn is the index in Along of the last project checked; guarded by listing.
	turn int
}

var (
	_ source.Batcher = (*Source)(nil)
	_ source.Planner = (*Source)(nil)
)

// instrument changes if a definition in this package changes.
const instrument = "advisory/3"

// New returns a source. It sends no requests.
func New(cfg Config) (*Source, error) {
	if cfg.Client == nil || cfg.Now == nil {
		return nil, errors.New("advisories: Client and Now are required")
	}
	if cfg.Cache == nil {
		cfg.Cache = &shortMemory{kept: map[string][]byte{}}
	}
	cfg.Rest = cmp.Or(cfg.Rest, day)
	return &Source{cfg: cfg, listing: make(chan struct{}, 1)}, nil
}

// Name returns field.SourceAdvisory.
func (s *Source) Name() string { return field.SourceAdvisory }

// Observe returns what is published about the project's packages and repository. The snapshot
// contains every catalogue field of SourceAdvisory, with the reason if it is unknown. The error
// wraps source.ErrUnavailable if OSV is not available; the stored data then remains. The past is
// unknown, so any asOf returns an error. Cost: see the package.
func (s *Source) Observe(ctx context.Context, p health.Project, asOf time.Time) (health.Snapshot, error) {
	if !asOf.IsZero() {
		return health.Snapshot{}, fmt.Errorf("advisories of %s: %w: past advisories are not available", p.Slug, source.ErrUnavailable)
	}
	names := s.subjects(ctx, p)
	if err := s.ensure(ctx, names, s.cfg.Rest); err != nil {
		return health.Snapshot{}, fmt.Errorf("advisories of %s: %w", p.Slug, err)
	}
	pic := picture{at: s.cfg.Now().UTC()}
	first, why := firstPackage(p)
	pic.recent = recent{why: why}
	var known []evidence
	for _, name := range names {
		m, err := s.details(ctx, name)
		if err != nil {
			return health.Snapshot{}, fmt.Errorf("advisories of %s: %s: %w", p.Slug, name.Name, err)
		}
		if m.Asked.Before(pic.at) {
			pic.at = m.Asked
		}
		if m.TooMany && pic.tooMany == "" {
			pic.tooMany = name.Name
		}
		if !name.repository() {
			pic.packaged = true
		}
		pic.malicious, pic.findings = max(pic.malicious, m.Malicious), max(pic.findings, m.Findings)
		newest, endings, days := s.settle(ctx, p, name, &m)
		pic.endings, pic.days = cmp.Or(pic.endings, endings), cmp.Or(pic.days, days)
		if why == "" && name == first {
			pic.recent = s.recent(ctx, name, &m)
		}
		known = append(known, evidence{name, m.Records, newest})
	}
	pic.advisories, pic.unasked = merge(known), unasked(p)
	if err := s.heard(ctx, known, pic.advisories); err != nil {
		return health.Snapshot{}, fmt.Errorf("advisories of %s: %w", p.Slug, err)
	}
	if open, vague := pic.open(); len(open)+len(vague) > 0 {
		pic.exploited, pic.exploitedError = s.exploited(ctx)
		if ctx.Err() != nil {
			return health.Snapshot{}, context.Cause(ctx)
		}
	}
	return s.snapshot(p, names, pic), nil
}

func (s *Source) snapshot(p health.Project, names []subject, pic picture) health.Snapshot {
	snap := health.Snapshot{
		Project: p.Slug, Source: s.Name(), Version: instrument, Origin: health.OriginLive, ObservedAt: pic.at, Inputs: pic.inputs(),
	}
	if len(names) > 0 {
		at := slices.IndexFunc(names, func(n subject) bool { return !n.repository() })
		snap.SourceURL = names[max(at, 0)].page()
	}
	for i := range snap.Inputs {
		in := &snap.Inputs[i]
		in.Source, in.Version, in.ObservedAt, in.SourceURL = snap.Source, snap.Version, snap.ObservedAt, cmp.Or(in.SourceURL, snap.SourceURL)
	}
	return snap
}

// subjects returns the subjects of a project, with the present name of its repository.
func (s *Source) subjects(ctx context.Context, p health.Project) []subject {
	repo, ok := p.PrimaryRepository()
	id, err := repository.Parse(repo.URL)
	if !ok || err != nil || s.cfg.Ledger == nil {
		return subjects(p, "")
	}
	known, err := s.cfg.Ledger.Identity(ctx, id.Key())
	if err != nil || known.Presence != forge.Present { // use the name in the list
		return subjects(p, "")
	}
	return subjects(p, id.Host+"/"+known.Name)
}

// Prefetch queries OSV's lists for many projects at once, when the first of them is due. If OSV is
// not available, each project's Observe reports it.
func (s *Source) Prefetch(ctx context.Context, projects []health.Project) error {
	var names []subject
	for i, p := range projects {
		names = append(names, s.subjects(ctx, p)...)
		// Called before each of them, so it checks only one if that is enough.
		if i == 0 && len(s.due(names, s.cfg.Rest, nil)) == 0 {
			return ctx.Err()
		}
		if len(names) >= mostQueries {
			break
		}
	}
	if err := s.ensure(ctx, names, s.cfg.Rest); err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// ensure ensures that OSV's lists for the names are younger than rest. If a request is needed,
// other names are added to it. If that fails, it tries without them.
func (s *Source) ensure(ctx context.Context, names []subject, rest time.Duration) error {
	select {
	case s.listing <- struct{}{}:
		defer func() { <-s.listing }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	due := s.due(names, rest, nil)
	if len(due) == 0 {
		return nil
	}
	along := s.along(ctx, due, rest/2)
	err := s.ask(ctx, append(slices.Clone(due), along...))
	left := s.due(due, rest, nil)
	if err == nil || len(left) == 0 {
		return nil
	}
	if len(along) > 0 && ctx.Err() == nil {
		return s.ask(ctx, left)
	}
	return err
}

// along returns names of other projects that fit into the same request, and whose answer is older
// than rest. Each call checks some of them, in turn.
func (s *Source) along(ctx context.Context, but []subject, rest time.Duration) []subject {
	room := (mostQueries - len(but)%mostQueries) % mostQueries
	var names []subject
	for range min(mostQueries, len(s.cfg.Along)) {
		s.turn = (s.turn + 1) % len(s.cfg.Along)
		names = append(names, s.subjects(ctx, s.cfg.Along[s.turn])...)
	}
	due := s.due(names, rest, but)
	return due[:min(room, len(due))]
}

// ask queries OSV's lists for names and stores them.
func (s *Source) ask(ctx context.Context, names []subject) error {
	for part := range slices.Chunk(names, mostQueries) {
		lists, err := s.list(ctx, part)
		for i, l := range lists {
			if l.whole {
				m, _ := s.load(part[i])
				s.save(part[i], m.take(l, s.cfg.Now()))
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// details returns what is known about a name, and reads changed records again. It stores what was
// read, even if another record could not be read.
func (s *Source) details(ctx context.Context, name subject) (memory, error) {
	m, known := s.load(name)
	stale := m.stale()
	if !known || len(stale) == 0 {
		return m, nil
	}
	defer func() { s.save(name, m) }()
	served := map[string]raw{}
	if len(stale) > fewDetails {
		var err error
		if served, err = s.all(ctx, name); err != nil {
			return m, err
		}
	}
	single := 0
	for _, i := range stale {
		id := m.Records[i].ID
		r, have := served[id]
		if !have && single >= mostSingle {
			m.Records[i].Broken = m.Records[i].Published.IsZero() // otherwise the stored record is used until the next turn
			continue
		}
		if !have {
			single++
			var err error
			r, err = s.one(ctx, id)
			if errors.Is(err, errUnread) {
				m.read(i, record{ID: id, Broken: true})
				continue
			}
			if err != nil {
				return m, err
			}
		}
		m.read(i, reduce(r, name))
	}
	return m, nil
}

// Plan counts the requests for data that is not cached, with one more for each name that was never
// queried.
func (s *Source) Plan(ctx context.Context, projects []health.Project) (cost.Plan, error) {
	plan := cost.Plan{Projects: len(projects)}
	due := 0
	for _, p := range projects {
		first := false
		for _, name := range s.subjects(ctx, p) {
			m, known := s.load(name)
			if !known || !s.rests(m, s.cfg.Rest) {
				due++
			}
			if !known {
				first = true
			}
		}
		if first {
			plan.First++
			plan.Cost.Requests++
		}
	}
	plan.Cost.Requests += (due + mostQueries - 1) / mostQueries
	return plan, ctx.Err()
}
