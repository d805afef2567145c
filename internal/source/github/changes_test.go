package github

import (
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

type figure struct {
	state  health.State
	value  float64
	text   string
	reason string // values of the reason, "-" for words alone
}

func check(t *testing.T, name string, got health.Input, want figure) {
	t.Helper()
	if got.State != want.state || !reasonSays(got.Reason, want.reason) || got.Known() && (got.Value != want.value || got.Text != want.text) {
		t.Errorf("%s: %s is %s %g %q %q; want %s %g %q %q", name, got.Field, got.State, got.Value, got.Text, got.Reason, want.state, want.value, want.text, want.reason)
	}
}

// reasonSays reports whether a reason says the values, of which "-" are none; an
// empty text stands for no reason.
func reasonSays(reason, values string) bool {
	switch values {
	case "":
		return reason == ""
	case "-":
		return reason != ""
	}
	return testkit.Unsaid(reason, strings.Split(values, " | ")...) == nil
}

func TestClosure_table(t *testing.T) {
	t.Parallel()
	merge := func(who int) func(*item) { return endedBy(who, 5, merged) }
	mixed := append(openIssues(3, 100, merge(maintainer)), openIssues(1, 100)...)
	for name, tc := range map[string]struct {
		items []item
		from  int64
		want  figure
	}{
		"none":                         {nil, 0, figure{health.NotApplicable, 0, "", "three | 365"}},
		"too few so far":               {openIssues(2, 100, merge(maintainer)), at - 200*day, figure{health.Unknown, 0, "", "2 | 200 | 2026-05-09"}},
		"too short a time":             {openIssues(40, 3, merge(maintainer)), at - 10*day, figure{health.Unknown, 0, "", "40 | 10 | 2026-11-15"}},
		"three of four":                {mixed, 0, figure{health.Observed, .75, "", "4 | 365 | 3"}},
		"of a part":                    {mixed, at - 200*day, figure{health.Observed, .75, "", "4 | 200 | 2026-05-09 | 3"}},
		"old ones closed now":          {append(openIssues(3, 100), openIssues(9, 400, endedBy(maintainer, 390, 0))...), 0, figure{health.Observed, 1, "", "3 | 365 | 9"}},
		"withdrawn is closed":          {openIssues(4, 100, endedBy(author, 1, 0)), 0, figure{health.Observed, 1, "", "4 | 365"}},
		"a stale bot closes nothing":   {openIssues(4, 100, endedBy(0, 30, endedByProgram)), 0, figure{health.Observed, 0, "", "4 | 365 | 0"}},
		"a merge queue merges":         {openIssues(4, 100, endedBy(0, 30, endedByProgram|merged)), 0, figure{health.Observed, 1, "", "4 | 365"}},
		"programs' own are left out":   {openIssues(40, 100, flagged(byProgram), merge(maintainer)), 0, figure{health.NotApplicable, 0, "", "three | 365"}},
		"closed by a deleted account":  {openIssues(4, 100, endedBy(nobodyKnown, 1, 0)), 0, figure{health.Observed, 1, "", "4 | 365"}},
		"closed before the year began": {append(openIssues(3, 100), openIssues(2, 500, endedBy(maintainer, 20, 0))...), 0, figure{health.Observed, 0, "", "3 | 365 | 0"}},
	} {
		tr := newTracker(at, nil, tc.items, 0, tc.from)
		check(t, name, tr.closure(), tc.want)
	}
}

func TestMergers_table(t *testing.T) {
	t.Parallel()
	by := func(who, n int) []item { return openIssues(n, 100, endedBy(who, 5, merged)) }
	five := append(append(append(append(by(2, 3), by(3, 3)...), by(4, 3)...), by(5, 3)...), by(6, 3)...)
	for name, tc := range map[string]struct {
		items []item
		from  int64
		want  figure
	}{
		"nothing merged":        {openIssues(9, 50), 0, figure{health.Unknown, 0, "", "365"}},
		"only own ones":         {by(author, 9), 0, figure{health.Unknown, 0, "", "365"}},
		"two are no habit":      {by(maintainer, 2), 0, figure{health.Observed, 0, "", "2 | 365"}},
		"one person":            {append(by(maintainer, 3), by(stranger, 2)...), 0, figure{health.Observed, 1, "", "5 | 365"}},
		"one person, so far":    {by(maintainer, 3), at - 200*day, figure{health.Unknown, 0, "", "2026-05-09"}},
		"enough people, so far": {five, at - 200*day, figure{health.Observed, 5, "", "15 | 200 | 2026-05-09"}},
		"a program merges most": {append(by(maintainer, 3), openIssues(4, 100, endedBy(0, 5, merged|endedByProgram))...), 0, figure{health.Unknown, 0, "", "-"}},
		"programs' own":         {append(by(maintainer, 2), openIssues(9, 100, endedBy(maintainer, 5, merged), flagged(byProgram))...), 0, figure{health.Observed, 0, "", "2 | 365"}},
	} {
		tr := newTracker(at, nil, tc.items, 0, tc.from)
		check(t, name, tr.mergers(), tc.want)
	}
}

func TestOutsideItems_windows(t *testing.T) {
	t.Parallel()
	items := append(openIssues(3, 100, answeredAfter(1)), openIssues(2, 500)...)
	items = append(items, issue(50, flagged(long)))
	items = append(items, openIssues(2, 40, endedBy(author, 3, 0))...)
	const left = "1 | 2"
	for name, tc := range map[string]struct {
		items []item
		from  int64
		want  [4]figure
	}{
		"all known": {items, 0, [4]figure{
			{health.Observed, 3, "", left},
			{health.Observed, 3, "", left},
			{health.Observed, 5, "", left},
			{health.Observed, 3, "", left},
		}},
		"a year known": {items[:5], at - 400*day, [4]figure{
			{health.Observed, 3, "", ""},
			{health.Observed, 3, "", ""},
			{health.Observed, 3, "", "400 | 2025-10-21"},
			{health.Observed, 3, "", "400 | 2025-10-21"},
		}},
		// Nothing filed in the few days that are known is no sign of no demand.
		"days known": {items[3:5], at - 3*day, [4]figure{
			{health.Unknown, 0, "", "2026-11-22"},
			{health.Unknown, 0, "", "2026-11-22"},
			{health.Unknown, 0, "", "2026-11-22"},
			{health.Unknown, 0, "", "2026-11-22"},
		}},
		"many in days": {openIssues(20, 2, answeredAfter(1)), at - 3*day, [4]figure{
			{health.Unknown, 0, "", "2026-11-22"},
			{health.Unknown, 0, "", "2026-11-22"},
			{health.Observed, 20, "", "3 | 2026-11-22"},
			{health.Observed, 20, "", "3 | 2026-11-22"},
		}},
	} {
		tr := newTracker(at, tc.items, nil, tc.from, 0)
		for i, got := range tr.outsideItems() {
			check(t, name, got, tc.want[i])
		}
	}
}

func TestLastAct_table(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		items    []item
		from     int64
		released int64
		want     figure
	}{
		"nothing":               {nil, 0, 0, figure{health.Unknown, 0, "", "-"}},
		"nothing so far":        {nil, at - 10*day, 0, figure{health.Unknown, 0, "", "2026-11-15"}},
		"closing one's own":     {openIssues(1, 100, endedBy(author, 5, 0)), 0, 0, figure{health.Unknown, 0, "", "-"}},
		"closing another's":     {openIssues(1, 100, endedBy(maintainer, 5, 0)), 0, 0, figure{health.Observed, 0, "2026-08-22", ""}},
		"merging one's own":     {openIssues(1, 100, endedBy(author, 5, merged)), 0, 0, figure{health.Observed, 0, "2026-08-22", ""}},
		"a program's merge":     {openIssues(1, 100, endedBy(0, 5, merged|endedByProgram)), 0, 0, figure{health.Unknown, 0, "", "-"}},
		"a release":             {openIssues(1, 100, endedBy(maintainer, 5, 0)), 0, at - 3*day, figure{health.Observed, 0, "2026-11-22", ""}},
		"a release of old":      {openIssues(1, 100, endedBy(maintainer, 5, 0)), 0, at - 900*day, figure{health.Observed, 0, "2026-08-22", ""}},
		"dated in the future":   {openIssues(1, 1, endedBy(maintainer, 90, 0)), 0, 0, figure{health.Observed, 0, "2026-11-25", ""}},
		"people's program work": {openIssues(1, 100, endedBy(maintainer, 5, merged), flagged(byProgram)), 0, 0, figure{health.Observed, 0, "2026-08-22", ""}},
	} {
		tr := newTracker(at, tc.items, nil, tc.from, 0)
		tr.released = tc.released
		check(t, name, tr.lastAct(), tc.want)
	}
}

