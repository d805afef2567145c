package git

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// Config configures where repositories come from and how they are measured.
type Config struct {
	// Cache is the folder for clones and temporary views. Empty means that no clones are made, and
	// views use the system's temporary folder.
	Cache string
	// Mirrors are paths with {host}, {owner} and {name}. The first existing one is read, as a bare
	// repository or one with a .git folder. Mirrors are never written to.
	Mirrors []string
	Bots    bots.List
	// Agents match coding agents among the co-authors of commits.
	Agents bots.List
	// Shared are the addresses and names that are nobody's own.
	Shared bots.List
	// Key is the HMAC key for persons. Empty means that snapshots contain no persons.
	Key    []byte
	Limits Limits
	// Now returns the present time; nil means time.Now.
	Now func() time.Time
	// Offline forbids the network. Mirrors and existing clones can still be used.
	Offline bool
	// Copies allows to clone a public copy of a repository that is too large to be cloned. A copy on
	// this disk is read without it when the repository is not, if Offline.
	Copies bool
	// Env is added to the environment of git, "NAME=value": PATH if git is in an unusual place,
	// TMPDIR, proxies, certificates.
	Env []string
	// Guard decides where git may connect to; nil means to public addresses only.
	Guard *fetch.Guard
	// Proxy returns the proxy that Env gives git for an address; nil means none.
	Proxy func(*url.URL) (*url.URL, error)
	// Git is the program; empty means "git".
	Git string

	// Tests fetch from local folders.
	protocols string
	remoteURL func(repository.ID) string
	started   func(args []string)
}

// Limits apply to one repository. Zero fields use the defaults.
type Limits struct {
	Command time.Duration // for one local run of git; 10 minutes
	Network time.Duration // for one run that fetches; 30 minutes
	Output  int64         // bytes of output of one run; 8 GiB
	Clone   int64         // bytes of one clone; 20 GiB
	Tree    tree.Bounds   // paths of one tree
}

func (l Limits) filled() Limits {
	if l.Command <= 0 {
		l.Command = 10 * time.Minute
	}
	if l.Network <= 0 {
		l.Network = 30 * time.Minute
	}
	if l.Output <= 0 {
		l.Output = 8 << 30
	}
	if l.Clone <= 0 {
		l.Clone = 20 << 30
	}
	return l
}

// Source measures repositories with git; it implements source.Source and is
// safe for concurrent use.
type Source struct {
	cfg     Config
	run     *runner
	version string // "git/5 (git 2.39.5)"
	scratch string
}

var _ source.Source = (*Source)(nil)

// instrument changes if a definition in this package changes. newer are the inputs whose definition
// is younger: others would seem to be measured in another way.
const instrument = "git/5"

var newer = map[field.ID]string{
	field.FundingChannels: "git/6", field.FundingPlans: "git/6",
	field.DeclaredFiles: "git/6", field.DeclaredClaims: "git/6", field.DeclaredExemptions: "git/6",
}

func (c *Config) rules() rules { return rules{bots: c.Bots, agents: c.Agents, shared: c.Shared} }

// New checks the configuration and git itself, and removes views left by killed processes. The
// error says what is missing.
func New(cfg Config) (*Source, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Git == "" {
		cfg.Git = "git"
	}
	if cfg.protocols == "" {
		cfg.protocols = "https"
	}
	if cfg.Guard == nil {
		cfg.Guard = &fetch.Guard{}
	}
	if cfg.remoteURL == nil {
		cfg.remoteURL = repository.ID.URL
	}
	for _, m := range cfg.Mirrors {
		if !strings.Contains(m, "{name}") {
			return nil, fmt.Errorf("mirror pattern %q: it must contain {name}; {host} and {owner} are allowed", m)
		}
	}
	s := &Source{cfg: cfg, run: &runner{bin: cfg.Git, env: cfg.Env, protocols: cfg.protocols, limits: cfg.Limits.filled(), started: cfg.started}}
	out, err := s.run.output(context.Background(), call{args: []string{"version"}})
	if err != nil {
		return nil, fmt.Errorf("git is needed: %w", err)
	}
	s.version = fmt.Sprintf("%s (%s)", instrument, strings.Replace(strings.TrimSpace(string(out)), "git version ", "git ", 1))
	return s, s.openScratch()
}

