package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/git"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
)

// services holds the flags of what Scorecard's checks ask beside GitHub.
type services struct {
	OSV           string `name:"osv-url" placeholder:"URL" help:"A mirror of OSV (api.osv.dev) for the check Vulnerabilities and for advisories. One on this machine is also asked for deps.dev and CISA, as URL/api.deps.dev."`
	BestPractices string `name:"best-practices-url" placeholder:"URL" help:"A mirror of www.bestpractices.dev for the check CII-Best-Practices."`
	OSSFuzz       string `name:"oss-fuzz-url" placeholder:"URL" help:"A mirror of OSS-Fuzz's list of projects for the check Fuzzing."`
}

// of returns who is asked. A stand-in for GitHub on this machine tells of
// invented repositories: about these the real services are left alone.
func (s services) of(h *host, agent string) ossf.Services {
	out := ossf.Services{OSV: s.OSV, BestPractices: s.BestPractices, OSSFuzz: s.OSSFuzz, Agent: agent}
	if loopback(h.api.Hostname()) && s == (services{}) {
		out.Transport = left{}
	}
	return out
}

// left sends nothing.
type left struct{}

// RoundTrip refuses.
func (left) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("not asked about the repositories of a stand-in for GitHub")
}

// scorecardSource returns the source of posture: all of Scorecard's checks where
// the host can be asked with a token, else those over the trees the git source
// reads. h and cache may be nil.
func (o observing) scorecardSource(a *app, src *git.Source, h *host, cache health.Cache) (*ossf.Source, error) {
	tmp := filepath.Join(os.TempDir(), "plumbline-scorecard")
	if err := os.MkdirAll(tmp, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for scans: %w", err)
	}
	c := ossf.Config{
		Trees: func(ctx context.Context, p health.Project, asOf time.Time) (health.Tree, error) {
			return openTree(ctx, src, p, asOf)
		},
		Rule: a.set.Model.Scorecard, Cache: cache, TempDir: tmp, Now: a.now, Log: a.log,
	}
	if h != nil && h.transport.Authenticated() {
		c.Host, c.Site, c.Services = h, h.site, o.Services.of(h, o.GitHub.agent())
		c.Together, c.Workers = h.scans, o.Workers
	}
	return ossf.New(c)
}

// tree is a tree that closes the repository it was read from and knows which
// instant it shows.
type tree struct {
	*git.Tree
	repo *git.Repo
}

func openTree(ctx context.Context, src *git.Source, p health.Project, asOf time.Time) (health.Tree, error) {
	r, _ := p.PrimaryRepository()
	id, err := health.ParseRepository(r.URL)
	if err != nil {
		return nil, err
	}
	repo, err := src.Open(ctx, id, asOf)
	if err != nil {
		return nil, err
	}
	t, err := repo.Tree(ctx)
	if err != nil {
		return nil, errors.Join(err, repo.Close())
	}
	return tree{t, repo}, nil
}

// Close closes the tree and its repository.
func (t tree) Close() error { return errors.Join(t.Tree.Close(), t.repo.Close()) }

// Observed returns the instant the tree shows and how it was had.
func (t tree) Observed() (time.Time, health.Origin) { return t.repo.At(), t.repo.Origin() }
