package ossf

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// Result is the result of one scan of one tree.
type Result struct {
	// Repo is the name passed to the checks: "github.com/owner/name".
	Repo   string `json:"repo"`
	Commit string `json:"commit"`
	// Tree is the id of the tree object.
	Tree string `json:"tree"`
	// Version and VersionCommit are those of the Scorecard library.
	Version       string `json:"version"`
	VersionCommit string `json:"version_commit"`
	// Mode is Mode or ModeHosted: what was visible to the checks.
	Mode string `json:"mode"`
	// ScannedAt is when the checks ran, which is earlier when Cached.
	ScannedAt time.Time `json:"scanned_at"`
	// Checks are sorted by name. Over a tree they are those of the catalogue, settled by the model:
	// one that proves nothing over a tree has no score. With a host they are all 18, including
	// Maintained and Contributors.
	Checks []check.Check `json:"checks"`
	// LeftOut describes in sentences which files the checks could not read.
	LeftOut []string `json:"left_out,omitempty"`
	// Cached means that nothing was run.
	Cached bool `json:"cached,omitempty"`
	// Took is wall-clock time, CPU and Memory (bytes, maximum resident) are those of the child; all
	// for the scan that ran.
	Took   time.Duration `json:"took_ns"`
	CPU    time.Duration `json:"cpu_ns"`
	Memory int64         `json:"memory_bytes"`
	// broken means that a child broke or was stopped.
	broken bool
	// asked are the answered asks of the checks, by check.
	asked map[string][]asked
}

// keyFormat changes whenever the meaning of cached data does.
const keyFormat = "plumbline scorecard 1"

// cacheKey returns a key of everything a result depends on: the contents, the library, the
// repository's name (which occurs in advice), the checks and the limits.
func cacheKey(tree, repo, version string, names []string, l Limits) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%s\n%s\n%d %d %d %d %d", keyFormat, tree, version, repo,
		strings.Join(names, " "), l.File, l.Read, l.Tree, l.Files, l.Evidence))
	return hex.EncodeToString(sum[:])
}

// key returns the cacheKey of a tree, or "" if nothing can be cached.
func (s *Source) key(tree tree.Tree, repo string) string {
	if s.cfg.Cache == nil {
		return "" // before the hash, which may require reading the tree
	}
	hash := tree.Hash()
	if hash == "" {
		return ""
	}
	return cacheKey(hash, repo, s.version, s.names, s.cfg.Limits)
}

func (s *Source) load(key string) (Result, bool) {
	var r Result
	if key == "" {
		return r, false
	}
	b, ok := s.cfg.Cache.Load(key)
	if !ok || json.Unmarshal(b, &r) != nil {
		return Result{}, false
	}
	r.Cached = true
	return r, true
}

func (s *Source) save(key string, r Result) {
	if key == "" {
		return
	}
	b, err := json.Marshal(r)
	if err != nil { // a programming error: results are plain values
		s.cfg.Log.Error("scorecard result not cached", "repo", r.Repo, "error", err)
		return
	}
	s.cfg.Cache.Save(key, b)
}
