package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestOpen_passwordIsInNoError(t *testing.T) {
	t.Parallel()
	// A port nobody listens on.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for _, dsn := range []string{
		"postgres://user:s3cr%21t@" + addr + "/db",
		"postgres://user@" + addr + "/db?password=s3cr%21t",
		"postgres://" + addr + "/db?user=u&password=s3cr%21t&application_name=x",
		"postgres://user:s3cr!t@[::1/db",
		"postgres://user:s3cr!t/x@" + addr + "/db",
		"postgres://user:s3cr!t#x@" + addr + "/db",
		"postgres://user:s3cr!t@" + addr + "/db?sslmode=s3cr!t",
		"postgres://user:s3cr!t@" + addr + "/db?target_session_attrs=s3cr!t",
		"postgres://user:s3cr!t@" + addr + ",other:s3cr!t/db",
		"host=127.0.0.1 user=u password=s3cr!t",
	} {
		_, err := Open(t.Context(), dsn, time.Now)
		if err == nil {
			t.Fatalf("%s opens", dsn)
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			if text := fmt.Sprintf("%v %+v", e, e); strings.Contains(text, "s3cr") {
				t.Errorf("%s: %v", dsn, text)
			}
		}
	}
	_, err = Open(t.Context(), "postgres://user:s3cr%21t@"+addr+"/db", time.Now)
	if !strings.Contains(err.Error(), "postgres://"+addr+"/db") {
		t.Errorf("it does not say where: %v", err)
	}
}

func TestOpen_postgresStopsWaitingWithItsContext(t *testing.T) {
	t.Parallel()
	dsn := testkit.Postgres(t)
	d, err := parsePostgres(dsn)
	if err != nil {
		t.Fatal(err)
	}
	release, err := d.lock(t.Context())
	stopsWaiting(t, dsn, release, err)
	openDSN(t, dsn, noon) // it was let go
}

// Every connection must have its bounds, and those of the address win.
func TestOpen_postgresBoundsStatements(t *testing.T) {
	t.Parallel()
	dsn := testkit.Postgres(t)
	for _, c := range []struct{ dsn, write, read, name string }{
		{dsn, "10min", "30s", "plumbline"},
		{dsn + "&statement_timeout=7000&application_name=mine", "7s", "7s", "mine"},
	} {
		s := openDSN(t, c.dsn, noon)
		for name, is := range map[string]struct {
			q       querier
			timeout string
		}{"writer": {s.writer, c.write}, "reader": {s.reader, c.read}} {
			for setting, want := range map[string]string{"statement_timeout": is.timeout, "application_name": c.name, "idle_in_transaction_session_timeout": "10min"} {
				var got string
				if err := is.q.QueryRowContext(t.Context(), "SHOW "+setting).Scan(&got); err != nil || got != want {
					t.Errorf("%s: %s is %s, error %v; want %s", name, setting, got, err, want)
				}
			}
		}
		if w, r := s.writer.Stats().MaxOpenConnections, s.reader.Stats().MaxOpenConnections; w != 1 || r < 4 || r > 64 {
			t.Errorf("%d writers and %d readers", w, r)
		}
	}
}

