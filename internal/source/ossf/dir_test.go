package ossf

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// A folder is read once: the hash of a walk, however little of it was looked
// at, is that of a folder asked for its hash alone.
func TestDir_hashIsThatOfAWalk(t *testing.T) {
	t.Parallel()
	path := write(t, map[string]string{"a": "123", "b/c": "456", "b/d/e": "7", "b.txt": "", "z": "89"})
	want := openDir(t, path).Hash()
	d := openDir(t, path)
	var seen []string
	err := d.Walk(t.Context(), func(f tree.File, content io.Reader) error {
		seen = append(seen, f.Path)
		_, err := content.Read(make([]byte, 1))
		if errors.Is(err, io.EOF) {
			return nil
		}
		return err
	})
	if err != nil || len(seen) != 5 {
		t.Fatalf("walked %q, %v", seen, err)
	}
	if d.hash != want || d.Hash() != want {
		t.Errorf("hash %q after the walk, then %q, want %q", d.hash, d.Hash(), want)
	}
}

// What was listed and is something else by now has no content and no hash, so
// that nothing is kept for it; a link is never followed out of the folder.
func TestDir_whatChangedIsPartial(t *testing.T) {
	t.Parallel()
	outside := write(t, map[string]string{"b": "secret", "c": "secret"})
	for name, change := range map[string]func(dir string) error{
		"a file is gone":         func(dir string) error { return os.Remove(filepath.Join(dir, "a")) },
		"a file became a link":   func(dir string) error { return relink(filepath.Join(outside, "b"), filepath.Join(dir, "a")) },
		"a folder became a link": func(dir string) error { return relink(outside, filepath.Join(dir, "sub")) },
		"a file became a folder": func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, "a")), os.Mkdir(filepath.Join(dir, "a"), 0o700))
		},
		"a folder is gone with it": func(dir string) error { return os.RemoveAll(filepath.Join(dir, "sub")) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := write(t, map[string]string{"a": "1", "sub/b": "2", "sub/c": "3"})
			d := openDir(t, dir)
			if err := change(dir); err != nil {
				t.Fatal(err)
			}
			c := &memCache{}
			s := newSource(t, func(cfg *Config) { cfg.Cache = c })
			if _, err := s.Scan(t.Context(), d, "local"); !errors.Is(err, source.ErrPartialTree) {
				t.Errorf("error %v, want health.ErrPartialTree", err)
			}
			c.Range(func(key, _ any) bool { t.Errorf("cached under %v", key); return true })
			if h := d.Hash(); h != "" {
				t.Errorf("hash %q, want none", h)
			}
		})
	}
}

func relink(target, name string) error {
	return errors.Join(os.RemoveAll(name), os.Symlink(target, name))
}

func TestDir_isScannedOnce(t *testing.T) {
	t.Parallel()
	c := &memCache{}
	files := fixtures()["well kept"]
	for _, want := range []bool{false, true} {
		r, err := newSource(t, func(cfg *Config) { cfg.Cache = c }).Scan(t.Context(), openDir(t, write(t, files)), "local")
		if err != nil || r.Cached != want || r.Tree == "" {
			t.Fatalf("cached %v, tree %q, %v; want %v", r.Cached, r.Tree, err, want)
		}
	}
	files["main.go"] += "// changed\n"
	r, err := newSource(t, func(cfg *Config) { cfg.Cache = c }).Scan(t.Context(), openDir(t, write(t, files)), "local")
	if err != nil || r.Cached {
		t.Errorf("cached %v, %v; want a new scan of changed contents", r.Cached, err)
	}
}
