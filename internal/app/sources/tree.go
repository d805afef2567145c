package sources

import (
	"context"
	"errors"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/git"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// tree is a tree that closes the repository it was read from and knows which
// instant it shows.
type archive struct {
	*git.Tree
	repo *git.Repo
}

// OpenTree returns the files of a project's primary repository as of the instant, the newest when it
// is zero; or those of a copy that replaces it, which are upstream's at that commit. The caller
// closes it.
func OpenTree(ctx context.Context, src *git.Source, p health.Project, asOf time.Time) (tree.Tree, error) {
	repo, err := src.OpenProject(ctx, p, asOf)
	if err != nil {
		return nil, err
	}
	t, err := repo.Tree(ctx)
	if err != nil {
		return nil, errors.Join(err, repo.Close())
	}
	return archive{t, repo}, nil
}

// Close closes the tree and its repository.
func (t archive) Close() error { return errors.Join(t.Tree.Close(), t.repo.Close()) }

// Address returns the address of the repository that was read.
func (t archive) Address() string { return t.repo.Address() }

// Observed returns the instant the tree shows and how it was had.
func (t archive) Observed() (time.Time, health.Origin) { return t.repo.At(), t.repo.Origin() }
