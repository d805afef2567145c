package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

// ErrDSN is returned by Open, wrapped, for an address that it cannot use. No error of this package
// repeats a password.
var ErrDSN = errors.New("not a database address: use sqlite:PATH or postgres://USER@HOST/DATABASE")

// dialect is everything that differs between the engines. All other SQL of this package is one text
// for both.
type dialect interface {
	// String returns the name of the database for messages, without user and password.
	String() string
	// open returns the pools of one writing and several reading connections, without connecting.
	open() (writer, reader *sql.DB, err error)
	// lock prevents other processes from opening and migrating the same database until release is
	// called or this process ends.
	lock(ctx context.Context) (release func(), err error)
	goose() goose.Dialect
	// ddl replaces the words in braces in the migrations.
	ddl() *strings.Replacer
	// begin makes the transaction the only one that writes, among all processes. The guarantees of
	// the store for two writers depend on it.
	begin(ctx context.Context, tx *sql.Tx) error
	// prepares reports whether statements run faster if we prepare them; otherwise the driver keeps
	// them prepared itself.
	prepares() bool
	// snapshot returns the options under which several statements see the same state.
	snapshot() *sql.TxOptions
	// hint follows a table to make the planner use the index.
	hint(index string) string
	// replaced is called in the transaction that wrote a ranking of n rows.
	replaced(ctx context.Context, tx *sql.Tx, n int) error
	// frozen opens the database for Frozen.
	frozen(ctx context.Context, now func() time.Time) (*Store, error)
	// check reads the complete database and reports damage.
	check(ctx context.Context, db *sql.DB) error
}

// parseDSN parses a database address. "sqlite:" is followed by a file path without escaping: "?",
// "#", "%" and spaces are part of the name.
func parseDSN(dsn string) (dialect, error) {
	scheme, rest, _ := strings.Cut(dsn, ":")
	switch scheme {
	case "sqlite":
		return parseSQLite(rest)
	case "postgres", "postgresql":
		return parsePostgres(dsn)
	default:
		return nil, fmt.Errorf("%w (got %q…)", ErrDSN, clip(scheme, 20))
	}
}

// search returns the condition that the text occurs in the name, slug or repository, and the value
// of its placeholder. It reads every row of the list.
func search(placeholder, text string) (condition, value string) {
	escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(text))
	return `r.search LIKE ` + placeholder + ` ESCAPE '\'`, "%" + escaped + "%"
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
