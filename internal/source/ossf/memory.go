package ossf

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
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

func (s *services) remembered(key string, keep time.Duration) ([]byte, bool) {
	s.mu.Lock()
	r, ok := s.kept.answers[key]
	s.mu.Unlock()
	if !ok && s.store != nil {
		var b []byte
		if b, ok = s.store.Load(key); ok {
			ok = json.Unmarshal(b, &r) == nil
		}
	}
	if !ok || !r.fresh(s.now(), keep) {
		return nil, false
	}
	return r.Body, true
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

// remember keeps an answer. s.mu is held.
func (s *services) remember(key string, r remembrance) {
	s.kept.put(key, r, mostKept)
	if s.store == nil {
		return
	}
	if b, err := json.Marshal(r); err == nil {
		s.store.Save(key, b)
	}
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
	var status struct {
		Projects []struct {
			Repo string `json:"main_repo"`
		} `json:"projects"`
	}
	if err := json.Unmarshal(body, &status); err != nil {
		return nil, fmt.Errorf("%w: %w", errFinal, err)
	}
	repos := []string{}
	for _, p := range status.Projects {
		if p.Repo != "" {
			repos = append(repos, p.Repo)
		}
	}
	if len(repos) == 0 {
		return nil, fmt.Errorf("%w: the status tells of no project", errFinal)
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
