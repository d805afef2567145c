package store

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// childEnv makes the test binary a process that records until it is killed.
const childEnv = "PLUMBLINE_STORE_TEST_CHILD"

func TestMain(m *testing.M) {
	if dsn := os.Getenv(childEnv); dsn != "" {
		if err := recordPending(dsn, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func killProjects() []string {
	slugs := make([]string, 120)
	for i := range slugs {
		slugs[i] = fmt.Sprintf("p%03d", i)
	}
	return slugs
}

// recordPending goes on with the run and prints each project once its answer
// is durable.
func recordPending(dsn string, out io.Writer) error {
	ctx := context.Background()
	s, err := Open(ctx, dsn, func() time.Time { return noon })
	if err != nil {
		return err
	}
	run, err := s.StartRun(ctx, health.Run{List: "l", Origin: health.OriginLive}, killProjects())
	if err != nil {
		return err
	}
	pending, err := s.Pending(ctx, run.ID)
	if err != nil {
		return err
	}
	for _, slug := range pending {
		snap := health.Snapshot{Source: "git", ObservedAt: noon, Commit: slug}
		for i := range 20 {
			snap.Inputs = append(snap.Inputs, health.Obs(field.ID(fmt.Sprintf("field_%d", i)), float64(os.Getpid())))
		}
		a := health.Attempt{Run: run.ID, Project: slug, Outcome: health.OutcomeObserved}
		if err := s.Record(ctx, a, []health.Snapshot{snap}); err != nil {
			return err
		}
		fmt.Fprintln(out, slug)
	}
	return s.Close()
}

// startChild runs the test binary as a recorder on the database.
func startChild(t *testing.T, dsn string) (*exec.Cmd, io.Reader) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childEnv+"="+dsn)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, out
}

// onEach runs the test on a new database of each engine.
func onEach(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		test(t, "sqlite:"+filepath.Join(t.TempDir(), "p.db"))
	})
	t.Run("Postgres", func(t *testing.T) {
		t.Parallel()
		test(t, testkit.Postgres(t))
	})
}

func TestOpen_processesAtOnceOnANewDatabase(t *testing.T) {
	t.Parallel()
	onEach(t, processesAtOnce)
}

func processesAtOnce(t *testing.T, dsn string) {
	var wg sync.WaitGroup
	for range 3 {
		cmd, out := startChild(t, dsn)
		wg.Go(func() {
			if _, err := io.Copy(io.Discard, out); err != nil {
				t.Error(err)
			}
			if err := cmd.Wait(); err != nil {
				t.Errorf("a process ended with %v", err)
			}
		})
	}
	wg.Wait()
	checkEachOnce(t, openDSN(t, dsn, noon), nil)
}

// Two processes record, are killed with no warning at random points, and are
// started again, until everything is answered.
func TestRecord_killedAnywhereLosesNothing(t *testing.T) {
	t.Parallel()
	onEach(t, killedAnywhere)
}

func killedAnywhere(t *testing.T, dsn string) {
	durable := map[string]bool{}
	rounds := 6
	if testing.Short() || raceDetector {
		rounds = 3
	}
	for range rounds {
		var wg sync.WaitGroup
		var mu sync.Mutex
		for range 2 {
			cmd, out := startChild(t, dsn)
			after, late := 1+rand.IntN(9), time.Duration(rand.IntN(4000))*time.Microsecond
			wg.Go(func() {
				lines := bufio.NewScanner(out)
				for n := 0; lines.Scan(); n++ {
					mu.Lock()
					durable[lines.Text()] = true
					mu.Unlock()
					if n == after {
						time.AfterFunc(late, func() { _ = cmd.Process.Kill() }) // it may have ended by itself
					}
				}
				_ = cmd.Wait() // it was killed: that is the error
			})
		}
		wg.Wait()
		s := openDSN(t, dsn, noon)
		if err := s.IntegrityCheck(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d answers were durable before the last kill", len(durable))
	if len(durable) == len(killProjects()) {
		t.Log("everything was answered before the last kill: the restart had nothing to do")
	}
	if err := recordPending(dsn, io.Discard); err != nil {
		t.Fatal(err)
	}
	checkEachOnce(t, openDSN(t, dsn, noon), durable)
}

// checkEachOnce fails unless every project was answered and observed exactly
// once, each by one process alone, and nothing said to be durable is missing.
func checkEachOnce(t *testing.T, s *Store, durable map[string]bool) {
	t.Helper()
	if err := s.IntegrityCheck(t.Context()); err != nil {
		t.Error(err)
	}
	want := killProjects()
	run, err := s.StartRun(t.Context(), health.Run{List: "l", Origin: health.OriginLive}, want)
	if err != nil {
		t.Fatal(err)
	}
	if run.Observed != len(want) || run.Total != len(want) {
		t.Errorf("the run counts %d of %d observed, want %d", run.Observed, run.Total, len(want))
	}
	answered := map[string]bool{}
	for a, err := range s.Attempts(t.Context(), run.ID) {
		if err != nil {
			t.Fatal(err)
		}
		answered[a.Project] = true
	}
	for slug := range durable {
		if !answered[slug] {
			t.Errorf("the durable answer of %s is lost", slug)
		}
	}
	lines, err := column(t.Context(), s.reader, `SELECT p.slug || ' ' || count(DISTINCT v.value) || ' ' || count(*) || ' ' || p.revision
FROM project p JOIN input_value v ON v.project_id = p.id GROUP BY p.id ORDER BY p.slug`)
	if err != nil {
		t.Fatal(err)
	}
	for i, slug := range want {
		if i >= len(lines) || lines[i] != slug+" 1 20 1" {
			t.Fatalf("projects with processes, values, revisions:\n%s\nwant each with 1 20 1", strings.Join(lines, "\n"))
		}
	}
	snapshots, err := column(t.Context(), s.reader, `SELECT count(*) FROM snapshot`)
	if err != nil || snapshots[0] != fmt.Sprint(len(want)) {
		t.Errorf("%v snapshots, error %v; want %d", snapshots, err, len(want))
	}
}
