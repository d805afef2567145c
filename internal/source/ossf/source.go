package ossf

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/batch"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// Config configures a Source. Trees, Rule, TempDir and Now are required.
type Config struct {
	// Trees returns the tree of a project at an instant (zero: now). Errors are
	// those of source.Source.
	Trees func(ctx context.Context, p health.Project, asOf time.Time) (tree.Tree, error)
	Rule  model.ScorecardRule
	// Host is queried about the projects at Site, so that all 18 checks can run; nil means that
	// every scan covers only a tree.
	Host forge.Host
	// Site is the host in the addresses of the repositories of Host; empty means "github.com".
	Site string
	// Services are queried for the checks in scans with a Host.
	Services Services
	// Together are the concurrent scans with Host, which may share queries to it and the services;
	// nil means that none do.
	Together *batch.Crowd
	// Workers is the number of concurrent scans, for Plan; 0 means one.
	Workers int
	// Command starts a child; nil means this program with ChildArg.
	Command []string
	// Cache may be nil; every tree is then scanned again. It never contains the name of an account.
	Cache source.Cache
	// TempDir is an existing folder for the scans, of this user alone: see Scratch.
	TempDir string
	Limits  Limits
	Now     func() time.Time
	// Log may be nil.
	Log *slog.Logger
}

// Source observes posture from the files of a project. It implements source.Source and is safe for
// concurrent use.
type Source struct {
	cfg      Config
	names    []string
	docs     map[string]check.Doc
	services *services // nil without a host
	version  string
	commit   string
}

// New returns a source and removes what scans of dead processes left in TempDir. It returns an
// error if a required field is missing or this program cannot be found. A failed removal is a warning.
func New(cfg Config) (*Source, error) {
	if cfg.Trees == nil || cfg.Now == nil || cfg.TempDir == "" {
		return nil, errors.New("scorecard source: Trees, TempDir and Now are required")
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if len(cfg.Command) == 0 {
		self, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("scorecard source: %w", err)
		}
		cfg.Command = []string{self, ChildArg}
	}
	cfg.Limits = cfg.Limits.withDefaults()
	cfg.Site = cmp.Or(cfg.Site, "github.com")
	docs, err := docsOf(hostedNames())
	if err != nil {
		return nil, fmt.Errorf("scorecard source: %w", err)
	}
	s := &Source{cfg: cfg, names: names(cfg.Rule), docs: make(map[string]check.Doc, len(docs))}
	for _, d := range docs {
		s.docs[d.Name] = d
	}
	s.version, s.commit = Version()
	if cfg.Host != nil {
		if s.services, err = newServices(cfg.Services, cfg.Cache, cfg.Now, cfg.Together, cfg.Log); err != nil {
			return nil, fmt.Errorf("scorecard source: %w", err)
		}
	}
	if err := sweep(cfg.TempDir, cfg.Now()); err != nil {
		// What is left over takes space and nothing else.
		cfg.Log.Warn("what earlier scans left cannot be removed", "folder", cfg.TempDir, "error", err)
	}
	return s, nil
}

// Name returns field.SourceScorecard.
func (s *Source) Name() string { return field.SourceScorecard }

// Dated is a tree that knows its instant and origin. For other trees Observe uses the requested
// instant, or now.
type Dated interface {
	Observed() (time.Time, health.Origin)
}

// Addressed is a tree that knows where it was read, which may be a copy of the repository.
type Addressed interface {
	Address() string
}

