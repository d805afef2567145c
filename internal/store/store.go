// Package store stores what was observed and what is published. It is the only package with SQL. It
// implements figures.Recorder and figures.Reader on SQLite and PostgreSQL, with one text of SQL for
// both. The interface in dialect.go covers the differences between the engines.
//
// It does not know how figures are observed, scored or shown: it stores and returns rankings
// unchanged.
//
// # Promises
//
//   - Snapshots and values are immutable. A later run adds; nothing is overwritten.
//   - A project is answered once in a run, by the process that comes first, in one
//     transaction. A process killed at any instant loses only what it had not
//     recorded, and the next one continues with the rest of the run.
//   - A failed source writes no value: the last one remains, with its own date.
//   - The content of a published run can always be read: its figures, its ranking as
//     published, and the model behind it. Rankings and scores are stored as changes.
//     Not stored are entries of old list revisions, and ranks under scenarios except
//     those of the newest run.
//   - Text is stored as valid UTF-8. A NUL or an invalid byte in free text
//     becomes U+FFFD. In an identifier (slug, list, field, source) it is an
//     error, because PostgreSQL can store neither.
//   - Text is ordered by bytes, never by the collation of a locale.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

var (
	_ figures.Recorder = (*Store)(nil)
	_ figures.Reader   = (*Store)(nil)
)

// Store is an open database. It is safe for concurrent use, also by several
// processes on one database.
type Store struct {
	dialect        dialect
	writer, reader *sql.DB
	now            func() time.Time
	// folder is removed when the store is closed; empty if none is.
	folder string
	// reads are the prepared statements of the readers.
	reads statements

	mu sync.Mutex
	// ids maps sources and fields to their ids, which never change once committed.
	ids map[dictKey]int64
	// fields is the inverse map, for the names of values read.
	fields map[int64]dictKey

	// rows and places are the decoded texts of rankings.
	rows   memo[rowText, ranking.Row]
	places memo[string, map[int64]place]
	// counts are the numbers of rows that queries match.
	counts memo[countOf, int]
	// whole are the values of facets of rankings.
	whole memo[wholeFacets, map[string][]ranking.Facet]
	// valued are the values of facets among the rows of queries.
	valued memo[countOf, map[string][]ranking.Facet]
}

// Open opens the database at dsn, "sqlite:PATH" or "postgres://USER@HOST/NAME", and updates its
// schema. A missing file is created; a database on a server must exist. It returns ErrDSN for
// another address. While another process migrates, it waits until ctx ends. now provides the
// instants at which runs start and finish and people are purged.
func Open(ctx context.Context, dsn string, now func() time.Time) (*Store, error) {
	d, err := parseDSN(dsn)
	if err != nil {
		return nil, err
	}
	s := newStore(d, now)
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", d, err), s.Close())
	}
	return s, nil
}

// newStore returns a store without connections.
func newStore(d dialect, now func() time.Time) *Store {
	s := &Store{dialect: d, now: now, ids: map[dictKey]int64{}, fields: map[int64]dictKey{}}
	s.rows.most = mostRows
	s.places.most = mostPlaces
	s.counts.most = mostCounts
	s.whole.most = mostWhole
	s.valued.most = mostValued
	return s
}

func (s *Store) open(ctx context.Context) error {
	release, err := s.dialect.lock(ctx)
	if err != nil {
		return err
	}
	defer release()
	if s.writer, s.reader, err = s.dialect.open(); err != nil {
		return err
	}
	// A pool of one: there is never more than one writer, and waiting in Go is fair and ends with
	// the context.
	s.writer.SetMaxOpenConns(1)
	if s.dialect.prepares() {
		s.reads.db = s.reader
	}
	if err := migrate(ctx, s.dialect, s.writer); err != nil {
		return err
	}
	return s.adopt(ctx)
}

// Close closes all connections. It removes a temporary database.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.reader, s.writer} {
		if db != nil { // closes the prepared statements
			errs = append(errs, db.Close())
		}
	}
	if s.folder != "" {
		errs = append(errs, os.RemoveAll(s.folder))
	}
	return errors.Join(errs...)
}

