// Package doctor looks at what collecting needs: git, disk, database, scans, tokens
// and clock. It says what was seen and what to do, and mends nothing.
package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// The least that a collection needs.
const (
	leastGitMajor, leastGitMinor = 2, 39
	leastDisk                    = 5 << 30
)

// Checkup is what is looked at.
type Checkup struct {
	Env sources.Env
	// DSN is the address of the database, and Open opens it.
	DSN  string
	Open func(context.Context) (*store.Store, error)
	// Cache is the folder for clones; empty: plumbline in the user's cache folder.
	Cache string
	// Offline asks no host.
	Offline bool
	GitHub  sources.GitHub
}

// Finding is one thing that was looked at.
type Finding struct {
	What, Seen string
	// Advice says what to do; empty when all is well.
	Advice string
	// Note marks advice that is no fault.
	Note bool
}

// Findings looks at one thing after the other.
func (c Checkup) Findings(ctx context.Context) iter.Seq[Finding] {
	looks := []func(context.Context) Finding{lookGit, c.lookDisk, c.lookDatabase, c.lookScorecard, c.lookTokens, c.lookClock}
	return func(yield func(Finding) bool) {
		for _, look := range looks {
			if !yield(look(ctx)) {
				return
			}
		}
	}
}

var gitVersion = regexp.MustCompile(`(\d+)\.(\d+)`)

func lookGit(ctx context.Context) Finding {
	out, err := exec.CommandContext(ctx, "git", "version").Output()
	if err != nil {
		return Finding{"git", "cannot run: " + err.Error(), "install git 2.39 or newer", false}
	}
	seen := string(out[:max(0, len(out)-1)])
	m := gitVersion.FindStringSubmatch(seen)
	if m == nil {
		return Finding{"git", seen, "version unreadable; install 2.39 or newer", false}
	}
	major, _ := strconv.Atoi(m[1]) // digits only, by the pattern
	minor, _ := strconv.Atoi(m[2])
	if major < leastGitMajor || major == leastGitMajor && minor < leastGitMinor {
		return Finding{"git", seen, "too old: install 2.39 or newer", false}
	}
	return Finding{What: "git", Seen: seen}
}

func (c Checkup) lookDisk(context.Context) Finding {
	dir := c.Cache
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return Finding{"disk", err.Error(), "set a folder for clones with --cache", false}
		}
		dir = filepath.Join(base, "plumbline", "git")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Finding{"disk", err.Error(), "make the folder for clones writable, or set another one with --cache", false}
	}
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return Finding{"disk", err.Error(), "check the file system of the folder for clones", false}
	}
	free := st.Bavail * uint64(st.Bsize)
	seen := fmt.Sprintf("%.1f GiB free for clones in %s", float64(free)/(1<<30), dir)
	if free < leastDisk {
		return Finding{"disk", seen, "a list of 150 projects needs about 10 GiB; free some space, or set another folder with --cache", false}
	}
	return Finding{What: "disk", Seen: seen}
}

func (c Checkup) lookDatabase(ctx context.Context) Finding {
	st, err := c.Open(ctx)
	if err != nil {
		return Finding{"database", err.Error(), "check --db; SQLite needs a writable folder, PostgreSQL a reachable server and a password", false}
	}
	defer st.Close()
	if err := st.IntegrityCheck(ctx); err != nil {
		return Finding{"database", err.Error(), "restore the newest backup, or move the file away to start again from the bundled figures", false}
	}
	return Finding{What: "database", Seen: c.DSN + " opens, and its contents are intact"}
}

