package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Frozen opens the database at dsn for reading and changes nothing in it, not even its schema. A
// file is copied to a temporary folder, which Close removes; it costs as much disk as the database.
// The engine may leave its empty side files (-wal, -shm), which it does not remove when it only reads.
// On a server the sessions are read-only, and a schema that this program would update is an error.
// It returns ErrNotFound if there is no such file.
func Frozen(ctx context.Context, dsn string, now func() time.Time) (*Store, error) {
	d, err := parseDSN(dsn)
	if err != nil {
		return nil, err
	}
	s, err := d.frozen(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("read database %s: %w", d, err)
	}
	return s, nil
}

func (d sqlite) frozen(ctx context.Context, now func() time.Time) (*Store, error) {
	if _, err := os.Stat(string(d)); err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return nil, health.ErrNotFound
		}
		return nil, err
	}
	dir, err := os.MkdirTemp("", "plumbline-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for a copy: %w", err)
	}
	file := filepath.Join(dir, "copy.db")
	err = d.copyTo(ctx, file)
	var s *Store
	if err == nil {
		s, err = Open(ctx, "sqlite:"+file, now)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s.folder = dir
	return s, nil
}

// copyTo writes a consistent copy of the database, also while another process writes to it.
func (d sqlite) copyTo(ctx context.Context, file string) (err error) {
	db, err := sql.Open("sqlite", d.uri(url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(10000)"}}))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err = db.ExecContext(ctx, `VACUUM INTO $1`, file); err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	return nil
}

func (d postgres) frozen(ctx context.Context, now func() time.Time) (*Store, error) {
	d.config = d.config.Copy()
	d.config.RuntimeParams["default_transaction_read_only"] = "on"
	s := newStore(d, now)
	var err error
	if s.writer, s.reader, err = d.open(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	p, err := migrationsOf(d, s.writer)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	pending, err := p.HasPending(ctx)
	if err == nil && pending {
		err = errors.New("its schema is from an older version; restore a backup into a second database and name that one")
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}
