package github

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func remembered(t testing.TB) *memory {
	k := testKeys(t)
	m := newMemory(k)
	m.At = at
	who := m.person(k.person("example-visitor"))
	other := m.person(k.person("example-keeper"))
	m.Issues = feed{UpTo: at * 1000, From: at - 100*day, Reach: at - 100*day, Cursor: "Y3Vyc29y", Read: true, Items: []item{
		{Number: 3, Created: at - 90*day, Updated: at - 80*day, Ended: at - 80*day, Author: who, Ender: other, Acts: []act{{int64(other), at - 85*day, 1}}},
		{Number: 2, Created: at - 95*day, Updated: at - 95*day, Flags: byProgram},
	}}
	m.Changes = feed{Read: true, All: true}
	m.Commits = commits{Head: strings.Repeat("a", 40), From: at - 300*day, Walked: at, Reach: at - 300*day, People: []worker{{Who: other, Months: []int{month(at)}, Employer: k.employer("Acme"), Declared: at}}}
	return m
}

func TestMemory_roundTrip(t *testing.T) {
	t.Parallel()
	k, m := testKeys(t), remembered(t)
	raw, err := m.encode()
	if err != nil {
		t.Fatal(err)
	}
	got, ok := decodeMemory(raw, k)
	if !ok {
		t.Fatal("not read back")
	}
	if diff := cmp.Diff(m, got, cmp.AllowUnexported(memory{}), cmpopts.IgnoreFields(memory{}, "index"), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Whatever is amiss, the entry is read anew; a bit that fell over is never a figure.
func TestMemory_anythingAmissIsReadAnew(t *testing.T) {
	t.Parallel()
	k := testKeys(t)
	raw, err := remembered(t).encode()
	if err != nil {
		t.Fatal(err)
	}
	accepted := 0
	for i := range raw {
		for bit := range 8 {
			bad := slices.Clone(raw)
			bad[i] ^= 1 << bit
			// gzip's own header holds a time and a system that mean nothing.
			if m, ok := decodeMemory(bad, k); ok {
				accepted++
				if diff := cmp.Diff(remembered(t), m, cmp.AllowUnexported(memory{}), cmpopts.IgnoreFields(memory{}, "index"), cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("bit %d of byte %d makes another memory:\n%s", bit, i, diff)
				}
			}
		}
	}
	t.Logf("%d of %d flipped bits change nothing that is read", accepted, 8*len(raw))
	for name, bad := range map[string][]byte{
		"nothing":         nil,
		"an older format": append([]byte("0 "), raw[2:]...),
		"a newer format":  append([]byte("2 "), raw[2:]...),
		"the first half":  raw[:len(raw)/2],
		"no line":         []byte("1 0123456789abcdef"),
		"not packed":      []byte("1 0123456789abcdef\n{}"),
	} {
		if _, ok := decodeMemory(bad, k); ok {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, ok := decodeMemory(raw, newKeyring([]byte("another"), k.bots)); ok {
		t.Error("a memory of another key was accepted: its people would count twice")
	}
	lost := remembered(t)
	lost.People = lost.People[:1]
	if raw, err = lost.encode(); err != nil {
		t.Fatal(err)
	}
	if _, ok := decodeMemory(raw, k); ok {
		t.Error("a memory that refers to nobody was accepted")
	}
}

func TestMemory_pruneKeepsTwoYearsAndWhoIsReferredTo(t *testing.T) {
	t.Parallel()
	k, m := testKeys(t), remembered(t)
	for i := range 500 {
		gone := m.person(k.person(fmt.Sprint("example-gone-", i)))
		m.Changes.Items = append(m.Changes.Items, item{Number: int64(i + 1), Created: at - 800*day, Updated: at - 731*day, Author: gone})
	}
	before := newTracker(at, m.Issues.Items, nil, 0, 0)
	want := before.firstResponse()
	m.prune(at)
	after := newTracker(at, m.Issues.Items, nil, 0, 0)
	if len(m.Changes.Items) != 0 || len(m.People) != 2 || len(m.Issues.Items) != 2 {
		t.Errorf("%d change requests, %d people, %d issues left", len(m.Changes.Items), len(m.People), len(m.Issues.Items))
	}
	if got := after.firstResponse(); !got.Same(want) {
		t.Errorf("renumbering changes %+v to %+v", want, got)
	}
	if !m.sound() {
		t.Error("somebody referred to was dropped")
	}
}

// A tracker without end is kept in part, and the part says since when.
func TestMemory_isBounded(t *testing.T) {
	t.Parallel()
	m := newMemory(testKeys(t))
	m.Issues.All, m.Issues.Read = true, true
	for i := range maxItems + 1000 {
		m.Issues.Items = append(m.Issues.Items, item{Number: int64(i + 1), Created: at - 1000 - int64(i), Updated: at - 1000 - int64(i)})
	}
	m.prune(at)
	f := m.Issues
	if len(f.Items) != maxItems || f.All || f.behind(at) || f.since() != at-1000-int64(maxItems)+1 {
		t.Errorf("%d items, all %v, known since %d s before", len(f.Items), f.All, at-f.since())
	}
}

// Reading in one order or another, whole or twice, leaves the same items.
func TestFeed_mergeKeepsTheNewestOfEach(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) item {
			n := rapid.Int64Range(1, 20).Draw(t, "number")
			u := rapid.Int64Range(1, 50).Draw(t, "updated")
			return item{Number: n, Updated: u, Created: u} // what it is hangs on when
		}), 0, 60).Draw(t, "items")
		var one, two feed
		one.merge(all)
		for _, it := range rapid.Permutation(all).Draw(t, "again") {
			two.merge([]item{it})
		}
		byNumber := func(a, b item) int { return int(a.Number - b.Number) }
		slices.SortFunc(one.Items, byNumber)
		slices.SortFunc(two.Items, byNumber)
		if diff := cmp.Diff(one.Items, two.Items); diff != "" {
			t.Fatalf("(-at once +one by one)\n%s", diff)
		}
	})
}
