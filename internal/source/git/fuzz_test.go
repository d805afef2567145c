package git

import (
	"bytes"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
)

// FuzzHistory feeds what git log may print, of a repository anybody made: it is
// counted or refused, and what is counted adds up.
func FuzzHistory(f *testing.F) {
	commit := func(parents, date, with string) []byte {
		return []byte("abc\x00" + parents + "\x00" + date + "\x00Ada Example\x00ada@example.org\x00GitHub\x00noreply@github.com\x00" + with + "\x00")
	}
	f.Add(commit("", "1718000000", "Claude <noreply@anthropic.com>\x01Bo <bo@example.org>"))
	f.Add(bytes.Repeat(commit("a b", "-1", ""), 3))
	f.Add(commit("a", "99999999999999999999", "<>\x01>\x01\x01<"))
	f.Add([]byte("\x00\x00\x00\x00\x00\x00\x00\x00"))
	agents, err := bots.New([]bots.Rule{{ID: "a", Pattern: `anthropic`, In: "both", Why: "one"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		h := newHistory(taken, rules{bots: testBots(t), agents: agents})
		commits := 0
		for len(stream) > 0 {
			n, rec, err := splitRecords(fields)(stream, true)
			if err != nil || n == 0 {
				break
			}
			if h.commit(rec) != nil {
				t.Fatalf("a whole record %q was refused", rec)
			}
			commits++
			stream = stream[n:]
		}
		if h.total != commits || h.merges > commits || h.withAgent > h.human[0] || h.human[0]+h.bots1 != h.year1 {
			t.Errorf("of %d commits: %d in all, %d merges, %d of people and %d of programs in a year of %d, %d with an agent", commits, h.total, h.merges, h.human[0], h.bots1, h.year1, h.withAgent)
		}
	})
}
