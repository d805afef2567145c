// Package scorecards holds the curated data people argue about without reading
// code: the lists of projects, the model with every weight, and the list of
// programs that commit, and reads them strictly. A file with one thing wrong
// is not loaded, and everything wrong in it is told at once.
//
// It knows no network, no store and no scores.
package scorecards

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// A new list is a new folder: the patterns take in its files by themselves.
//
//go:embed *.yaml */*.*
var files embed.FS

// Set is the curated data this program was built with.
type Set struct {
	// Lists are sorted by slug.
	Lists []health.Curated
	Model health.Model
	Bots  health.Bots
	// Live is what is taken for granted of services, in the file's order.
	Live  []health.Assumption
	files fs.FS
}

// Load reads the curated data built into the program. The error is Problems
// when a file is wrong, and then nothing is loaded.
func Load() (*Set, error) { return load(files) }

// List returns the list with the slug, and false when there is none.
func (s *Set) List(slug string) (health.Curated, bool) {
	for _, l := range s.Lists {
		if l.Slug == slug {
			return l, true
		}
	}
	return health.Curated{}, false
}

// Bundle returns the bundled snapshot of a list as it stands in the program,
// and false when there is none.
func (s *Set) Bundle(list string) ([]byte, bool) {
	names, err := fs.Glob(s.files, path.Join(list, "snapshot*"))
	if err != nil || len(names) == 0 || !slugForm.MatchString(list) {
		return nil, false
	}
	b, err := fs.ReadFile(s.files, names[0])
	return b, err == nil
}

func load(fsys fs.FS) (*Set, error) {
	s := &Set{files: fsys}
	var all Problems
	keep := func(err error) error {
		var p Problems
		if errors.As(err, &p) {
			all = append(all, p...)
			return nil
		}
		return err
	}
	b, err := fs.ReadFile(fsys, "model.yaml")
	if err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	if s.Model, err = ReadModel("model.yaml", b); keep(err) != nil {
		return nil, err
	}
	if b, err = fs.ReadFile(fsys, "bots.yaml"); err == nil {
		s.Bots, err = ReadBots("bots.yaml", b)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) && keep(err) != nil {
		return nil, fmt.Errorf("bots: %w", err)
	}
	if b, err = fs.ReadFile(fsys, "live.yaml"); err == nil {
		s.Live, err = ReadLive("live.yaml", b)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) && keep(err) != nil {
		return nil, fmt.Errorf("live: %w", err)
	}
	downloads, err := readDownloadsFile(fsys)
	if keep(err) != nil {
		return nil, fmt.Errorf("downloads: %w", err)
	}
	names, err := fs.Glob(fsys, "*/list.yaml")
	if err != nil {
		return nil, fmt.Errorf("lists: %w", err)
	}
	for _, name := range names {
		list, err := readListFile(fsys, name)
		if keep(err) != nil {
			return nil, fmt.Errorf("lists: %w", err)
		}
		list.Downloads = downloads.byPackage
		list.Revision = revision(list.Revision, downloads.hash)
		s.Lists = append(s.Lists, list)
	}
	if err := all.err(); err != nil {
		return nil, err
	}
	return s, nil
}

// downloadTables are the reference tables of downloads with the hash of their file.
type downloadTables struct {
	byPackage map[string]health.Percentile
	hash      string
}

// readDownloadsFile reads the reference tables; a set without the file has none.
func readDownloadsFile(fsys fs.FS) (downloadTables, error) {
	b, err := fs.ReadFile(fsys, "downloads.yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return downloadTables{}, nil
	}
	if err != nil {
		return downloadTables{}, err
	}
	tables, err := ReadDownloads("downloads.yaml", b)
	return downloadTables{tables, digest(b)}, err
}

// revision is what the figures of a list rest on: its file and the reference tables.
func revision(list, tables string) string {
	if tables == "" {
		return list
	}
	return digest([]byte(list + tables))
}

// digest returns the first 12 hex digits of the SHA-256.
func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])[:12]
}

// readListFile reads a list, whose folder must be named for its slug.
func readListFile(fsys fs.FS, name string) (health.Curated, error) {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		return health.Curated{}, err
	}
	list, err := ReadList(name, b)
	if err == nil && list.Slug != path.Dir(name) {
		err = Problems{{File: name, Line: 1, Field: "list.slug", Message: fmt.Sprintf("%q does not stand in a folder of that name", list.Slug)}}
	}
	return list, err
}
