package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func openAt(t testing.TB, path string, now time.Time) *Store {
	t.Helper()
	return openDSN(t, "sqlite:"+path, now)
}

func openDSN(t testing.TB, dsn string, now time.Time) *Store {
	t.Helper()
	s, err := Open(t.Context(), dsn, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() }) // a second Close after the test's own is harmless
	return s
}

func TestOpen_pathIsTakenAsItIs(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"plain.db", "a b.db", "what?.db", "x?mode=memory&y=1", "#1.db", "100%.db", "%20.db", "ümlaut-東京.db", "a&b=c;d.db", "it's \"q\".db", "file:x.db", "+.db", ":memory:.db"} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		s := openAt(t, path, noon)
		if _, err := s.InstallationKey(t.Context()); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 1 || entries[0].Name() != name {
			t.Errorf("%q: the folder holds %v, error %v", name, entries, err)
		}
	}
}

func TestOpen_relativePath(t *testing.T) {
	t.Chdir(t.TempDir())
	s := openAt(t, "dir-less.db", noon)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat("dir-less.db"); err != nil {
		t.Error(err)
	}
}

func TestOpen_refusesOtherAddresses(t *testing.T) {
	t.Parallel()
	quoted := regexp.MustCompile(`"[^"]*"`)
	told := map[string]string{}
	kinds := map[string]string{} // one kind of mistake has one text, and no other has it
	for dsn, kind := range map[string]string{
		"":                              "scheme",
		"plumbline.db":                  "scheme",
		"mysql://u:secret@h/d":          "scheme",
		"sqlite:":                       "empty",
		"sqlite:a\x00b":                 "empty",
		"sqlite::memory:":               "memory",
		"sqlite://a/b":                  "slashes",
		"postgres:secret":               "url",
		"postgres://u:secret@h:x/d":     "url",
		"postgres://u:sec%ret@h/d":      "url",
		"postgres://u:secret@h/d#x":     "url",
		"postgres://u:secret@h/d\x00":   "url",
		"postgres://u:secret@h:99999/d": "server",
		"postgresql://u:secret@h/d?connect_timeout=secret": "server",
		"postgres://u:secret@h/d?sslmode=secret":           "server",
	} {
		s, err := Open(t.Context(), dsn, time.Now)
		if !errors.Is(err, ErrDSN) || strings.Contains(err.Error(), "secret") {
			t.Fatalf("%q: store %v, error %v", dsn, s, err)
		}
		text := quoted.ReplaceAllString(err.Error(), "…")
		if told[kind] != "" && told[kind] != text || kinds[text] != "" && kinds[text] != kind {
			t.Errorf("%q: %v; want an error of the kind %q", dsn, err, kind)
		}
		told[kind] = text
		kinds[text] = kind
	}
}

