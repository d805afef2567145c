package ossf

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// failsAlone checks that License failed for the reason and every other check
// of the tree came out as without the fault.
func failsAlone(t *testing.T, r Result, reason string) {
	t.Helper()
	c := got(t, r, "License")
	if c.State != check.Errored || c.Score != -1 || !strings.Contains(c.Error, reason) {
		t.Errorf("License: %+v, want an error with %q", c, reason)
	}
	for _, c := range r.Checks {
		if c.Name != "License" && c.State != check.Scored && c.State != check.NotRun {
			t.Errorf("%s: %s %s, want it unharmed", c.Name, c.State, c.Error)
		}
	}
}

// Traps 2 and 4: nobody recovers a panic in a check.
func TestTrap04_panicFailsAlone(t *testing.T) {
	t.Parallel()
	r := scan(t, fixtures()["well kept"], nil, "License=panic")
	failsAlone(t, r, "panic: assignment to entry in nil map")
	if r.broken {
		t.Error("the child broke, want the panic kept inside the check")
	}
}

// Trap 3: what cannot be recovered ends the child, not the scan.
func TestTrap03_fatalErrorFailsAlone(t *testing.T) {
	t.Parallel()
	for fault, reason := range map[string]string{
		"fatal": "stack overflow", "goroutine": "in the background", "exit": "exit status 7",
	} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			failsAlone(t, scan(t, fixtures()["well kept"], nil, "License="+fault), reason)
		})
	}
}

// Trap 17: Scorecard waits for its checks whatever the context says.
func TestTrap17_loopingOrSilentCheckFailsAlone(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"loop", "sleep"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			r := scan(t, fixtures()["well kept"], func(c *Config) { c.Limits.Check = time.Second }, "License="+fault)
			failsAlone(t, r, errSilent.Error())
		})
	}
}

func TestTrap17_scanHasADeadline(t *testing.T) {
	t.Parallel()
	r := scan(t, fixtures()["well kept"], func(c *Config) { c.Limits.Scan = time.Second }, "License=sleep")
	if c := got(t, r, "Binary-Artifacts"); c.State != check.Scored {
		t.Errorf("Binary-Artifacts: %+v, want the answers before the deadline kept", c)
	}
	for _, name := range []string{"License", "Token-Permissions"} {
		if c := got(t, r, name); c.State != check.Errored || testkit.Unsaid(c.Error, "1s") != nil {
			t.Errorf("%s: %+v, want an error about the time of the scan", name, c)
		}
	}
}

func TestTrap17_cancelEndsTheScanAtOnce(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := newSource(t, nil, "Binary-Artifacts=loop").Scan(ctx, newTree(fixtures()["well kept"]), "github.com/owner/name")
	if err == nil || time.Since(began) > 5*time.Second {
		t.Errorf("error %v after %s, want one soon", err, time.Since(began))
	}
}

// Trap 17: a child whose parent was killed ends, whatever its check does.
func TestTrap17_childEndsWithItsParent(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	tree, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, self, ChildArg, "License=loop")
	cmd.ExtraFiles = []*os.File{tree}
	// All of the input: after it comes the end of the pipe.
	cmd.Stdin = strings.NewReader(`{"checks":["License"]}` + "\n")
	out, err := cmd.CombinedOutput()
	if err == nil || ctx.Err() != nil || !strings.Contains(string(out), errOrphan.Error()) {
		t.Errorf("%v, said %q; want it to end by itself", err, out)
	}
}

// Trap 21: memory.
func TestTrap21_memoryEatingCheckFailsAlone(t *testing.T) {
	t.Parallel()
	r := scan(t, fixtures()["well kept"], func(c *Config) { c.Limits.Memory = 256 << 20 }, "License=eat")
	failsAlone(t, r, errMemory.Error())
	if r.Memory > 512<<20 {
		t.Errorf("the child reached %d MiB with a limit of 256", r.Memory>>20)
	}
}

