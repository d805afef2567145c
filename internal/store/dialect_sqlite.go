package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// sqlite is the dialect of a file, given by its absolute path.
type sqlite string

func parseSQLite(path string) (dialect, error) {
	switch {
	case path == "" || strings.ContainsRune(path, 0):
		return nil, fmt.Errorf("%w: the path is empty or holds a NUL", ErrDSN)
	case path == ":memory:":
		return nil, fmt.Errorf("%w: a database in memory is not shared by connections, name a file", ErrDSN)
	case strings.HasPrefix(path, "//"):
		return nil, fmt.Errorf("%w: write sqlite:/path or sqlite:path, without //", ErrDSN)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %q: %w", ErrDSN, path, err)
	}
	return sqlite(abs), nil
}

func (d sqlite) String() string { return string(d) }

// open sets the pragmas in the address: Exec would set them on only one connection of the pool.
func (d sqlite) open() (writer, reader *sql.DB, err error) {
	common := []string{"busy_timeout(10000)", "foreign_keys(1)", "temp_store(MEMORY)"}
	write := append([]string{"journal_mode(WAL)", "synchronous(FULL)", "cache_size(-16000)"}, common...)
	// A reader caches the ranking of ten thousand projects. With a smaller cache, each page of
	// another order would read it from the file again.
	read := append([]string{"query_only(1)", "cache_size(-8000)"}, common...)
	if writer, err = sql.Open("sqlite", d.uri(url.Values{"_pragma": write, "_txlock": {"immediate"}})); err != nil {
		return nil, nil, err
	}
	reader, err = sql.Open("sqlite", d.uri(url.Values{"_pragma": read}))
	if err != nil {
		return writer, nil, err
	}
	reader.SetMaxOpenConns(d.readers())
	reader.SetMaxIdleConns(d.readers())
	return writer, reader, nil
}

// readers returns the number of connections that may read at once.
func (d sqlite) readers() int { return max(4, runtime.NumCPU()) }

// uri returns the path as a URI, the only form in which a name may contain a question mark.
func (d sqlite) uri(options url.Values) string {
	return "file://" + (&url.URL{Path: string(d)}).EscapedPath() + "?" + options.Encode()
}

// lock locks the folder. The engine's own lock is not enough: it ends with the transaction of each
// migration, and changing a new file to WAL does not wait for it. The folder is locked instead of
// the file, because closing a second handle of the file would drop the engine's locks on it. If the
// process is killed, the lock is released.
func (d sqlite) lock(ctx context.Context) (release func(), err error) {
	dir, err := os.Open(filepath.Dir(string(d)))
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			// Closing the handle releases the lock; a failure needs no handling.
			return func() { _ = dir.Close() }, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return nil, errors.Join(fmt.Errorf("lock folder %s: %w", dir.Name(), err), dir.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(fmt.Errorf("wait for another process to migrate: %w", ctx.Err()), dir.Close())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (d sqlite) goose() goose.Dialect { return goose.DialectSQLite3 }

func (d sqlite) ddl() *strings.Replacer {
	return strings.NewReplacer(
		"{id}", "INTEGER PRIMARY KEY", "{key}", "TEXT", "{int}", "INTEGER", "{real}", "REAL", "{bytes}", "BLOB",
		"{table}", "STRICT", "{clustered}", "STRICT, WITHOUT ROWID")
}

// begin does nothing: BEGIN IMMEDIATE has taken the only lock.
func (d sqlite) begin(context.Context, *sql.Tx) error { return nil }

func (d sqlite) prepares() bool { return true }

func (d sqlite) snapshot() *sql.TxOptions { return &sql.TxOptions{ReadOnly: true} }

// replaced does nothing: pages are read with hints, not statistics.
func (d sqlite) replaced(context.Context, *sql.Tx, int) error { return nil }

func (d sqlite) hint(index string) string { return " INDEXED BY " + index }

func (d sqlite) check(ctx context.Context, db *sql.DB) error {
	var found []string
	for _, pragma := range []string{"PRAGMA integrity_check(10)", "PRAGMA foreign_key_check"} {
		lines, err := column(ctx, db, pragma)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if l != "ok" {
				found = append(found, l)
			}
		}
	}
	if len(found) > 0 {
		return fmt.Errorf("database is damaged: %s", strings.Join(found, "; "))
	}
	return nil
}
