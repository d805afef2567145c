package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// How the caches work. A row is touched once a day at most, so that reading it
// does not write.
const (
	cacheTouch   = 24 * time.Hour
	cacheEvery   = 100 // a purge every so many saves
	cacheTimeout = 30 * time.Second
)

// A CacheKind says whose entries a cache holds, and so how many and how long.
type CacheKind string

// The kinds.
const (
	// CacheScans holds results of scans: 50,000, 90 days unused.
	CacheScans CacheKind = "scan"
	// CacheAnswers holds answers of hosts with the tag they can be asked again
	// by: 20,000, 30 days unused.
	CacheAnswers CacheKind = "answer"
	// CachePublished holds published results as they were answered: 100,000, 90
	// days unused.
	CachePublished CacheKind = "published"
	// CacheRegistries holds what was counted in answers of package registries,
	// deps.dev and Repology: 200,000, 90 days unused.
	CacheRegistries CacheKind = "registry"
	// CacheActivity holds what was read of the activity of repositories:
	// 1,000,000, 90 days unused.
	CacheActivity CacheKind = "activity"
	// CacheAdvisories holds what was read of advisories: 200,000, 90 days unused.
	CacheAdvisories CacheKind = "advisory"
)

// bounds are the most rows of a kind and how long one is kept unused.
func (k CacheKind) bounds() (rows int, unused time.Duration) {
	const day = 24 * time.Hour
	switch k {
	case CacheAnswers:
		return 20_000, 30 * day
	case CachePublished:
		return 100_000, 90 * day
	case CacheRegistries:
		return 200_000, 90 * day
	case CacheActivity:
		return 1_000_000, 90 * day
	case CacheAdvisories:
		return 200_000, 90 * day
	default:
		return 50_000, 90 * day
	}
}

const (
	loadCache  = `SELECT body, used_ms FROM cache WHERE kind = $1 AND key = $2`
	touchCache = `UPDATE cache SET used_ms = $1 WHERE kind = $2 AND key = $3`
	saveCache  = `INSERT INTO cache (kind, key, body, used_ms) VALUES ($1, $2, $3, $4)
ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body, used_ms = excluded.used_ms`
	oldCache   = `DELETE FROM cache WHERE kind = $1 AND used_ms < $2`
	firstOver  = `SELECT used_ms, key FROM cache WHERE kind = $1 ORDER BY used_ms DESC, key DESC LIMIT 1 OFFSET $2`
	cacheUntil = `DELETE FROM cache WHERE kind = $1 AND (used_ms, key) <= ($2, $3)`
)

// Cache keeps bytes of one kind in the database. It is safe for concurrent use,
// also by several processes. It reports no errors but to its log: without it
// something is done or asked again and nothing else.
type Cache struct {
	ctx    context.Context
	store  *Store
	log    *slog.Logger
	kind   CacheKind
	rows   int
	unused time.Duration
	saves  atomic.Int64
}

var _ source.Cache = (*Cache)(nil)

// Cache returns the cache of a kind in this database. Its reads and writes end
// with ctx, or after 30 seconds each.
func (s *Store) Cache(ctx context.Context, kind CacheKind, log *slog.Logger) *Cache {
	rows, unused := kind.bounds()
	return &Cache{ctx: ctx, store: s, log: log, kind: kind, rows: rows, unused: unused}
}

// Load returns what was saved under the key; false when there is nothing.
func (c *Cache) Load(key string) ([]byte, bool) {
	ctx, cancel := context.WithTimeout(c.ctx, cacheTimeout)
	defer cancel()
	var body []byte
	var used int64
	err := first(c.store.reader.QueryRowContext(ctx, loadCache, string(c.kind), clean(key)), &body, &used)
	if err != nil {
		if !errors.Is(err, health.ErrNotFound) {
			c.warn("read", err)
		}
		return nil, false
	}
	now := c.store.now()
	if now.Sub(instant(used)) > cacheTouch {
		err := c.store.write(ctx, func(b *batch) error {
			_, err := b.exec(ctx, touchCache, ms(now), string(c.kind), key)
			return err
		})
		if err != nil {
			c.warn("touch", err)
		}
	}
	return body, true
}

// Save keeps the value under the key, at most 500 bytes of valid UTF-8, in
// place of any other. The first save and every hundredth purges.
func (c *Cache) Save(key string, value []byte) {
	ctx, cancel := context.WithTimeout(c.ctx, cacheTimeout)
	defer cancel()
	err := c.store.write(ctx, func(b *batch) error {
		if err := identifier("key", key); err != nil {
			return err
		}
		now := c.store.now()
		// Nil bytes would be stored as no value, which the table refuses.
		if _, err := b.exec(ctx, saveCache, string(c.kind), key, append([]byte{}, value...), ms(now)); err != nil {
			return err
		}
		if c.saves.Add(1)%cacheEvery == 1 {
			return b.purge(ctx, c, now)
		}
		return nil
	})
	if err != nil {
		c.warn("write", err)
	}
}

// purge deletes what was not used for long, then what was used least recently
// beyond the number of rows.
func (b *batch) purge(ctx context.Context, c *Cache, now time.Time) error {
	if _, err := b.exec(ctx, oldCache, string(c.kind), ms(now.Add(-c.unused))); err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	var used int64
	var key string
	over, err := b.one(ctx, firstOver, []any{string(c.kind), c.rows}, &used, &key)
	if err == nil && over {
		_, err = b.exec(ctx, cacheUntil, string(c.kind), used, key)
	}
	if err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	return nil
}

func (c *Cache) warn(what string, err error) {
	if c.ctx.Err() == nil {
		c.log.Warn("cache not used", "kind", c.kind, "to", what, "error", err)
	}
}
