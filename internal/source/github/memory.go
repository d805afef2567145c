package github

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

const (
	// format changes if older entries can no longer be read; they are then fetched again.
	format = 1
	// maxMemory limits the unpacked size of an entry.
	maxMemory = 64 << 20
	// maxItems limits one feed; the newest are kept.
	maxItems = 20_000
	day      = 24 * 60 * 60
	// Windows, in seconds.
	halfYear = 180 * day
	oneYear  = 365 * day
	twoYears = 730 * day
)

// memory is what was read from the feeds of one repository. Times are Unix seconds, except where
// the host's own precision matters. Persons are indexes into People, counted from 1; 0 is a deleted
// account.
type memory struct {
	// Print identifies the key with which persons are hashed.
	Print string `json:"k"`
	// At is when it was last read.
	At      int64    `json:"t"`
	People  []string `json:"p"`
	Issues  feed     `json:"i"`
	Changes feed     `json:"c"`
	Commits commits  `json:"o"`

	index map[string]int
}

// feed is the items of a tracker, read backwards from the newest.
type feed struct {
	// UpTo is when the newest item read was updated, in milliseconds.
	UpTo int64 `json:"u,omitempty"`
	// From is the instant from which all updates are known; 0 if All.
	From int64 `json:"f,omitempty"`
	// All is true if there is nothing older.
	All bool `json:"a,omitempty"`
	// Cursor is where reading further back continues.
	Cursor string `json:"c,omitempty"`
	// Failed is how many readings in a row could not continue there.
	Failed int `json:"d,omitempty"`
	// Reach is how far back the walk at Cursor is: From, or later if it had to start again.
	Reach int64 `json:"h,omitempty"`
	// Full is true if more is known than is kept: nothing further back is read.
	Full bool `json:"l,omitempty"`
	// Read is true if it was read at all.
	Read  bool   `json:"r,omitempty"`
	Items []item `json:"i"`
}

// item is one issue or pull request.
type item struct {
	Number  int64 `json:"n"`
	Created int64 `json:"c"`
	Updated int64 `json:"u"`
	Ended   int64 `json:"x,omitempty"` // merged or closed; 0 while open
	Author  int   `json:"b,omitempty"`
	Ender   int   `json:"e,omitempty"` // the person who merged or closed it
	Flags   int   `json:"f,omitempty"`
	Acts    []act `json:"a,omitempty"` // by people other than the author, in order
}

// The flags of an item.
const (
	byProgram      = 1 << iota // opened by a bot
	byMember                   // opened by a member, according to the host
	merged                     // ended by a merge
	endedByProgram             // closed or merged by a bot
	long                       // more comments or reviews than were read
)

func (i item) is(flag int) bool { return i.Flags&flag != 0 }

// act is what a person did on an item: who, when, and 1 if it shows write access (a member
// according to the host, a merge, closing an item of someone else).
type act [3]int64

func (a act) who() int     { return int(a[0]) }
func (a act) at() int64    { return a[1] }
func (a act) rights() bool { return a[2] != 0 }

// commits are the people who committed, with their months.
type commits struct {
	// Head is the newest commit read.
	Head string `json:"h,omitempty"`
	// From is the instant from which all are known.
	From int64 `json:"f,omitempty"`
	// Walked is when the last walk back from the head began. Reach is how far it got, and Cursor
	// where it continues.
	Walked int64    `json:"w,omitempty"`
	Reach  int64    `json:"r,omitempty"`
	Cursor string   `json:"c,omitempty"`
	Failed int      `json:"d,omitempty"`
	People []worker `json:"p"`
}

// worker is one person's activity: months as year·12 + month − 1.
type worker struct {
	Who    int   `json:"w"`
	Months []int `json:"m"`
	// Employer is the hash of the declared organization, and Declared when it was read. It is kept
	// 30 days.
	Employer string `json:"e,omitempty"`
	Declared int64  `json:"d,omitempty"`
}

func newMemory(people keyring) *memory { return &memory{Print: people.print} }

// person returns the index of a key, and adds a new key.
func (m *memory) person(key string) int {
	if m.index == nil {
		m.index = make(map[string]int, len(m.People))
		for i, k := range m.People {
			m.index[k] = i + 1
		}
	}
	if i, ok := m.index[key]; ok {
		return i
	}
	m.People = append(m.People, key)
	m.index[key] = len(m.People)
	return len(m.People)
}

