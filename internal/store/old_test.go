package store

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// openOld makes a database of an older version and closes it.
func openOld(t *testing.T, dsn string, version int64, fill func(exec func(text string, args ...any))) {
	t.Helper()
	d, err := parseDSN(dsn)
	if err != nil {
		t.Fatal(err)
	}
	writer, reader, err := d.open()
	if err != nil {
		t.Fatal(err)
	}
	p, err := migrationsOf(d, writer)
	if err == nil {
		_, err = p.UpTo(t.Context(), version)
	}
	if err != nil {
		t.Fatal(err)
	}
	fill(func(text string, args ...any) {
		t.Helper()
		if _, err := writer.ExecContext(t.Context(), text, args...); err != nil {
			t.Fatal(err)
		}
	})
	if err := errors.Join(writer.Close(), reader.Close()); err != nil {
		t.Fatal(err)
	}
}

// oldRun adds a published run of list 1.
const oldRun = `INSERT INTO run (list_id, revision, model_sha, version, origin, as_of_ms, scope, started_ms, finished_ms, published, total, observed, carried, failed)
VALUES (1, 'r', 'm', '', 'live', 0, '', 0, $1, 1, 0, 0, 0, 0)`

// What a list shows in a database of before is kept as it was published; the runs
// before it are not, until they are filled in, and the next one is beside it.
func TestOpen_keepsTheRankingShown(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, dsn string) {
		rows := []ranking.Row{row("project-00001", 1), row("project-00002", 2), row("project-00003", 3)}
		openOld(t, dsn, 6, func(exec func(string, ...any)) {
			exec(`INSERT INTO list (slug, title, purpose, owner, licence, revision) VALUES ('l', '', '', '', '', 'r')`)
			exec(oldRun, 1000)
			exec(oldRun, 3000)
			exec(oldRun, 2000) // it began last and was published before the second
			exec(`INSERT INTO published (list_id, run_id, total, ranked) VALUES (1, 2, 3, 3)`)
			for i := range rows {
				rows[i].List = "l"
				text, err := json.Marshal(rows[i])
				if err != nil {
					t.Fatal(err)
				}
				exec(`INSERT INTO ranking_row (list_id, slug, row_json) VALUES (1, $1, $2)`, rows[i].Slug, string(text))
			}
		})
		s := openDSN(t, dsn, noon)
		shown := func(run int64) []ranking.Row {
			p, err := s.Rank(t.Context(), ranking.Query{List: "l", Run: run, Sort: ranking.SortName})
			if err != nil || p.Total != 3 || len(p.Facets["language"]) == 0 {
				t.Fatalf("run %d: %d rows, facets %v, error %v", run, p.Total, p.Facets, err)
			}
			return p.Rows
		}
		if diff := cmp.Diff(rows, shown(0)); diff != "" {
			t.Errorf("shown (-want +got)\n%s", diff)
		}
		left, err := s.Unkept(t.Context(), "l", 60)
		if err != nil || len(left) != 2 || left[0].ID != 3 || left[1].ID != 1 {
			t.Errorf("not kept are %v, error %v; want runs 3 and 1", left, err)
		}
		if few, err := s.Unkept(t.Context(), "l", 2); err != nil || len(few) != 1 {
			t.Errorf("of the newest two not kept are %v, error %v; want run 3", few, err)
		}
		if _, err := s.Rank(t.Context(), ranking.Query{List: "l", Run: 3}); !errors.Is(err, health.ErrNotKept) {
			t.Errorf("run 3: %v", err)
		}
		publishRows(t, s, 5)
		if diff := cmp.Diff(rows, shown(2)); diff != "" {
			t.Errorf("after another run (-want +got)\n%s", diff)
		}
		for _, run := range left {
			if err := s.KeepRanking(t.Context(), run.ID, rows, nil); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(rows, shown(run.ID)); diff != "" {
				t.Errorf("filled in, run %d (-want +got)\n%s", run.ID, diff)
			}
		}
		if p, err := s.Rank(t.Context(), ranking.Query{List: "l"}); err != nil || p.Total != 5 {
			t.Errorf("the newest has %d rows, error %v", p.Total, err)
		}
	})
}

func TestOpen_oldFileStaysWhole(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "old.db")
	openOld(t, "sqlite:"+path, 6, func(func(string, ...any)) {})
	if err := openAt(t, path, noon).IntegrityCheck(t.Context()); err != nil {
		t.Error(err)
	}
}