// Trap 23: libraries log and print.
func TestTrap23_noiseIsBounded(t *testing.T) {
	t.Parallel()
	r := scan(t, fixtures()["well kept"], nil, "License=chatter")
	if c := got(t, r, "License"); c.State != check.Scored {
		t.Errorf("%+v, want a score: noise is no fault", c)
	}
	var noise tail
	noise.limit = 1000
	for range 1000 {
		fmt.Fprint(&noise, strings.Repeat("x", 999), "\n")
	}
	if len(noise.kept) != 1000 {
		t.Errorf("%d bytes of noise kept, want 1000", len(noise.kept))
	}
}

func TestScan_outputIsBounded(t *testing.T) {
	t.Parallel()
	r := scan(t, fixtures()["well kept"], func(c *Config) { c.Limits.Output, c.Limits.Evidence = 32<<10, 5000 }, "License=evidence")
	failsAlone(t, r, errOutput.Error())
}

func TestScan_evidenceIsBoundedAndCounted(t *testing.T) {
	t.Parallel()
	c := got(t, scan(t, fixtures()["well kept"], nil, "License=evidence"), "License")
	if len(c.Details) != 200 || c.Omitted != 4800 || len(c.Details[0].Text) > maxText+len("…") {
		t.Errorf("%d lines, %d left out, the first has %d bytes; want 200, 4800 and at most %d",
			len(c.Details), c.Omitted, len(c.Details[0].Text), maxText)
	}
}

func TestScan_scoreOutsideTheScaleIsAnError(t *testing.T) {
	t.Parallel()
	failsAlone(t, scan(t, fixtures()["well kept"], nil, "License=score"), "11")
}

func TestScan_childThatCannotStartIsAnError(t *testing.T) {
	t.Parallel()
	for _, command := range [][]string{{"/no/such/program"}, {"/bin/true"}} {
		s := newSource(t, func(c *Config) { c.Command = command })
		if r, err := s.Scan(t.Context(), newTree(fixtures()["well kept"]), "github.com/owner/name"); err == nil {
			t.Errorf("%v gave %+v, want an error", command, r)
		}
	}
}

