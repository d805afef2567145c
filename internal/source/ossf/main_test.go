package ossf

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/ossf/scorecard/v4/checker"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// TestMain is the program's main when a test starts a child: the arguments
// after ChildArg replace checks, as in "License=panic".
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == ChildArg {
		all := library()
		for _, arg := range os.Args[2:] {
			name, fault, _ := strings.Cut(arg, "=")
			all[name] = checker.Check{Fn: faults(fault)}
		}
		if err := child(context.Background(), os.Stdin, os.Stdout, all); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	// What the library asks in this process, it asks of the worlds of the tests.
	http.DefaultTransport, remote.DefaultTransport = sky(), refuse{}
	http.DefaultClient = &http.Client{Transport: sky()}
	os.Exit(m.Run())
}

// memTree is a tree in memory. A file in missing is listed and cannot be had.
type memTree struct {
	files   map[string]string
	missing map[string]bool
	fetches int
	commit  string
}

func newTree(files map[string]string) *memTree {
	return &memTree{files: files, commit: strings.Repeat("c0", 20)}
}

func (t *memTree) Commit() string { return t.commit }
func (t *memTree) Close() error   { return nil }

func (t *memTree) Hash() string {
	h := sha256.New()
	for _, f := range t.Files() {
		fmt.Fprintf(h, "%q %q\n", f.Path, t.files[f.Path])
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (t *memTree) Files() []tree.File {
	var out []tree.File
	for _, p := range slices.Sorted(maps.Keys(t.files)) {
		out = append(out, tree.File{Path: p, Size: int64(len(t.files[p]))})
	}
	return out
}

func (t *memTree) ReadFile(_ context.Context, path string, limit int64) ([]byte, error) {
	b, ok := t.files[path]
	switch {
	case !ok || t.missing[path]:
		return nil, fmt.Errorf("%s: %w", path, source.ErrPartialTree)
	case int64(len(b)) > limit:
		return nil, source.ErrLimit
	}
	return []byte(b), nil
}

func (t *memTree) Fetch(context.Context, []tree.File) error {
	t.fetches++
	if len(t.missing) > 0 {
		return source.ErrPartialTree
	}
	return nil
}

// memCache is a cache in memory.
type memCache struct{ sync.Map }

func (c *memCache) Load(key string) ([]byte, bool) {
	v, ok := c.Map.Load(key)
	if !ok {
		return nil, false
	}
	return v.([]byte), true
}

func (c *memCache) Save(key string, value []byte) { c.Store(key, value) }

// testRule is the rule of model.md §2.4.
func testRule() model.ScorecardRule {
	return model.ScorecardRule{
		CountFully:     []string{"Binary-Artifacts", "Dangerous-Workflow", "Token-Permissions", "Pinned-Dependencies", "License"},
		CountAboveZero: []string{"Security-Policy", "SAST", "Fuzzing", "Dependency-Update-Tool"},
		Inconclusive: map[string]string{
			"Dangerous-Workflow": "not_applicable", "Token-Permissions": "not_applicable",
			"Pinned-Dependencies": "not_applicable", "Signed-Releases": "not_applicable",
			"Packaging": "unknown", "CI-Tests": "not_applicable",
		},
	}
}

// newSource returns a source whose child replaces checks by the given faults.
func newSource(t *testing.T, change func(*Config), faults ...string) *Source {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cfg := Config{
		Trees: func(context.Context, health.Project, time.Time) (tree.Tree, error) {
			return nil, errors.New("no tree")
		},
		Rule:    testRule(),
		Command: append([]string{self, ChildArg}, faults...),
		TempDir: t.TempDir(),
		Now:     time.Now,
	}
	if change != nil {
		change(&cfg)
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// scan scans files with a source made for it.
func scan(t *testing.T, files map[string]string, change func(*Config), faults ...string) Result {
	t.Helper()
	r, err := newSource(t, change, faults...).Scan(t.Context(), newTree(files), "github.com/owner/name")
	if err != nil {
		t.Fatalf("scan: %v", err)
	}
	return r
}

// got returns one check of a result.
func got(t *testing.T, r Result, name string) check.Check {
	t.Helper()
	for _, c := range r.Checks {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no check %s in %v", name, r.Checks)
	return check.Check{}
}
