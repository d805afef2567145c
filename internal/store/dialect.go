package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/pressly/goose/v3"
)

// ErrDSN is what Open returns, wrapped, for an address it cannot use. No error
// of this package repeats a password.
var ErrDSN = errors.New("not a database address: use sqlite:PATH or postgres://USER@HOST/DATABASE")

// dialect is everything the engines do not share. All other SQL of this
// package is one text for both.
type dialect interface {
	// String names the database in messages: no user, no password.
	String() string
	// open returns the pools of one writing and several reading connections,
	// without connecting.
	open() (writer, reader *sql.DB, err error)
	// lock keeps other processes from opening and migrating the same database
	// until release is called or this process dies.
	lock(ctx context.Context) (release func(), err error)
	goose() goose.Dialect
	// ddl fills in the words in braces of the migrations.
	ddl() *strings.Replacer
	// begin makes the transaction the only one that writes, among all processes:
	// what the store says of two writers rests on it.
	begin(ctx context.Context, tx *sql.Tx) error
	// prepares reports that statements run faster when prepared beforehand;
	// otherwise the driver keeps them prepared by itself.
	prepares() bool
	// snapshot are the options under which several statements see one state.
	snapshot() *sql.TxOptions
	// hint follows a table to make the planner use the index.
	hint(index string) string
	// replaced is called in the transaction that wrote a ranking of n rows.
	replaced(ctx context.Context, tx *sql.Tx, n int) error
	// check reads the whole database for damage.
	check(ctx context.Context, db *sql.DB) error
}

// parseDSN reads a database address. "sqlite:" is followed by a file path,
// taken as it is: "?", "#", "%" and spaces are part of the name.
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

// search is the condition that the text stands somewhere in the name, slug or
// repository, and the value to bind to its placeholder. It reads every row of
// the list.
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
