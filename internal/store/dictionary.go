package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// dictKey identifies a source (field empty) or a field of a source.
type dictKey struct{ source, field string }

func (s *Store) learn(ids map[dictKey]int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, id := range ids {
		s.ids[k] = id
		if k.field != "" {
			s.fields[id] = k
		}
	}
}

func (s *Store) known(k dictKey) (int64, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, ok := s.ids[k]
	return id, ok
}

const (
	sourceByName = `SELECT id FROM source WHERE name = $1`
	addSource    = `INSERT INTO source (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id`
	fieldByName  = `SELECT id FROM field WHERE source_id = $1 AND name = $2`
	addField     = `INSERT INTO field (source_id, name, unit) VALUES ($1, $2, $3)
ON CONFLICT (source_id, name) DO UPDATE SET unit = excluded.unit RETURNING id`
	noteByDigest = `SELECT id FROM note WHERE digest = $1`
	addNote      = `INSERT INTO note (digest, reason, error, source_url, kept) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (digest) DO UPDATE SET digest = excluded.digest RETURNING id`
	modelBySHA = `SELECT id FROM model WHERE sha = $1`
	addModel   = `INSERT INTO model (sha) VALUES ($1) ON CONFLICT (sha) DO UPDATE SET sha = excluded.sha RETURNING id`
)

// findOrAdd returns the id of a dictionary row. It looks first, so that the usual case, in which
// the row exists, does not write.
func (b *batch) findOrAdd(ctx context.Context, find string, key []any, add string, row []any) (int64, error) {
	var id int64
	found, err := b.one(ctx, find, key, &id)
	if err != nil || found {
		return id, err
	}
	_, err = b.one(ctx, add, row, &id)
	return id, err
}

func (b *batch) source(ctx context.Context, name string) (int64, error) {
	k := dictKey{source: name}
	if id, ok := b.lookup(k); ok {
		return id, nil
	}
	if err := identifier("source", name); err != nil {
		return 0, err
	}
	id, err := b.findOrAdd(ctx, sourceByName, []any{name}, addSource, []any{name})
	b.ids[k] = id
	return id, err
}

func (b *batch) field(ctx context.Context, source, name string) (int64, error) {
	k := dictKey{source, name}
	if id, ok := b.lookup(k); ok {
		return id, nil
	}
	if err := identifier("field", name); err != nil {
		return 0, err
	}
	src, err := b.source(ctx, source)
	if err != nil {
		return 0, err
	}
	f, _ := field.ByID(field.ID(name)) // a field outside the catalogue has no unit
	id, err := b.findOrAdd(ctx, fieldByName, []any{src, name}, addField, []any{src, name, f.Unit})
	if err != nil {
		return 0, fmt.Errorf("field %s of %s: %w", name, source, err)
	}
	b.ids[k] = id
	return id, nil
}

func (b *batch) lookup(k dictKey) (int64, bool) {
	if id, ok := b.ids[k]; ok {
		return id, true
	}
	return b.s.known(k)
}

// note returns the id of the texts, or nil if all are empty.
func (b *batch) note(ctx context.Context, reason, cause, url string) (any, error) {
	return b.noteOf(ctx, reason, cause, url, "")
}

// noteOf is note with the stored form of a kept value; empty means none.
func (b *batch) noteOf(ctx context.Context, reason, cause, url, kept string) (any, error) {
	if reason == "" && cause == "" && url == "" && kept == "" {
		return nil, nil
	}
	text := reason + "\x00" + cause + "\x00" + url
	if kept != "" { // the digests of all others stay
		text += "\x00" + kept
	}
	sum := sha256.Sum256([]byte(text))
	digest := hex.EncodeToString(sum[:16])
	if id, ok := b.notes[digest]; ok {
		return id, nil
	}
	id, err := b.findOrAdd(ctx, noteByDigest, []any{digest}, addNote, []any{digest, reason, cause, url, optional(kept)})
	if err != nil {
		return nil, fmt.Errorf("note: %w", err)
	}
	b.notes[digest] = id
	return id, nil
}

// fieldNames ensures that the store knows the name of every field in the database. It reads the
// dictionary again if another process may have added to it.
func (s *Store) fieldNames(ctx context.Context, q querier) error {
	ids := map[dictKey]int64{}
	rows, err := q.QueryContext(ctx, `SELECT f.id, s.name, f.name FROM field f JOIN source s ON s.id = f.source_id ORDER BY f.id`)
	err = drain(rows, err, func(r scanner) error {
		var id int64
		var k dictKey
		if err := r.Scan(&id, &k.source, &k.field); err != nil {
			return err
		}
		ids[k] = id
		return nil
	})
	if err != nil {
		return fmt.Errorf("read fields: %w", err)
	}
	s.learn(ids)
	return nil
}

func (s *Store) fieldName(id int64) (dictKey, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.fields[id]
	return k, ok
}
