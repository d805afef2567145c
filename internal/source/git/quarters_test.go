package git

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// two years of work: a policy and a second person come in the second.
func grown(t *testing.T, years int) *testkit.Repo {
	t.Helper()
	r := testkit.NewRepo(t)
	for y := range years {
		for m := range 12 {
			c := testkit.Commit{At: at("2022-01-15").AddDate(y, m, 0), Files: map[string]string{"code.c": fmt.Sprint(y, m)}}
			if y == 0 && m == 0 {
				c.Files["LICENSE"] = "MIT License"
			}
			if y > 0 {
				c.Files["SECURITY.md"] = "Write to us."
				c.Name, c.Email = fmt.Sprintf("Person Number%d", m%2), fmt.Sprintf("p%d@example.org", m%2)
			}
			mark := r.Commit(c)
			if m == 6 {
				r.Tag(fmt.Sprintf("v%d.0", y+1), mark, c.At)
			}
		}
	}
	r.SetTaken(taken)
	return r
}

func TestObservePastTrees_readsNothingOfTheFuture(t *testing.T) {
	t.Parallel()
	end := []time.Time{at("2022-09-30"), at("2022-12-31")}
	read := func(r *testkit.Repo) (out string) {
		past, err := newSource(t, mirrorOf(r.Dir())).ObservePastTrees(t.Context(), project(), end, func(_ Past, i int, tr *Tree) error {
			for _, f := range tr.Files() {
				b, err := tr.ReadFile(context.Background(), f.Path, 100)
				if err != nil {
					return err
				}
				out += fmt.Sprintf("%d %s %s\n", i, f.Path, b)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range past.Snapshots {
			out += fmt.Sprintln(s.Commit, s.ObservedAt)
			for _, in := range s.Inputs {
				out += fmt.Sprintln(in.Field, in.State, in.Value, in.Text, in.Reason)
			}
		}
		return out
	}
	short, long := read(grown(t, 1)), read(grown(t, 3))
	if short != long {
		t.Errorf("what came later shows:\n%s\nwithout it:\n%s", long, short)
	}
}

func TestObservePastTrees_givesTheTreeOfEachInstant(t *testing.T) {
	t.Parallel()
	r := grown(t, 2)
	instants := []time.Time{at("2021-12-31"), at("2022-12-31"), at("2023-12-31"), taken.AddDate(1, 0, 0)}
	seen := map[int][]string{}
	past, err := newSource(t, mirrorOf(r.Dir())).ObservePastTrees(t.Context(), project(), instants, func(past Past, i int, tr *Tree) error {
		if past.Snapshots[i].Commit != tr.Commit() {
			t.Errorf("%d: the tree is of %s", i, tr.Commit())
		}
		for _, f := range tr.Files() {
			seen[i] = append(seen[i], f.Path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// Before the first commit and after the copy there is no tree.
	want := map[int][]string{1: {"LICENSE", "code.c"}, 2: {"LICENSE", "SECURITY.md", "code.c"}}
	if fmt.Sprint(seen) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", seen, want)
	}
	of := func(i int, id field.ID) health.Input {
		at := slices.IndexFunc(past.Snapshots[i].Inputs, func(in health.Input) bool { return in.Field == id })
		if at < 0 {
			t.Fatalf("%d has no %s", i, id)
		}
		return past.Snapshots[i].Inputs[at]
	}
	if of(1, field.Regulars12m).Value != 1 || of(2, field.Regulars12m).Value != 2 || !of(2, field.Licence).Known() {
		t.Errorf("regulars %v and %v, licence %v", of(1, field.Regulars12m), of(2, field.Regulars12m), of(2, field.Licence))
	}
	address, commit, when, err := newSource(t, mirrorOf(r.Dir())).Newest(t.Context(), project())
	if err != nil || commit != past.Commit || !when.Equal(past.Taken) || address != past.Snapshots[1].SourceURL {
		t.Errorf("the newest is %s %s of %s, error %v; the pass had %s of %s", address, commit, when, err, past.Commit, past.Taken)
	}
}

func TestPast_aFifthOnOneDayIsARewriting(t *testing.T) {
	t.Parallel()
	read := func(busy int) Past {
		r := testkit.NewRepo(t)
		for i := range 200 {
			r.Commit(testkit.Commit{At: at("2023-01-01").AddDate(0, 0, i)})
		}
		for i := range busy {
			r.Commit(testkit.Commit{At: at("2023-09-01").Add(time.Duration(i) * time.Second)})
		}
		r.SetTaken(taken)
		past, err := newSource(t, mirrorOf(r.Dir())).ObservePast(t.Context(), project(), nil)
		if err != nil {
			t.Fatal(err)
		}
		return past
	}
	for _, x := range []struct {
		busy int
		from string
		want string
	}{
		{60, "2022-01-01", "2023-09-01"}, {49, "2022-01-01", ""}, // 49 are a quarter of none
		{50, "2022-01-01", ""}, {51, "2022-01-01", "2023-09-01"}, // exactly a fifth is not more
		{60, "2023-09-02", ""}, // outside the time in question
	} {
		day, share, ok := read(x.busy).Rewritten(at(x.from))
		if ok != (x.want != "") || ok && day.Format(time.DateOnly) != x.want || ok && share <= .2 {
			t.Errorf("%d from %s: %s %.2f %v, want %q", x.busy, x.from, day, share, ok, x.want)
		}
	}
}