// Observe scans the project's primary repository. If Host serves the repository, a scan of the
// present uses all data of the host, and any failure on the way to a complete result is an error,
// so that the stored figures remain. Otherwise only the tree is scanned: one that is partial,
// without files or too large gives a snapshot in which every check is unknown with that reason;
// other errors of Trees are returned. Cost: one child process, none for a tree that was scanned
// before; with a Host its Records, and its Archive unless the tree was scanned before.
func (s *Source) Observe(ctx context.Context, p health.Project, asOf time.Time) (health.Snapshot, error) {
	repo, ok := p.PrimaryRepository()
	if !ok {
		return health.Snapshot{}, fmt.Errorf("scorecard of %s: %w: no repository", p.Slug, source.ErrUnavailable)
	}
	if asOf.IsZero() && s.hosts(repo) {
		return s.observeHosted(ctx, p, repo)
	}
	snap := health.Snapshot{
		Project: p.Slug, Source: s.Name(), Version: s.version, Origin: health.OriginLive,
		ObservedAt: asOf.UTC(), SourceURL: repo.URL,
	}
	if asOf.IsZero() {
		snap.ObservedAt = s.cfg.Now().UTC()
	} else {
		snap.Origin = health.OriginAsOf
	}
	err := s.observe(ctx, p, asOf, &snap)
	// A limit reached before there was a tree concerned time or the history.
	known := errors.Is(err, source.ErrPartialTree) || errors.Is(err, source.ErrLimit) && snap.Commit != ""
	if err != nil && (ctx.Err() != nil || !known) {
		return health.Snapshot{}, fmt.Errorf("scorecard of %s: %w", p.Slug, err)
	}
	if err != nil {
		snap.Checks = s.unknown(err)
	}
	for _, c := range snap.Checks {
		snap.Inputs = append(snap.Inputs, s.input(s.cfg.Rule, c, snap))
	}
	return snap, nil
}

// observe sets the results of the checks and the tree's own data.
func (s *Source) observe(ctx context.Context, p health.Project, asOf time.Time, snap *health.Snapshot) error {
	tree, err := s.cfg.Trees(ctx, p, asOf)
	if err != nil {
		return err
	}
	defer tree.Close()
	snap.Commit = tree.Commit()
	if t, ok := tree.(Addressed); ok {
		snap.SourceURL = t.Address()
	}
	if t, ok := tree.(Dated); ok {
		at, origin := t.Observed()
		snap.ObservedAt, snap.Origin = at.UTC(), origin
	}
	if len(tree.Files()) == 0 {
		snap.Checks = s.unknown(source.ErrEmpty)
		return nil
	}
	r, err := s.Scan(ctx, tree, strings.TrimPrefix(repoURL(p), "https://"))
	snap.Checks = r.Checks
	return err
}

func repoURL(p health.Project) string {
	r, _ := p.PrimaryRepository()
	return r.URL
}

// unknown returns the result for a tree on which no check may be scored.
func (s *Source) unknown(cause error) []check.Check {
	reason := "the tree is too large to scan"
	switch {
	case errors.Is(cause, source.ErrPartialTree):
		reason = "some files of the tree were not available"
	case errors.Is(cause, source.ErrEmpty):
		reason = "the tree has no files"
	}
	var ran []check.Check
	for _, n := range s.names {
		c := check.Check{Name: n, State: check.Errored, Score: -1, Error: cause.Error()}
		if !errors.Is(cause, source.ErrEmpty) { // that is an answer
			c.Late.Why = reason
		}
		ran = append(ran, c)
	}
	checks := s.documented(settle(s.cfg.Rule, ran))
	for i, c := range checks {
		if c.State == check.Errored {
			checks[i].Reason = reason
		}
	}
	return checks
}

// Snapshot returns the result of Scan or ScanHosted as Observe would: with an input for each check
// of the catalogue.
func (s *Source) Snapshot(r Result) health.Snapshot {
	snap := health.Snapshot{
		Source: s.Name(), Version: r.Version, Origin: health.OriginLive, ObservedAt: r.ScannedAt.UTC(), Commit: r.Commit, Checks: r.Checks,
	}
	rule := s.cfg.Rule
	if r.Mode == ModeHosted {
		rule, snap.Version = hostedRule(rule), r.Version+"+"+r.Mode
	}
	for _, c := range r.Checks {
		if catalogued(c.Name) {
			snap.Inputs = append(snap.Inputs, s.input(rule, c, snap))
		}
	}
	return snap
}

func (s *Source) input(rule model.ScorecardRule, c check.Check, snap health.Snapshot) health.Input {
	in := input(rule, c)
	in.Source, in.SourceURL, in.Version = s.Name(), c.Doc, snap.Version
	in.Commit, in.ObservedAt = snap.Commit, snap.ObservedAt
	return in
}

// documented adds the library's documentation of each check.
func (s *Source) documented(checks []check.Check) []check.Check {
	for i := range checks {
		c := &checks[i]
		d := s.docs[c.Name]
		c.Risk, c.Doc = d.Risk, d.URL
		if c.State == check.Scored && c.Score < 10 {
			c.Remedy = d.Remediation
		}
	}
	return checks
}
