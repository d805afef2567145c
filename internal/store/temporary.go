package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Temporary opens a private database in a new folder, which Close removes. It is for a ranking that
// is queried like a published one but shown to one user only.
func Temporary(ctx context.Context, now func() time.Time) (*Store, error) {
	dir, err := os.MkdirTemp("", "plumbline-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for a temporary database: %w", err)
	}
	s, err := Open(ctx, "sqlite:"+filepath.Join(dir, "ranking.db"), now)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s.folder = dir
	return s, nil
}

// Hold makes the rows the ranking of the run's list, as if the run, from another database, had been
// published here. The run is stored unchanged.
func (s *Store) Hold(ctx context.Context, run health.Run, rows []ranking.Row) error {
	err := s.write(ctx, func(b *batch) error {
		if err := errors.Join(identifier("list", run.List), identifier("origin", string(run.Origin))); err != nil {
			return err
		}
		list, err := b.findOrAdd(ctx, listBySlug, []any{run.List}, addList, []any{run.List})
		if err != nil {
			return err
		}
		_, err = b.exec(ctx, holdRun, run.ID, list, clean(run.Revision), clean(run.ModelSHA), clean(run.Version), string(run.Origin), ms(run.AsOf), clean(run.Scope),
			ms(run.Started), ms(run.Finished), run.Total, run.Observed, run.Carried, run.Failed, run.Cost.Requests, run.Cost.Unchanged, run.Cost.Points)
		if err != nil {
			return err
		}
		return b.rank(ctx, list, run.List, run.ID, ranked{rows: rows})
	})
	if err != nil {
		return fmt.Errorf("hold the ranking of run %d: %w", run.ID, err)
	}
	return nil
}

const holdRun = `INSERT INTO run (id, list_id, revision, model_sha, version, origin, as_of_ms, scope, started_ms, finished_ms, published, total, observed, carried, failed, requests, unchanged, points)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13, $14, $15, $16, $17)`
