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

// ErrDSN is what Open returns, wrapped, for an address it cannot use.
var ErrDSN = errors.New("not a database address: use sqlite:PATH")

// dialect is everything the engines do not share. All other SQL of this
// package is one text for both.
type dialect struct {
	path   string // of the SQLite file
	driver string
	goose  goose.Dialect
	// ddl fills in the words in braces of the migrations.
	ddl *strings.Replacer
	// readers is how many connections may read at once.
	readers int
	// writerDSN and readerDSN carry the pragmas: one set by Exec would reach a
	// single connection of the pool.
	writerDSN, readerDSN string
}

// parseDSN reads a database address. "sqlite:" is followed by a file path,
// taken as it is: "?", "#", "%" and spaces are part of the name.
func parseDSN(dsn string) (dialect, error) {
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		// The address may hold a password, so it is not repeated.
		return dialect{}, fmt.Errorf("%w: PostgreSQL (postgres://) is not in this version yet, it joins with the next release of the schema", ErrDSN)
	}
	path, ok := strings.CutPrefix(dsn, "sqlite:")
	switch {
	case !ok:
		scheme, _, _ := strings.Cut(dsn, ":")
		return dialect{}, fmt.Errorf("%w (got %q…)", ErrDSN, clip(scheme, 20))
	case path == "" || strings.ContainsRune(path, 0):
		return dialect{}, fmt.Errorf("%w: the path is empty or holds a NUL", ErrDSN)
	case path == ":memory:":
		return dialect{}, fmt.Errorf("%w: a database in memory is not shared by connections, name a file", ErrDSN)
	case strings.HasPrefix(path, "//"):
		return dialect{}, fmt.Errorf("%w: write sqlite:/path or sqlite:path, without //", ErrDSN)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return dialect{}, fmt.Errorf("%w: %q: %w", ErrDSN, path, err)
	}
	return sqlite(abs), nil
}

func sqlite(path string) dialect {
	common := []string{"busy_timeout(10000)", "foreign_keys(1)", "temp_store(MEMORY)"}
	writer := append([]string{"journal_mode(WAL)", "synchronous(FULL)", "cache_size(-16000)"}, common...)
	reader := append([]string{"query_only(1)", "cache_size(-2000)"}, common...)
	return dialect{
		path:   path,
		driver: "sqlite",
		goose:  goose.DialectSQLite3,
		ddl: strings.NewReplacer(
			"{id}", "INTEGER PRIMARY KEY", "{key}", "TEXT", "{int}", "INTEGER", "{real}", "REAL", "{bytes}", "BLOB",
			"{table}", "STRICT", "{clustered}", "STRICT, WITHOUT ROWID"),
		readers:   max(4, runtime.NumCPU()),
		writerDSN: sqliteURI(path, url.Values{"_pragma": writer, "_txlock": {"immediate"}}),
		readerDSN: sqliteURI(path, url.Values{"_pragma": reader}),
	}
}

// sqliteURI writes an absolute path as a URI, the only form in which a name
// may hold a question mark.
func sqliteURI(path string, options url.Values) string {
	return "file://" + (&url.URL{Path: path}).EscapedPath() + "?" + options.Encode()
}

// lock keeps other processes from opening and migrating the same database
// until release is called. The engine's own lock cannot: it ends with each
// migration's transaction, and changing a new file to WAL does not wait for
// it. The folder is locked rather than the file because closing a second
// handle of the file would drop the engine's locks on it. A killed process
// lets go by itself.
func (d dialect) lock(ctx context.Context) (release func(), err error) {
	dir, err := os.Open(filepath.Dir(d.path))
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			// Closing the handle releases the lock; there is nothing to do if it fails.
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

// readOnly are the options under which several statements see one state.
func (d dialect) readOnly() *sql.TxOptions { return &sql.TxOptions{ReadOnly: true} }

// hint follows a table to make the planner use the index.
func (d dialect) hint(index string) string { return " INDEXED BY " + index }

// search is the condition that the text stands somewhere in the name, slug or
// repository, and the value to bind to its placeholder. LIKE reads every row
// of the list; a trigram index takes its place here.
func (d dialect) search(placeholder, text string) (condition, value string) {
	escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(text))
	return `r.search LIKE ` + placeholder + ` ESCAPE '\'`, "%" + escaped + "%"
}

// check reads the whole database for damage.
func (d dialect) check(ctx context.Context, db *sql.DB) error {
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

// column returns the first column of a query as text.
func column(ctx context.Context, db *sql.DB, query string) (_ []string, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var out []string
	for rows.Next() {
		cells := make([]any, len(names))
		first := sql.NullString{}
		for i := range cells {
			cells[i] = new(any)
		}
		cells[0] = &first
		if err := rows.Scan(cells...); err != nil {
			return nil, err
		}
		out = append(out, first.String)
	}
	return out, rows.Err()
}