// lookScorecard starts a scan's child over this program's own folder of lists,
// which is what every scan needs.
func (c Checkup) lookScorecard(ctx context.Context) Finding {
	const advice = "a scan runs this program as a child process; allow it to start itself and to write to the temporary folder"
	dir, err := os.MkdirTemp("", "plumbline-doctor-*")
	if err != nil {
		return Finding{"scorecard", err.Error(), advice, false}
	}
	defer os.RemoveAll(dir) // nothing of worth is in it
	if err := os.WriteFile(filepath.Join(dir, "LICENSE"), []byte("MIT License\n"), 0o600); err != nil {
		return Finding{"scorecard", err.Error(), advice, false}
	}
	s, err := sources.Options{}.Scorecard(c.Env, nil, nil, nil)
	if err != nil {
		return Finding{"scorecard", err.Error(), advice, false}
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	tree, err := ossf.OpenDir(ctx, dir)
	if err != nil {
		return Finding{"scorecard", err.Error(), advice, false}
	}
	defer tree.Close()
	r, err := s.Scan(ctx, tree, "file/doctor")
	if err != nil {
		return Finding{"scorecard", err.Error(), advice, false}
	}
	for _, x := range r.Checks {
		if x.State == check.Errored {
			return Finding{"scorecard", x.Name + ": " + x.Error, advice, false}
		}
	}
	return Finding{What: "scorecard", Seen: "version " + r.Version + " scans in a child process"}
}

// lookTokens asks GitHub for the limits, which costs nothing of them.
func (c Checkup) lookTokens(ctx context.Context) Finding {
	h, err := c.GitHub.Open(ctx, c.Env, nil, nil)
	if err != nil {
		return Finding{"tokens", err.Error(), "correct or remove the flags for GitHub's API and credentials", false}
	}
	seen := "none; limited to 60 requests an hour, without issues, change requests and reviews"
	if h.Transport.Authenticated() {
		seen = "at hand"
	}
	if c.Offline {
		return Finding{"tokens", seen, "not checked (--offline)", true}
	}
	left, err := limits(ctx, h)
	var refused *transport.RefusedError
	switch {
	case errors.As(err, &refused):
		return Finding{"tokens", err.Error(), "create a token with no scopes (public data needs none) and set " + sources.TokenVariable, false}
	case err != nil:
		return Finding{"tokens", seen + "; GitHub is not reachable: " + err.Error(), "figures come from git only; check the network, HTTPS_PROXY and SSL_CERT_FILE", true}
	case !h.Transport.Authenticated():
		return Finding{"tokens", seen + "; " + left, "create a token with no scopes and set " + sources.TokenVariable + ", or name a file with --github-token-file", true}
	}
	return Finding{What: "tokens", Seen: left}
}

// limits asks what may be spent and says what is left: "5000 of 5000 core, …".
func limits(ctx context.Context, h *sources.Host) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.API.JoinPath("rate_limit").String(), nil)
	if err != nil {
		return "", err
	}
	res, err := transport.Client(h.Transport).Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	var doc struct {
		Resources map[string]struct{ Limit, Remaining int }
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(&doc); err != nil || res.StatusCode != http.StatusOK {
		return "", errors.Join(fmt.Errorf("it answers %s", res.Status), err)
	}
	var out []string
	for _, name := range []string{"core", "graphql"} {
		if r, ok := doc.Resources[name]; ok {
			out = append(out, fmt.Sprintf("%d of %d %s left this hour", r.Remaining, r.Limit, name))
		}
	}
	return strings.Join(out, ", "), nil
}

// lookClock compares the clock with the newest thing this installation wrote.
func (c Checkup) lookClock(ctx context.Context) Finding {
	now := c.Env.Now().UTC()
	seen := now.Format(time.RFC3339)
	st, err := c.Open(ctx)
	if err != nil {
		return Finding{"clock", seen + "; not compared, because the database does not open", "see database", true}
	}
	defer st.Close()
	for _, l := range c.Env.Set.Lists {
		last, err := st.LastRun(ctx, l.Slug)
		if err == nil && last.Started.After(now.Add(time.Hour)) {
			return Finding{"clock", seen, "it is earlier than the last run of " + last.Started.Format(time.RFC3339) + "; correct it, otherwise ages and time windows are wrong", false}
		}
	}
	return Finding{What: "clock", Seen: seen}
}