func TestOpen_saysWhatIsInTheWay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	garbage := filepath.Join(dir, "garbage.db")
	if err := os.WriteFile(garbage, []byte(strings.Repeat("not a database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(dir, "no", "such", "folder.db"), dir, garbage} {
		_, err := Open(t.Context(), "sqlite:"+path, time.Now)
		if err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestOpen_stopsWaitingWithItsContext(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "p.db")
	release, err := sqlite(path).lock(t.Context())
	stopsWaiting(t, "sqlite:"+path, release, err)
}

// stopsWaiting expects that the database is locked, and lets go of it.
func stopsWaiting(t *testing.T, dsn string, release func(), err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := Open(ctx, dsn, time.Now); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("behind another process's lock: %v", err)
	}
}

// Every connection of both pools must have the pragmas, not the first alone.
func TestOpen_pragmasReachEveryConnection(t *testing.T) {
	t.Parallel()
	s := openAt(t, filepath.Join(t.TempDir(), "p.db"), noon)
	shared := map[string]string{"journal_mode": "wal", "busy_timeout": "10000", "foreign_keys": "1", "temp_store": "2"}
	writer := map[string]string{"synchronous": "2", "cache_size": "-16000", "query_only": "0"}
	reader := map[string]string{"cache_size": "-8000", "query_only": "1"}
	check := func(name string, q querier, want map[string]string) {
		for pragma, value := range want {
			var got string
			if err := q.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != value {
				t.Errorf("%s: %s is %s, error %v; want %s", name, pragma, got, err, value)
			}
		}
	}
	check("writer", s.writer, shared)
	check("writer", s.writer, writer)
	for i := range s.dialect.(sqlite).readers() {
		c, err := s.reader.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		check(fmt.Sprint("reader ", i), c, shared)
		check(fmt.Sprint("reader ", i), c, reader)
	}
	if n := s.writer.Stats().MaxOpenConnections; n != 1 {
		t.Errorf("%d writers", n)
	}
}

func TestReaders_doNotWaitForTheWriter(t *testing.T) {
	t.Parallel()
	onEach(t, readersDoNotWait)
}

func readersDoNotWait(t *testing.T, dsn string) {
	s := openDSN(t, dsn, noon)
	run, err := s.StartRun(t.Context(), health.Run{List: "l", Origin: health.OriginLive}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Publish(t.Context(), run.ID, []ranking.Row{{Slug: "old"}}); err != nil {
		t.Fatal(err)
	}
	err = s.write(t.Context(), func(b *batch) error {
		if err := b.rank(t.Context(), 1, "l", run.ID, ranked{rows: []ranking.Row{{Slug: "new"}}}); err != nil {
			return err
		}
		p, err := s.Rank(t.Context(), ranking.Query{List: "l"})
		if err == nil && p.Rows[0].Slug != "old" {
			t.Errorf("a reader sees %s before it is committed", p.Rows[0].Slug)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// explain returns the steps of a plan.
func explain(t *testing.T, s *Store, text string, args ...any) string {
	t.Helper()
	var steps []string
	rows, err := s.reader.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, args...)
	err = drain(rows, err, func(r scanner) error {
		var a, b, c int64
		var step string
		err := r.Scan(&a, &b, &c, &step)
		steps = append(steps, step)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(steps, "\n")
}

// An unfiltered page must be a range of an index for every sort, direction and
// part: nothing read that is not shown, at most ties sorted.
func TestRank_everySegmentIsAnIndexRange(t *testing.T) {
	t.Parallel()
	s := openAt(t, filepath.Join(t.TempDir(), "p.db"), noon)
	for _, sort := range ranking.Sorts {
		for _, reverse := range []bool{false, true} {
			for _, after := range []*cursor{nil, {known: true, slug: "x"}, {slug: "x"}} {
				w, err := s.ranking(ranking.Query{Sort: sort, Reverse: reverse})
				if err != nil {
					t.Fatal(err)
				}
				if w.after = after; after != nil && w.order.always && !after.known {
					continue
				}
				for _, seg := range w.segments() {
					plan := explain(t, s, w.text(seg), append(append([]any{1}, seg.args...), 51)...)
					sorts := strings.Contains(plan, "FOR ORDER BY") || !reverse && strings.Contains(plan, "TEMP B-TREE")
					if !strings.Contains(plan, "INDEX ranking_by_") || sorts {
						t.Errorf("%s reverse %v, %s ORDER BY %s:\n%s", sort, reverse, seg.where, seg.order, plan)
					}
				}
			}
		}
	}
}

// What a page of one project reads must not grow with its history.
func TestFigures_readNoHistory(t *testing.T) {
	t.Parallel()
	s := openAt(t, filepath.Join(t.TempDir(), "p.db"), noon)
	for name, want := range map[string]string{
		fmt.Sprintf(figureValues, "($1, $2)"):    "SEARCH v USING PRIMARY KEY (project_id=? AND until_rev>?)",
		fmt.Sprintf(figureChecks, "($1, $2)"):    "SEARCH c USING PRIMARY KEY (project_id=? AND until_rev>?)",
		fmt.Sprintf(figureSnapshots, "($1, $2)"): "SEARCH s USING PRIMARY KEY (project_id=? AND source_id=? AND revision=?)",
		fmt.Sprintf(headsAsOf, "$3"):             "SEARCH m USING INDEX attempt_by_project (project_id=?)",
		fmt.Sprintf(answersAsOf, "$3"):           "SEARCH m USING INDEX attempt_by_project (project_id=?)",
		fmt.Sprintf(figureHeads, "$2"):           "SEARCH m USING INDEX attempt_by_project (project_id=?)",
	} {
		plan := explain(t, s, name, int64(1), int64(1), int64(1))
		if !strings.Contains(plan, want) {
			t.Errorf("plan of\n%s\nis\n%s", name, plan)
		}
	}
}

// A database of before says nothing of instruments: what it knows of posture is
// from our own scans, and opening it changes nothing else.
func TestOpen_scoresOfBeforeAreOfOurOwnScans(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "old.db")
	openOld(t, "sqlite:"+path, 2, func(exec func(string, ...any)) {
		exec(`INSERT INTO list (id, slug, title, purpose, owner, licence, revision) VALUES (1, 'l', '', '', '', '', 'r')`)
		exec(`INSERT INTO run (id, list_id, revision, model_sha, version, origin, as_of_ms, scope, started_ms, finished_ms, published, total, observed, carried, failed)
VALUES (1, 1, 'r', 'm', '', 'rescore', 0, '', 0, 0, 1, 0, 0, 0, 0)`)
		exec(`INSERT INTO model (id, sha) VALUES (1, 'm')`)
		exec(`INSERT INTO project (id, slug, name, repository, revision, people_ms) VALUES (1, 'a', '', '', 0, 0), (2, 'b', '', '', 0, 0)`)
		exec(`INSERT INTO score_history (project_id, model_id, run_id, v_centi, s_centi, v_cover, r_cover, s_cover, c_cover)
VALUES (1, 1, 1, 4000, 4000, 0, 0, 0, 0), (2, 1, 1, 4000, NULL, 0, 0, 0, 0)`)
	})
	s := openAt(t, path, noon)
	for slug, want := range map[string]string{"a": field.SourceScorecard, "b": ""} {
		got, err := s.Scores(t.Context(), slug, "m", 10)
		if err != nil || len(got) != 1 || got[0].PostureFrom != want || *got[0].V != 40 {
			t.Errorf("%s: %+v, %v; want posture from %q", slug, got, err, want)
		}
	}
}
