package git

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// tangled is six years of branches, merges, programs, people under two names,
// clocks that are wrong and tags of every kind.
func tangled(t testing.TB, seed uint64) *testkit.Repo {
	t.Helper()
	r := testkit.NewRepo(t)
	rnd := rand.New(rand.NewPCG(seed, 1))
	when := taken.AddDate(-6, 0, 0)
	r.Commit(testkit.Commit{At: when, Files: map[string]string{".mailmap": "Person Number1 <p1@example.org> <p2@example.org>\n"}})
	side := 0
	for i := range 300 {
		when = when.Add(time.Duration(rnd.IntN(14*24)) * time.Hour)
		if when.After(taken) {
			break
		}
		who := rnd.IntN(7)
		c := testkit.Commit{At: when, Name: fmt.Sprintf("Person Number%d", who), Email: fmt.Sprintf("p%d@example.org", who)}
		switch rnd.IntN(10) {
		case 0:
			c.Name = "helper[bot]"
		case 1, 2:
			c.CommitterName, c.CommitterEmail = "GitHub", "noreply@github.com"
		case 3, 4:
			c.CommitterName, c.CommitterEmail = "Person Number0", "p0@example.org"
		case 5:
			c.At = when.AddDate(0, 0, rnd.IntN(400)-200)
		}
		switch {
		case rnd.IntN(3) == 0:
			c.Branch = "side"
			side = r.Commit(c)
			continue
		case side != 0 && rnd.IntN(2) == 0:
			c.Merge, side = side, 0
		}
		mark := r.Commit(c)
		switch i % 9 {
		case 0:
			r.Tag(fmt.Sprintf("v1.%d", i), mark, when)
		case 4:
			r.LightTag(fmt.Sprintf("v2.%d-rc1", i), mark)
		}
	}
	r.SetTaken(taken)
	return r
}

func TestObservePast_givesTheFiguresOfObserve(t *testing.T) {
	t.Parallel()
	var instants []time.Time
	for year := 2017; year <= 2025; year++ { // from before the first commit to after the copy
		instants = append(instants, time.Date(year, 7, 1, 0, 0, 0, 0, time.UTC))
	}
	instants[0], instants[4] = instants[4], instants[0] // in any order
	for seed := range uint64(4) {
		s := newSource(t, mirrorOf(tangled(t, seed).Dir()))
		past, err := s.ObservePast(t.Context(), project(), instants)
		if err != nil {
			t.Fatal(err)
		}
		for i, at := range instants {
			got := past.Snapshots[i]
			one, err := s.Observe(t.Context(), project(), at)
			if errors.Is(err, source.ErrEmpty) {
				if !got.ObservedAt.IsZero() || got.Inputs != nil {
					t.Errorf("%s: got %v, want nothing", at, got)
				}
				continue
			} else if err != nil {
				t.Fatal(err)
			}
			inputs := one.Inputs
			one.Inputs, one.People = nil, nil
			if got, want := fmt.Sprintf("%+v", snapshotHead(got)), fmt.Sprintf("%+v", one); got != want {
				t.Errorf("%s: got %s\nwant %s", at, got, want)
			}
			want := byField(health.Snapshot{Inputs: inputs})
			if len(got.Inputs) < 30 {
				t.Errorf("%s: %d inputs only", at, len(got.Inputs))
			}
			for _, in := range got.Inputs {
				if in != want[in.Field] {
					t.Errorf("seed %d, %s: got %+v\nwant %+v", seed, at, in, want[in.Field])
				}
			}
		}
	}
}

func snapshotHead(s health.Snapshot) health.Snapshot {
	s.Inputs, s.People = nil, nil
	return s
}

func TestObservePast_readsTheHistoryOnce(t *testing.T) {
	t.Parallel()
	r := tangled(t, 9)
	cfg, c := mirrorOf(r.Dir()), &calls{}
	cfg.started = c.add
	var instants []time.Time
	for year := 2019; year <= 2024; year++ {
		instants = append(instants, time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
	}
	if _, err := newSource(t, cfg).ObservePast(t.Context(), project(), instants); err != nil {
		t.Fatal(err)
	}
	passes := 0
	for _, args := range c.all {
		if args[0] == "log" && args[1] == "-z" && !slices.Contains(args, "--stdin") { // the other logs are of what no release contains
			passes++
		}
	}
	if passes != 1 || c.count("ls-tree") != 0 {
		t.Errorf("%d passes and %d trees, want 1 and 0", passes, c.count("ls-tree"))
	}
}

func TestPast_humanCommitsAreThoseOfPeopleInAHalfOpenSpan(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	r.Commit(testkit.Commit{At: at("2022-01-01")})
	r.Commit(testkit.Commit{At: at("2023-01-01"), Name: "helper[bot]", Email: "h@example.org"})
	r.Commit(testkit.Commit{At: at("2024-01-01")})
	r.SetTaken(taken)
	past, err := newSource(t, mirrorOf(r.Dir())).ObservePast(t.Context(), project(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		from, to string
		want     int
	}{{"2021-01-01", "2025-01-01", 2}, {"2022-01-01", "2024-01-01", 1}, {"2022-01-02", "2023-12-31", 0}, {"2024-01-01", "2022-01-01", 0}} {
		if got := past.HumanCommits(at(x.from), at(x.to)); got != x.want {
			t.Errorf("%s to %s: got %d, want %d", x.from, x.to, got, x.want)
		}
	}
	if !past.Taken.Equal(taken) {
		t.Errorf("taken %s", past.Taken)
	}
}

func TestMirrors_areFoundByThePattern(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, d := range []string{"b+one/repo", "a-+two.js/repo/.git", "a+no-repository/repo", "not-ours/repo", "-x+y/repo"} {
		if err := os.MkdirAll(filepath.Join(dir, d, "objects"), 0o755); err != nil {
			t.Fatal(err)
		}
		if d != "a+no-repository/repo" {
			if err := os.WriteFile(filepath.Join(dir, d, "HEAD"), []byte("ref: refs/heads/main\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	s := newSource(t, Config{Mirrors: []string{filepath.Join(dir, "{owner}+{name}", "repo"), filepath.Join(dir, "{owner}+{name}", "repo")}})
	found, err := s.Mirrors()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(found), "[github.com/a-/two.js github.com/b/one]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, err := newSource(t, Config{Mirrors: []string{dir + "/{name}.git"}}).Mirrors(); err == nil || !strings.Contains(err.Error(), "{owner}") {
		t.Errorf("a pattern without an owner: %v", err)
	}
}
