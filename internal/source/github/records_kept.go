package github

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
)

const (
	// runsAge is how long a successful workflow run is cached: it stays successful, and hosts keep
	// runs for longer. The absence of one is not cached.
	runsAge = 7 * 24 * time.Hour
	// foundAge is how long the fact that an account has commits is cached: they stay in the history
	// unless it is rewritten. The absence of commits is cached for the same head, and for noneAge,
	// because the search may lag behind the history.
	foundAge = 30 * 24 * time.Hour
	noneAge  = 7 * 24 * time.Hour
)

// kept is an answer of Runs or CommitsBy without names of people, and with addresses without the
// part that a rename changes.
type kept struct {
	Version int       `json:"v"`
	At      time.Time `json:"t"`
	Head    string    `json:"h,omitempty"` // of the last records; empty: unknown
	Runs    []keptRun `json:"r,omitempty"`
	Commits []keptRun `json:"c,omitempty"`
}

// keptRun is a run, or a commit with its time.
type keptRun struct {
	Head string    `json:"h"`
	URL  string    `json:"u,omitempty"`
	At   time.Time `json:"t,omitzero"`
}

// kept returns the value cached under a key if it is younger than age.
func (s *Source) kept(key string, age time.Duration) (kept, bool) {
	var k kept
	raw, ok := s.cfg.Memory.Load(key)
	if !ok || json.Unmarshal(raw, &k) != nil || k.Version != format || !young(k.At, s.cfg.Now(), age) {
		return kept{}, false
	}
	return k, true
}

func (s *Source) keep(key string, k kept) {
	k.Version, k.At = format, s.cfg.Now().UTC()
	if raw, err := json.Marshal(k); err == nil { // plain values always encode
		s.cfg.Memory.Save(key, raw)
	}
}

func (s *Source) runsBase(name string) string {
	return s.cfg.API.JoinPath("repos", name).String() + "/"
}

// keptRuns returns the cached runs with their addresses.
func (s *Source) keptRuns(key, name string) ([]forge.WorkflowRun, bool) {
	k, ok := s.kept(key, runsAge)
	var out []forge.WorkflowRun
	for _, r := range k.Runs {
		out = append(out, forge.WorkflowRun{Head: r.Head, URL: withBase(r.URL, s.runsBase(name))})
	}
	return out, ok && len(out) > 0
}

func (s *Source) keepRuns(key, name string, runs []forge.WorkflowRun) {
	var k kept
	for _, r := range runs {
		k.Runs = append(k.Runs, keptRun{Head: r.Head, URL: strings.TrimPrefix(r.URL, s.runsBase(name))})
	}
	if len(runs) > 0 {
		s.keep(key, k)
	}
}

// head returns the head of the last records of a repository; empty if this process read none.
func (s *Source) head(node string) string {
	h, _ := s.heads.Load(node)
	head, _ := h.(string)
	return head
}

// commitsKey returns the cache key for the commits of an account, without its name.
func (s *Source) commitsKey(node, login string) string {
	return "commits " + node + " " + s.people.hash("github-commits:"+strings.ToLower(login))
}

// keptCommits returns the cached commits of an account.
func (s *Source) keptCommits(node, login string) ([]forge.Commit, bool) {
	k, ok := s.kept(s.commitsKey(node, login), foundAge)
	if !ok {
		return nil, false
	}
	if len(k.Commits) == 0 {
		return nil, k.Head != "" && k.Head == s.head(node) && young(k.At, s.cfg.Now(), noneAge)
	}
	var out []forge.Commit
	for _, c := range k.Commits {
		out = append(out, forge.Commit{OID: c.Head, At: c.At, Committer: login})
	}
	return out, true
}

func (s *Source) keepCommits(node, login string, found []forge.Commit) {
	k := kept{Head: s.head(node)}
	for _, c := range found {
		k.Commits = append(k.Commits, keptRun{Head: c.OID, At: c.At})
	}
	s.keep(s.commitsKey(node, login), k)
}

// maxAhead is the maximum number of branches in the first query.
const maxAhead = 30

// lastTargets returns the branches of releases from the last query. They are probably needed again,
// so the first query can include them. Only their names are stored.
func (s *Source) lastTargets(node string) []string {
	raw, ok := s.cfg.Memory.Load("targets " + node)
	var names []string
	if !ok || node == "" || json.Unmarshal(raw, &names) != nil || len(names) > maxAhead {
		return nil
	}
	return names
}

func (g *gathering) saveTargets(names []string) {
	if raw, err := json.Marshal(names); err == nil { // texts always encode
		g.cfg.Memory.Save("targets "+g.of.node, raw)
	}
}

// aheadFault reports whether a fault concerns one of those branches. Path is that in the answer.
func aheadFault(f fault) bool {
	if len(f.Path) < 2 || f.Path[0] != "r" {
		return false
	}
	name, _ := f.Path[1].(string)
	return len(name) > 1 && name[0] == 'b' && name[1] >= '0' && name[1] <= '9'
}
