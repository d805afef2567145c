package ossf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// Trap 21: no check reads a large file as a whole, and what it would have to
// read makes it unknown, not better or worse.
func TestTrap21_largeFilesAreCut(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("x", 100<<10)
	small := func(c *Config) { c.Limits.File, c.Limits.Read = 50<<10, 1<<20 }
	for _, tt := range []struct {
		name, file, content string
		unknown             []string
	}{
		{"program", "big.exe", elf + large, nil},
		{"data", "data.bin", "\x00" + large, nil},
		{"shell script by name", "x.sh", large, []string{"Pinned-Dependencies"}},
		{"shell script by content", "x", "#!/bin/sh\n" + large, []string{"Pinned-Dependencies"}},
		{"image recipe", "Dockerfile", "FROM scratch\n#" + large, []string{"Pinned-Dependencies"}},
		{"workflow", ".github/workflows/x.yml", safeWorkflow + "#" + large, []string{
			"Dangerous-Workflow", "Pinned-Dependencies", "SAST", "Token-Permissions",
		}},
		{"build file", "sub/pom.xml", large, []string{"SAST"}},
		{"source in a prominent language", "x.c", large, []string{"Fuzzing"}},
		{"policy", "SECURITY.md", large, []string{"Security-Policy"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files := fixtures()["well kept"]
			delete(files, "SECURITY.md")
			files[tt.file] = tt.content
			// What follows a cut file must not be taken for its rest.
			for i := range 4 {
				files[fmt.Sprintf("zz%d.txt", i)] = strings.Repeat("y", 40<<10)
			}
			r := scan(t, files, small)
			var unknown []string
			for _, c := range r.Checks {
				if c.State == check.Errored {
					unknown = append(unknown, c.Name)
					if !strings.Contains(c.Error, tt.file) {
						t.Errorf("%s: %q does not name the file", c.Name, c.Error)
					}
				}
			}
			if !slices.Equal(unknown, tt.unknown) || len(r.LeftOut) != 1 {
				t.Errorf("unknown: %v, want %v; said: %q", unknown, tt.unknown, r.LeftOut)
			}
			wantBinaries := 10
			if tt.name == "program" {
				wantBinaries = 9
			}
			if c := got(t, r, "Binary-Artifacts"); c.Score != wantBinaries {
				t.Errorf("Binary-Artifacts %d, want %d", c.Score, wantBinaries)
			}
		})
	}
}

// Trap 21: a file beyond what may be read at all cannot even be recognised.
func TestTrap21_hugeFilesAreLeftOut(t *testing.T) {
	t.Parallel()
	files := fixtures()["well kept"]
	files["huge"] = strings.Repeat("x", 100<<10)
	r := scan(t, files, func(c *Config) { c.Limits.Read = 50 << 10 })
	if c := got(t, r, "Binary-Artifacts"); c.State != check.Errored {
		t.Errorf("Binary-Artifacts: %+v, want unknown", c)
	}
	if c := got(t, r, "Token-Permissions"); c.Score != 10 || len(r.LeftOut) != 1 {
		t.Errorf("Token-Permissions: %+v, said %q; want it unharmed and one sentence", c, r.LeftOut)
	}
}

// Trap 21: a tree beyond the limits is not scanned in part.
func TestTrap21_hugeTreesAreNotScanned(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Config){
		"bytes": func(c *Config) { c.Limits.Tree = 500 },
		"files": func(c *Config) { c.Limits.Files = 3 },
	} {
		_, err := newSource(t, change).Scan(t.Context(), newTree(fixtures()["well kept"]), "github.com/owner/name")
		if !errors.Is(err, source.ErrLimit) {
			t.Errorf("%s: error %v, want health.ErrLimit", name, err)
		}
	}
}

// walkTree reads all its files in one go; of the file short it gives less than
// its size, and the files after stop are not reached.
type walkTree struct {
	*memTree
	short, stop string
	walked      *int
}