// openScratch creates the folder for views and removes old views.
func (s *Source) openScratch() error {
	if s.cfg.Cache == "" {
		return nil
	}
	cache, err := filepath.Abs(s.cfg.Cache)
	if err != nil {
		return fmt.Errorf("cache folder: %w", err)
	}
	s.cfg.Cache, s.scratch = cache, filepath.Join(cache, "views")
	if err := os.MkdirAll(s.scratch, 0o755); err != nil {
		return fmt.Errorf("cache folder: %w", err)
	}
	old, err := filepath.Glob(filepath.Join(s.scratch, "view-*"))
	if err != nil {
		return fmt.Errorf("cache folder: %w", err)
	}
	for _, dir := range old {
		st, err := os.Stat(dir)
		if err == nil && time.Since(st.ModTime()) > 24*time.Hour {
			if err := os.RemoveAll(dir); err != nil {
				return fmt.Errorf("sweep %s: %w", dir, err)
			}
		}
	}
	return nil
}

// Instrument returns the version of the definitions, "git/5", which does not depend on the program
// that reads.
func (s *Source) Instrument() string { return instrument }

// Name returns field.SourceGit.
func (s *Source) Name() string { return field.SourceGit }

// Observe measures the project's primary repository as of the instant. Zero means now for a clone
// and the date of the copy for a mirror. It returns ErrUnavailable if the repository cannot be
// read, ErrEmpty if it has no commits by then, ErrLimit if it is too large or slow. The snapshot
// contains every catalogue field of SourceGit. Cost: at most three requests (branch, history, a few
// files) and one pass over the history.
func (s *Source) Observe(ctx context.Context, p health.Project, asOf time.Time) (health.Snapshot, error) {
	repo, err := s.openPrimary(ctx, p, asOf)
	if err != nil {
		return health.Snapshot{}, err
	}
	snap, err := s.snapshot(ctx, repo, p)
	if err = errors.Join(err, repo.Close()); err != nil {
		return health.Snapshot{}, fmt.Errorf("observe %s: %w", repo.id, err)
	}
	return snap, nil
}

// openPrimary opens the project's primary repository, or a copy of it; see openCopy.
func (s *Source) openPrimary(ctx context.Context, p health.Project, asOf time.Time) (*Repo, error) {
	primary, ok := p.PrimaryRepository()
	if !ok {
		return nil, fmt.Errorf("observe %s: no primary repository: %w", p.Slug, source.ErrUnavailable)
	}
	id, err := repository.Parse(primary.URL)
	if err != nil {
		return nil, fmt.Errorf("observe %s: %w", p.Slug, err)
	}
	repo, err := s.open(ctx, id, primary.Branch, asOf)
	if s.standsIn(err) {
		repo, err = s.openCopy(ctx, p.Copies, id, asOf, err)
	}
	if err != nil {
		return nil, fmt.Errorf("observe %s: %w", id, err)
	}
	return repo, nil
}

func (s *Source) snapshot(ctx context.Context, r *Repo, p health.Project) (health.Snapshot, error) {
	f, err := r.measure(ctx, s.cfg.rules())
	if err == nil && f.hist.late > 0 {
		// The pass is the cheapest proof that no ancestor is later; few histories need another.
		var moved bool
		if moved, err = r.settle(ctx); err == nil && moved {
			f, err = r.measure(ctx, s.cfg.rules())
		}
	}
	if err != nil {
		return health.Snapshot{}, err
	}
	snap := s.stamp(r, p, f.inputs(p.Rolling))
	if len(s.cfg.Key) > 0 && f.whole() {
		snap.People = f.roll(s.personKey)
	}
	return snap, nil
}

// stamp makes a snapshot from inputs and sets the origin of each.
func (s *Source) stamp(r *Repo, p health.Project, ins []health.Input) health.Snapshot {
	snap := health.Snapshot{
		Project: p.Slug, Source: s.Name(), Version: s.version, Origin: r.origin, ObservedAt: r.at, Commit: r.rev, SourceURL: r.id.URL(), Inputs: ins,
	}
	for i := range snap.Inputs {
		in := &snap.Inputs[i]
		in.Source, in.SourceURL, in.Version, in.Commit, in.ObservedAt = snap.Source, snap.SourceURL, snap.Version, snap.Commit, snap.ObservedAt
		if v, ok := newer[in.Field]; ok {
			in.Version = strings.Replace(in.Version, instrument, v, 1)
		}
	}
	return snap
}

// personKey returns the person's key for this installation.
func (s *Source) personKey(id string) string {
	mac := hmac.New(sha256.New, s.cfg.Key)
	mac.Write([]byte(id))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
