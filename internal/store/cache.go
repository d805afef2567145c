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

// Parameters of the caches. The time of use of a row is updated at most once a day, so that most
// reads do not write.
const (
	cacheTouch   = 24 * time.Hour
	cacheEvery   = 100 // number of saves between purges
	cacheTimeout = 30 * time.Second
)

// A CacheKind is the owner of the entries in a cache. It determines their maximum number and age.
type CacheKind string

// The kinds.
const (
	// CacheScans contains results of scans: 50,000 rows, deleted after 90 days without use.
	CacheScans CacheKind = "scan"
	// CacheAnswers contains responses of hosts with the tags for conditional requests: 20,000 rows,
	// deleted after 30 days without use.
	CacheAnswers CacheKind = "answer"
	// CachePublished contains published results as received: 100,000 rows, deleted after 90 days
	// without use.
	CachePublished CacheKind = "published"
	// CacheRegistries contains counts from responses of package registries, deps.dev and Repology:
	// 200,000 rows, deleted after 90 days without use.
	CacheRegistries CacheKind = "registry"
	// CacheActivity contains the activity read from repositories: 1,000,000 rows, deleted after 90
	// days without use.
	CacheActivity CacheKind = "activity"
	// CacheAdvisories contains the data read from advisories: 200,000 rows, deleted after 90 days
	// without use.
	CacheAdvisories CacheKind = "advisory"
)

// bounds returns the maximum number of rows of a kind and the time after which an unused one is
// deleted.
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

// Cache stores bytes of one kind in the database. It is safe for concurrent use, also by several
// processes. It reports errors only to its log: losing an entry only means that some work or
// request is repeated.
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

// Cache returns the cache of a kind in this database. Its reads and writes end with ctx, or after
// 30 seconds each.
func (s *Store) Cache(ctx context.Context, kind CacheKind, log *slog.Logger) *Cache {
	rows, unused := kind.bounds()
	return &Cache{ctx: ctx, store: s, log: log, kind: kind, rows: rows, unused: unused}
}

// Load returns the value stored under the key, and false if there is none.
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

// Save stores the value under the key, which is at most 500 bytes of valid UTF-8, replacing any
// other. The first save and every hundredth purge the cache.
func (c *Cache) Save(key string, value []byte) {
	ctx, cancel := context.WithTimeout(c.ctx, cacheTimeout)
	defer cancel()
	err := c.store.write(ctx, func(b *batch) error {
		if err := identifier("key", key); err != nil {
			return err
		}
		now := c.store.now()
		// Nil bytes would be stored as NULL, which the table rejects.
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

// purge deletes entries not used for the maximum time, then the least recently used ones beyond the
// maximum number.
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
