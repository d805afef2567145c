package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
)

// The least that a collection needs.
const (
	leastGitMajor, leastGitMinor = 2, 39
	leastDisk                    = 5 << 30
)

type doctorCmd struct {
	Cache   string         `name:"cache" placeholder:"DIR" help:"Folder for clones (default: plumbline in the user's cache folder)."`
	Offline bool           `name:"offline" help:"Ask no host."`
	GitHub  sources.GitHub `embed:""`
}

// finding is one thing the doctor looked at.
type finding struct {
	what, seen string
	// advice says what to do; empty when all is well.
	advice string
	// note marks advice that is no fault.
	note bool
}

func (c doctorCmd) Run(a *app) error {
	bad := 0
	for _, look := range []func(*app) finding{lookGit, c.lookDisk, lookDatabase, lookScorecard, c.lookTokens, lookClock} {
		f := look(a)
		mark := "ok  "
		switch {
		case f.advice != "" && f.note:
			mark = "note"
		case f.advice != "":
			mark = "BAD "
			bad++
		}
		fmt.Fprintf(a.stdout, "%s %-10s %s\n", mark, f.what, cli.Redact(f.seen))
		if f.advice != "" {
			fmt.Fprintf(a.stdout, "                %s\n", f.advice)
		}
	}
	if bad > 0 {
		return errors.New(cli.Plural(bad, "thing needs", "things need") + " attention")
	}
	return nil
}

var gitVersion = regexp.MustCompile(`(\d+)\.(\d+)`)

func lookGit(a *app) finding {
	out, err := exec.CommandContext(a.ctx, "git", "version").Output()
	if err != nil {
		return finding{"git", "cannot be run: " + err.Error(), "install git 2.39 or newer", false}
	}
	seen := string(out[:max(0, len(out)-1)])
	m := gitVersion.FindStringSubmatch(seen)
	if m == nil {
		return finding{"git", seen, "its version cannot be read; 2.39 or newer is needed", false}
	}
	major, _ := strconv.Atoi(m[1]) // digits only, by the pattern
	minor, _ := strconv.Atoi(m[2])
	if major < leastGitMajor || major == leastGitMajor && minor < leastGitMinor {
		return finding{"git", seen, "too old: install 2.39 or newer", false}
	}
	return finding{what: "git", seen: seen}
}

func (c doctorCmd) lookDisk(*app) finding {
	dir := c.Cache
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return finding{"disk", err.Error(), "name a folder for clones with --cache", false}
		}
		dir = filepath.Join(base, "plumbline", "git")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return finding{"disk", err.Error(), "make the folder for clones writable, or name another with --cache", false}
	}
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return finding{"disk", err.Error(), "check the file system of the folder for clones", false}
	}
	free := st.Bavail * uint64(st.Bsize)
	seen := fmt.Sprintf("%.1f GiB free for clones in %s", float64(free)/(1<<30), dir)
	if free < leastDisk {
		return finding{"disk", seen, "a list of 150 projects needs about 10 GiB: free some, or name another folder with --cache", false}
	}
	return finding{what: "disk", seen: seen}
}

func lookDatabase(a *app) finding {
	st, err := a.open(a.ctx)
	if err != nil {
		return finding{"database", err.Error(), "check --db; a SQLite file needs a writable folder, PostgreSQL a reachable server and a password", false}
	}
	defer st.Close()
	if err := st.IntegrityCheck(a.ctx); err != nil {
		return finding{"database", err.Error(), "restore the newest copy, or move the file away: the bundled figures come back by themselves", false}
	}
	return finding{what: "database", seen: cli.Redact(a.dsn) + " opens, and its contents are whole"}
}

// lookScorecard starts a scan's child over this program's own folder of lists,
// which is what every scan needs.
func lookScorecard(a *app) finding {
	const advice = "a scan runs this program as a child: it must be allowed to start itself and to write to the temporary folder"
	dir, err := os.MkdirTemp("", "plumbline-doctor-*")
	if err != nil {
		return finding{"scorecard", err.Error(), advice, false}
	}
	defer os.RemoveAll(dir) // nothing of worth is in it
	if err := os.WriteFile(filepath.Join(dir, "LICENSE"), []byte("MIT License\n"), 0o600); err != nil {
		return finding{"scorecard", err.Error(), advice, false}
	}
	s, err := sources.Options{}.Scorecard(a.env(), nil, nil, nil)
	if err != nil {
		return finding{"scorecard", err.Error(), advice, false}
	}
	ctx, cancel := context.WithTimeout(a.ctx, time.Minute)
	defer cancel()
	tree, err := ossf.OpenDir(ctx, dir)
	if err != nil {
		return finding{"scorecard", err.Error(), advice, false}
	}
	defer tree.Close()
	r, err := s.Scan(ctx, tree, "file/doctor")
	if err != nil {
		return finding{"scorecard", err.Error(), advice, false}
	}
	for _, c := range r.Checks {
		if c.State == health.CheckErrored {
			return finding{"scorecard", c.Name + ": " + c.Error, advice, false}
		}
	}
	return finding{what: "scorecard", seen: "version " + r.Version + " scans in a child process"}
}

// lookTokens asks GitHub for the limits, which costs nothing of them.
func (c doctorCmd) lookTokens(a *app) finding {
	h, err := c.GitHub.Open(a.ctx, a.env(), nil, nil)
	if err != nil {
		return finding{"tokens", err.Error(), "mend or leave out what names GitHub's API and credentials", false}
	}
	seen := "none: 60 requests an hour, and no issues, change requests or reviews"
	if h.Transport.Authenticated() {
		seen = "at hand"
	}
	if c.Offline {
		return finding{"tokens", seen, "not tried, for GitHub was not to be asked", true}
	}
	left, err := limits(a.ctx, h)
	var refused *transport.RefusedError
	switch {
	case errors.As(err, &refused):
		return finding{"tokens", err.Error(), "make a new token without any scope, for public data needs none, and put it into " + sources.TokenVariable, false}
	case err != nil:
		return finding{"tokens", seen + "; GitHub cannot be asked: " + err.Error(), "without it figures rest on git alone; check the network, HTTPS_PROXY and SSL_CERT_FILE", true}
	case !h.Transport.Authenticated():
		return finding{"tokens", seen + "; " + left, "a token without any scope is enough: put it into " + sources.TokenVariable + " or name a file with --github-token-file", true}
	}
	return finding{what: "tokens", seen: left}
}

// lookClock compares the clock with the newest thing this installation wrote.
func lookClock(a *app) finding {
	now := a.now().UTC()
	seen := now.Format(time.RFC3339)
	st, err := a.open(a.ctx)
	if err != nil {
		return finding{"clock", seen + "; not compared, the database does not open", "see database", true}
	}
	defer st.Close()
	for _, l := range a.set.Lists {
		last, err := st.LastRun(a.ctx, l.Slug)
		if err == nil && last.Started.After(now.Add(time.Hour)) {
			return finding{"clock", seen, "it is behind the last run of " + last.Started.Format(time.RFC3339) + ": set it, or ages and windows are wrong", false}
		}
	}
	return finding{what: "clock", seen: seen}
}