// encode encodes the memory, preceded by a version and a checksum.
func (m *memory) encode() ([]byte, error) {
	body, err := json.Marshal(m)
	if err != nil { // only plain values
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%d %s\n", format, checksum(body))
	z := gzip.NewWriter(&out)
	_, err = z.Write(body)
	if closeErr := z.Close(); err == nil {
		err = closeErr
	}
	return out.Bytes(), err
}

func checksum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// decodeMemory decodes an entry. It returns false for another version, another key, or any damage;
// everything is then read again.
func decodeMemory(raw []byte, people keyring) (*memory, bool) {
	head, packed, ok := bytes.Cut(raw, []byte("\n"))
	version, sum, also := strings.Cut(string(head), " ")
	if !ok || !also || version != fmt.Sprint(format) {
		return nil, false
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, false
	}
	body, err := io.ReadAll(io.LimitReader(z, maxMemory+1))
	if err != nil || len(body) > maxMemory || checksum(body) != sum {
		return nil, false
	}
	m := &memory{}
	if json.Unmarshal(body, m) != nil || m.Print != people.print || !m.sound() {
		return nil, false
	}
	return m, true
}

// sound reports whether all person indexes are valid.
func (m *memory) sound() bool {
	bad := func(i int) bool { return i < 0 || i > len(m.People) }
	for _, f := range []feed{m.Issues, m.Changes} {
		for _, it := range f.Items {
			if bad(it.Author) || bad(it.Ender) || slices.ContainsFunc(it.Acts, func(a act) bool { return bad(a.who()) }) {
				return false
			}
		}
	}
	return !slices.ContainsFunc(m.Commits.People, func(w worker) bool { return bad(w.Who) })
}

// prune drops items before every window, and persons without references.
func (m *memory) prune(now int64) {
	for _, f := range []*feed{&m.Issues, &m.Changes} {
		f.Items = slices.DeleteFunc(f.Items, func(i item) bool { return i.Updated < now-twoYears })
		if over := len(f.Items) - maxItems; over > 0 {
			slices.SortFunc(f.Items, func(a, b item) int { return int(a.Updated - b.Updated) })
			// Updates before the oldest kept item are no longer known.
			f.From, f.All, f.Cursor = max(f.From, f.Items[over-1].Updated+1), false, ""
			f.Full = true
			f.Items = f.Items[over:]
		}
		slices.SortFunc(f.Items, func(a, b item) int { return int(b.Number - a.Number) })
	}
	oldest := month(now) - 12
	for i := range m.Commits.People {
		w := &m.Commits.People[i]
		w.Months = slices.DeleteFunc(w.Months, func(at int) bool { return at < oldest })
		if w.Declared < now-employerAge {
			w.Employer, w.Declared = "", 0
		}
	}
	m.Commits.People = slices.DeleteFunc(m.Commits.People, func(w worker) bool { return len(w.Months) == 0 })
	m.renumber()
}

// renumber removes persons without references.
func (m *memory) renumber() {
	old := m.People
	to := make([]int, len(old)+1)
	m.People, m.index = nil, nil
	keep := func(i *int) {
		if *i == 0 {
			return
		}
		if to[*i] == 0 {
			m.People = append(m.People, old[*i-1])
			to[*i] = len(m.People)
		}
		*i = to[*i]
	}
	for _, f := range []*feed{&m.Issues, &m.Changes} {
		for i := range f.Items {
			it := &f.Items[i]
			keep(&it.Author)
			keep(&it.Ender)
			for j := range it.Acts {
				who := it.Acts[j].who()
				keep(&who)
				it.Acts[j][0] = int64(who)
			}
		}
	}
	for i := range m.Commits.People {
		keep(&m.Commits.People[i].Who)
	}
}

// month returns the number of the calendar month (UTC).
func month(unix int64) int {
	t := time.Unix(unix, 0).UTC()
	return t.Year()*12 + int(t.Month()) - 1
}

// yearStart returns the first instant of the twelve calendar months that end with the month of the
// instant.
func yearStart(unix int64) int64 {
	t := time.Unix(unix, 0).UTC()
	return time.Date(t.Year(), t.Month()-11, 1, 0, 0, 0, 0, time.UTC).Unix()
}
