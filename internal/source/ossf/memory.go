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

// The most that is kept of the answers of services in memory.
const (
	mostKept      = 4096
	mostKeptBytes = 32 << 20
)

// memory are answers by key.
type memory struct {
	answers map[string]remembrance
	bytes   int
}

// remembrance is an answer and when it was given.
type remembrance struct {
	At time.Time `json:"at"`
	// Body is kept byte by byte: results are kept by what was answered.
	Body []byte `json:"body"`
}

// fresh reports whether an answer still counts; one of the future does not.
func (r remembrance) fresh(now time.Time, keep time.Duration) bool {
	return !r.At.After(now) && now.Sub(r.At) < keep
}

// remembered returns the answer to a batch of queries that was put together.
func (s *services) remembered(key string) ([]byte, bool) {
	var r remembrance
	b, ok := s.shelf.Load(key)
	if !ok || json.Unmarshal(b, &r) != nil || !r.fresh(s.now(), batchAge) {
		return nil, false
	}
	return r.Body, true
}

// remember keeps one.
func (s *services) remember(key string, r remembrance) {
	if b, err := json.Marshal(r); err == nil { // plain values: never fails
		s.shelf.Save(key, b)
	}
}

// shelf is a cache in bounded memory over another, which may be nil.
type shelf struct {
	store source.Cache

	mu   sync.Mutex
	kept memory
}

// Load returns what was saved under a key.
func (c *shelf) Load(key string) ([]byte, bool) {
	c.mu.Lock()
	r, ok := c.kept.answers[key]
	c.mu.Unlock()
	if !ok && c.store != nil {
		return c.store.Load(key)
	}
	return r.Body, ok
}

// Save keeps a value under a key.
func (c *shelf) Save(key string, value []byte) {
	c.mu.Lock()
	c.kept.put(key, remembrance{Body: value}, mostKept)
	c.mu.Unlock()
	if c.store != nil {
		c.store.Save(key, value)
	}
}

// put keeps an answer, of at most so many.
func (m *memory) put(key string, r remembrance, most int) {
	if m.answers == nil || len(m.answers) >= most || m.bytes+len(r.Body) > mostKeptBytes {
		// All at once: it costs asking again, and no order has to be kept.
		*m = memory{answers: map[string]remembrance{}}
	}
	m.bytes += len(r.Body) - len(m.answers[key].Body)
	m.answers[key] = r
}

// keyOf names something in a cache by all it depends on.
func keyOf(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d %s\n", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// fuzzProjects are the repositories in OSS-Fuzz's status file, as JSON. One
// without any is not that file.
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

// fuzzed is a status file with those projects whose address holds the name of
// the repository. Scorecard tells which of them is the one.
func fuzzed(projects []byte, repo string) ([]byte, error) {
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
		if strings.Contains(strings.ToLower(r), name) {
			out.Projects = append(out.Projects, project{r})
		}
	}
	return json.Marshal(out)
}
