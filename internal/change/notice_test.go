package change_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// crowdOf compares n projects with one check each, of which the first moved lose
// points; commit is that of the second run (the first's is "a").
func crowdOf(t *testing.T, m model.Model, n, moved int, after func(i int, in *health.Input)) ([]cause.Difference, []cause.Notice) {
	t.Helper()
	var l change.List
	for i := range n {
		p := health.Project{Slug: fmt.Sprintf("p%03d", i)}
		before, then := measured(sunday, "a"), measured(sunday.AddDate(0, 0, 7), "a")
		if i < moved {
			in := then.Inputs["Code-Review"]
			in.Value = 3
			if after != nil {
				after(i, &in)
			}
			then.Inputs["Code-Review"] = in
		}
		l.Add(change.Side{Project: p, Figures: before, Model: m, Now: sunday}, change.Side{Project: p, Figures: then, Model: m, Now: sunday})
	}
	return l.Done()
}

func TestList_thirtyPerCentAreTheInstrument(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	for _, tc := range []struct {
		n, moved int
		notice   bool
	}{{100, 29, false}, {100, 30, true}, {100, 31, true}, {9, 9, false}, {10, 2, false}, {10, 3, true}, {11, 3, false}, {155, 46, false}, {155, 47, true}} {
		diffs, notices := crowdOf(t, m, tc.n, tc.moved, nil)
		if (len(notices) == 1) != tc.notice || len(notices) > 1 {
			t.Errorf("%d of %d moved: %d notices", tc.moved, tc.n, len(notices))
		}
		want := cause.Project
		if tc.notice {
			want = cause.Instrument
			if n := notices[0]; n.Moved != tc.moved || n.Compared != tc.n || n.Up || n.Mean != -3 || len(n.Projects) != tc.moved || n.Still != tc.moved {
				t.Errorf("notice %+v of %d of %d", n, tc.moved, tc.n)
			}
		}
		for _, d := range diffs[:tc.moved] {
			c := d.Changes[0]
			if c.Field != "Code-Review" || c.Cause != want {
				t.Fatalf("%d of %d moved: %s of %s is by %q", tc.moved, tc.n, c.Field, d.Project, c.Cause)
			}
			if tc.notice && testkit.Unsaid(c.Why, fmt.Sprintf("%d of %d", tc.moved, tc.n)) != nil {
				t.Fatalf("why: %q", c.Why)
			}
			sum := 0.
			for _, s := range d.Shares {
				sum += s.Points
				if s.Cause != want {
					t.Fatalf("%g points are by %q", s.Points, s.Cause)
				}
			}
			if math.Abs(sum-(d.After.Risk.Value-d.Before.Risk.Value)) > 1e-9 || sum <= 0 {
				t.Fatalf("shares sum to %g", sum)
			}
		}
	}
}

func TestList_aCampaignInManyRepositoriesIsTheirs(t *testing.T) {
	t.Parallel()
	// All that moved have new commits; of those that stood still none moved.
	diffs, notices := crowdOf(t, shipped(t), 40, 20, func(_ int, in *health.Input) { in.Commit = "b" })
	if len(notices) > 0 || diffs[0].Changes[0].Cause != cause.Project {
		t.Errorf("notices %+v, cause %q; want none, project", notices, diffs[0].Changes[0].Cause)
	}
}

func TestList_anotherVersionIsOneNotice(t *testing.T) {
	t.Parallel()
	diffs, notices := crowdOf(t, shipped(t), 20, 20, func(_ int, in *health.Input) { in.Commit, in.Version = "b", "scorecard/2" })
	if len(notices) != 1 || notices[0].Instrument != "scorecard scorecard/2" || notices[0].Moved != 20 {
		t.Fatalf("notices %+v", notices)
	}
	if c := diffs[0].Changes[0]; c.Cause != cause.Instrument || !strings.Contains(c.Why, "scorecard/2") {
		t.Errorf("cause %q: %s", c.Cause, c.Why)
	}
}