func (w walkTree) Walk(_ context.Context, fn func(tree.File, io.Reader) error) error {
	*w.walked++
	for _, f := range w.Files() {
		content := []byte(w.files[f.Path])
		if f.Path == w.short {
			content = content[:len(content)/2]
		}
		if f.Path == w.stop {
			return nil
		}
		if err := fn(f, bytes.NewReader(content)); err != nil {
			return err
		}
	}
	return nil
}

func TestScan_prefersToWalk(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, short, stop string
		want              error
	}{
		{"whole", "", "", nil},
		{"a content ends early", "main.go", "", source.ErrPartialTree},
		{"a file is not reached", "", "main.go", source.ErrPartialTree},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tree := walkTree{newTree(fixtures()["well kept"]), tt.short, tt.stop, new(int)}
			r, err := newSource(t, nil).Scan(t.Context(), tree, "github.com/owner/name")
			if !errors.Is(err, tt.want) || *tree.walked != 1 {
				t.Errorf("error %v, %d walks, want %v and one", err, *tree.walked, tt.want)
			}
			if tt.want == nil && got(t, r, "Token-Permissions").Score != 10 {
				t.Errorf("checks %+v", r.Checks)
			}
		})
	}
}

// write makes a folder of files.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		p := filepath.Join(dir, name)
		for _, err := range []error{os.MkdirAll(filepath.Dir(p), 0o755), os.WriteFile(p, []byte(files[name]), 0o600)} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

func openDir(t *testing.T, path string) *Dir {
	t.Helper()
	d, err := OpenDir(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// Trap 22: Scorecard's client for folders fails on a dangling link and follows
// the others, out of the folder.
func TestTrap22_linksAreLeftOut(t *testing.T) {
	t.Parallel()
	dir := write(t, map[string]string{"a.c": "int a;\n", ".git/config": "x", "sub/b.c": "int b;\n"})
	outside := write(t, map[string]string{"LICENSE": "text", "tool.exe": elf})
	for name, target := range map[string]string{
		"dangling": "nowhere", "LICENSE": filepath.Join(outside, "LICENSE"), "linked": outside, "sub/up": "..",
	} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	d := openDir(t, dir)
	var names []string
	for _, f := range d.Files() {
		names = append(names, f.Path)
	}
	if want := []string{"a.c", "sub/b.c"}; !slices.Equal(names, want) {
		t.Fatalf("files %q, want %q", names, want)
	}
	r, err := newSource(t, nil).Scan(t.Context(), d, "local")
	if err != nil {
		t.Fatal(err)
	}
	if l, b := got(t, r, "License"), got(t, r, "Binary-Artifacts"); l.Score != 0 || b.Score != 10 {
		t.Errorf("License %+v, Binary-Artifacts %+v: want 0 and 10, nothing from outside", l, b)
	}
}

func TestDir_hashFollowsContents(t *testing.T) {
	t.Parallel()
	hash := func(files map[string]string) string { return openDir(t, write(t, files)).Hash() }
	one := hash(map[string]string{"a": "1", "b": "2"})
	if again := hash(map[string]string{"a": "1", "b": "2"}); again != one {
		t.Errorf("equal contents, hashes %s and %s", one, again)
	}
	for _, files := range []map[string]string{{"a": "1", "b": "3"}, {"a": "1", "c": "2"}, {"a": "12", "b": ""}, {"a": "1"}} {
		if hash(files) == one {
			t.Errorf("%v has the hash of other contents", files)
		}
	}
}

func TestDir_readsWithinLimits(t *testing.T) {
	t.Parallel()
	d := openDir(t, write(t, map[string]string{"a": "123", "b": ""}))
	if b, err := d.ReadFile(t.Context(), "a", 3); err != nil || string(b) != "123" {
		t.Errorf("content %q, %v", b, err)
	}
	if _, err := d.ReadFile(t.Context(), "a", 2); !errors.Is(err, source.ErrLimit) {
		t.Errorf("error %v, want health.ErrLimit", err)
	}
	if _, err := d.ReadFile(t.Context(), "c", 2); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("error %v, want health.ErrNotFound", err)
	}
	if _, err := OpenDir(t.Context(), filepath.Join(t.TempDir(), "none")); !errors.Is(err, source.ErrUnavailable) {
		t.Errorf("error %v, want health.ErrUnavailable", err)
	}
}
