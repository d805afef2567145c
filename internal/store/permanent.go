package store

import (
	"context"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/permanent"
)

const (
	insertPermanent = `INSERT INTO permanent (kind, id, list, run_id, title, sha256, size, made_ms, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (kind, id) DO NOTHING`
	permanentHash = `SELECT sha256 FROM permanent WHERE kind = $1 AND id = $2`
	onePermanent  = `SELECT list, run_id, title, sha256, size, made_ms, body FROM permanent WHERE kind = $1 AND id = $2`
	allPermanent  = `SELECT id, list, run_id, title, sha256, size, made_ms FROM permanent WHERE kind = $1 ORDER BY made_ms DESC, id DESC LIMIT $2`
)

// KeepDocuments stores documents that never change, all or none. One that is stored already is left as it is;
// permanent.ErrTaken if another one has its kind and id. Cost: two statements a document.
func (s *Store) KeepDocuments(ctx context.Context, all ...permanent.Document) error {
	err := s.write(ctx, func(b *batch) error {
		for _, d := range all {
			if err := b.keepDocument(ctx, d); err != nil {
				return fmt.Errorf("%s %s: %w", d.Kind, d.ID, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep documents: %w", err)
	}
	return nil
}

func (b *batch) keepDocument(ctx context.Context, d permanent.Document) error {
	if err := d.Check(); err != nil {
		return err
	}
	n, err := b.exec(ctx, insertPermanent, string(d.Kind), d.ID, clean(d.List), d.Run, clean(d.Title), d.SHA256, d.Size, ms(d.Made), d.Body)
	if err != nil || n == 1 {
		return err
	}
	var hash string
	if err := first(b.tx.QueryRowContext(ctx, permanentHash, string(d.Kind), d.ID), &hash); err != nil {
		return err
	}
	if hash != d.SHA256 {
		return permanent.ErrTaken
	}
	return nil
}

// Document returns a document; ErrNotFound if there is none, permanent.ErrDamaged if it is not as it was
// stored. Cost: one look-up, and the memory of its body.
func (s *Store) Document(ctx context.Context, kind permanent.Kind, id string) (permanent.Document, error) {
	d := permanent.Document{Head: permanent.Head{Kind: kind, ID: id}}
	var made int64
	err := first(s.alone().QueryRowContext(ctx, onePermanent, string(kind), clean(id)), &d.List, &d.Run, &d.Title, &d.SHA256, &d.Size, &made, &d.Body)
	d.Made = instant(made)
	if err == nil {
		err = d.Check()
	}
	if err != nil {
		return permanent.Document{}, fmt.Errorf("%s %s: %w", kind, id, err)
	}
	return d, nil
}

// Documents returns the heads of the documents of a kind, the newest first, at most limit.
func (s *Store) Documents(ctx context.Context, kind permanent.Kind, limit int) ([]permanent.Head, error) {
	var out []permanent.Head
	rows, err := s.alone().QueryContext(ctx, allPermanent, string(kind), limit)
	err = drain(rows, err, func(r scanner) error {
		h := permanent.Head{Kind: kind}
		var made int64
		err := r.Scan(&h.ID, &h.List, &h.Run, &h.Title, &h.SHA256, &h.Size, &made)
		h.Made = instant(made)
		out = append(out, h)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("documents of kind %s: %w", kind, err)
	}
	return out, nil
}
