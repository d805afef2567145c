package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// Asked to stop while a host does not answer, the program stops, and says that
// what was collected is kept.
func TestCollect_stopsWhileAHostHangs(t *testing.T) {
	t.Parallel()
	fake := githubtest.Start(t, githubtest.Config{})
	fake.Fail(githubtest.Fault{Hang: true})
	cmd := plumbline(t, t.TempDir(), "collect", "--repo", "xz", "--sources", "github", "--github-url", fake.URL())
	cmd.Env = append(cmd.Env, sources.TokenVariable+"="+githubtest.DemoToken)
	var told strings.Builder
	cmd.Stderr = &told
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for fake.Requests().Total == 0 { // until it waits for the answer
		select {
		case <-t.Context().Done():
			t.Fatal("it never asked")
		case <-time.After(10 * time.Millisecond):
		}
	}
	kill := time.AfterFunc(5*time.Second, func() { cmd.Process.Kill() })
	defer kill.Stop()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	lines := strings.Split(strings.TrimSpace(told.String()), "\n")
	last := lines[len(lines)-1]
	if cmd.ProcessState.ExitCode() != exitInterrupted || len(lines) < 2 || strings.HasPrefix(last, "plumbline: ") { // the costs, then what became of it
		t.Errorf("it ended with %v and said %q", err, told.String())
	}
}

func TestCollect_killedInTheMiddleLosesNothingAndRepeatsNothing(t *testing.T) {
	t.Parallel()
	repo := testkit.NewRepo(t)
	now := time.Now().UTC()
	for m := range 6 {
		repo.Commit(testkit.Commit{At: now.AddDate(0, -m, -1), Files: map[string]string{"a.txt": string(rune('a' + m))}})
	}
	dir := t.TempDir()
	copies := mirrorEveryProject(t, repo)
	args := []string{"collect", "--list", "critical", "--offline", "--mirror", filepath.Join(copies, "{host}+{name}")}

	for kills := range 3 {
		cmd := plumbline(t, dir, args...)
		progress, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(progress)
		for seen := 0; seen < 5+3*kills && lines.Scan(); seen++ {
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		cmd.Wait() // killed: its error says so
	}

	var stderr bytes.Buffer
	cmd := plumbline(t, dir, args...)
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("the collection after the kills: %v\n%s", err, stderr.String())
	}

	raw, err := plumbline(t, dir, "rank", "--limit", "0", "--json").Output()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Run      struct{ ID int64 }
		Total    int
		Projects []struct {
			Slug, Repository, Outcome string
		}
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if got.Run.ID != 1 {
		t.Errorf("run %d was started instead of going on with run 1", got.Run.ID)
	}
	seen := map[string]bool{}
	for _, p := range got.Projects {
		if seen[p.Slug] {
			t.Errorf("%s is in the ranking twice", p.Slug)
		}
		seen[p.Slug] = true
		if p.Repository != "" && p.Outcome != "observed" {
			t.Errorf("%s is %q, want observed", p.Slug, p.Outcome)
		}
	}
	if len(seen) != got.Total || got.Total < 140 {
		t.Errorf("%d of %d projects are in the ranking", len(seen), got.Total)
	}
}
