package store

import (
	"context"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const (
	modelBody = `SELECT body FROM model WHERE sha = $1`
	saveModel = `INSERT INTO model (sha, body) VALUES ($1, $2)
ON CONFLICT (sha) DO UPDATE SET body = excluded.body WHERE model.body IS NULL`
)

// SaveModel stores the canonical form of a model by its hash, once, so that its results can be
// computed again after another model replaced it.
func (s *Store) SaveModel(ctx context.Context, sha string, canonical []byte) error {
	body, err := s.model(ctx, sha)
	if err == nil && body != nil {
		return nil // the usual case writes nothing
	}
	if err := identifier("model", sha); err != nil {
		return err
	}
	err = s.write(ctx, func(b *batch) error {
		_, err := b.exec(ctx, saveModel, sha, canonical)
		return err
	})
	if err != nil {
		return fmt.Errorf("save model %.12s: %w", sha, err)
	}
	return nil
}

// Model returns the canonical form of a model, or ErrNotFound if it was not stored, as in early
// versions.
func (s *Store) Model(ctx context.Context, sha string) ([]byte, error) {
	body, err := s.model(ctx, sha)
	if err == nil && body == nil {
		err = health.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("model %.12s: %w", clip(sha, 100), err)
	}
	return body, nil
}

func (s *Store) model(ctx context.Context, sha string) ([]byte, error) {
	var b []byte
	err := first(s.alone().QueryRowContext(ctx, modelBody, clean(sha)), &b)
	return b, err
}
