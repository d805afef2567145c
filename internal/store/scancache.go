package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// The bounds of the cache of scans. A row is touched once a day at most, so
// that reading it does not write.
const (
	cacheRows    = 50_000
	cacheUnused  = 90 * 24 * time.Hour
	cacheTouch   = 24 * time.Hour
	cacheEvery   = 100 // a purge every so many saves
	cacheTimeout = 30 * time.Second
)

const (
	loadScan  = `SELECT body, used_ms FROM scan_cache WHERE key = $1`
	touchScan = `UPDATE scan_cache SET used_ms = $1 WHERE key = $2`
	saveScan  = `INSERT INTO scan_cache (key, body, used_ms) VALUES ($1, $2, $3)
ON CONFLICT (key) DO UPDATE SET body = excluded.body, used_ms = excluded.used_ms`
	oldScans   = `DELETE FROM scan_cache WHERE used_ms < $1`
	firstOver  = `SELECT used_ms, key FROM scan_cache ORDER BY used_ms DESC, key DESC LIMIT 1 OFFSET $1`
	scansUntil = `DELETE FROM scan_cache WHERE (used_ms, key) <= ($1, $2)`
)

// ScanCache keeps results of scans in the database: at most 50,000, none
// longer than 90 days unused. It is safe for concurrent use, also by several
// processes. It reports no errors but to its log: without it a scan is done
// again and nothing else.
type ScanCache struct {
	ctx   context.Context
	store *Store
	log   *slog.Logger
	rows  int
	saves atomic.Int64
}

// ScanCache returns the cache of this database. Its reads and writes end with
// ctx, or after 30 seconds each.
func (s *Store) ScanCache(ctx context.Context, log *slog.Logger) *ScanCache {
	return &ScanCache{ctx: ctx, store: s, log: log, rows: cacheRows}
}

// Load returns what was saved under the key; false when there is nothing.
func (c *ScanCache) Load(key string) ([]byte, bool) {
	ctx, cancel := context.WithTimeout(c.ctx, cacheTimeout)
	defer cancel()
	var body []byte
	var used int64
	err := first(c.store.reader.QueryRowContext(ctx, loadScan, clean(key)), &body, &used)
	if err != nil {
		if !errors.Is(err, health.ErrNotFound) {
			c.warn("read", err)
		}
		return nil, false
	}
	now := c.store.now()
	if now.Sub(instant(used)) > cacheTouch {
		err := c.store.write(ctx, func(b *batch) error {
			_, err := b.exec(ctx, touchScan, ms(now), key)
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
func (c *ScanCache) Save(key string, value []byte) {
	ctx, cancel := context.WithTimeout(c.ctx, cacheTimeout)
	defer cancel()
	err := c.store.write(ctx, func(b *batch) error {
		if err := identifier("key", key); err != nil {
			return err
		}
		now := c.store.now()
		// Nil bytes would be stored as no value, which the table refuses.
		if _, err := b.exec(ctx, saveScan, key, append([]byte{}, value...), ms(now)); err != nil {
			return err
		}
		if c.saves.Add(1)%cacheEvery == 1 {
			return b.purgeScans(ctx, now, c.rows)
		}
		return nil
	})
	if err != nil {
		c.warn("write", err)
	}
}

// purgeScans deletes what was not used for long, then what was used least
// recently beyond the number of rows.
func (b *batch) purgeScans(ctx context.Context, now time.Time, rows int) error {
	if _, err := b.exec(ctx, oldScans, ms(now.Add(-cacheUnused))); err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	var used int64
	var key string
	over, err := b.one(ctx, firstOver, []any{rows}, &used, &key)
	if err == nil && over {
		_, err = b.exec(ctx, scansUntil, used, key)
	}
	if err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	return nil
}

func (c *ScanCache) warn(what string, err error) {
	if c.ctx.Err() == nil {
		c.log.Warn("cache of scans not used", "to", what, "error", err)
	}
}