// What one transaction of the store writes, no other may interleave with: all
// it says of two processes rests on that.
func TestWrite_oneAtATimeAmongStores(t *testing.T) {
	t.Parallel()
	// SQLite has one lock by itself; waiting for it ends after ten seconds only.
	dsn := testkit.Postgres(t)
	one, two := openDSN(t, dsn, noon), openDSN(t, dsn, noon)
	err := one.write(t.Context(), func(*batch) error {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		err := two.write(ctx, func(*batch) error { return errors.New("it got in") })
		if err == nil || strings.Contains(err.Error(), "it got in") {
			t.Errorf("a second transaction beside the first: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := two.write(t.Context(), func(*batch) error { return nil }); err != nil {
		t.Errorf("after the first ended: %v", err)
	}
}

// Both engines must have the same tables, columns, order of columns, and what
// may be NULL; and text that is compared must be compared by bytes.
func TestMigrate_enginesHaveTheSameColumns(t *testing.T) {
	t.Parallel()
	lite := openDSN(t, "sqlite:"+t.TempDir()+"/p.db", noon)
	pg := openDSN(t, testkit.Postgres(t), noon)
	kinds := map[string]string{"INTEGER": "bigint", "TEXT": "text", "REAL": "double precision", "BLOB": "bytea"}
	want, err := column(t.Context(), lite.reader, `SELECT m.name || ' ' || c.cid || ' ' || c.name || ' ' || c.type || CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN ' NOT NULL' ELSE '' END
FROM sqlite_schema m
JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%'
ORDER BY m.name, c.cid`)
	if err != nil || len(want) < 100 {
		t.Fatalf("%d columns, error %v", len(want), err)
	}
	for i, line := range want {
		for from, to := range kinds {
			line = strings.Replace(line, " "+from, " "+to, 1)
		}
		want[i] = line
	}
	got, err := column(t.Context(), pg.reader, `SELECT table_name || ' ' || ordinal_position - 1 || ' ' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END
FROM information_schema.columns
WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%'
ORDER BY table_name COLLATE "C", ordinal_position`)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("error %v\nPostgreSQL has\n%s\nSQLite has\n%s", err, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	indexes := `SELECT name FROM sqlite_schema WHERE type = 'index' AND name NOT LIKE 'sqlite%' ORDER BY name`
	wantIndexes, err := column(t.Context(), lite.reader, indexes)
	gotIndexes, gerr := column(t.Context(), pg.reader, `SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE '%_pkey' AND indexname NOT LIKE '%_key' AND indexname NOT LIKE 'goose%' ORDER BY indexname COLLATE "C"`)
	if err := errors.Join(err, gerr); err != nil || !slices.Equal(gotIndexes, wantIndexes) {
		t.Errorf("error %v; indexes %v, want %v", err, gotIndexes, wantIndexes)
	}
	loose, err := column(t.Context(), pg.reader, `SELECT c.relname || '.' || a.attname
FROM pg_index i
JOIN pg_attribute a ON a.attrelid = i.indexrelid
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND a.attcollation <> 0 AND a.attcollation <> (SELECT oid FROM pg_collation WHERE collname = 'C')`)
	if err != nil || len(loose) > 0 {
		t.Errorf("error %v; indexed by a locale: %v", err, loose)
	}
}

// The plan of a page must not read a list's other rows, however it is sorted.
func TestRank_postgresReadsAPageAlone(t *testing.T) {
	t.Parallel()
	s := openDSN(t, testkit.Postgres(t), noon)
	publishRows(t, s, 3000)
	for _, sort := range ranking.Sorts {
		for _, reverse := range []bool{false, true} {
			for _, after := range []*cursor{nil, {known: true, slug: "x", number: 50, name: "project-01500"}} {
				w, err := s.ranking(ranking.Query{Sort: sort, Reverse: reverse})
				if err != nil {
					t.Fatal(err)
				}
				w.after = after
				for _, seg := range w.segments() {
					lines, err := column(t.Context(), s.reader, "EXPLAIN "+literal(w.text(seg), append(append([]any{int64(1)}, seg.args...), int64(51))))
					plan := strings.Join(lines, "\n")
					// Rows with equal or unknown keys are sorted by slug.
					sorts := strings.Contains(plan, "Sort Key") && !strings.Contains(plan, "Incremental Sort") && !strings.Contains(seg.where, "IS NULL")
					if err != nil || sorts || strings.Contains(plan, "Seq Scan") || !strings.Contains(plan, "on ranking r") {
						t.Errorf("%s reverse %v, %s ORDER BY %s: error %v\n%s", sort, reverse, seg.where, seg.order, err, plan)
					}
				}
			}
		}
	}
}

// literal puts the values in place of the placeholders, the last first.
func literal(text string, args []any) string {
	for i, a := range slices.Backward(args) {
		value := fmt.Sprint(a)
		if s, ok := a.(string); ok {
			value = "'" + s + "'"
		}
		text = strings.ReplaceAll(text, fmt.Sprintf("$%d", i+1), value)
	}
	return text
}
