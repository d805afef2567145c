package app

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// large is a project whose repository is too large to be had, and a copy of it on this disk.
func large(t *testing.T) (p health.Project, pattern string) {
	t.Helper()
	r := testkit.NewRepo(t)
	for i := range 30 {
		r.Commit(testkit.Commit{
			At: time.Date(2026, 6, 1+i, 9, 0, 0, 0, time.UTC), Message: "change\n\nMerged-from: 7", Files: map[string]string{"SECURITY.md": "Write to us."},
		})
	}
	dir := t.TempDir()
	if err := os.Rename(r.Dir(), filepath.Join(dir, "maintainer+large")); err != nil {
		t.Fatal(err)
	}
	p = health.Project{
		Slug: "large", Name: "Large", Repositories: []health.Repository{{URL: "https://github.com/large/large", Role: health.Primary}},
		Copies: []health.Copy{{URL: "https://github.com/maintainer/large", Mark: `^Merged-from: \d+$`}},
	}
	return p, filepath.Join(dir, "{owner}+{name}")
}

func TestReadCopies_aCopyIsReadAsItsProject(t *testing.T) {
	t.Parallel()
	p, pattern := large(t)
	a, _ := unplugged(t)
	a.Set.Lists = []health.List{{Slug: "l", Projects: []health.Project{p}}}
	for _, list := range []string{"", "l"} {
		got, absent, err := a.ReadCopies(t.Context(), Copies{Mirror: []string{pattern}, List: list, Workers: 1, Timeout: time.Minute}, []time.Time{time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC)})
		if err != nil || absent != 0 || len(got) != 1 || got[0].Err != nil {
			t.Fatalf("list %q: %+v, %d absent, %v", list, got, absent, err)
		}
		if c := got[0]; c.Project.Slug != "large" || c.Snapshots[0].SourceURL != "https://github.com/maintainer/large" {
			t.Errorf("list %q: %s was read from %s", list, c.Project.Slug, c.Snapshots[0].SourceURL)
		}
	}
}

func TestOpenTree_ofACopyNamesIt(t *testing.T) {
	t.Parallel()
	p, pattern := large(t)
	a, _ := unplugged(t)
	src, err := sources.LocalClones(a.env(), []string{pattern})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := sources.OpenTree(t.Context(), src, p, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	where, ok := tree.(interface{ Address() string })
	if !ok || where.Address() != "https://github.com/maintainer/large" || len(tree.Files()) != 1 {
		t.Errorf("%d files of %v", len(tree.Files()), where)
	}
}
