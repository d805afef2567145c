package app

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// small is the program with one list of one project, of which nothing is bundled.
func small(t *testing.T, dsn string) *App {
	t.Helper()
	a, _ := unplugged(t)
	set := *a.Set
	set.Lists = []health.List{{Slug: "small", Revision: "r1", Projects: []health.Project{{Slug: "one", Name: "One"}}}}
	a.Set, a.DSN = &set, dsn
	return a
}

// older undoes the newest change of the schema.
func older(t *testing.T, driver, dsn string) {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, text := range []string{
		`ALTER TABLE ranking DROP COLUMN licence`, `ALTER TABLE ranking DROP COLUMN checks`,
		`ALTER TABLE ranking_entry DROP COLUMN licence`, `ALTER TABLE ranking_entry DROP COLUMN checks`,
		`DROP TABLE permanent`, `DROP TABLE shortlist`, `ALTER TABLE membership DROP COLUMN asked_ms`, `DELETE FROM goose_db_version WHERE version_id >= 10`,
	} {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
}

// publishes upgrades an empty database, and then one with an older schema and an older list.
func publishes(t *testing.T, a *App, older func()) {
	t.Helper()
	for i, revision := range []string{"r1", "r2"} {
		a.Set.Lists[0].Revision = revision
		all, err := a.Upgrade(t.Context(), false)
		if err != nil || len(all) != 1 || all[0].Run.ID != int64(i) || all[0].Published.ID != int64(i)+1 || all[0].Published.Revision != revision {
			t.Fatalf("%s: got %+v, error %v", revision, all, err)
		}
		if i == 0 {
			older()
		}
	}
}

func TestUpgrade_updatesAnOlderServer(t *testing.T) {
	t.Parallel()
	dsn := testkit.Postgres(t)
	a := small(t, dsn)
	publishes(t, a, func() {
		older(t, "pgx", dsn)
		if all, err := a.Upgrade(t.Context(), true); err == nil {
			t.Errorf("a dry run cannot read an older schema, but got %+v", all)
		}
	})
}

// An upgrade that publishes must not need the disk for a copy of the database.
func TestUpgrade_copiesAFileOnlyWhenDry(t *testing.T) {
	file := filepath.Join(t.TempDir(), "p.db")
	a := small(t, "sqlite:"+file)
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	publishes(t, a, func() { older(t, "sqlite", file) })
	if all, err := a.Upgrade(t.Context(), true); err == nil {
		t.Errorf("a dry run made no copy, but got %+v", all)
	}
}
