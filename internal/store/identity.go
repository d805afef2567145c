package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

const (
	selectIdentity = `SELECT address, node_id, name, moved_ms, presence, since_ms, misses, checked_ms FROM repository
`
	identityOf   = selectIdentity + `WHERE address = $1`
	notAsListed  = selectIdentity + `WHERE presence <> 0 OR moved_ms > 0 ORDER BY address LIMIT $1`
	saveIdentity = `INSERT INTO repository (address, node_id, name, moved_ms, presence, since_ms, misses, checked_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (address) DO UPDATE SET node_id = excluded.node_id, name = excluded.name, moved_ms = excluded.moved_ms,
    presence = excluded.presence, since_ms = excluded.since_ms, misses = excluded.misses, checked_ms = excluded.checked_ms`
)

var _ forge.Ledger = (*Store)(nil)

// presences are the stored forms; the index is the stored number.
var presences = []forge.Presence{forge.Present, forge.Unseen, forge.Gone, forge.Blocked, forge.Reused}

// Identity returns what is known about the repository at an address of a list, in the form of
// repository.ID.Key. It returns ErrNotFound if its host was never asked.
func (s *Store) Identity(ctx context.Context, repository string) (forge.Identity, error) {
	id, err := scanIdentity(s.alone().QueryRowContext(ctx, identityOf, clean(repository)))
	if err != nil {
		return forge.Identity{}, fmt.Errorf("identity of %q: %w", clip(repository, 200), err)
	}
	return id, nil
}

// SaveIdentity stores the identity, replacing the previous one.
func (s *Store) SaveIdentity(ctx context.Context, id forge.Identity) error {
	err := s.write(ctx, func(b *batch) error {
		if err := identifier("repository", id.Repository); err != nil {
			return err
		}
		presence := slices.Index(presences, id.Presence)
		if presence < 0 {
			return fmt.Errorf("the presence is %q, allowed: %v", id.Presence, presences)
		}
		misses := make([]int64, len(id.Misses))
		for i, m := range id.Misses {
			misses[i] = ms(m)
		}
		days, err := json.Marshal(misses)
		if err != nil {
			return err
		}
		_, err = b.exec(ctx, saveIdentity, id.Repository, clean(id.NodeID), clean(id.Name), ms(id.MovedAt), presence, ms(id.Since), string(days), ms(id.Checked))
		return err
	})
	if err != nil {
		return fmt.Errorf("save identity of %q: %w", clip(id.Repository, 200), err)
	}
	return nil
}

// NotAsListed returns the repositories that moved or cannot be seen, by address: at most limit, 1
// to 10,000.
func (s *Store) NotAsListed(ctx context.Context, limit int) ([]forge.Identity, error) {
	var out []forge.Identity
	rows, err := s.alone().QueryContext(ctx, notAsListed, min(max(limit, 1), 10_000))
	err = drain(rows, err, func(r scanner) error {
		id, err := scanIdentity(r)
		out = append(out, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("repositories that moved or are not to be seen: %w", err)
	}
	return out, nil
}

func scanIdentity(r scanner) (forge.Identity, error) {
	var id forge.Identity
	var moved, presence, since, checked int64
	var days string
	if err := first(r, &id.Repository, &id.NodeID, &id.Name, &moved, &presence, &since, &days, &checked); err != nil {
		return id, err
	}
	var misses []int64
	if err := json.Unmarshal([]byte(days), &misses); err != nil {
		return id, fmt.Errorf("read its days: %w", err)
	}
	for _, m := range misses {
		id.Misses = append(id.Misses, instant(m))
	}
	id.MovedAt, id.Since, id.Checked = instant(moved), instant(since), instant(checked)
	if presence < 0 || presence >= int64(len(presences)) {
		return id, fmt.Errorf("presence %d is none of ours", presence)
	}
	id.Presence = presences[presence]
	return id, nil
}
