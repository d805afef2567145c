package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/git"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
)

// scorecardSource returns the source of posture: Scorecard's checks over the
// trees the git source reads. cache may be nil.
func (o observing) scorecardSource(a *app, src *git.Source, cache ossf.Cache) (*ossf.Source, error) {
	tmp := filepath.Join(os.TempDir(), "plumbline-scorecard")
	if err := os.MkdirAll(tmp, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for scans: %w", err)
	}
	return ossf.New(ossf.Config{
		Trees: func(ctx context.Context, p health.Project, asOf time.Time) (health.Tree, error) {
			return openTree(ctx, src, p, asOf)
		},
		Rule: a.set.Model.Scorecard, Cache: cache, TempDir: tmp, Now: a.now, Log: a.log,
	})
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
