package githubtest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// generatedOwner owns the repositories of Generate.
const generatedOwner = "example-made"

// The prefixes of the logins of people in Generate.
const (
	generatedMember  = "example-member-"
	generatedVisitor = "example-visitor-"
)

// generatedFirstID is the database id of the first of them: above all values of numberOf.
const generatedFirstID = 1<<30 + 1

// generated creates repositories on request, so that ten thousand of them take no more memory than
// the last few.
type generated struct {
	n       int
	seed    uint64
	recent  *recent
	dropped map[int]bool // renamed or deleted in an edit
}

// Generate returns a world of n ordinary repositories, example-made/r00000 and on: some busy, some
// quiet, a few archived or forks. The same n and seed give the same world.
func Generate(n int, seed uint64) *World {
	w := NewWorld()
	w.generated = &generated{n: n, seed: seed, recent: &recent{items: map[int]*Repository{}}, dropped: map[int]bool{}}
	return w
}

// GeneratedName is the owner/name of the i-th repository of Generate.
func GeneratedName(i int) string { return fmt.Sprintf("%s/r%05d", generatedOwner, i) }

func (g *generated) index(name string) (int, bool) {
	if g == nil {
		return 0, false
	}
	digits, ok := strings.CutPrefix(strings.ToLower(name), generatedOwner+"/r")
	i, err := strconv.Atoi(digits)
	if !ok || err != nil || i < 0 || i >= g.n || g.dropped[i] || GeneratedName(i) != strings.ToLower(name) {
		return 0, false
	}
	return i, true
}

func (g *generated) byName(w *World, name string) *Repository {
	i, ok := g.index(name)
	if !ok {
		return nil
	}
	return g.recent.get(i, func() *Repository { return g.make(w, i) })
}

func (g *generated) byID(w *World, id int64) *Repository {
	if g == nil || id < generatedFirstID {
		return nil
	}
	return g.byName(w, GeneratedName(int(id-generatedFirstID)))
}

func (g *generated) drop(name string) {
	if i, ok := g.index(name); ok {
		g.dropped[i] = true
	}
}

// make creates one repository with a history of two years.
func (g *generated) make(w *World, i int) *Repository {
	rnd := rand.New(rand.NewPCG(g.seed, uint64(i)))
	owner, name, _ := strings.Cut(GeneratedName(i), "/")
	policy := rnd.IntN(2) == 0
	r := &Repository{
		About: "An ordinary repository, made for benchmarks.", ID: generatedFirstID + int64(i),
		Owner: owner, Name: name, OwnerType: "Organization", Branch: "main",
		Description: "Ordinary repository number " + strconv.Itoa(i),
		CreatedAt:   w.start.AddDate(-3-rnd.IntN(9), 0, 0),
		Stars:       rnd.IntN(5000), Forks: rnd.IntN(400), Watchers: rnd.IntN(100), Size: 100 + rnd.IntN(50000),
		License: []string{"MIT", "Apache-2.0", "BSD-3-Clause", "GPL-3.0", ""}[rnd.IntN(5)],
		Topics:  []string{"example", "made"}, SecurityPolicy: &policy,
		Languages: []Language{{"Go", 1000 + rnd.IntN(1e6)}, {"Shell", rnd.IntN(1e4)}},
		Members:   map[string]string{},
	}
	var members, outsiders []string
	for m := range 2 + rnd.IntN(5) {
		login := fmt.Sprintf("%s%d-%d", generatedMember, i, m)
		r.Members[login], members = "MEMBER", append(members, login)
	}
	for o := range 12 {
		outsiders = append(outsiders, fmt.Sprintf("%s%d", generatedVisitor, (i*7+o)%5000))
	}
	g.history(w, r, rnd, members, outsiders)
	if rnd.IntN(40) == 0 {
		r.ArchivedAt = w.start.AddDate(0, 0, -rnd.IntN(60))
	}
	r.adopt(w)
	return r
}

// history fills in commits, items and releases.
func (g *generated) history(w *World, r *Repository, rnd *rand.Rand, members, outsiders []string) {
	day := 24 * time.Hour
	pick := func(from []string) string { return from[rnd.IntN(len(from))] }
	ago := func(days int) time.Time { return w.start.Add(-time.Duration(rnd.Int64N(int64(days) * int64(day)))) }
	for c := range 5 + rnd.IntN(150) {
		at := ago(730)
		r.Commits = append(r.Commits, &Commit{OID: oid(r.FullName(), strconv.Itoa(c)), At: at, Author: pick(members), Message: "Change " + strconv.Itoa(c)})
		if at.After(r.PushedAt) {
			r.PushedAt = at
		}
	}
	r.UpdatedAt = r.PushedAt
	at := w.start.AddDate(-2, 0, 0)
	for n := range 10 + rnd.IntN(70) {
		at = at.Add(time.Duration(rnd.Int64N(int64(20 * day))))
		if at.After(w.start) {
			break
		}
		item := &Item{Number: n + 1, Pull: rnd.IntN(3) == 0, Title: "Item " + strconv.Itoa(n+1), Author: pick(outsiders), CreatedAt: at, UpdatedAt: at}
		react(item, rnd, members, w.start)
		r.Items = append(r.Items, item)
	}
	for v := range rnd.IntN(12) {
		at := ago(1500)
		r.Releases = append(r.Releases, &Release{
			Tag: "v1." + strconv.Itoa(v), Name: "v1." + strconv.Itoa(v), By: members[0], CreatedAt: at, PublishedAt: at, ID: numberOf(r.FullName(), strconv.Itoa(v)),
		})
	}
}

// react adds replies of a member to most items, and closes or merges some.
func react(item *Item, rnd *rand.Rand, members []string, now time.Time) {
	reply := item.CreatedAt.Add(time.Duration(rnd.Int64N(int64(30 * 24 * time.Hour))))
	if rnd.IntN(5) == 0 || reply.After(now) {
		return
	}
	by := members[rnd.IntN(len(members))]
	item.Comment(by, reply)
	end := reply.Add(time.Duration(rnd.Int64N(int64(20 * 24 * time.Hour))))
	switch {
	case end.After(now) || rnd.IntN(3) == 0:
	case item.Pull && rnd.IntN(4) > 0:
		item.Merge(by, end)
	default:
		item.Close(by, end)
	}
}
