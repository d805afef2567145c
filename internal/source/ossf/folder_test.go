package ossf

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The folder for scans lies where all users write, so others can be there first.
func TestScratch(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name    string
		prepare func(t *testing.T, at string)
		user    int    // how far the user's number is from that of this process, which makes the folder
		want    string // part of the error; empty: the folder is made or taken
	}{
		{name: "nothing there"},
		{name: "ours", prepare: func(t *testing.T, at string) { must(t, os.Mkdir(at, 0o700)) }},
		{name: "ours, open to all", prepare: func(t *testing.T, at string) {
			must(t, os.Mkdir(at, 0o700))
			must(t, os.Chmod(at, 0o777))
		}},
		{name: "a file", want: "is no folder", prepare: func(t *testing.T, at string) { must(t, os.WriteFile(at, nil, 0o600)) }},
		{name: "a link to a folder", want: "is no folder", prepare: func(t *testing.T, at string) { must(t, os.Symlink(t.TempDir(), at)) }},
		{name: "another user's", user: 1, want: "belongs to another user", prepare: func(t *testing.T, at string) { must(t, os.Mkdir(at, 0o777)) }},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			shared := t.TempDir()
			user := os.Getuid() + row.user
			at := filepath.Join(shared, "plumbline-scorecard-"+strconv.Itoa(user))
			if row.prepare != nil {
				row.prepare(t, at)
			}
			dir, err := scratch(shared, user)
			if row.want != "" {
				if err == nil || !strings.Contains(err.Error(), row.want) || !strings.Contains(err.Error(), "TMPDIR") {
					t.Fatalf("got %q, error %v, want %q and what to do", dir, err, row.want)
				}
				return
			}
			if dir != at || err != nil {
				t.Fatalf("got %q, error %v, want %q", dir, err, at)
			}
			if st, err := os.Lstat(dir); err != nil || st.Mode().Perm() != 0o700 {
				t.Errorf("mode %v, error %v, want 0700", st.Mode(), err)
			}
		})
	}
}

// A sweep takes what holds our lock, and nothing else.
func TestSweep_leavesWhatIsNotOurs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old := time.Now().Add(-time.Hour)
	for _, name := range []string{"scorecard-dead", "scorecard-nolock", "scorecard-link", "scorecard-folder", "other-dead"} {
		at := filepath.Join(dir, name)
		must(t, os.MkdirAll(filepath.Join(at, "work", "kept"), 0o700))
		switch name {
		case "scorecard-dead", "other-dead":
			must(t, os.WriteFile(filepath.Join(at, lockName), nil, 0o600))
		case "scorecard-link":
			must(t, os.Symlink(filepath.Join(dir, "other-dead", lockName), filepath.Join(at, lockName)))
		case "scorecard-folder":
			must(t, os.Mkdir(filepath.Join(at, lockName), 0o700))
		}
		must(t, os.Chtimes(at, old, old))
	}
	must(t, sweep(dir, time.Now()))
	for name, want := range map[string]bool{
		"scorecard-dead": false, "scorecard-nolock": true, "scorecard-link": true, "scorecard-folder": true, "other-dead": true,
	} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s is there: %t, want %t", name, err == nil, want)
		}
	}
}

func TestNew_failedSweepIsAWarning(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	newSource(t, func(c *Config) {
		c.TempDir, c.Log = filepath.Join(t.TempDir(), "gone"), slog.New(slog.NewTextHandler(&said, nil))
	})
	if !strings.Contains(said.String(), "level=WARN") {
		t.Errorf("said %q, want a warning", said.String())
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
