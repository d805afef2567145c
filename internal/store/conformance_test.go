package store_test

import (
	"path/filepath"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/store/storetest"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func newFile(t *testing.T) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "plumbline.db")
}

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, newFile)
}

func TestPostgres(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) string { return testkit.Postgres(t) })
}