func TestEmployers_table(t *testing.T) {
	t.Parallel()
	now := month(at)
	regular := func(who int, employer string, ageDays int64) worker {
		w := worker{Who: who, Months: []int{now - 5, now - 3, now}, Employer: employer}
		if employer != "" {
			w.Declared = at - ageDays*day
		}
		return w
	}
	for name, tc := range map[string]struct {
		people []worker
		from   int64
		want   figure
	}{
		"never read":       {nil, 0, figure{health.Unknown, 0, "", "-"}},
		"read in part":     {[]worker{regular(1, "a", 1)}, at - 40*day, figure{health.Unknown, 0, "", "2026-10-16"}},
		"no regulars":      {[]worker{{Who: 1, Months: []int{now - 1, now}}}, 1, figure{health.Unknown, 0, "", "-"}},
		"long ago":         {[]worker{{Who: 1, Months: []int{now - 14, now - 13, now - 12}, Employer: "a", Declared: at}}, 1, figure{health.Unknown, 0, "", "-"}},
		"two of three":     {[]worker{regular(1, "a", 1), regular(2, "a", 1), regular(3, "", 0)}, 1, figure{health.Observed, 1, "", "2 of 3"}},
		"two employers":    {[]worker{regular(1, "a", 1), regular(2, "b", 1)}, 1, figure{health.Observed, 2, "", "2 of 2"}},
		"one of three":     {[]worker{regular(1, "a", 1), regular(2, "", 0), regular(3, "", 0)}, 1, figure{health.Unknown, 0, "", "1 of 3"}},
		"declared too old": {[]worker{regular(1, "a", 31)}, 1, figure{health.Unknown, 0, "", "0 of 1"}},
	} {
		c := commits{From: tc.from, People: tc.people}
		check(t, name, c.employers(at), tc.want)
	}
}

func TestMonths_areOfTheCalendar(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ at, start string }{
		{"2026-11-25T12:00:00Z", "2025-12-01T00:00:00Z"},
		{"2026-01-31T23:59:59Z", "2025-02-01T00:00:00Z"},
		{"2024-02-29T00:00:00Z", "2023-03-01T00:00:00Z"},
	} {
		now, err := time.Parse(time.RFC3339, tc.at)
		if err != nil {
			t.Fatal(err)
		}
		got := time.Unix(yearStart(now.Unix()), 0).UTC().Format(time.RFC3339)
		if got != tc.start || month(now.Unix())-month(yearStart(now.Unix())) != 11 {
			t.Errorf("the year to %s begins %s, want %s", tc.at, got, tc.start)
		}
	}
}