func TestList_bothWaysIsNoInstrument(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	var l change.List
	for i := range 20 {
		p := health.Project{Slug: fmt.Sprintf("p%02d", i)}
		before, then := measured(sunday, "a", health.Obs("Branch-Protection", 5)), measured(sunday, "a", health.Obs("Branch-Protection", float64(4+2*(i%2))))
		l.Add(change.Side{Project: p, Figures: before, Model: m, Now: sunday}, change.Side{Project: p, Figures: then, Model: m, Now: sunday})
	}
	if _, notices := l.Done(); len(notices) > 0 {
		t.Errorf("half went up and half down: notices %+v", notices)
	}
}

func TestList_theClockAndTheWorldMoveManyWithoutANotice(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	next := sunday.AddDate(0, 0, 7)
	var l change.List
	for i := range 30 {
		p := health.Project{Slug: fmt.Sprintf("p%02d", i)}
		before := measured(sunday, "a", health.Obs("stars", 100), health.Obs("downloads_30d", 5000), health.Obs("dependents_percentile", 90))
		then := measured(next, "a", health.Obs("stars", 110), health.Obs("downloads_30d", 5500), health.Obs("months_since_human_act", 2.23), health.Obs("regulars_12m", 2))
		l.Add(change.Side{Project: p, Figures: before, Model: m, Now: sunday}, change.Side{Project: p, Figures: then, Model: m, Now: next})
	}
	diffs, notices := l.Done()
	if len(notices) > 0 {
		t.Errorf("notices %+v", notices)
	}
	for _, s := range diffs[0].Shares {
		if s.Cause != cause.Clock {
			t.Errorf("%g points are by %q, want the clock's alone", s.Points, s.Cause)
		}
	}
	if len(diffs[0].Shares) != 1 {
		t.Errorf("shares %+v", diffs[0].Shares)
	}
}

func TestList_oneFaultOfManyIsNoInstrument(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	const weekly = "scorecard v5.3.0, published by OpenSSF's weekly scan"
	next := sunday.AddDate(0, 0, 7)
	for check, want := range map[string]int{"Vulnerabilities": 0, "Fuzzing": 1} {
		var own, published change.List
		for i := range 20 {
			p := health.Project{Slug: fmt.Sprintf("p%02d", i)}
			own.Add(change.Side{Project: p, Figures: measured(sunday, "a", health.Obs(field.ID(check), 10)), Model: m, Now: sunday},
				change.Side{Project: p, Figures: measured(next, "a", health.Obs(field.ID(check), 2)), Model: m, Now: next})
			published.Add(change.Side{Project: p, Figures: checksOf(sunday, "a", weekly, 8, map[string]int{check: 10}), Model: m, Now: sunday},
				change.Side{Project: p, Figures: checksOf(next, "a", weekly, 7, map[string]int{check: 2}), Model: m, Now: next})
		}
		diffs, notices := own.Done()
		if len(notices) != want || (diffs[0].Changes[0].Cause == cause.Instrument) != (want == 1) {
			t.Errorf("%s fell in all of our own scans: %d notices, cause %q", check, len(notices), diffs[0].Changes[0].Cause)
		}
		_, notices = published.Done()
		totals := 0
		for _, n := range notices {
			if n.Field == "published_score" {
				totals++
			}
		}
		if totals != want {
			t.Errorf("%s fell in all published results: %d notices of their total", check, totals)
		}
	}
}

func TestList_withoutCommitsItTakesThirty(t *testing.T) {
	t.Parallel()
	for _, n := range []int{29, 30} {
		_, notices := crawled([]step{{"License", 10, 3, n}})
		if got, want := len(notices) == 1, n == 30; got != want {
			t.Errorf("%d repositories of no known commit, all moved: notices %+v", n, notices)
		}
	}
}