// counter serves HTTP on loopback and counts connections of any kind.
func counter(t *testing.T) (port string, hits *atomic.Int64) {
	t.Helper()
	hits = new(atomic.Int64)
	srv := httptest.NewUnstartedServer(http.NotFoundHandler())
	srv.Config.ConnState = func(net.Conn, http.ConnState) { hits.Add(1) }
	srv.Start()
	t.Cleanup(srv.Close)
	_, port, err := net.SplitHostPort(srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port, hits
}

// Trap 18: CII, OSV and OSS-Fuzz use http.DefaultClient, crane its own transport.
func TestTrap18_childHasNoNetwork(t *testing.T) {
	t.Parallel()
	port, hits := counter(t)
	r := scan(t, fixtures()["well kept"], nil, "License=network:"+port)
	if c := got(t, r, "License"); c.State != check.Scored || hits.Load() != 0 {
		t.Errorf("%+v, %d connections, want none", c, hits.Load())
	}
}

// Traps 1, 9 and 18: License asks GitHub and panics, Security-Policy asks for
// the organisation with the tokens of the environment, Pinned-Dependencies asks
// registries for digests. Here the registry is a server that must not be asked.
func TestTrap01and09_checksAskNobody(t *testing.T) {
	t.Parallel()
	port, hits := counter(t)
	from := "FROM 127.0.0.1:" + port + "/image:1\n"
	r := scan(t, map[string]string{"Dockerfile": from, "x/Dockerfile": from, "LICENSE": "x"}, nil)
	if c := got(t, r, "Pinned-Dependencies"); c.State != check.Scored || c.Score != 0 || len(c.Details) == 0 {
		t.Errorf("Pinned-Dependencies: %+v, want 0 with evidence", c)
	}
	if c := got(t, r, "License"); c.State != check.Scored {
		t.Errorf("License: %+v, want a score from file names", c)
	}
	if c := got(t, r, "Security-Policy"); c.State != check.NotVisible {
		t.Errorf("Security-Policy: %+v, want not visible", c)
	}
	if hits.Load() != 0 {
		t.Errorf("%d connections to the registry, want none", hits.Load())
	}
}

// Trap 6: Scorecard's clients mix up repositories scanned at the same time.
func TestTrap06_concurrentScansDoNotMix(t *testing.T) {
	t.Parallel()
	s := newSource(t, nil)
	var all sync.WaitGroup
	for name, score := range map[string]int{"well kept": 10, "careless": 8, "no licence": 9} {
		all.Go(func() {
			tree := newTree(fixtures()[name])
			tree.commit = name
			r, err := s.Scan(t.Context(), tree, "github.com/owner/"+name)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			for _, c := range r.Checks {
				if c.Name == "Binary-Artifacts" && c.Score != score || r.Commit != name {
					t.Errorf("%s: commit %s, Binary-Artifacts %d, want %d", name, r.Commit, c.Score, score)
				}
			}
		})
	}
	all.Wait()
}

// Trap 8: Packaging looks for the type of Scorecard's own client and finds
// nothing to judge over any other.
func TestTrap08_packagingIsNeverAsked(t *testing.T) {
	t.Parallel()
	c := got(t, scan(t, fixtures()["well kept"], nil, "Packaging=evidence"), "Packaging")
	if c.State != check.NotRun || len(c.Details) != 0 {
		t.Errorf("%+v, want not run", c)
	}
}

// Traps 5, 11, 23 and 24: the working directory, programs and variables of
// ours are none of a check's business.
func TestTrap11and24_childKnowsNothingOfUs(t *testing.T) {
	// Not parallel: it sets the environment.
	for _, k := range []string{"GITHUB_TOKEN", "GITHUB_AUTH_TOKEN", "GH_HOST", "HTTPS_PROXY", "SCORECARD_EXPERIMENTAL", "GITHUB_AUTH_SERVER"} {
		t.Setenv(k, "1")
	}
	if c := got(t, scan(t, fixtures()["well kept"], nil, "License=environment"), "License"); c.State != check.Scored {
		t.Errorf("%s", c.Error)
	}
}

// Trap 5: without a folder Scorecard takes the working directory.
func TestTrap05_thereIsNoLocalPath(t *testing.T) {
	t.Parallel()
	if p, err := (&view{}).LocalPath(); err == nil {
		t.Errorf("local path %q, want an error", p)
	}
}

// Trap 12: without a configuration the check searches commits, which fails in
// Scorecard's client for folders.
func TestTrap12_noUpdateToolIsNotAnError(t *testing.T) {
	t.Parallel()
	if c := got(t, scan(t, fixtures()["old C library"], nil), "Dependency-Update-Tool"); c.State != check.NotVisible {
		t.Errorf("%+v, want not visible", c)
	}
}

// Trap 20: temporary folders stay behind.
func TestTrap20_nothingIsLeftBehind(t *testing.T) {
	t.Parallel()
	for _, faults := range [][]string{nil, {"License=litter"}, {"License=litter", "Fuzzing=loop"}, {"License=litter", "SAST=exit"}} {
		var dir string
		r := scan(t, fixtures()["well kept"], func(c *Config) { dir, c.Limits.Check = c.TempDir, time.Second }, faults...)
		if c := got(t, r, "License"); c.State != check.Scored {
			t.Errorf("%v: %s", faults, c.Error)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%v: left behind %v, %v", faults, left, err)
		}
	}
}

func TestTrap20_startSweepsWhatDeadProcessesLeft(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old := time.Now().Add(-time.Hour)
	leave := func(name string) string {
		p := filepath.Join(dir, name)
		for _, err := range []error{os.MkdirAll(filepath.Join(p, "tmp", "repo1"), 0o700), os.Chtimes(p, old, old)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		return p
	}
	dead := leave("scorecard-1")
	other := leave("something")
	must(t, os.WriteFile(filepath.Join(dead, lockName), nil, 0o600))
	must(t, os.Chtimes(dead, old, old))
	live, err := newFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { live.close() })
	if err := os.Chtimes(live.dir, old, old); err != nil {
		t.Fatal(err)
	}
	young, err := os.MkdirTemp(dir, folderPrefix)
	if err != nil {
		t.Fatal(err)
	}
	newSource(t, func(c *Config) { c.TempDir = dir })
	for path, stays := range map[string]bool{dead: false, other: true, live.dir: true, young: true} {
		if _, err := os.Stat(path); (err == nil) != stays {
			t.Errorf("%s: %v, want it to stay: %v", path, err, stays)
		}
	}
}
