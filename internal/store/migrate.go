package store

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate updates the schema; there are no downgrades.
func migrate(ctx context.Context, d dialect, db *sql.DB) error {
	p, err := migrationsOf(d, db)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// migrationsOf returns the migrations for a database.
func migrationsOf(d dialect, db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	p, err := goose.NewProvider(d.goose(), db, rendered{files, d.ddl()},
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return p, nil
}

// rendered is the migrations with the words of a dialect filled in.
type rendered struct {
	fs.FS
	words *strings.Replacer
}

// Open returns the file with its words filled in.
func (r rendered) Open(name string) (fs.File, error) {
	f, err := r.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return f, err
	}
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return renderedFile{f, bytes.NewReader([]byte(r.words.Replace(string(text))))}, nil
}

type renderedFile struct {
	fs.File
	text *bytes.Reader
}

// Read reads the filled-in text.
func (f renderedFile) Read(p []byte) (int, error) { return f.text.Read(p) }
