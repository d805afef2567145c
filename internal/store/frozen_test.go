package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// Reading before an upgrade changes no byte of the database, and sees what another process has
// written.
func TestFrozen_changesNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "a b?.db")
	if _, err := store.Frozen(ctx, "sqlite:"+file, time.Now); !errors.Is(err, health.ErrNotFound) {
		t.Fatalf("of a file that is not there: %v", err)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Fatalf("the file was made: %v", err)
	}
	open, err := store.Open(ctx, "sqlite:"+file, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	if err := open.SaveModel(ctx, "abc", []byte("{}")); err != nil { // only in the log of the engine yet
		t.Fatal(err)
	}
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	frozen, err := store.Frozen(ctx, "sqlite:"+file, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := frozen.Model(ctx, "abc"); err != nil || string(b) != "{}" {
		t.Errorf("the copy lacks what was written: %q, %v", b, err)
	}
	if err := frozen.SaveModel(ctx, "def", []byte("{}")); err != nil {
		t.Fatal(err)
	}
	if err := frozen.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := open.Model(ctx, "def"); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("the copy wrote to the database: %v", err)
	}
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file changed: %v", err)
	}
}

// On a server nothing can be written by mistake, and a schema that is not there is not made.
func TestFrozen_postgresIsReadOnly(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	dsn := testkit.Postgres(t)
	if _, err := store.Frozen(ctx, dsn, time.Now); err == nil {
		t.Fatal("an empty database is read")
	}
	open, err := store.Open(ctx, dsn, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	if err := open.SaveModel(ctx, "abc", []byte("{}")); err != nil {
		t.Fatal(err)
	}
	frozen, err := store.Frozen(ctx, dsn, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer frozen.Close()
	if b, err := frozen.Model(ctx, "abc"); err != nil || string(b) != "{}" {
		t.Errorf("%q, %v", b, err)
	}
	if err := frozen.SaveModel(ctx, "def", []byte("{}")); err == nil {
		t.Error("it was written to")
	}
}
