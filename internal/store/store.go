// Package store keeps what was observed and what is published. It is the only
// package that knows SQL. It implements figures.Recorder and figures.Reader on
// SQLite and PostgreSQL, with one text of SQL for both; what the engines do not
// share is behind the interface in dialect.go.
//
// It must not know how figures are observed, scored or shown: rankings arrive
// made and leave as they came.
//
// # Promises
//
//   - Snapshots and values are immutable. A later run adds; nothing is overwritten.
//   - A project is answered once a run, by whichever process comes first, in one
//     transaction. A process killed at any instant loses only what it had not
//     yet recorded, and the next one goes on with the rest of the run.
//   - A failed source writes no value: the last one stays, with its own date.
//   - What a published run showed can be read for ever, with the model it was judged
//     by: its figures, and its ranking as it was published. Rankings and scores are
//     written where they changed. Not kept are the entries of old list revisions, and
//     places under scenarios but those of the newest run.
//   - Text is stored as valid UTF-8. A NUL or an invalid byte in free text
//     becomes U+FFFD, in an identifier (slug, list, field, source) it is an
//     error: PostgreSQL can store neither.
//   - Order is by bytes and never by the collation of a locale.
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
	// folder is removed when the store is closed; empty: none is.
	folder string
	// reads are the statements kept prepared on the readers.
	reads statements

	mu sync.Mutex
	// ids holds the ids of sources and fields, which never change once committed.
	ids map[dictKey]int64
	// fields is the same the other way round, to name values read.
	fields map[int64]dictKey
	// facetPages are pages of facets read so far, which never change.
	facetPages map[int64][]ranking.Facet

	// rows and places are what texts of rankings say.
	rows   memo[rowText, ranking.Row]
	places memo[string, map[int64]place]
	// counts are how many rows queries match.
	counts memo[countOf, int]
	// valued are the values of facets among the rows of queries.
	valued memo[countOf, map[string][]ranking.Facet]
}

// Open opens the database at dsn, "sqlite:PATH" or "postgres://USER@HOST/NAME",
// and brings its schema up to date. A file is made when it is not there; a
// database of a server must exist. It returns ErrDSN for another address and
// waits, until ctx ends, while another process migrates. now is asked for the
// instants runs start, finish and people are purged at.
func Open(ctx context.Context, dsn string, now func() time.Time) (*Store, error) {
	d, err := parseDSN(dsn)
	if err != nil {
		return nil, err
	}
	s := &Store{dialect: d, now: now, ids: map[dictKey]int64{}, fields: map[int64]dictKey{}, facetPages: map[int64][]ranking.Facet{}}
	s.rows.most = mostRows
	s.places.most = mostPlaces
	s.counts.most = mostCounts
	s.valued.most = mostValued
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", d, err), s.Close())
	}
	return s, nil
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
	// One writer: there is only ever one, and waiting in Go is fair and ends
	// with the context.
	s.writer.SetMaxOpenConns(1)
	if s.dialect.prepares() {
		s.reads.db = s.reader
	}
	if err := migrate(ctx, s.dialect, s.writer); err != nil {
		return err
	}
	return s.adopt(ctx)
}

// Close ends all connections. It removes a temporary database.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.reader, s.writer} {
		if db != nil { // closes what is prepared on it
			errs = append(errs, db.Close())
		}
	}
	if s.folder != "" {
		errs = append(errs, os.RemoveAll(s.folder))
	}
	return errors.Join(errs...)
}

// IntegrityCheck reads the whole database and returns an error naming the
// first ten things that are wrong with it. Cost: minutes on many gigabytes.
func (s *Store) IntegrityCheck(ctx context.Context) error {
	if err := s.dialect.check(ctx, s.reader); err != nil {
		return fmt.Errorf("check database %s: %w", s.dialect, err)
	}
	return nil
}

// batch is one write transaction. Statements are prepared once in it, and ids
// learned in it reach the store only when it is committed.
type batch struct {
	s     *Store
	tx    *sql.Tx
	stmts map[string]statement
	ids   map[dictKey]int64
	// notes and bodies are the ids of rows of those tables by digest.
	notes, bodies map[string]int64
}

// write runs do in one transaction: all of it is kept or nothing.
func (s *Store) write(ctx context.Context, do func(*batch) error) (err error) {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	b := &batch{s: s, tx: tx, stmts: map[string]statement{}, ids: map[dictKey]int64{}, notes: map[string]int64{}, bodies: map[string]int64{}}
	defer func() {
		if err != nil {
			// The error that led here is the one to report; a rollback after a
			// cancelled context has already happened.
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

// statement is a text made ready to run in a transaction.
type statement interface {
	ExecContext(ctx context.Context, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, args ...any) *sql.Row
}

// direct is a statement the driver prepares, when it thinks fit.
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

// one scans the first row into dest; false when there is none.
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

// querier is a connection, a pool or a transaction that reads.
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
	// Nothing was written: how a read ends cannot matter.
	defer func() { _ = tx.Rollback() }()
	r.tx = tx
	return do(r)
}
