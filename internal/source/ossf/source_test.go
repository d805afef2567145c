package ossf

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ossf/scorecard/v4/clients"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// cached scans a tree under a commit with a cache and reports what ran.
func cached(t *testing.T, c source.Cache, commit, repo string, files map[string]string, change func(*Config), faults ...string) Result {
	t.Helper()
	s := newSource(t, func(cfg *Config) {
		cfg.Cache = c
		if change != nil {
			change(cfg)
		}
	}, faults...)
	tree := newTree(files)
	tree.commit = commit
	r, err := s.Scan(t.Context(), tree, repo)
	if err != nil {
		t.Fatal(err)
	}
	if r.Cached != (tree.fetches == 0) || r.Commit != commit {
		t.Errorf("cached %v with %d fetches, commit %q", r.Cached, tree.fetches, r.Commit)
	}
	return r
}

func TestScan_nothingIsScannedTwice(t *testing.T) {
	t.Parallel()
	files := fixtures()["well kept"]
	const repo = "github.com/owner/name"
	c := &memCache{}
	first := cached(t, c, "one", repo, files, nil)
	second := cached(t, c, "two", repo, files, nil)
	if first.Cached || !second.Cached {
		t.Fatalf("cached: %v, then %v; want false, true", first.Cached, second.Cached)
	}
	if a, b := asJSON(t, first.Checks), asJSON(t, second.Checks); a != b || !first.ScannedAt.Equal(second.ScannedAt) {
		t.Errorf("results differ:\n%s\n%s", a, b)
	}
	other := fixtures()["careless"]
	for name, r := range map[string]Result{
		"contents": cached(t, c, "one", repo, other, nil),
		"name":     cached(t, c, "one", "github.com/other/name", files, nil),
		"limits":   cached(t, c, "one", repo, files, func(cfg *Config) { cfg.Limits.File = 1 << 20 }),
		"checks":   cached(t, c, "one", repo, files, func(cfg *Config) { cfg.Rule.CountAboveZero = nil }),
	} {
		if r.Cached {
			t.Errorf("other %s came from the cache", name)
		}
	}
}

// collection is a source as a later process would make it, and the number of
// children it started.
func collection(t *testing.T, c source.Cache, contents tree.Tree, change func(*Config)) (s *Source, starts func() int) {
	t.Helper()
	count := filepath.Join(t.TempDir(), "starts")
	s = newSource(t, func(cfg *Config) {
		cfg.Cache = c
		cfg.Trees = func(context.Context, health.Project, time.Time) (tree.Tree, error) { return contents, nil }
		cfg.Command = append([]string{"/bin/sh", "-c", `echo >>"$0"; exec "$@"`, count}, cfg.Command...)
		if change != nil {
			change(cfg)
		}
	})
	return s, func() int {
		b, err := os.ReadFile(count)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		return bytes.Count(b, []byte("\n"))
	}
}

// Collections one after the other over one cache: a child starts only for
// contents, a version of Scorecard or a configuration not seen before.
func TestObserve_startsNoChildTwiceForTheSame(t *testing.T) {
	t.Parallel()
	p := health.Project{Slug: "name", Repositories: []health.Repository{{URL: "https://github.com/owner/name", Role: health.Primary}}}
	c := &memCache{}
	kept, careless := fixtures()["well kept"], fixtures()["careless"]
	newer := func(s *Source) { s.version = "v4.99.0" }
	limits := func(cfg *Config) { cfg.Limits.File = 1 << 20 }
	fewer := func(cfg *Config) { cfg.Rule.CountAboveZero = nil }
	other := func(cfg *Config) { cfg.Limits.Scan, cfg.Log = time.Minute, nil }
	for _, step := range []struct {
		name    string
		commit  string
		files   map[string]string
		config  func(*Config)
		version func(*Source)
		want    int
	}{
		{"the first collection", "one", kept, nil, nil, 1},
		{"the next, nothing changed", "one", kept, nil, nil, 0},
		{"another commit with the same tree", "two", kept, nil, nil, 0},
		{"a changed tree", "three", careless, nil, nil, 1},
		{"the next after the change", "three", careless, nil, nil, 0},
		{"the change taken back", "four", kept, nil, nil, 0},
		{"a newer Scorecard", "four", kept, nil, newer, 1},
		{"the newer Scorecard again", "four", kept, nil, newer, 0},
		{"other limits", "four", kept, limits, nil, 1},
		{"other limits again", "four", kept, limits, nil, 0},
		{"other checks", "four", kept, fewer, nil, 1},
		{"a deadline, which changes no result", "four", kept, other, nil, 0},
	} {
		tree := newTree(step.files)
		tree.commit = step.commit
		s, starts := collection(t, c, tree, step.config)
		if step.version != nil {
			step.version(s)
		}
		snap, err := s.Observe(t.Context(), p, time.Time{})
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if n := starts(); n != step.want || snap.Commit != step.commit || len(snap.Checks) == 0 {
			t.Errorf("%s: %d children, commit %q, %d checks; want %d, %q and some", step.name, n, snap.Commit, len(snap.Checks), step.want, step.commit)
		}
	}
}

