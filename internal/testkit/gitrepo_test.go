package testkit_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestRepo_buildsWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	at := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	first := r.Commit(testkit.Commit{At: at, Files: map[string]string{"README": "hello\n"}})
	side := r.Commit(testkit.Commit{At: at.Add(time.Hour), Name: "B\xe9la", Email: "b@example.org", Branch: "side", From: first})
	r.Commit(testkit.Commit{At: at.Add(2 * time.Hour), Merge: side})
	r.Tag("v1.0.0", first, at)
	r.LightTag("v1.1.0", side)

	if got, want := r.Git("log", "--format=%ct", "--first-parent", "main"), "1714986489\n1714979289"; got != want {
		t.Errorf("dates of main: got %q, want %q", got, want)
	}
	if got, want := r.Git("log", "-1", "--encoding=none", "--format=%aN|%aE", "side"), "B\xe9la|b@example.org"; got != want {
		t.Errorf("author: got %q, want %q", got, want)
	}
	if got, want := r.Git("for-each-ref", "--format=%(refname) %(objecttype)", "refs/tags"), "refs/tags/v1.0.0 tag\nrefs/tags/v1.1.0 commit"; got != want {
		t.Errorf("tags: got %q, want %q", got, want)
	}
	r.Commit(testkit.Commit{At: at.Add(3 * time.Hour)})
	if got := r.Git("rev-list", "--count", "main"); got != "4" {
		t.Errorf("commits after a second writing: got %s, want 4", got)
	}
	r.SetTaken(at)
	st, err := os.Stat(filepath.Join(r.Dir(), "HEAD"))
	if err != nil || !st.ModTime().Equal(at) {
		t.Errorf("HEAD taken at %v (%v), want %v", st.ModTime(), err, at)
	}
}
