package main

import (
	"bufio"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestWork_collectsWhatIsDueAndEndsWhenAsked(t *testing.T) {
	t.Parallel()
	repo := testkit.NewRepo(t)
	repo.Commit(testkit.Commit{At: time.Now().UTC().AddDate(0, 0, -1), Files: map[string]string{"a.txt": "a"}})
	dir := t.TempDir()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), "sqlite:"+filepath.Join(dir, "p.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	if err := st.SaveLists(t.Context(), set.Lists); err != nil {
		t.Fatal(err)
	}
	list, due := set.Lists[0], map[string]time.Time{}
	for _, p := range list.Projects {
		if _, ok := p.PrimaryRepository(); ok && len(due) < 3 {
			due[p.Slug] = time.Now().Add(-time.Hour)
		}
	}
	if err := st.Schedule(t.Context(), list.Slug, due); err != nil {
		t.Fatal(err)
	}

	copies := filepath.Join(mirrorEveryProject(t, repo), "{host}+{name}")
	cmd := plumbline(t, dir, "--log", "info", "work", "--offline", "--sources", "git", "--mirror", copies)
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var seen []string
	for lines := bufio.NewScanner(log); lines.Scan(); {
		seen = append(seen, lines.Text())
		if strings.Contains(lines.Text(), "list="+list.Slug+" run=") && !strings.Contains(lines.Text(), "projects=") {
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Error(err)
			}
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v and said %q", err, seen)
	}

	runs, err := st.Runs(t.Context(), list.Slug, 10)
	if err != nil {
		t.Fatal(err)
	}
	var turns []health.Run
	for _, r := range runs {
		if r.Scope == collect.ScopeTurns {
			turns = append(turns, r)
		}
	}
	// The others are spread over a day, so on a slow machine one of them may have
	// come due meanwhile.
	if len(turns) != 1 || !turns[0].Published || turns[0].Observed < 3 || turns[0].Observed > 6 {
		t.Errorf("the runs of what was due are %+v; want one, published, with the 3 observed and hardly more", turns)
	}
	if left, err := st.Due(t.Context(), list.Slug, time.Now(), 10); err != nil || len(left) > 0 {
		t.Errorf("%q are due again at once, error %v", left, err)
	}
}
