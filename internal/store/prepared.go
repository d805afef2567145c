package store

import (
	"context"
	"database/sql"
	"slices"
	"sync"
)

const (
	// mostPrepared limits the statements that are kept prepared: a page needs ten, and each takes
	// about ten kilobytes on every connection.
	mostPrepared = 96
	// mostMet limits the query texts remembered after their first use.
	mostMet = 512
)

// statements are the query texts that are kept prepared on every connection, last used first. A
// text is prepared at its second use, because most of the many composed ones are used only once.
// With a nil db it keeps none.
type statements struct {
	db *sql.DB

	mu   sync.Mutex
	made []prepared
	met  map[string]bool
}

type prepared struct {
	text string
	stmt *sql.Stmt
}

// get returns the statement of a text, or nil if it is not prepared.
func (s *statements) get(text string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, p := range s.made {
		if p.text == text {
			copy(s.made[1:i+1], s.made[:i])
			s.made[0] = p
			return p.stmt
		}
	}
	return nil
}

// meet records texts that ran without being prepared, and prepares those that ran before. The
// caller must not hold a connection. Otherwise, with as many readers as connections, each would
// hold one and wait for another for ever. Texts that cannot be prepared run unprepared.
func (s *statements) meet(ctx context.Context, texts []string) {
	for _, text := range texts {
		if s.second(text) {
			if stmt, err := s.db.PrepareContext(ctx, text); err == nil {
				s.keep(prepared{text, stmt})
			}
		}
	}
}

// second reports whether the text was used before.
func (s *statements) second(text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.met[text] {
		return true
	}
	if s.met == nil || len(s.met) >= mostMet {
		s.met = map[string]bool{}
	}
	s.met[text] = true
	return false
}

func (s *statements) keep(p prepared) {
	s.mu.Lock()
	old := p
	if !slices.ContainsFunc(s.made, func(q prepared) bool { return q.text == p.text }) {
		old = prepared{}
		s.made = slices.Insert(s.made, 0, p)
	}
	if len(s.made) > mostPrepared {
		old = s.made[mostPrepared]
		s.made = s.made[:mostPrepared]
	}
	s.mu.Unlock()
	if old.stmt != nil {
		// One in use is closed when its rows are; the result of closing does not matter.
		_ = old.stmt.Close()
	}
}

// reading is a read transaction that uses prepared statements where they exist.
type reading struct {
	tx  *sql.Tx
	by  *statements
	met []string
}

func (r *reading) stmt(ctx context.Context, text string) *sql.Stmt {
	if r.by.db == nil {
		return nil
	}
	stmt := r.by.get(text)
	if stmt == nil {
		r.met = append(r.met, text)
		return nil
	}
	return r.tx.StmtContext(ctx, stmt)
}

// QueryContext queries rows.
func (r *reading) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if stmt := r.stmt(ctx, text); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return r.tx.QueryContext(ctx, text, args...)
}

// QueryRowContext queries one row.
func (r *reading) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	if stmt := r.stmt(ctx, text); stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return r.tx.QueryRowContext(ctx, text, args...)
}

// alone runs single statements outside of a transaction, prepared from their second use. Its texts
// are few, because each is a constant.
type alone struct {
	db *sql.DB
	by *statements
}

func (s *Store) alone() querier { return alone{s.reader, &s.reads} }

// stmt returns the statement of a text, or nil if it is not prepared.
func (a alone) stmt(ctx context.Context, text string) *sql.Stmt {
	if a.by.db == nil {
		return nil
	}
	if stmt := a.by.get(text); stmt != nil {
		return stmt
	}
	a.by.meet(ctx, []string{text})
	return a.by.get(text)
}

// QueryContext queries rows.
func (a alone) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if stmt := a.stmt(ctx, text); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return a.db.QueryContext(ctx, text, args...)
}

// QueryRowContext queries one row.
func (a alone) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	if stmt := a.stmt(ctx, text); stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return a.db.QueryRowContext(ctx, text, args...)
}
