package advisory

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"
)

const day = 24 * time.Hour

// memory is what is stored for one name.
type memory struct {
	// Asked is when OSV last listed its records for the name.
	Asked   time.Time `json:"asked"`
	TooMany bool      `json:"too_many,omitempty"`
	// Malicious and Findings count records that are not read.
	Malicious int `json:"malicious,omitempty"`
	Findings  int `json:"findings,omitempty"`
	// Records are sorted by id. Those that were never read have only the id.
	Records []record `json:"records,omitempty"`
	// Listed are the days of modification by id.
	Listed map[string]string `json:"listed,omitempty"`
	// Checked are the newest releases with what affects them; zero if they were never checked.
	Checked checked `json:"checked,omitzero"`
}

// take replaces the old list of OSV by the new one, and keeps the records that were read.
func (m memory) take(l listed, now time.Time) memory {
	out := memory{Asked: now.UTC(), TooMany: l.tooMany, Listed: map[string]string{}, Checked: m.Checked}
	if l.tooMany {
		return out
	}
	old := map[string]record{}
	for _, r := range m.Records {
		old[r.ID] = r
	}
	for id, modified := range l.modified {
		switch {
		case strings.HasPrefix(id, "MAL-"):
			out.Malicious++
			continue
		case strings.HasPrefix(id, "OSV-"):
			out.Findings++
			continue
		}
		r := old[id]
		r.ID = id
		out.Listed[id], out.Records = cmp.Or(modified, "unsaid"), append(out.Records, r)
	}
	slices.SortFunc(out.Records, func(a, b record) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// stale returns the records that were never read, or changed since.
func (m memory) stale() []int {
	var out []int
	for i, r := range m.Records {
		if r.Under == "" || r.Under != m.Listed[r.ID] {
			out = append(out, i)
		}
	}
	return out
}

// mostTries is how many times a record is requested if the served version is older than the listed
// one.
const mostTries = 3

// read stores a served record. One that is older than listed, or cannot be read, is requested again
// in the next turn.
func (m *memory) read(i int, r record) {
	under := m.Listed[r.ID]
	r.Tries = m.Records[i].Tries + 1
	listed, err := time.Parse(time.RFC3339, under)
	late := err == nil && r.Modified.Add(time.Second).Before(listed) && r.Tries < mostTries
	if !late && !r.Broken {
		r.Under, r.Tries = under, 0
	}
	m.Records[i] = r
}

func (s *Source) load(name subject) (memory, bool) {
	var m memory
	raw, ok := s.cfg.Cache.Load(name.key())
	if !ok || json.Unmarshal(raw, &m) != nil {
		return memory{}, false
	}
	if m.Listed == nil {
		m.Listed = map[string]string{}
	}
	return m, true
}

func (s *Source) save(name subject, m memory) {
	if raw, err := json.Marshal(m); err == nil { // plain values: never fails
		s.cfg.Cache.Save(name.key(), raw)
	}
}

// rests reports whether OSV's list is younger than the given time, less a tenth, as
// collect.Collector.Every. Times in the future are ignored.
func (s *Source) rests(m memory, rest time.Duration) bool {
	age := s.cfg.Now().Sub(m.Asked)
	return age >= 0 && age < rest-rest/10
}

// due returns the names whose answer is older than rest, each once, without those in but.
func (s *Source) due(names []subject, rest time.Duration, but []subject) []subject {
	seen := map[subject]bool{}
	for _, n := range but {
		seen[n] = true
	}
	var out []subject
	for _, n := range names {
		if seen[n] {
			continue
		}
		seen[n] = true
		if m, known := s.load(n); !known || !s.rests(m, rest) {
			out = append(out, n)
		}
	}
	return out
}

// shortMemory is the cache of a Source without one, for the lifetime of the Source.
type shortMemory struct {
	mu   sync.Mutex
	kept map[string][]byte
}

// Load returns the stored value.
func (c *shortMemory) Load(key string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.kept[key]
	return v, ok
}

// Save stores a value.
func (c *shortMemory) Save(key string, value []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept[key] = value
}
