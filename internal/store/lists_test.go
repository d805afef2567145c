package store

import (
	"path/filepath"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// A list of 100,000 projects is not written again by each command that opens the
// database: its revision says that it is there.
func TestSaveLists_writesARevisionOnce(t *testing.T) {
	t.Parallel()
	s := openAt(t, filepath.Join(t.TempDir(), "p.db"), noon)
	name := func() (out string) {
		t.Helper()
		if err := s.reader.QueryRowContext(t.Context(), `SELECT name FROM project WHERE slug = 'a'`).Scan(&out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	list := func(slug, revision, name string, more ...health.Project) health.List {
		return health.List{Slug: slug, Title: "T", Revision: revision, Projects: append(more, health.Project{Slug: "a", Name: name})}
	}
	for i, c := range []struct {
		lists []health.List
		want  string
	}{
		{[]health.List{list("l", "r1", "first")}, "first"},
		{[]health.List{list("l", "r1", "same revision")}, "first"},
		{[]health.List{list("l", "r2", "second")}, "second"},
		{[]health.List{list("l", "r2", "more projects", health.Project{Slug: "b"})}, "more projects"},
		{[]health.List{list("l", "", "no revision")}, "no revision"},
		{[]health.List{list("l", "", "still none")}, "still none"},
		// Of two lists the last names a project, whichever of them changed.
		{[]health.List{list("l", "r3", "of l"), list("m", "r1", "of m")}, "of m"},
		{[]health.List{list("l", "r4", "of l again"), list("m", "r1", "of m")}, "of m"},
	} {
		if err := s.SaveLists(t.Context(), c.lists); err != nil {
			t.Fatal(err)
		}
		if got := name(); got != c.want {
			t.Errorf("after %d: %q, want %q", i, got, c.want)
		}
	}
}