// A model that reads results in another way needs no new scan.
func TestScan_cacheKeepsWhatScorecardReturned(t *testing.T) {
	t.Parallel()
	c := &memCache{}
	files := fixtures()["old C library"]
	before := cached(t, c, "one", "github.com/owner/name", files, nil)
	after := cached(t, c, "one", "github.com/owner/name", files, func(cfg *Config) {
		cfg.Rule.CountFully, cfg.Rule.CountAboveZero = append(cfg.Rule.CountFully, cfg.Rule.CountAboveZero...), nil
	})
	if b, a := got(t, before, "Fuzzing"), got(t, after, "Fuzzing"); b.State != check.NotVisible || a.State != check.Scored || a.Score != 0 || !after.Cached {
		t.Errorf("Fuzzing %+v, then %+v", b, a)
	}
}

func TestScan_whatBrokeIsTriedAgain(t *testing.T) {
	t.Parallel()
	files := fixtures()["well kept"]
	c := &memCache{}
	cached(t, c, "one", "github.com/owner/name", files, nil, "License=exit")
	if r := cached(t, c, "one", "github.com/owner/name", files, nil); r.Cached || got(t, r, "License").State != check.Scored {
		t.Errorf("cached %v, License %+v; want a new scan", r.Cached, got(t, r, "License"))
	}
	// An error of the check itself comes from the tree and would come again.
	broken := &memCache{}
	cached(t, broken, "one", "github.com/owner/name", files, nil, "License=error")
	if r := cached(t, broken, "one", "github.com/owner/name", files, nil); !r.Cached || got(t, r, "License").State != check.Errored {
		t.Errorf("cached %v, License %+v; want the error from the cache", r.Cached, got(t, r, "License"))
	}
}

func TestScan_measuresItself(t *testing.T) {
	t.Parallel()
	r := scan(t, fixtures()["well kept"], nil)
	if r.CPU <= 0 || r.Took <= 0 || r.Memory < 1<<20 || r.Memory > 1<<30 || r.Mode != "git tree" || got(t, r, "Fuzzing").Took <= 0 {
		t.Errorf("CPU %s, took %s, memory %d, mode %q", r.CPU, r.Took, r.Memory, r.Mode)
	}
}

func TestVersion_isTheOneInGoMod(t *testing.T) {
	t.Parallel()
	mod, err := os.ReadFile("../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^\s*` + regexp.QuoteMeta(module) + ` ` + regexp.QuoteMeta(pinned) + `$`).Match(mod) {
		t.Errorf("go.mod does not require %s %s: review the guards for the new version", module, pinned)
	}
	if v, c := Version(); v != pinned || c != pinnedCommit {
		t.Errorf("version %s %s, want %s %s", v, c, pinned, pinnedCommit)
	}
	if v := linked([]*debug.Module{{Path: "x"}, {Path: module, Version: "v4.14.0"}}); v != "v4.14.0" {
		t.Errorf("version of another build %q, want v4.14.0", v)
	}
}

func TestDocs_everyCheckHasThem(t *testing.T) {
	t.Parallel()
	docs, err := Docs()
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 16 || !slices.IsSortedFunc(docs, func(a, b check.Doc) int { return strings.Compare(a.Name, b.Name) }) {
		t.Errorf("%d texts, want 16 sorted by name", len(docs))
	}
	for _, d := range docs {
		want := "https://github.com/ossf/scorecard/blob/v4.13.1/docs/checks.md#" + strings.ToLower(d.Name)
		if d.Risk == "" || d.Short == "" || d.Description == "" || len(d.Remediation) == 0 || d.URL != want {
			t.Errorf("%+v is not complete", d)
		}
	}
}

func TestLanguages_countAsOnGitHub(t *testing.T) {
	t.Parallel()
	got := languages([]file{
		{Path: "a.c", Size: 10},
		{Path: "b.cc", Size: 20},
		{Path: "b.h", Size: 5},
		{Path: "vendor/x.go", Size: 1000},
		{Path: "docs/x.py", Size: 1000},
		{Path: "x.rs", Size: 7},
		{Path: "README", Size: 9},
		{Path: "y/X.RS", Size: 1},
	})
	want := []clients.Language{{Name: "c", NumLines: 10}, {Name: "c++", NumLines: 25}, {Name: "rust", NumLines: 8}}
	if !slices.Equal(got, want) {
		t.Errorf("languages %v, want %v", got, want)
	}
}

func TestNew_saysWhatIsMissing(t *testing.T) {
	t.Parallel()
	if _, err := New(Config{}); err == nil || !strings.Contains(err.Error(), "TempDir") {
		t.Errorf("error %v, want one that names the fields", err)
	}
}
