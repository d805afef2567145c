package ossf

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Limits of the answers of services cached in memory.
const (
	mostKept      = 4096
	mostKeptBytes = 32 << 20
)

// memory is a cache of answers by key.
type memory struct {
	answers map[string]remembrance
	bytes   int
}

// remembrance is an answer with its time.
type remembrance struct {
	At time.Time `json:"at"`
	// Body is stored byte by byte, because results are stored by their answers.
	Body []byte `json:"body"`
}

// fresh reports whether an answer is still valid; one from the future is not.
func (r remembrance) fresh(now time.Time, keep time.Duration) bool {
	return !r.At.After(now) && now.Sub(r.At) < keep
}

// remembered returns the cached answer to an assembled batch of queries.
func (s *services) remembered(key string) ([]byte, bool) {
	var r remembrance
	b, ok := s.shelf.Load(key)
	if !ok || json.Unmarshal(b, &r) != nil || !r.fresh(s.now(), batchAge) {
		return nil, false
	}
	return r.Body, true
}

// remember caches an answer.
func (s *services) remember(key string, r remembrance) {
	if b, err := json.Marshal(r); err == nil { // plain values: never fails
		s.shelf.Save(key, b)
	}
}

// shelf is a memory cache of limited size over another cache, which may be nil.
type shelf struct {
	store source.Cache

	mu   sync.Mutex
	kept memory
}

// Load returns the value stored under a key.
func (c *shelf) Load(key string) ([]byte, bool) {
	c.mu.Lock()
	r, ok := c.kept.answers[key]
	c.mu.Unlock()
	if !ok && c.store != nil {
		return c.store.Load(key)
	}
	return r.Body, ok
}

// Save stores a value under a key.
func (c *shelf) Save(key string, value []byte) {
	c.mu.Lock()
	c.kept.put(key, remembrance{Body: value}, mostKept)
	c.mu.Unlock()
	if c.store != nil {
		c.store.Save(key, value)
	}
}

// put caches an answer; most is the maximum number of answers.
func (m *memory) put(key string, r remembrance, most int) {
	if m.answers == nil || len(m.answers) >= most || m.bytes+len(r.Body) > mostKeptBytes {
		// Drop all at once: this only costs repeated queries, and no order must be kept.
		*m = memory{answers: map[string]remembrance{}}
	}
	m.bytes += len(r.Body) - len(m.answers[key].Body)
	m.answers[key] = r
}

// keyOf returns a cache key of all parts.
func keyOf(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d %s\n", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// fuzzProjects returns the repositories in OSS-Fuzz's status file, as JSON. A file without any is
// not that file.
func fuzzProjects(body []byte) ([]byte, error) {
	if _, err := begins('{')(body); err != nil {
		return nil, err
	}
	var status struct {
		Projects []struct {
			Repo string `json:"main_repo"`
		} `json:"projects"`
	}
	if err := json.Unmarshal(body, &status); err != nil {
		return nil, useless(err)
	}
	repos := []string{}
	for _, p := range status.Projects {
		if p.Repo != "" {
			repos = append(repos, p.Repo)
		}
	}
	if len(repos) == 0 {
		return nil, useless(errors.New("the status lists no project"))
	}
	return json.Marshal(repos)
}

// fuzzed returns a status file with those projects whose address contains the name of the
// repository. Scorecard decides which of them matches. One at the former name gets the present one.
func fuzzed(projects []byte, repo, former string) ([]byte, error) {
	var repos []string
	if err := json.Unmarshal(projects, &repos); err != nil {
		return nil, fmt.Errorf("%w: %w", errFinal, err)
	}
	type project struct {
		Repo string `json:"main_repo"`
	}
	out := struct {
		Projects []project `json:"projects"`
	}{Projects: []project{}}
	_, name, _ := strings.Cut(strings.ToLower(repo), "/")
	for _, r := range repos {
		switch lower := strings.ToLower(r); {
		case strings.Contains(lower, name):
			out.Projects = append(out.Projects, project{r})
		case former != "" && strings.TrimSuffix(strings.TrimRight(strings.TrimPrefix(lower, "https://"), "/"), ".git") == strings.ToLower(former):
			out.Projects = append(out.Projects, project{"https://" + repo})
		}
	}
	return json.Marshal(out)
}
