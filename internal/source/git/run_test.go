package git

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// program returns a runner of a shell script in place of git.
func program(t *testing.T, script string, l Limits) *runner {
	t.Helper()
	path := filepath.Join(t.TempDir(), "git")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return &runner{bin: path, protocols: "https", limits: l.filled(), env: []string{"HTTPS_PROXY=http://proxy:1"}}
}

func TestRun_givesGitAMinimalEnvironment(t *testing.T) {
	t.Parallel()
	r := program(t, "env; echo \"$@\"", Limits{})
	for network, wanted := range map[bool][]string{
		false: {"GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1"},
		true:  {"GIT_ALLOW_PROTOCOL=https"},
	} {
		out, err := r.output(t.Context(), call{args: []string{"version"}, network: network})
		if err != nil {
			t.Fatal(err)
		}
		wanted = append(wanted,
			"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "HOME=/nonexistent", "HTTPS_PROXY=http://proxy:1",
			"core.hooksPath=/dev/null", "protocol.ext.allow=never", "core.fsmonitor=false", "credential.helper=")
		for _, w := range wanted {
			if !strings.Contains(string(out), w) {
				t.Errorf("network %v: no %s in\n%s", network, w, out)
			}
		}
		if user := os.Getenv("USER"); user != "" && strings.Contains(string(out), "USER="+user) {
			t.Error("the environment of this process reaches git")
		}
	}
}

func TestRun_errorsAreShortAndHoldNoSecrets(t *testing.T) {
	t.Parallel()
	r := program(t, `echo "fatal: cannot read https://user:s3cret@example.org/x" >&2; yes more | head -c 100000 >&2; head -c 100000 /dev/zero >&2; exit 128`, Limits{})
	_, err := r.output(t.Context(), call{args: []string{"fetch"}})
	if !errors.Is(err, source.ErrUnavailable) || strings.Contains(err.Error(), "s3cret") || len(err.Error()) > 600 {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(err.Error(), "https://example.org/x") {
		t.Errorf("the address itself is useful: %v", err)
	}
}

func TestRun_endsInTimeWithAllItsChildren(t *testing.T) {
	t.Parallel()
	mark := filepath.Join(t.TempDir(), "alive")
	// The child keeps the pipe open: only killing the whole group ends the call.
	r := program(t, "(sleep 60; touch "+mark+") & wait", Limits{Command: 200 * time.Millisecond})
	begin := time.Now()
	_, err := r.output(t.Context(), call{args: []string{"log"}})
	if !errors.Is(err, source.ErrLimit) || time.Since(begin) > 20*time.Second {
		t.Errorf("got %v after %v, want ErrLimit", err, time.Since(begin))
	}
}

func TestRun_cancelledIsNotALimit(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	r := program(t, "echo x; sleep 60", Limits{})
	err := r.stream(ctx, call{args: []string{"log"}}, func(out io.Reader) error {
		stop()
		_, err := io.Copy(io.Discard, out)
		return err
	})
	if !errors.Is(err, context.Canceled) || errors.Is(err, source.ErrLimit) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestRun_stopsReadingTooMuch(t *testing.T) {
	t.Parallel()
	r := program(t, "cat /dev/zero", Limits{Output: 1 << 20})
	if _, err := r.output(t.Context(), call{args: []string{"log"}}); !errors.Is(err, source.ErrLimit) {
		t.Errorf("got %v, want ErrLimit", err)
	}
}

func TestNew_saysWhatIsWrong(t *testing.T) {
	t.Parallel()
	if _, err := New(Config{Git: "/nowhere/git"}); err == nil || !strings.Contains(err.Error(), "/nowhere/git") {
		t.Errorf("no git: %v", err)
	}
	if _, err := New(Config{Mirrors: []string{"/mirrors/all"}}); err == nil || !strings.Contains(err.Error(), "{name}") {
		t.Errorf("a pattern without a name: %v", err)
	}
}

func TestNew_sweepsOldViews(t *testing.T) {
	t.Parallel()
	cache := t.TempDir()
	for name, age := range map[string]time.Duration{"view-old": 48 * time.Hour, "view-new": time.Minute} {
		dir := filepath.Join(cache, "views", name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		when := time.Now().Add(-age)
		if err := os.Chtimes(dir, when, when); err != nil {
			t.Fatal(err)
		}
	}
	newSource(t, Config{Cache: cache})
	left, err := filepath.Glob(filepath.Join(cache, "views", "*"))
	if err != nil || len(left) != 1 || filepath.Base(left[0]) != "view-new" {
		t.Errorf("left %v (%v), want view-new alone", left, err)
	}
}
