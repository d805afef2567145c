package git

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// movement is which fields of git differed between observations, and which rose.
type movement struct{ moved, rose map[field.ID]bool }

func newMovement() movement { return movement{map[field.ID]bool{}, map[field.ID]bool{}} }

func (m movement) add(before, after health.Inputs) {
	for _, f := range field.Catalogue {
		a, b := before.Field(f.ID), after.Field(f.ID)
		if f.Source != field.SourceGit || !a.Known() || !b.Known() {
			continue
		}
		if a.String(f.Kind) != b.String(f.Kind) {
			m.moved[f.ID] = true
		}
		if b.Value > a.Value {
			m.rose[f.ID] = true
		}
	}
}

// moves are the movements of repositories while only time passes, and when a program
// commits and merges, or somebody makes a tag.
type moves struct{ clock, bot, tag movement }

func (m moves) observe(t *testing.T, r *testkit.Repo) {
	t.Helper()
	end := taken.AddDate(5, 0, 0)
	cfg := mirrorOf(r.Dir())
	cfg.Now = func() time.Time { return end }
	at := func(instants ...time.Time) []health.Snapshot {
		r.Dir() // writes what is queued
		r.SetTaken(end)
		past, err := newSource(t, cfg).ObservePast(t.Context(), project(), instants)
		if err != nil {
			t.Fatal(err)
		}
		return past.Snapshots
	}
	var months []time.Time
	day := taken.AddDate(0, 0, 7)
	for i := range 36 {
		months = append(months, day.AddDate(0, i, 0))
	}
	seen := at(months...)
	for i := range seen[1:] {
		m.clock.add(byField(seen[i]), byField(seen[i+1]))
	}
	side := r.Commit(testkit.Commit{At: day.AddDate(0, 0, -8), Name: "helper[bot]", Branch: "robots"})
	mark := r.Commit(testkit.Commit{At: day.AddDate(0, 0, -7), Name: "helper[bot]", Merge: side})
	bots := at(day)[0]
	m.bot.add(byField(seen[0]), byField(bots))
	r.Tag("v9.0.0", mark, day.AddDate(0, 0, -6))
	m.tag.add(byField(bots), byField(at(day)[0]))
}

// busy is four years of people, programs, merges and releases, to the day of the copy.
func busy(t *testing.T, seed uint64) *testkit.Repo {
	t.Helper()
	r := testkit.NewRepo(t)
	rnd := rand.New(rand.NewPCG(seed, 2))
	for when := taken.AddDate(-4, 0, 0); when.Before(taken); when = when.Add(time.Duration(1+rnd.IntN(8*24)) * time.Hour) {
		who := rnd.IntN(1 + when.Year() - 2019) // each year has one more
		c := testkit.Commit{At: when, Name: fmt.Sprintf("Person Number%d", who), Email: fmt.Sprintf("p%d@example.org", who)}
		switch rnd.IntN(6) {
		case 0:
			c.Name = "helper[bot]"
		case 1:
			side := c
			side.Branch = "side"
			c.Merge = r.Commit(side)
		case 2:
			by := when.Day() % 2 // two people integrate
			c.CommitterName, c.CommitterEmail = fmt.Sprintf("Person Number%d", by), fmt.Sprintf("p%d@example.org", by)
		}
		if mark := r.Commit(c); rnd.IntN(9) == 0 {
			r.Tag(fmt.Sprintf("v1.%d", mark), mark, when)
		}
	}
	return r
}

// unseen are the marks of fields that move with what these repositories do not have:
// commits with an agent, people who stay, and tags off the default branch.
var unseen = map[field.ID]field.Moves{
	field.AgentCommits12m:            field.WithPeople | field.OnlyFalls,
	field.NewcomerCoreShare:          field.WithPeople,
	field.ReleaseTagsOffBranch:       field.WithTags | field.WithTime | field.OnlyFalls,
	field.ReleaseTagsOffBranchNames:  field.WithTags | field.WithTime,
	field.ReleaseTagsOffBranchBefore: 0,
}

// A mark that is missing or wrong gives a change another cause, and no error.
func TestMoves_marksAreWhatRepositoriesShow(t *testing.T) {
	t.Parallel()
	m := moves{newMovement(), newMovement(), newMovement()}
	for seed := range uint64(6) {
		m.observe(t, busy(t, seed))
	}
	const people, commits = field.WithPeople, field.WithCommits
	for name, c := range map[string]struct {
		seen   map[field.ID]bool
		marked func(f field.Row) bool
	}{
		"moved by time": {m.clock.moved, func(f field.Row) bool { return f.Moves.Windowed() }},
		"moved by a commit of a program": {m.bot.moved, func(f field.Row) bool {
			return f.Moves.Has(commits) || f.ID == field.CommitsTotal
		}},
		"moved by a tag":                 {m.tag.moved, func(f field.Row) bool { return f.Moves.Has(field.WithTags) }},
		"a count that time alone lowers": {lowered(m.clock), func(f field.Row) bool { return f.Moves.Has(field.OnlyFalls) }},
	} {
		var seen, marked []string
		for _, f := range field.Catalogue {
			want, apart := unseen[f.ID]
			if apart && f.Moves != want {
				t.Errorf("%s: the marks are %b, want %b", f.ID, f.Moves, want)
			}
			if f.Source != field.SourceGit || apart {
				continue
			}
			if c.seen[f.ID] {
				seen = append(seen, string(f.ID))
			}
			if c.marked(f) {
				marked = append(marked, string(f.ID))
			}
			if f.Moves.Has(people) && f.Moves.Has(commits|field.WithTime) {
				t.Errorf("%s is moved by people alone and by more", f.ID)
			}
		}
		slices.Sort(seen)
		slices.Sort(marked)
		if diff := cmp.Diff(seen, marked); diff != "" {
			t.Errorf("%s (-seen +marked):\n%s", name, diff)
		}
	}
}

// lowered are the counts that fell and never rose.
func lowered(m movement) map[field.ID]bool {
	out := map[field.ID]bool{}
	for _, f := range field.Catalogue {
		out[f.ID] = f.Kind == field.Count && m.moved[f.ID] && !m.rose[f.ID]
	}
	return out
}
