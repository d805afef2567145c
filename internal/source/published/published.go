// Package published reads the Scorecard results that OpenSSF publishes (api.scorecard.dev): those
// of its weekly scan, and those that projects publish themselves. It sends one request per project,
// none to a repository. It does not know our own scans: the instrument for posture is chosen when
// figures are judged.
package published

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// DefaultAPI is where OpenSSF serves results. An older address (api.securityscorecards.dev) was
// observed to serve results that were days older.
const DefaultAPI = "https://api.scorecard.dev/"

// host is the name of the publisher, whatever the address; answers are cached under it.
const host = "api.scorecard.dev"

// Config configures a Source. Transport, API and Now are required.
type Config struct {
	// Transport sends requests and limits the time to connect and to answer.
	Transport http.RoundTripper
	// API is the base address: DefaultAPI, or one with the same interface.
	API *url.URL
	// Deadline limits one request, body included; 0 means 30 seconds.
	Deadline time.Duration
	// Rest is how long an answer is not requested again; 0 means a week, the interval of OpenSSF's
	// scan. It needs Cache.
	Rest time.Duration
	// Cache stores the answers; nil means that nothing is cached.
	Cache source.Cache
	// Ledger provides the present names of repositories; nil means those of the list.
	Ledger forge.Ledger
	Now    func() time.Time
	// UserAgent identifies the operator.
	UserAgent string
}

// perSecond is the maximum request rate. The publisher states no limit.
const perSecond = 10

// Source queries published results. It implements source.Source and source.Planner and is safe for
// concurrent use.
type Source struct {
	cfg    Config
	client *fetch.Client
}

var _ source.Planner = (*Source)(nil)

// New returns a source. It sends no requests.
func New(cfg Config) (*Source, error) {
	if cfg.Transport == nil || cfg.Now == nil || cfg.API == nil || cfg.API.Host == "" {
		return nil, errors.New("published results: Transport, API and Now are required")
	}
	cfg.Rest = cmp.Or(cfg.Rest, 7*24*time.Hour)
	client, err := fetch.New(fetch.Config{
		// A project is queried again in its next turn, so one try is enough.
		Hosts:     map[string]fetch.Host{host: {URL: cfg.API.String(), PerSecond: perSecond, Tries: 1}},
		Transport: cfg.Transport, Cache: cfg.Cache, Now: cfg.Now, Agent: cfg.UserAgent, Deadline: cfg.Deadline,
	})
	if err != nil {
		return nil, fmt.Errorf("published results: %w", err)
	}
	return &Source{cfg: cfg, client: client}, nil
}

// Name returns field.SourcePublished.
func (s *Source) Name() string { return field.SourcePublished }

// Observe returns the newest published result of the project's primary repository, with its date
// and version. A missing result is an answer: a snapshot without checks, with the reason. An error
// wraps source.ErrPublisher, and also source.ErrLimit if the answer is too large. The past is
// unknown, so any asOf returns an error. Cost: one request, none within Rest of the last.
func (s *Source) Observe(ctx context.Context, p health.Project, asOf time.Time) (health.Snapshot, error) {
	if !asOf.IsZero() {
		return health.Snapshot{}, fmt.Errorf("published results of %s: %w: only the newest are served", p.Slug, source.ErrPublisher)
	}
	id, ok := s.repository(ctx, p)
	if !ok {
		return exchange.NotPublished(p.Slug, "only repositories on github.com and gitlab.com have published results", s.cfg.Now().UTC()), nil
	}
	a, err := s.client.Ask(ctx, s.question(id))
	if errors.Is(err, fetch.ErrNone) {
		return exchange.NotPublished(p.Slug, "neither OpenSSF's weekly scan nor the project publishes a result", a.Asked), nil
	}
	if err != nil {
		return health.Snapshot{}, fmt.Errorf("published results of %s: %w", id, publisher(err))
	}
	r, err := s.read(id, a.Body)
	if err != nil {
		return health.Snapshot{}, fmt.Errorf("published results of %s: %w", id, err)
	}
	return r.Snapshot(p.Slug, health.OriginLive), nil
}

// repository returns the name to query: the one that its host uses now, because the publisher is
// case-sensitive. It returns false if the results do not cover the host.
func (s *Source) repository(ctx context.Context, p health.Project) (repository.ID, bool) {
	repo, ok := p.PrimaryRepository()
	if !ok {
		return repository.ID{}, false
	}
	id, err := repository.Parse(repo.URL)
	if err != nil || id.Host != "github.com" && id.Host != "gitlab.com" || strings.Count(id.Path, "/") != 1 {
		return repository.ID{}, false
	}
	if s.cfg.Ledger == nil {
		return id, true
	}
	known, err := s.cfg.Ledger.Identity(ctx, id.Key())
	if err != nil || known.Presence != forge.Present { // use the name in the list
		return id, true
	}
	if now, err := repository.Parse(id.Host + "/" + known.Name); err == nil && strings.Count(now.Path, "/") == 1 {
		return now, true
	}
	return id, true
}

// question returns the question for the result of a repository.
func (s *Source) question(id repository.ID) fetch.Question {
	return fetch.Question{
		Host: host, Path: (&url.URL{Path: "/projects/" + id.Host + "/" + id.Path}).EscapedPath(),
		Keep: s.cfg.Rest, Size: exchange.MaxResult, Form: "result 1",
		Reduce: func(body []byte) ([]byte, error) {
			_, err := s.read(id, body) // an unreadable answer is not cached
			return body, err
		},
	}
}

// publisher marks an error as that of the publisher, not of a repository.
func publisher(err error) error {
	return fmt.Errorf("%w: %w", source.ErrPublisher, err)
}

// read returns the result in an answer, which must be about the repository.
func (s *Source) read(id repository.ID, body []byte) (exchange.Result, error) {
	r, err := exchange.ReadResult(body, s.address(id).String())
	switch {
	case err != nil:
		return r, fmt.Errorf("%w: %w", source.ErrPublisher, err)
	case r.Repository.Key() != id.Key():
		return r, fmt.Errorf("%w: the answer is about %s", source.ErrPublisher, r.Repository)
	case r.Date.After(s.cfg.Now().AddDate(0, 0, 1)):
		return r, fmt.Errorf("%w: the answer is dated %s, in the future", source.ErrPublisher, r.Date.Format(time.DateOnly))
	}
	return r, nil
}

func (s *Source) address(id repository.ID) *url.URL {
	return s.cfg.API.JoinPath("projects", id.Host, id.Path)
}

// Plan counts one request for each project without a cached answer.
func (s *Source) Plan(ctx context.Context, projects []health.Project) (cost.Plan, error) {
	plan := cost.Plan{Projects: len(projects)}
	for _, p := range projects {
		id, ok := s.repository(ctx, p)
		if !ok {
			continue
		}
		_, known, rests := s.client.Kept(s.question(id))
		if !known {
			plan.First++
		}
		if !rests {
			plan.Cost.Requests++
		}
	}
	return plan, ctx.Err()
}