// IntegrityCheck reads the complete database and returns an error with the first ten problems.
// Cost: minutes for many gigabytes.
func (s *Store) IntegrityCheck(ctx context.Context) error {
	if err := s.dialect.check(ctx, s.reader); err != nil {
		return fmt.Errorf("check database %s: %w", s.dialect, err)
	}
	return nil
}

// batch is one write transaction. It prepares each statement once. Ids found in it reach the store
// only after the commit.
type batch struct {
	s     *Store
	tx    *sql.Tx
	stmts map[string]statement
	ids   map[dictKey]int64
	// notes and bodies map digests to the ids of rows in those tables.
	notes, bodies map[string]int64
}

// write runs do in one transaction, which is committed completely or not at all.
func (s *Store) write(ctx context.Context, do func(*batch) error) (err error) {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	b := &batch{s: s, tx: tx, stmts: map[string]statement{}, ids: map[dictKey]int64{}, notes: map[string]int64{}, bodies: map[string]int64{}}
	defer func() {
		if err != nil {
			// Report the original error; after a cancelled context the rollback has already
			// happened.
			_ = tx.Rollback()
		}
	}()
	if err := s.dialect.begin(ctx, tx); err != nil {
		return err
	}
	if err := do(b); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	s.learn(b.ids)
	return nil
}

// statement is a query text ready to run in a transaction.
type statement interface {
	ExecContext(ctx context.Context, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, args ...any) *sql.Row
}

// direct is a statement that the driver may prepare.
type direct struct {
	tx   *sql.Tx
	text string
}

func (d direct) ExecContext(ctx context.Context, args ...any) (sql.Result, error) {
	return d.tx.ExecContext(ctx, d.text, args...)
}

func (d direct) QueryContext(ctx context.Context, args ...any) (*sql.Rows, error) {
	return d.tx.QueryContext(ctx, d.text, args...)
}

func (d direct) QueryRowContext(ctx context.Context, args ...any) *sql.Row {
	return d.tx.QueryRowContext(ctx, d.text, args...)
}

func (b *batch) stmt(ctx context.Context, text string) (statement, error) {
	if !b.s.dialect.prepares() {
		return direct{b.tx, text}, nil
	}
	if st, ok := b.stmts[text]; ok {
		return st, nil
	}
	st, err := b.tx.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	b.stmts[text] = st
	return st, nil
}

func (b *batch) exec(ctx context.Context, text string, args ...any) (int64, error) {
	st, err := b.stmt(ctx, text)
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// one scans the first row into dest; false if there is none.
func (b *batch) one(ctx context.Context, text string, args []any, dest ...any) (bool, error) {
	st, err := b.stmt(ctx, text)
	if err != nil {
		return false, err
	}
	err = st.QueryRowContext(ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

func (b *batch) query(ctx context.Context, text string, args []any, each func(scanner) error) error {
	st, err := b.stmt(ctx, text)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(ctx, args...)
	return drain(rows, err, each)
}

// querier is a connection, pool or transaction that reads.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// scanner is one row.
type scanner interface{ Scan(dest ...any) error }

// drain calls each for every row and closes the rows.
func drain(rows *sql.Rows, err error, each func(scanner) error) error {
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := each(rows); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// read runs do in a transaction in which every statement sees the same state.
func (s *Store) read(ctx context.Context, do func(querier) error) error {
	r := &reading{by: &s.reads}
	err := s.readIn(ctx, r, do)
	if err == nil {
		s.reads.meet(ctx, r.met)
	}
	return err
}

func (s *Store) readIn(ctx context.Context, r *reading, do func(querier) error) error {
	tx, err := s.reader.BeginTx(ctx, s.dialect.snapshot())
	if err != nil {
		return err
	}
	// Nothing was written, so a failed rollback does not matter.
	defer func() { _ = tx.Rollback() }()
	r.tx = tx
	return do(r)
}
