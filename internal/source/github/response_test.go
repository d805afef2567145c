package github

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// at is the instant of the tables: 2026-11-25.
var at = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC).Unix()

const (
	nobodyKnown = iota
	author      // an outsider
	maintainer  // shows rights
	stranger    // another outsider
)

// issue is an outsider's, created so many days ago.
func issue(daysAgo float64, more ...func(*item)) item {
	it := item{Number: 1, Created: at - int64(daysAgo*day), Author: author}
	it.Updated = it.Created
	for _, f := range more {
		f(&it)
	}
	return it
}

func answeredAfter(days float64) func(*item) {
	return func(i *item) { i.Acts = append(i.Acts, act{maintainer, i.Created + int64(days*day), 1}) }
}

func remarkBy(who int, days float64) func(*item) {
	return func(i *item) { i.Acts = append(i.Acts, act{int64(who), i.Created + int64(days*day), 0}) }
}

func endedBy(by int, days float64, flags int) func(*item) {
	return func(i *item) {
		i.Ended, i.Ender, i.Flags = i.Created+int64(days*day), by, i.Flags|flags
	}
}

func flagged(flags int) func(*item) { return func(i *item) { i.Flags |= flags } }

func openIssues(n int, daysAgo float64, more ...func(*item)) []item {
	var out []item
	for range n {
		out = append(out, issue(daysAgo, more...))
	}
	return out
}

func TestFirstResponse_table(t *testing.T) {
	t.Parallel()
	three := openIssues(3, 20, answeredAfter(2))
	for name, tc := range map[string]struct {
		items  []item
		from   int64
		state  health.State
		want   float64
		reason string
	}{
		"fewer than three":          {openIssues(2, 20), 0, health.NotApplicable, 0, "three | 180"},
		"fewer than three, so far":  {openIssues(2, 20), at - 30*day, health.Unknown, 0, "three | 30 | 2026-10-26"},
		"answered":                  {three, 0, health.Observed, 2, "3 | 180 | 0"},
		"of a part":                 {three, at - 30*day, health.Observed, 2, "3 | 30 | 2026-10-26 | 0"},
		"older than half a year":    {openIssues(9, 181), 0, health.NotApplicable, 0, "three | 180"},
		"too early to tell":         {openIssues(4, 12), 0, health.Unknown, 0, "4 of 4 | 180 | 12"},
		"silence":                   {openIssues(4, 120), 0, health.Observed, 120, "4 | 180"},
		"members do not wait":       {openIssues(9, 120, flagged(byMember)), 0, health.NotApplicable, 0, "three | 180"},
		"programs do not wait":      {openIssues(9, 120, flagged(byProgram)), 0, health.NotApplicable, 0, "three | 180"},
		"a stranger's word":         {openIssues(4, 120, remarkBy(stranger, 1)), 0, health.Observed, 120, "4 | 180"},
		"a deleted account waits":   {openIssues(3, 20, answeredAfter(1), func(i *item) { i.Author = nobodyKnown }), 0, health.Observed, 1, "3 | 180 | 0"},
		"a stale bot closes":        {openIssues(4, 120, endedBy(0, 30, endedByProgram)), 0, health.Observed, 120, "4 | 180"},
		"merged by a queue":         {openIssues(4, 120, endedBy(0, 5, endedByProgram|merged)), 0, health.Unknown, 0, "4 of 4 | 180 | 5"},
		"withdrawn by the author":   {openIssues(4, 120, endedBy(author, 5, 0)), 0, health.Unknown, 0, "4 of 4 | 180 | 5"},
		"a long discussion":         {append(openIssues(3, 20, answeredAfter(2)), issue(30, flagged(long))), 0, health.Observed, 2, "3 | 180 | 0 | 1"},
		"a long one, answered":      {openIssues(3, 20, answeredAfter(2), flagged(long)), 0, health.Observed, 2, "3 | 180 | 0"},
		"answered before it began":  {openIssues(3, 20, answeredAfter(-3)), 0, health.Observed, 0, "3 | 180 | 0"},
		"dated after the instant":   {openIssues(3, -5), 0, health.Unknown, 0, "3 of 3 | 180 | 0"},
		"rounded to a hundredth":    {openIssues(3, 20, answeredAfter(1./3)), 0, health.Observed, 0.33, "3 | 180 | 0"},
		"one unanswered among more": {append(openIssues(3, 20, answeredAfter(2)), issue(90)), 0, health.Observed, 2, "4 | 180 | 1"},
	} {
		tr := newTracker(at, tc.items, nil, tc.from, 0)
		got := tr.firstResponse()
		if got.State != tc.state || !reasonSays(got.Reason, tc.reason) || got.Known() && math.Abs(got.Value-tc.want) > 1e-9 {
			t.Errorf("%s: %s %g %q; want %s %g %q", name, got.State, got.Value, got.Reason, tc.state, tc.want, tc.reason)
		}
	}
}

