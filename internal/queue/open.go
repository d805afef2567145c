package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// connections is the size of the queue's own pool. One would work but not be safe: a job with an
// open transaction could wait for itself.
const connections = 4

// Open opens the queue in the database at dsn, the address with which the store was opened:
// "sqlite:PATH" or "postgres://…". It creates the queue's tables if they do not exist, even if
// several processes do so at once.
//
// The address is parsed here again rather than shared. Packages of the same level do not import
// each other, the store has validated the address, and what remains is a prefix.
func Open(ctx context.Context, dsn string, c Config) (*Queue, error) {
	c = c.withDefaults()
	if err := c.check(); err != nil {
		return nil, err
	}
	q := &Queue{Config: c, lists: timetables(c.Lists)}
	var err error
	if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		err = q.openSQLite(ctx, path)
	} else {
		err = q.openPostgres(ctx, dsn)
	}
	if err == nil {
		err = q.pullIn(ctx)
	}
	if err != nil {
		if q.close != nil {
			err = errors.Join(err, q.close())
		}
		return nil, fmt.Errorf("open queue: %w", err)
	}
	return q, nil
}

func (q *Queue) openSQLite(ctx context.Context, path string) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	// Pragmas in the address apply to every connection of the pool. Transactions take the write
	// lock when they begin, because one that reads first could not wait for it.
	options := url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-2000)"},
	}
	db, err := sql.Open("sqlite", "file://"+(&url.URL{Path: abs}).EscapedPath()+"?"+options.Encode())
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	q.close = db.Close
	return start(ctx, q, riversqlite.New(db))
}

func (q *Queue) openPostgres(ctx context.Context, dsn string) error {
	c, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		// The error contains the address, which may contain a password.
		return errors.New("not a database address: use sqlite:PATH or postgres://USER@HOST/NAME")
	}
	c.MaxConns = connections
	pool, err := pgxpool.NewWithConfig(ctx, c)
	if err != nil {
		return err
	}
	q.close = func() error {
		pool.Close()
		return nil
	}
	return start(ctx, q, riverpgxv5.New(pool))
}

// start creates the tables and the client with the driver of an engine.
func start[Tx any](ctx context.Context, q *Queue, driver riverdriver.Driver[Tx]) error {
	// River's own messages are only useful for debugging River.
	log := slog.New(quieter{q.Log.Handler()})
	if err := migrate(ctx, driver, log); err != nil {
		return err
	}
	c, err := river.NewClient(driver, q.riverConfig(log, driver.DatabaseName() == riverdriver.DatabaseNameSQLite))
	if err != nil {
		return err
	}
	q.client, q.exec = c, driver.GetExecutor()
	return nil
}

// migrate creates the queue's tables. Each step of the migration and its record are one
// transaction. Of several processes one succeeds; the others fail, look again and continue from
// there. No lock is needed, which would differ between the engines.
func migrate[Tx any](ctx context.Context, driver riverdriver.Driver[Tx], log *slog.Logger) error {
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: log})
	if err != nil {
		return err
	}
	for attempt := 1; ; attempt++ {
		var have []rivermigrate.Migration
		if have, err = m.ExistingVersions(ctx); err == nil {
			if len(have) == len(m.AllVersions()) {
				return nil
			}
			_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
		}
		if err != nil && (attempt == 20 || ctx.Err() != nil) {
			return fmt.Errorf("make tables: %w", err)
		}
		if err != nil {
			wait(ctx, time.Duration(attempt)*10*time.Millisecond)
		}
	}
}

// wait returns after d, or when ctx ends.
func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// quieter lowers the level of River's logs: its Info messages concern its internals, and work left
// undone because of a stop is no failure.
type quieter struct{ slog.Handler }

// Enabled reports whether the record is logged at its lowered level.
func (h quieter) Enabled(ctx context.Context, l slog.Level) bool {
	return h.Handler.Enabled(ctx, lower(ctx, l))
}

// Handle lowers the record and passes it on.
func (h quieter) Handle(ctx context.Context, r slog.Record) error {
	r.Level = lower(ctx, r.Level)
	return h.Handler.Handle(ctx, r)
}

// WithAttrs returns a handler that also lowers records.
func (h quieter) WithAttrs(attrs []slog.Attr) slog.Handler {
	return quieter{h.Handler.WithAttrs(attrs)}
}

// WithGroup returns a handler that also lowers records.
func (h quieter) WithGroup(name string) slog.Handler { return quieter{h.Handler.WithGroup(name)} }

func lower(ctx context.Context, l slog.Level) slog.Level {
	if l < slog.LevelWarn || ctx.Err() != nil {
		return slog.LevelDebug
	}
	return l
}
