package git

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// foldedRepo has one commit whose tree holds the same folder several times on each level: few
// objects, many paths.
func foldedRepo(t testing.TB, levels, wide int) *testkit.Repo {
	t.Helper()
	r := testkit.NewRepo(t)
	r.Commit(testkit.Commit{At: taken.AddDate(0, -1, 0), Files: map[string]string{"LICENSE": "x"}})
	id := strings.TrimSpace(r.Git("rev-parse", "HEAD^{tree}"))
	for range levels {
		var list strings.Builder
		for i := range wide {
			fmt.Fprintf(&list, "040000 tree %s\tfolder-with-a-name-%d\n", id, i)
		}
		id = strings.TrimSpace(r.GitInput(list.String(), "mktree"))
	}
	who := fmt.Sprintf("Ada Example <ada@example.org> %d +0000", taken.AddDate(0, -1, 0).Unix())
	text := fmt.Sprintf("tree %s\nparent %s\nauthor %s\ncommitter %s\n\nfolders\n", id, strings.TrimSpace(r.Git("rev-parse", "HEAD")), who, who)
	r.Git("update-ref", "HEAD", strings.TrimSpace(r.GitInput(text, "hash-object", "-t", "commit", "-w", "--stdin")))
	r.SetTaken(taken)
	return r
}

// A tree beyond a bound leaves its files unknown, with the bound as the reason, and nothing else.
func TestObserve_treeBeyondTheBounds(t *testing.T) {
	t.Parallel()
	r := foldedRepo(t, 4, 4) // 256 files, 5 folders deep
	for want, b := range map[string]tree.Bounds{
		"":                               {Files: 256},
		"more than 255 files":            {Files: 255},
		"files more than 3 folders deep": {Depth: 3},
		"paths of more than 1,000 bytes together": {Paths: 1000},
		"a path of more than 50 bytes":            {Path: 50},
	} {
		cfg := mirrorOf(r.Dir())
		cfg.Limits.Tree = b
		snap, err := newSource(t, cfg).Observe(t.Context(), project(), time.Time{})
		if err != nil {
			t.Fatalf("%s: %v", want, err)
		}
		for _, in := range snap.Inputs {
			switch in.Field {
			case field.SecurityPolicy, field.Licence, field.TreeBytes, "files", "workflows", field.UpdateTool, field.CodeOwners, field.GovernanceFile, field.FundingChannels:
				if (want != "") != (in.State == health.Unknown && strings.Contains(in.Reason, want)) && (want != "" || in.Field != field.Licence) {
					t.Errorf("%q: %s is %v (%s)", want, in.Field, in.State, in.Reason)
				}
			case field.HumanCommits12m:
				if !in.Known() {
					t.Errorf("%q: %s is unknown: %s", want, in.Field, in.Reason)
				}
			}
		}
	}
}

func TestTree_beyondTheBounds(t *testing.T) {
	t.Parallel()
	cfg := mirrorOf(foldedRepo(t, 4, 4).Dir())
	cfg.Limits.Tree = tree.Bounds{Files: 255}
	repo, err := newSource(t, cfg).Open(t.Context(), repoID, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	var over *tree.Excess
	if _, err := repo.Tree(t.Context()); !errors.Is(err, source.ErrLimit) || !errors.As(err, &over) {
		t.Errorf("error %v, want the bound", err)
	}
}

// What a tree costs is bounded by the bounds, not by what it lists: ten times the paths, the same
// memory.
func TestListTree_costEndsWithTheBounds(t *testing.T) {
	listed := func(levels int) float64 {
		cfg := mirrorOf(foldedRepo(t, levels, 10).Dir())
		cfg.Limits.Tree = tree.Bounds{Files: 1000}
		repo, err := newSource(t, cfg).Open(t.Context(), repoID, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		defer repo.Close()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := repo.entries(t.Context()); !errors.Is(err, source.ErrLimit) {
			t.Fatalf("%d levels: error %v, want ErrLimit", levels, err)
		}
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc - before.TotalAlloc)
	}
	few, many := listed(4), listed(5)
	if ratio := many / few; ratio > 2 {
		t.Errorf("ten times the paths cost %.1f times the memory (%.0f and %.0f bytes)", ratio, few, many)
	}
}
