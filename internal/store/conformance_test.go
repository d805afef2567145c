package store_test

import (
	"path/filepath"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/store/storetest"
)

func newFile(t *testing.T) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "plumbline.db")
}

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, newFile)
}
