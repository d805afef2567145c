package github

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/batch"
	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
)

// Config says whom to ask and what is known already.
type Config struct {
	// API is the root of the REST interface; nil is https://api.github.com/. Of an
	// Enterprise server it ends in /api/v3/.
	API *url.URL
	// Site is the host in the addresses of the repositories it answers for;
	// empty is "github.com".
	Site string
	// Archives is where the site keeps archives of repositories; nil: its API says
	// for each, unless it is GitHub's own. It is that of the transport.
	Archives *url.URL
	// Dir is where archives are unpacked; empty: the system's folder for temporary
	// files. Nothing is left in it.
	Dir string
	// Client sends the requests. It waits for no limit: it returns a
	// *source.LaterError.
	Client http.RoundTripper
	// Authenticated says that requests carry credentials. Without any GraphQL is
	// closed: one request a project, and no responsiveness.
	Authenticated bool
	// Hourly returns what may be spent an hour; nil when not known.
	Hourly func() int
	Bots   bots.List
	// Key makes the keys of persons. Empty: one is made up, and what was
	// remembered under another is read anew.
	Key    []byte
	Ledger forge.Ledger
	// Memory keeps what was read; nil: every reading is the first.
	Memory source.Cache
	// Now returns the present; nil is time.Now.
	Now func() time.Time
	// Together are those who ask for records at the same time and may ask in one
	// query; nil: each asks alone.
	Together *batch.Crowd
	// Batch is the number of repositories in one request, 50 to 100; 0 is 80.
	Batch int
	Log   *slog.Logger
}

// Source asks GitHub. It implements source.Source, source.Batcher and
// source.Planner and is safe for concurrent use.
type Source struct {
	cfg     Config
	graphql string // where queries are posted
	http    *http.Client
	// archives sends what is answered by more than the API ever says.
	archives *http.Client
	people   keyring
	table    *table
	turns    turns // one reading of a repository at a time
	owners   owners
	heads    sync.Map // the head of the last records, by the repository's id
	large    sync.Map // repositories whose records the host cannot tell at once, by path
	together *together
}

var (
	_ source.Batcher = (*Source)(nil)
	_ source.Planner = (*Source)(nil)
)

const (
	// instrument changes when a definition in this package changes.
	instrument = "github/1"
	// perAsk bounds one question, its repeats included. The transport has
	// shorter ones of its own.
	perAsk = 10 * time.Minute
)

// New checks the configuration. It asks nobody.
func New(cfg Config) (*Source, error) {
	if cfg.Client == nil {
		return nil, errors.New("github source: a client is needed")
	}
	if cfg.Ledger == nil {
		return nil, errors.New("github source: a ledger of identities is needed")
	}
	cfg, err := cfg.filled()
	if err != nil {
		return nil, err
	}
	s := &Source{cfg: cfg, graphql: transport.GraphQL(cfg.API).String(), http: transport.Client(bounded{cfg.Client}), archives: transport.Client(cfg.Client), table: newTable(cfg.Now)}
	s.people = newKeyring(cfg.Key, cfg.Bots)
	s.turns.busy = map[string]chan struct{}{}
	s.together = newTogether(s, cfg.Together)
	return s, nil
}

func (c Config) filled() (Config, error) {
	if c.API == nil {
		c.API = &url.URL{Scheme: "https", Host: "api.github.com", Path: "/"}
	}
	if c.API.Host == "" || c.API.Scheme != "https" && c.API.Scheme != "http" {
		return c, fmt.Errorf("github source: API address %q: https://host/ or https://host/api/v3/ is needed", c.API.Redacted())
	}
	api := *c.API
	api.Path = strings.TrimSuffix(api.Path, "/") + "/"
	c.API = &api
	if c.Site == "" {
		c.Site = "github.com"
	}
	if c.Batch == 0 {
		c.Batch = 80
	}
	if c.Batch < 50 || c.Batch > 100 {
		return c, fmt.Errorf("github source: batch of %d repositories: 50 to 100 are allowed", c.Batch)
	}
	if len(c.Key) == 0 {
		c.Key = make([]byte, 32)
		if _, err := rand.Read(c.Key); err != nil {
			return c, fmt.Errorf("github source: make up a key: %w", err)
		}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Memory == nil {
		c.Memory = noMemory{}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c, nil
}

// noMemory remembers nothing.
type noMemory struct{}

func (noMemory) Load(string) ([]byte, bool) { return nil, false }
func (noMemory) Save(string, []byte)        {}

// Name returns field.SourceGitHub.
func (s *Source) Name() string { return field.SourceGitHub }

// Observe asks about the project's primary repository. Of a project on another
// host every input is unknown, without a request. It returns ErrUnavailable when
// GitHub cannot be asked or shows no such repository, ErrGone after three such
// days, ErrBlocked, ErrReused, or a LaterError. It is all or nothing: every
// catalogue field of SourceGitHub is in the snapshot, or there is none.
//
// It costs a share of a batch, at most 2 requests the first time, and later 1
// when something moved, none when nothing did; more only where more than 100
// issues or change requests moved in between.
func (s *Source) Observe(ctx context.Context, p health.Project, asOf time.Time) (health.Snapshot, error) {
	if !asOf.IsZero() {
		return health.Snapshot{}, fmt.Errorf("observe %s: GitHub shows only the present: %w", p.Slug, source.ErrUnavailable)
	}
	primary, ok := p.PrimaryRepository()
	if !ok {
		return health.Snapshot{}, fmt.Errorf("observe %s: no primary repository: %w", p.Slug, source.ErrUnavailable)
	}
	id, err := repository.Parse(primary.URL)
	if err != nil {
		return health.Snapshot{}, fmt.Errorf("observe %s: %w", p.Slug, err)
	}
	now := s.cfg.Now().UTC()
	if !s.answersFor(id) {
		return s.elsewhere(p, id, now), nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, perAsk, fmt.Errorf("%w: no answer within %s", source.ErrUnavailable, perAsk))
	defer cancel()
	ins, m, err := s.ask(ctx, p, id, now)
	if err != nil {
		return health.Snapshot{}, fmt.Errorf("observe %s: %w", id, err)
	}
	return s.snapshot(p, m, now, ins), nil
}

// ask returns the inputs and what GitHub says of the repository.
func (s *Source) ask(ctx context.Context, p health.Project, id repository.ID, now time.Time) ([]health.Input, meta, error) {
	if !s.cfg.Authenticated {
		m, err := s.askREST(ctx, id, now)
		if err != nil {
			return nil, meta{}, err
		}
		return append(m.inputs(now), withoutToken()...), m, nil
	}
	seen, err := s.look(ctx, id)
	if err != nil {
		return nil, meta{}, err
	}
	m, key, err := s.identify(ctx, id, seen, now)
	if err != nil {
		return nil, meta{}, err
	}
	mem, err := s.read(ctx, key, m, now)
	if err != nil {
		return nil, meta{}, err
	}
	return append(m.inputs(now), mem.inputs(p, m, now)...), m, nil
}

// answersFor reports whether the repository is on the site it asks.
func (s *Source) answersFor(id repository.ID) bool {
	return strings.EqualFold(id.Host, s.cfg.Site) && strings.Count(id.Path, "/") == 1
}
