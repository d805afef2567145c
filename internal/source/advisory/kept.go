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

// memory is what is kept of one name.
type memory struct {
	// Asked is when OSV last said what it holds of it.
	Asked   time.Time `json:"asked"`
	TooMany bool      `json:"too_many,omitempty"`
	// Malicious and Findings are records that are counted and not read.
	Malicious int `json:"malicious,omitempty"`
	Findings  int `json:"findings,omitempty"`
	// Records are sorted by id. Those that were never read have the id alone.
	Records []record `json:"records,omitempty"`
	// Listed holds the days of modification by id.
	Listed map[string]string `json:"listed,omitempty"`
}

// take puts what OSV lists now in the place of what it listed, and keeps what was
// read of it.
func (m memory) take(l listed, now time.Time) memory {
	out := memory{Asked: now.UTC(), TooMany: l.tooMany, Listed: map[string]string{}}
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

// stale are the records that were never read, or moved since.
func (m memory) stale() []int {
	var out []int
	for i, r := range m.Records {
		if r.Under == "" || r.Under != m.Listed[r.ID] {
			out = append(out, i)
		}
	}
	return out
}

// mostTries is how often a record is asked for that is served older than listed.
const mostTries = 3

// read puts a record as it was served in its place. One that is served older than
// it is listed, or cannot be read, is asked for again in the next turn.
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

// rests reports whether what OSV listed is younger than the time given, less a
// tenth, as collect.Collector.Every. What is of the future is not believed.
func (s *Source) rests(m memory, rest time.Duration) bool {
	age := s.cfg.Now().Sub(m.Asked)
	return age >= 0 && age < rest-rest/10
}

// shortMemory is the cache of a Source without one: it lasts as long as it does.
type shortMemory struct {
	mu   sync.Mutex
	kept map[string][]byte
}

// Load returns what was saved.
func (c *shortMemory) Load(key string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.kept[key]
	return v, ok
}

// Save keeps a value.
func (c *shortMemory) Save(key string, value []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept[key] = value
}