// A membership that is not public is shown as none. Who closes somebody else's
// item has rights whatever the host says, before and after.
func TestFirstResponse_whoEndsOthersItemsIsAMember(t *testing.T) {
	t.Parallel()
	items := openIssues(3, 120, remarkBy(maintainer, 1))
	tr := newTracker(at, items, nil, 0, 0)
	if got := tr.firstResponse(); got.Value != 120 {
		t.Fatalf("without any sign of rights: %g, want 120", got.Value)
	}
	items = append(items, issue(700, endedBy(maintainer, 1, 0)))
	own := item{Number: 9, Created: at - 10*day, Author: maintainer}
	tr = newTracker(at, append(items, own), nil, 0, 0)
	got := tr.firstResponse()
	if got.Value != 1 || testkit.Unsaid(got.Reason, "3") != nil {
		t.Errorf("%g %q, want 1 and the keeper's own item left out", got.Value, got.Reason)
	}
}

func someItem(t *rapid.T) item {
	it := item{Number: rapid.Int64Range(1, 1e6).Draw(t, "number"), Created: at - rapid.Int64Range(-day, 900*day).Draw(t, "age"), Author: rapid.IntRange(0, 4).Draw(t, "author")}
	it.Flags = rapid.IntRange(0, 31).Draw(t, "flags")
	if rapid.Bool().Draw(t, "ended") {
		it.Ended, it.Ender = it.Created+rapid.Int64Range(0, 100*day).Draw(t, "took"), rapid.IntRange(0, 4).Draw(t, "ender")
	}
	for range rapid.IntRange(0, 3).Draw(t, "acts") {
		it.Acts = append(it.Acts, act{rapid.Int64Range(1, 4).Draw(t, "who"), it.Created + rapid.Int64Range(-day, 50*day).Draw(t, "after"), rapid.Int64Range(0, 1).Draw(t, "rights")})
	}
	slices.SortFunc(it.Acts, func(a, b act) int { return int(a.at() - b.at()) })
	return it
}

// Whatever was read: figures are in range, unknowns and not applicables say why,
// and counts of parts never exceed the whole.
func TestTracker_figuresAreInRange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		issues := rapid.SliceOfN(rapid.Custom(someItem), 0, 30).Draw(t, "issues")
		changes := rapid.SliceOfN(rapid.Custom(someItem), 0, 30).Draw(t, "changes")
		from := at - rapid.Int64Range(-day, 900*day).Draw(t, "known since")
		tr := newTracker(at, issues, changes, rapid.SampledFrom([]int64{0, from}).Draw(t, "issues from"), from)
		ins := health.Inputs{}
		ins.Put(append(tr.outsideItems(), tr.firstResponse(), tr.closure(), tr.mergers(), tr.lastAct())...)
		for _, in := range ins {
			if in.State != health.Observed && in.Reason == "" {
				t.Fatalf("%s is %s without a reason", in.Field, in.State)
			}
			if in.Known() && (in.Value < 0 || math.IsNaN(in.Value) || math.IsInf(in.Value, 0)) {
				t.Fatalf("%s is %g", in.Field, in.Value)
			}
		}
		if v := ins.Field("first_response_days_p50"); v.Known() && v.Value > 180 {
			t.Fatalf("first response %g days of 180", v.Value)
		}
		if v := ins.Field("change_request_closure"); v.Known() && v.Value > 1 {
			t.Fatalf("closure %g", v.Value)
		}
		for _, w := range []string{"12m", "24m"} {
			filed, answered := ins.Field(field.ID("outside_items_"+w)), ins.Field(field.ID("outside_items_answered_"+w))
			if filed.State != answered.State || filed.Known() && answered.Value > filed.Value {
				t.Fatalf("%g of %g answered in %s", answered.Value, filed.Value, w)
			}
		}
	})
}
