package github

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
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

// Config configures the host and the stored data.
type Config struct {
	// API is the root of the REST interface; nil means https://api.github.com/. For an Enterprise
	// server it ends in /api/v3/.
	API *url.URL
	// Site is the host in the addresses of its repositories; empty means "github.com".
	Site string
	// Archives is where the site serves archives of repositories. nil means that its API returns
	// the address for each, unless it is GitHub's own. It must be that of the transport.
	Archives *url.URL
	// Dir is where archives are unpacked; empty means the system's temporary folder. Nothing
	// remains in it.
	Dir string
	// Client sends the requests. It does not wait for a rate limit: it returns a
	// *source.LaterError.
	Client http.RoundTripper
	// Authenticated is whether requests have credentials. Without any, GraphQL is not available:
	// one request for each project, and no responsiveness.
	Authenticated bool
	// Hourly returns the hourly budget; nil if unknown.
	Hourly func() int
	Bots   bots.List
	// Key is the HMAC key for persons. If empty, a random one is used, and data stored under
	// another key is read again.
	Key    []byte
	Ledger forge.Ledger
	// Memory stores what was read; nil means that every reading starts from nothing.
	Memory source.Cache
	// Now returns the present time; nil means time.Now.
	Now func() time.Time
	// Together are the scans that request records at the same time and may share a query; nil means
	// that none do.
	Together *batch.Crowd
	// Batch is the number of repositories in one request, 50 to 100; 0 means 80.
	Batch int
	Log   *slog.Logger
}

// Source queries GitHub. It implements source.Source, source.Batcher and source.Planner and is safe
// for concurrent use.
type Source struct {
	cfg     Config
	graphql string // where queries are posted
	http    *http.Client
	// archives sends requests whose answers are larger than any of the API.
	archives *http.Client
	people   keyring
	table    *table
	turns    turns // one reading per repository at a time
	owners   owners
	fundings fundings
	closed   closed
	heads    sync.Map // the head of the last records, by the repository's id
	large    sync.Map // repositories whose records the host cannot return at once, by path
	together *together
}

var (
	_ source.Batcher = (*Source)(nil)
	_ source.Planner = (*Source)(nil)
)

const (
	// instrument changes if a definition in this package changes.
	instrument = "github/2"
	// theHost names GitHub as the one that gave no answer.
	theHost = "GitHub"
	// perAsk limits one query, including retries. The transport has shorter limits of its own.
	perAsk = 10 * time.Minute
)

// errSlow ends a query that takes longer than perAsk.
var errSlow = &source.RefusalError{
	Whom: theHost, Why: fmt.Sprintf("it gave no answer within %s", perAsk), Err: fmt.Errorf("%w: no answer within %s", source.ErrUnavailable, perAsk),
}

// New checks the configuration. It sends no requests.
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

// noMemory stores nothing.
type noMemory struct{}

func (noMemory) Load(string) ([]byte, bool) { return nil, false }
func (noMemory) Save(string, []byte)        {}

// Name returns field.SourceGitHub.
func (s *Source) Name() string { return field.SourceGitHub }

// Observe queries the project's primary repository. For a project on another host every input is
// unknown, without a request. It returns ErrUnavailable if GitHub cannot be reached or shows no
// such repository, ErrGone after three such days, ErrBlocked, ErrReused, or a LaterError. The
// snapshot has every catalogue field of SourceGitHub, or there is none. Inputs of a part that GitHub
// refuses, or fails at, are late.
//
// Cost: a share of a batch; at most 2 requests the first time; later 1 if something changed, and
// none if nothing did. More are needed only if more than 100 issues or pull requests changed in
// between.
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
	ctx, cancel := context.WithTimeoutCause(ctx, perAsk, errSlow)
	defer cancel()
	ins, m, err := s.ask(ctx, p, id, now)
	if err != nil {
		return health.Snapshot{}, fmt.Errorf("observe %s: %w", id, err)
	}
	return s.snapshot(p, m, now, ins), nil
}

// ask returns the inputs and GitHub's metadata of the repository.
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
	mem, why, err := s.read(ctx, key, m, now)
	if err != nil {
		return nil, meta{}, err
	}
	if m.unread == nil {
		m.unread = map[string]string{}
	}
	maps.Copy(m.unread, why)
	return append(m.inputs(now), mem.inputs(p, m, now)...), m, nil
}

// answersFor reports whether the repository is on the configured site.
func (s *Source) answersFor(id repository.ID) bool {
	return strings.EqualFold(id.Host, s.cfg.Site) && strings.Count(id.Path, "/") == 1
}
