package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/shortlist"
)

const (
	insertShortlist = `INSERT INTO shortlist (key, body, created_ms, changed_ms, expires_ms) VALUES ($1, $2, $3, $4, $5)`
	updateShortlist = `UPDATE shortlist SET body = $1, changed_ms = $2, expires_ms = $3 WHERE key = $4 AND changed_ms = $5`
	oneShortlist    = `SELECT body, created_ms, changed_ms, expires_ms FROM shortlist WHERE key = $1`
	deleteShortlist = `DELETE FROM shortlist WHERE key = $1`
	oldShortlists   = `DELETE FROM shortlist WHERE expires_ms < $1`
)

// bodyOf returns the stored form of what a person typed; the instants have columns.
func bodyOf(s shortlist.Shortlist) ([]byte, error) {
	return json.Marshal(shortlist.Shortlist{Title: s.Title, Items: s.Items})
}

// NewShortlist stores a shortlist by the key of its token, and deletes those that expired long ago.
func (s *Store) NewShortlist(ctx context.Context, key shortlist.Key, list shortlist.Shortlist) error {
	body, err := bodyOf(list)
	if err == nil {
		err = s.write(ctx, func(b *batch) error {
			if err := b.purgeShortlists(ctx); err != nil {
				return err
			}
			_, err := b.exec(ctx, insertShortlist, string(key), body, ms(list.Created), ms(list.Changed), ms(list.Expires))
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("save a shortlist: %w", err)
	}
	return nil
}

// Shortlist returns the shortlist of a key, expired or not; ErrNotFound if there is none, or if it
// expired longer than shortlist.Grace ago. Cost: one look-up in an index.
func (s *Store) Shortlist(ctx context.Context, key shortlist.Key) (shortlist.Shortlist, error) {
	var out shortlist.Shortlist
	var body []byte
	var created, changed, expires int64
	err := first(s.alone().QueryRowContext(ctx, oneShortlist, clean(string(key))), &body, &created, &changed, &expires)
	if err == nil {
		err = json.Unmarshal(body, &out)
	}
	out.Created, out.Changed, out.Expires = instant(created), instant(changed), instant(expires)
	if err == nil && out.Expires.Before(s.now().Add(-shortlist.Grace)) {
		err = health.ErrNotFound
	}
	if err != nil {
		return shortlist.Shortlist{}, fmt.Errorf("read a shortlist: %w", err)
	}
	return out, nil
}

// ChangeShortlist replaces the shortlist of a key by next, whose Created does not count. It returns
// ErrNotFound if there is none that was last changed when was was, so that of two changes at once
// one is refused.
func (s *Store) ChangeShortlist(ctx context.Context, key shortlist.Key, was, next shortlist.Shortlist) error {
	body, err := bodyOf(next)
	if err == nil {
		err = s.write(ctx, func(b *batch) error {
			n, err := b.exec(ctx, updateShortlist, body, ms(next.Changed), ms(next.Expires), string(key), ms(was.Changed))
			if err == nil && n == 0 {
				err = health.ErrNotFound
			}
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("change a shortlist: %w", err)
	}
	return nil
}

// DeleteShortlist deletes the shortlist of a key, if there is one.
func (s *Store) DeleteShortlist(ctx context.Context, key shortlist.Key) error {
	err := s.write(ctx, func(b *batch) error {
		_, err := b.exec(ctx, deleteShortlist, string(key))
		return err
	})
	if err != nil {
		return fmt.Errorf("delete a shortlist: %w", err)
	}
	return nil
}

// purgeShortlists deletes the shortlists that expired longer than shortlist.Grace ago.
func (b *batch) purgeShortlists(ctx context.Context) error {
	_, err := b.exec(ctx, oldShortlists, ms(b.s.now().Add(-shortlist.Grace)))
	return err
}
