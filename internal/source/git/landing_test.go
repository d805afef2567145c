package git

import (
	"errors"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// on makes commits on main at the days and returns their marks.
func on(r *testkit.Repo, days ...string) (marks []int) {
	for _, d := range days {
		marks = append(marks, r.Commit(testkit.Commit{At: at(d), Files: map[string]string{d: "x"}}))
	}
	return marks
}

func TestAsOf_readsNothingThatLandedLater(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		make func(r *testkit.Repo)
		asOf string
		want string // the day of the commit opened, empty for none
	}{
		"a clock was behind": {func(r *testkit.Repo) {
			on(r, "2014-01-01", "2016-01-01", "2018-01-01", "2010-01-01", "2020-01-01")
		}, "2015-01-01", "2014-01-01"},
		"a clock was behind, later": {func(r *testkit.Repo) {
			on(r, "2014-01-01", "2016-01-01", "2018-01-01", "2010-01-01", "2020-01-01")
		}, "2019-01-01", "2010-01-01"},
		"clocks were behind for a while": {func(r *testkit.Repo) {
			on(r, "2014-01-01", "2016-01-01", "2018-01-01", "2010-01-01", "2010-01-02", "2010-01-03", "2020-01-01")
		}, "2015-01-01", "2014-01-01"},
		"a clock was ahead, so it may have landed later": {func(r *testkit.Repo) {
			on(r, "2014-01-01", "2019-01-01", "2014-02-01", "2020-01-01")
		}, "2015-01-01", "2014-01-01"},
		"a clock was ahead, as many agree": {func(r *testkit.Repo) {
			on(r, "2014-01-01", "2019-01-01")
			for i := range 12 {
				r.Commit(testkit.Commit{At: at("2014-02-01").AddDate(0, 0, i)})
			}
			on(r, "2020-01-01")
		}, "2015-01-01", "2014-02-12"},
		"the oldest commits were dated by a conversion": {func(r *testkit.Repo) {
			on(r, "2019-01-01", "2019-01-01")
			for i := range 30 {
				r.Commit(testkit.Commit{At: at("2014-02-01").AddDate(0, 0, i)})
			}
			on(r, "2020-01-01")
		}, "2015-01-01", "2014-03-02"},
		"a date after the copy says nothing": {func(r *testkit.Repo) {
			on(r, "2014-01-01", "2037-01-01", "2014-02-01", "2020-01-01")
		}, "2015-01-01", "2014-02-01"},
		"and is not read at the end": {func(r *testkit.Repo) {
			on(r, "2014-01-01", "2037-01-01", "2020-01-01")
		}, "2015-01-01", "2014-01-01"},
		"a branch with a clock behind was merged later": {func(r *testkit.Repo) {
			m := on(r, "2014-01-01", "2018-01-01")
			side := r.Commit(testkit.Commit{At: at("2013-01-01"), Branch: "side", From: m[0]})
			r.Commit(testkit.Commit{At: at("2014-06-01"), Merge: side}) // the clock of the merge, too
			on(r, "2020-01-01")
		}, "2015-01-01", "2014-01-01"},
		"a merge is dated before what it brings": {func(r *testkit.Repo) {
			m := on(r, "2014-01-01")
			side := r.Commit(testkit.Commit{At: at("2018-01-01"), Branch: "side", From: m[0]})
			r.Commit(testkit.Commit{At: at("2014-06-01"), Merge: side})
			on(r, "2020-01-01")
		}, "2015-01-01", "2014-01-01"},
		"nothing yet": {func(r *testkit.Repo) { on(r, "2014-01-01", "2020-01-01") }, "2013-01-01", ""},
		"only a clock behind": {func(r *testkit.Repo) {
			on(r, "2016-01-01", "2010-01-01")
		}, "2015-01-01", ""},
		"clocks agree": {func(r *testkit.Repo) {
			on(r, "2014-01-01", "2014-01-01", "2014-12-31", "2016-01-01")
		}, "2015-01-01", "2014-12-31"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := testkit.NewRepo(t)
			x.make(r)
			r.SetTaken(taken)
			s := newSource(t, mirrorOf(r.Dir()))
			snap, err := s.Observe(t.Context(), project(), at(x.asOf))
			past, pastErr := s.ObservePast(t.Context(), project(), []time.Time{at(x.asOf)})
			if pastErr != nil {
				t.Fatal(pastErr)
			}
			repo, openErr := s.Open(t.Context(), repoID, at(x.asOf))
			if x.want == "" {
				if !errors.Is(err, source.ErrEmpty) || !errors.Is(openErr, source.ErrEmpty) || past.Snapshots[0].Commit != "" {
					t.Errorf("observed %q, %v; opened %v; past %q", snap.Commit, err, openErr, past.Snapshots[0].Commit)
				}
				return
			}
			if err := errors.Join(err, openErr); err != nil {
				t.Fatal(err)
			}
			defer repo.Close()
			got := r.Git("log", "-1", "--format=%cs", snap.Commit)
			if got != x.want || repo.Commit() != snap.Commit || past.Snapshots[0].Commit != snap.Commit {
				t.Errorf("observed %s, want %s; opened %s, past %s", got, x.want, repo.Commit(), past.Snapshots[0].Commit)
			}
		})
	}
}

func TestAsOf_onePassIfClocksAgree(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	on(r, "2014-01-01", "2014-02-01", "2020-01-01")
	r.SetTaken(taken)
	cfg, c := mirrorOf(r.Dir()), &calls{}
	cfg.started = c.add
	if _, err := newSource(t, cfg).Observe(t.Context(), project(), at("2015-01-01")); err != nil {
		t.Fatal(err)
	}
	for _, args := range c.all {
		if args[0] == "rev-list" && args[1] == "--topo-order" {
			t.Errorf("a walk besides the pass: %v", args)
		}
	}
}
