package testkit

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// childEnv makes the test binary a process that starts a server and dies.
const childEnv = "PLUMBLINE_TESTKIT_CHILD"

// A server must not outlive the tests, even killed ones.
func TestPostgres_endsWithItsProcess(t *testing.T) {
	if os.Getenv(childEnv) != "" {
		dsn := Postgres(t)
		if _, err := os.Stdout.WriteString("dsn " + dsn + "\n"); err != nil {
			t.Fatal(err)
		}
		select {} // until it is killed
	}
	_, err := postgresBin()
	Need(t, "postgres", err)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestPostgres_endsWithItsProcess$")
	cmd.Env = append(os.Environ(), childEnv+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 4096)
	n, err := out.Read(buf)
	dir, _, found := strings.Cut(strings.TrimPrefix(string(buf[:n]), "dsn postgres:///test1?host="), "&")
	if err != nil || !found || !filepath.IsAbs(dir) {
		t.Fatalf("it said %q, error %v", buf[:n], err)
	}
	if _, err := os.Stat(filepath.Join(dir, ".s.PGSQL.5432")); err != nil {
		t.Errorf("the server's socket: %v", err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed: that is the error
	deadline := time.Now().Add(30 * time.Second)
	for {
		if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s is still there", dir)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestNeed_skipsUnlessRequired(t *testing.T) {
	for require, fails := range map[string]bool{"": false, "browser": false, "postgres": true, "browser,postgres": true, "postgresql": false} {
		t.Setenv("PLUMBLINE_REQUIRE", require)
		rec := &recorder{TB: t}
		func() {
			defer func() { _ = recover() }() // a test that ends
			Need(rec, "postgres", errors.New("not here"))
		}()
		if rec.failed != fails || rec.skipped == fails {
			t.Errorf("required %q: failed %v, skipped %v", require, rec.failed, rec.skipped)
		}
		Need(rec, "postgres", nil)
	}
}

// recorder is a test that remembers how it ended.
type recorder struct {
	testing.TB
	failed, skipped bool
}

func (r *recorder) Fatalf(string, ...any) { r.failed = true; panic("ended") }
func (r *recorder) Skipf(string, ...any)  { r.skipped = true; panic("ended") }
