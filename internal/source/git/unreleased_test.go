package git

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// lineOf makes a commit on a branch; picked is the author date of the commit that it copies.
func lineOf(r *testkit.Repo, branch, day, subject string, from int, picked string) int {
	c := testkit.Commit{At: at(day), Branch: branch, Message: subject, From: from, Files: map[string]string{branch + day: "x"}}
	if picked != "" {
		c.AuthorAt = at(picked)
	}
	return r.Commit(c)
}

// stable makes v1.0 of 1 January on main with a maintenance line, and two changes on main after it.
func stable(r *testkit.Repo) (base int) {
	base = lineOf(r, "main", "2024-01-01", "first", 0, "")
	r.Tag("v1.0", base, at("2024-01-01"))
	lineOf(r, "main", "2024-01-10", "a fix", 0, "")
	lineOf(r, "main", "2024-01-20", "a feature", 0, "")
	return base
}

// A change waits until a release has it, on whatever line. The delay starts with each release, and
// no change waits for longer than it exists.
func TestObserve_whatWaitsForARelease(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		make    func(r *testkit.Repo)
		waiting string
		flow    string // the day that it counts from; empty: 0
	}{
		"a stable line with backports": {func(r *testkit.Repo) {
			fix := lineOf(r, "1.x", "2024-04-01", "a fix", stable(r), "2024-01-10")
			r.Tag("v1.0.1", fix, at("2024-04-02"))
		}, "1", "2024-04-02"},
		"a stable line that took all": {func(r *testkit.Repo) {
			lineOf(r, "1.x", "2024-04-01", "a fix", stable(r), "2024-01-10")
			r.Tag("v1.0.1", lineOf(r, "1.x", "2024-04-01", "a feature", 0, "2024-01-20"), at("2024-04-02"))
		}, "0", ""},
		"a backport that is not released yet": {func(r *testkit.Repo) {
			lineOf(r, "1.x", "2024-04-01", "a fix", stable(r), "2024-01-10")
		}, "2", "2024-01-10"},
		"a stable line without backports": {func(r *testkit.Repo) {
			r.Tag("v1.0.1", lineOf(r, "1.x", "2024-04-01", "a fix of its own", stable(r), ""), at("2024-04-02"))
		}, "2", "2024-04-02"},
		"another change of the same subject": {func(r *testkit.Repo) {
			r.Tag("v1.0.1", lineOf(r, "1.x", "2024-04-01", "a fix", stable(r), ""), at("2024-04-02"))
		}, "2", "2024-04-02"},
		"an old line after the main one": {func(r *testkit.Repo) {
			base := stable(r)
			r.Tag("v2.0", lineOf(r, "main", "2024-02-01", "second", 0, ""), at("2024-02-01"))
			lineOf(r, "main", "2024-02-10", "a new feature", 0, "")
			r.Tag("v1.0.1", lineOf(r, "1.x", "2024-04-01", "a fix of its own", base, ""), at("2024-04-02"))
		}, "1", "2024-04-02"},
		"no maintenance line": {func(r *testkit.Repo) { stable(r) }, "2", "2024-01-10"},
		"one young change after a quiet time": {func(r *testkit.Repo) {
			r.Tag("v1.0", lineOf(r, "main", "2021-01-01", "first", 0, ""), at("2021-01-01"))
			lineOf(r, "main", "2024-05-01", "a fix", 0, "")
		}, "1", "2024-05-01"},
		"a tag ahead of main": {func(r *testkit.Repo) {
			stable(r)
			r.Tag("v2.0", r.Commit(testkit.Commit{At: at("2024-02-01"), Branch: "rel", From: 3, Message: "set the version"}), at("2024-02-01"))
		}, "0", ""},
		"pre-releases only since": {func(r *testkit.Repo) {
			stable(r)
			r.LightTag("v2.0-rc1", 3)
		}, "2", "2024-01-10"},
		"a branch merged after the release": {func(r *testkit.Repo) {
			base := lineOf(r, "main", "2024-01-01", "first", 0, "")
			side := lineOf(r, "topic", "2024-01-05", "old work", base, "")
			r.Tag("v1.0", lineOf(r, "main", "2024-02-01", "second", 0, ""), at("2024-02-01"))
			r.Commit(testkit.Commit{At: at("2024-03-01"), Merge: side, Message: "merge"})
		}, "1", "2024-02-01"},
		"a merge that was picked as one commit": {func(r *testkit.Repo) {
			base := stable(r)
			side := lineOf(r, "topic", "2024-01-25", "part two", lineOf(r, "topic", "2024-01-24", "part one", base, ""), "")
			r.Commit(testkit.Commit{At: at("2024-03-01"), Merge: side, Message: "merge topic"})
			r.Tag("v1.0.1", lineOf(r, "1.x", "2024-04-01", "merge topic", base, "2024-03-01"), at("2024-04-02"))
		}, "2", "2024-04-02"},
		"releases squashed apart from main": {func(r *testkit.Repo) {
			base := lineOf(r, "main", "2018-01-01", "first", 0, "")
			for i := range 30 {
				lineOf(r, "main", at("2018-02-01").AddDate(0, i, 0).Format(time.DateOnly), "work", 0, "")
			}
			for _, day := range []string{"2022-01-01", "2023-01-01", "2024-03-01"} {
				r.Tag("v"+day[2:4]+".0", lineOf(r, "releases", day, "release", base, ""), at(day))
				base = 0
			}
			lineOf(r, "main", "2024-03-10", "more", 0, "")
		}, "1", "2024-03-10"},
		"a program's change": {func(r *testkit.Repo) {
			r.Tag("v1.0", lineOf(r, "main", "2024-01-01", "first", 0, ""), at("2024-01-01"))
			r.Commit(testkit.Commit{At: at("2024-02-01"), Name: "dependabot[bot]", Email: "49699333+dependabot[bot]@users.noreply.github.com"})
		}, "0", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := testkit.NewRepo(t)
			tc.make(r)
			flow := 0.0
			if tc.flow != "" {
				flow = taken.Sub(at(tc.flow)).Hours() / 24 / monthDays
			}
			snap, in := observe(t, r, time.Time{})
			checkWhole(t, snap)
			want(t, in, map[string]string{"unreleased_human_commits": tc.waiting})
			if got := in.Field(field.ReleaseFlowMonths).Value; math.Abs(got-flow) > 0.001 {
				t.Errorf("the release delay is %.3f months, want %.3f", got, flow)
			}
			past, err := newSource(t, mirrorOf(r.Dir())).ObservePast(t.Context(), project(), []time.Time{taken})
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range []field.ID{field.UnreleasedHumanCommits, field.ReleaseFlowMonths} {
				if then := byField(past.Snapshots[0]).Field(id); then.Value != in.Field(id).Value {
					t.Errorf("%s of the past is %g, want %g", id, then.Value, in.Field(id).Value)
				}
			}
		})
	}
}

// Only releases of other lines need a second log of what waits.
func TestObserve_runsForWhatWaits(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		make func(r *testkit.Repo)
		runs int
	}{
		"no release": {func(r *testkit.Repo) { lineOf(r, "main", "2024-01-01", "first", 0, "") }, 0},
		"one line":   {func(r *testkit.Repo) { stable(r) }, 1},
		"two lines": {func(r *testkit.Repo) {
			r.Tag("v1.0.1", lineOf(r, "1.x", "2024-04-01", "a fix", stable(r), ""), at("2024-04-02"))
		}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := testkit.NewRepo(t)
			tc.make(r)
			r.SetTaken(taken)
			cfg, c := mirrorOf(r.Dir()), &calls{}
			cfg.started = c.add
			if _, err := newSource(t, cfg).Observe(t.Context(), project(), time.Time{}); err != nil {
				t.Fatal(err)
			}
			runs := 0
			for _, args := range c.all {
				if args[0] == "log" && slices.Contains(args, "--stdin") {
					runs++
				}
			}
			if runs != tc.runs {
				t.Errorf("%d runs, want %d", runs, tc.runs)
			}
		})
	}
}
