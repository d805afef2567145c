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

// Config is what a Source needs. Trees, Rule, TempDir and Now are required.
type Config struct {
	// Trees returns the tree of a project at an instant (zero: now). Errors are
	// those of source.Source.
	Trees func(ctx context.Context, p health.Project, asOf time.Time) (tree.Tree, error)
	Rule  model.ScorecardRule
	// Host is asked for what it knows of the projects at Site, so that all 18
	// checks can be run; nil: every scan is one of a tree alone.
	Host forge.Host
	// Site is the host in the addresses of the repositories Host answers for;
	// empty is "github.com".
	Site string
	// Services are asked on behalf of the checks in scans with a Host.
	Services Services
	// Together are those who scan with Host at the same time, and may ask it and
	// the services together; nil: each asks alone.
	Together *batch.Crowd
	// Workers is how many projects are scanned at once, for Plan; 0: one.
	Workers int
	// Command starts a child; nil means this program with ChildArg.
	Command []string
	// Cache may be nil: then every tree is scanned anew. It never holds an
	// account's name.
	Cache source.Cache
	// TempDir is an existing folder for the scans.
	TempDir string
	Limits  Limits
	Now     func() time.Time
	// Log may be nil.
	Log *slog.Logger
}

// Source observes posture from the files of a project. It implements
// source.Source and is safe for concurrent use.
type Source struct {
	cfg      Config
	names    []string
	docs     map[string]check.Doc
	services *services // nil without a host
	version  string
	commit   string
}

// New returns a source and removes what scans of dead processes left in
// TempDir. It is an error when a required field is missing, TempDir cannot be
// read or this program cannot be found.
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
		return nil, fmt.Errorf("scorecard source: %w", err)
	}
	return s, nil
}

// Name returns field.SourceScorecard.
func (s *Source) Name() string { return field.SourceScorecard }

// Dated is a tree that knows which instant it shows and how it was had. For
// one that does not, Observe takes the instant asked for, or now.
type Dated interface {
	Observed() (time.Time, health.Origin)
}

// Observe scans the project's primary repository. With a Host that answers for
// it, now is scanned with all the host knows, and whatever goes wrong on the way
// to a whole result is an error, so that the figures there are stay. Otherwise
// the tree alone is scanned: one that is partial, without files or too large
// gives a snapshot in which every check is unknown with that reason; other
// errors of Trees are returned.
// Cost: one child process, over a tree none when it was scanned before; with a
// Host its Records, and its Archive unless the tree was scanned before.
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
	// A limit reached before there was a tree was one of time or of its history.
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

// observe fills in the results of the checks and what the tree knows of itself.
func (s *Source) observe(ctx context.Context, p health.Project, asOf time.Time, snap *health.Snapshot) error {
	tree, err := s.cfg.Trees(ctx, p, asOf)
	if err != nil {
		return err
	}
	defer tree.Close()
	snap.Commit = tree.Commit()
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

// unknown is the result for a tree on which nothing may be judged.
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
		ran = append(ran, check.Check{Name: n, State: check.Errored, Score: -1, Error: cause.Error()})
	}
	checks := s.documented(settle(s.cfg.Rule, ran))
	for i, c := range checks {
		if c.State == check.Errored {
			checks[i].Reason = reason
		}
	}
	return checks
}

// Snapshot returns the result of Scan as Observe would: with an input for each check.
func (s *Source) Snapshot(r Result) health.Snapshot {
	snap := health.Snapshot{
		Source: s.Name(), Version: r.Version, Origin: health.OriginLive, ObservedAt: r.ScannedAt.UTC(), Commit: r.Commit, Checks: r.Checks,
	}
	for _, c := range r.Checks {
		snap.Inputs = append(snap.Inputs, s.input(s.cfg.Rule, c, snap))
	}
	return snap
}

func (s *Source) input(rule model.ScorecardRule, c check.Check, snap health.Snapshot) health.Input {
	in := input(rule, c)
	in.Source, in.SourceURL, in.Version = s.Name(), c.Doc, snap.Version
	in.Commit, in.ObservedAt = snap.Commit, snap.ObservedAt
	return in
}

// documented adds what the library says about each check.
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
