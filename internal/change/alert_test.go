package change_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/alert"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
	"pgregory.net/rapid"
)

var alertDay = time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC)

func alertSet(t testing.TB) *curated.Set {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// watched is a project with the inputs, all seen at alertDay.
func watched(ins ...health.Input) figures.Project {
	f := figures.Project{Project: "x", Inputs: health.Inputs{}, Snapshots: []health.Snapshot{{Source: field.SourceGit, ObservedAt: alertDay}}}
	for _, in := range ins {
		if field, ok := field.ByID(in.Field); ok {
			in.Source = field.Source
		}
		if in.ObservedAt.IsZero() {
			in.ObservedAt = alertDay
		}
		f.Inputs.Put(in)
	}
	return f
}

func alertProject() health.Project {
	return health.Project{Slug: "x", Name: "X", Repositories: []health.Repository{{URL: "https://github.com/old/x", Role: health.Primary}}}
}

// ids are the rules that found something, and the texts.
func alertIDs(t testing.TB, p health.Project, f figures.Project) (ids, text string) {
	t.Helper()
	for _, a := range change.Alerts(alertSet(t).Alerts, p, f) {
		ids += a.ID + " "
		text += a.Text + " "
		if a.Text == "" || strings.Contains(a.Text, "suspicious") {
			t.Errorf("%s says %q", a.ID, a.Text)
		}
	}
	return strings.TrimSpace(ids), text
}

func day(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

type alertCase struct {
	f      figures.Project
	p      func(*health.Project)
	want   string   // ids
	saying []string // values, not words
}

func checkAlerts(t *testing.T, cases map[string]alertCase) {
	t.Helper()
	for name, tc := range cases {
		p := alertProject()
		if tc.p != nil {
			tc.p(&p)
		}
		if ids, text := alertIDs(t, p, tc.f); ids != tc.want || testkit.Unsaid(text, tc.saying...) != nil {
			t.Errorf("%s: got %q (%s), want %q with %q", name, ids, text, tc.want, tc.saying)
		}
	}
}

func TestAlerts_A1controlShift(t *testing.T) {
	t.Parallel()
	shift := func(changed bool, share, factor, commits float64) figures.Project {
		return watched(health.ObsBool("top_author_changed", changed), health.Obs("newcomer_core_share", share), health.Obs("contributor_absence_factor_12m", factor), health.Obs("human_commits_12m", commits))
	}
	unknown := shift(true, .8, 1, 9)
	unknown.Inputs["newcomer_core_share"] = health.Missing("newcomer_core_share", "shallow", nil)
	checkAlerts(t, map[string]alertCase{
		"all hold":            {f: shift(true, .5, 2, 3), want: "A1", saying: []string{"50%"}},
		"the same leads":      {f: shift(false, .9, 1, 9)},
		"few newcomers":       {f: shift(true, .49, 1, 9)},
		"carried by more":     {f: shift(true, .9, 3, 9)},
		"too few commits":     {f: shift(true, .9, 1, 2)},
		"newcomers not known": {f: unknown},
		"nothing is known":    {f: watched()},
	})
	// Only this rule is for operators.
	all := change.Alerts(alertSet(t).Alerts, alertProject(), shift(true, .9, 1, 9))
	if len(all) != 1 || !all[0].Operators || len(alert.Public(all)) != 0 {
		t.Errorf("got %+v, want one alert, for operators", all)
	}
}

func TestAlerts_A2otherHands(t *testing.T) {
	t.Parallel()
	moved := func(address, name, since string, presence forge.Presence) figures.Project {
		f := watched()
		f.Identity = &forge.Identity{Repository: address, NodeID: "R_1", Name: name, MovedAt: day(since), Presence: presence}
		return f
	}
	publishers := func(now float64, held ...alert.Held) figures.Project {
		f := watched(health.Obs("publishers", now))
		f.Earlier = held
		return f
	}
	held := func(n float64, until string) alert.Held {
		return alert.Held{Field: "publishers", Value: n, Until: day(until)}
	}
	checkAlerts(t, map[string]alertCase{
		"another owner":          {f: moved("github.com/old/x", "new/x", "2026-05-01", forge.Present), want: "A2", saying: []string{"old/x", "new/x"}},
		"renamed by its owner":   {f: moved("github.com/old/x", "Old/y", "2026-05-01", forge.Present)},
		"moved long ago":         {f: moved("github.com/old/x", "new/x", "2025-11-01", forge.Present)},
		"the address was reused": {f: moved("github.com/old/x", "new/x", "2026-05-01", forge.Reused)},
		"of another address":     {f: moved("github.com/old/z", "new/x", "2026-05-01", forge.Present)},
		"fewer publishers":       {f: publishers(1, held(3, "2026-04-15")), want: "A2", saying: []string{"3", "1", "15 Apr 2026"}},
		"the newest change":      {f: publishers(2, held(3, "2026-05-15"), held(1, "2026-04-15")), want: "A2", saying: []string{"3", "2", "15 May 2026"}},
		"changed long ago":       {f: publishers(1, held(3, "2025-04-15"))},
		"publishers not known":   {f: watched()},
	})
}

func TestAlerts_A3releaseAndRepositoryDiffer(t *testing.T) {
	t.Parallel()
	tags := func(off, before float64) []health.Input {
		return []health.Input{health.Obs("release_tags_off_branch", off), health.Obs("release_tags_off_branch_before", before)}
	}
	names := func(tags ...string) health.Input { return health.ObsList("release_tags_off_branch_names", tags) }
	release := func(tag, registry, host string) figures.Project {
		ins := []health.Input{health.ObsText("last_release", tag)}
		if registry != "" {
			ins = append(ins, health.ObsText("registry_release", registry))
		}
		if host != "" {
			ins = append(ins, health.ObsText("host_release", host))
		}
		return watched(ins...)
	}
	checkAlerts(t, map[string]alertCase{
		"one off the branch":        {f: watched(tags(1, 0)...), want: "A3"},
		"several":                   {f: watched(tags(4, 0)...), want: "A3", saying: []string{"4"}},
		"one, by name":              {f: watched(append(tags(1, 0), names("v1.2"))...), want: "A3", saying: []string{"v1.2"}},
		"several, by name":          {f: watched(append(tags(2, 0), names("v1.2", "v1.1"))...), want: "A3", saying: []string{"2", "v1.2", "v1.1"}},
		"more than are named":       {f: watched(append(tags(3, 0), names("v1.2", "v1.1"))...), want: "A3", saying: []string{"3", "v1.2", "v1.1", "1"}},
		"a habit":                   {f: watched(tags(4, 1)...)},
		"none":                      {f: watched(tags(0, 0)...)},
		"too few before":            {f: watched(tags(2, 0)[0], health.NotApplies("release_tags_off_branch_before", "few"))},
		"in the registry only":      {f: release("2026-01-01", "2026-01-09", ""), want: "A3", saying: []string{"9 Jan 2026", "1 Jan 2026"}},
		"on the host only":          {f: release("2026-01-01", "", "2026-03-09"), want: "A3", saying: []string{"9 Mar 2026", "1 Jan 2026"}},
		"a week later":              {f: release("2026-01-01", "2026-01-08", "2026-01-08")},
		"before the tag":            {f: release("2026-03-01", "2026-01-08", "2026-01-08")},
		"published after the clone": {f: release("2026-01-01", "2026-06-16", "")},
		"no tag of a version":       {f: watched(health.Missing("last_release", "none", nil), health.ObsText("registry_release", "2026-01-08"))},
	})
}

func TestAlerts_A4programsAlone(t *testing.T) {
	t.Parallel()
	const none = "no merge, release or closing by a person is visible to us"
	programs := func(share, human float64, more ...health.Input) figures.Project {
		return watched(append(more, health.Obs("bot_share_12m", share), health.Obs("human_commits_6m", human))...)
	}
	read, act := health.ObsText("tracker_read_since", "2024-06-15"), health.ObsText("last_maintainer_act", "2025-10-01")
	old := read
	old.ObservedAt = alertDay.AddDate(0, 0, -31)
	checkAlerts(t, map[string]alertCase{
		"nobody is seen":             {f: programs(.61, 0, read, act), want: "A4", saying: []string{"61%"}},
		"no act at all":              {f: programs(.9, 0, read, health.Missing("last_maintainer_act", none, nil)), want: "A4"},
		"an act five months ago":     {f: programs(.9, 0, read, health.ObsText("last_maintainer_act", "2026-01-15"))},
		"a person committed":         {f: programs(.9, 1, read, act)},
		"programs made 60 %":         {f: programs(.6, 0, read, act)},
		"the host was never read":    {f: programs(.9, 0)},
		"read back a few days only":  {f: programs(.9, 0, health.ObsText("tracker_read_since", "2026-06-01"), health.Missing("last_maintainer_act", none, nil))},
		"the host was read long ago": {f: programs(.9, 0, old, act)},
		"acts do not apply":          {f: programs(.9, 0, read, health.NotApplies("last_maintainer_act", "a mirror"))},
	})
}

func TestAlerts_A5whatMaintainersSaid(t *testing.T) {
	t.Parallel()
	says := func(p *health.Project) {
		p.Statements = []health.Statement{{Kind: health.SteppingDown, Text: "the last of two.", URL: "https://example.org/2", Date: "2026-05-01"}, {Kind: health.HelpWanted, Text: "reviewers.", URL: "https://example.org/1", Date: "2025-05-01"}}
	}
	checkAlerts(t, map[string]alertCase{
		"both kinds": {p: says, f: watched(), want: "A5 A5", saying: []string{"the last of two", "reviewers"}},
		"none":       {f: watched()},
	})
	p := alertProject()
	says(&p)
	// It needs no figures.
	got := change.Alerts(alertSet(t).Alerts, p, figures.Project{Project: "x"})
	if len(got) != 2 || got[0].URL != "https://example.org/2" || !got[0].Since.Equal(day("2026-05-01")) {
		t.Errorf("got %+v", got)
	}
}

func TestAlerts_A6afterSilence(t *testing.T) {
	t.Parallel()
	releases := func(days ...string) figures.Project { return watched(health.ObsList("release_dates", days)) }
	checkAlerts(t, map[string]alertCase{
		"after two years":        {f: releases("2026-01-10", "2024-01-01", "2023-01-01"), want: "A6", saying: []string{"10 Jan 2026", "24"}},
		"mended a week later":    {f: releases("2026-01-20", "2026-01-10", "2023-06-01"), want: "A6", saying: []string{"10 Jan 2026", "31"}},
		"23 months":              {f: releases("2026-01-10", "2024-02-15")},
		"the silence is old":     {f: releases("2026-01-10", "2025-05-01", "2022-01-01")},
		"the first release ever": {f: releases("2026-01-10")},
		"no release":             {f: releases()},
	})
}

func TestAlerts_A7scoreFell(t *testing.T) {
	t.Parallel()
	fell := func(now, was float64, until, version string, checks float64, more ...alert.Held) figures.Project {
		in := health.Obs("published_score", now)
		in.Version, in.ObservedAt = "v5.2", day("2026-06-08")
		f := watched(in, health.Obs("published_checks", checks))
		f.Earlier = append(more, alert.Held{Field: "published_score", Value: was, Until: day(until), Version: version})
		return f
	}
	checks := func(n float64, until string) alert.Held {
		return alert.Held{Field: "published_checks", Value: n, Until: day(until), Version: "v5.2"}
	}
	checkAlerts(t, map[string]alertCase{
		"by two":                 {f: fell(5.1, 7.1, "2026-06-01", "v5.2", 18), want: "A7", saying: []string{"7.1", "5.1", "1 Jun 2026", "8 Jun 2026"}},
		"by less":                {f: fell(5.2, 7.1, "2026-06-01", "v5.2", 18)},
		"it rose":                {f: fell(9, 7.1, "2026-06-01", "v5.2", 18)},
		"over two months":        {f: fell(5.1, 7.1, "2026-04-01", "v5.2", 18)},
		"another version":        {f: fell(5.1, 7.1, "2026-06-01", "v5.1", 18)},
		"fewer checks ran":       {f: fell(5.1, 7.1, "2026-06-01", "v5.2", 12, checks(18, "2026-06-01"))},
		"checks changed earlier": {f: fell(5.1, 7.1, "2026-06-01", "v5.2", 18, checks(12, "2026-05-25")), want: "A7"},
		"checks not known": {f: func() figures.Project {
			f := fell(5.1, 7.1, "2026-06-01", "v5.2", 18)
			delete(f.Inputs, "published_checks")
			return f
		}()},
	})
	stale := fell(5.1, 7.1, "2026-06-01", "v5.2", 18)
	stale.Snapshots[0].ObservedAt = day("2026-09-01")
	if ids, _ := alertIDs(t, alertProject(), stale); ids != "" {
		t.Errorf("a result of June is told of in September: %s", ids)
	}
}

// Alerts are beside the score: no fact they rest on that is not scored already,
// no identity, statement or earlier value moves a figure.
func TestAlerts_changeNoScore(t *testing.T) {
	t.Parallel()
	set := alertSet(t)
	scored := map[string]bool{}
	for _, rules := range set.Model.Axes {
		for _, r := range rules {
			scored[string(r.Field)] = true
		}
	}
	facts := []string{"top_author_changed", "newcomer_core_share", "release_tags_off_branch", "release_tags_off_branch_before", "human_commits_6m", "bot_share_12m", "published_score", "publishers", "release_dates", "agent_commits_12m"}
	for _, id := range facts {
		if scored[id] {
			t.Errorf("%s is scored and makes an alert", id)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		f := watched(health.Obs("active_months_12m", rapid.Float64Range(0, 12).Draw(t, "months")), health.Obs("regulars_12m", rapid.Float64Range(0, 9).Draw(t, "regulars")), health.Obs("contributor_absence_factor", 1))
		p := alertProject()
		before := score.Evaluate(set.Model, p, f.Judged(set.Model).Inputs, alertDay, alertDay)
		for _, id := range facts {
			row, _ := field.ByID(field.ID(id))
			if row.Kind != field.List && row.Kind != field.Date {
				in := health.Obs(field.ID(id), rapid.Float64Range(0, 100).Draw(t, id))
				in.Source, in.ObservedAt = row.Source, alertDay
				f.Inputs.Put(in)
			}
		}
		f.Identity = &forge.Identity{Repository: "github.com/old/x", Name: "new/x", MovedAt: alertDay, Presence: forge.Present}
		p.Statements = []health.Statement{{Kind: health.HelpWanted, Text: "t", URL: "https://example.org", Date: "2026-01-01"}}
		if len(change.Alerts(set.Alerts, p, f)) == 0 {
			t.Fatal("nothing is told")
		}
		after := score.Evaluate(set.Model, p, f.Judged(set.Model).Inputs, alertDay, alertDay)
		if before.Risk != after.Risk || before.V.Interval != after.V.Interval || before.R.Interval != after.R.Interval || before.S.Interval != after.S.Interval ||
			before.C.Interval != after.C.Interval || before.RiskUpper != after.RiskUpper || before.Status != after.Status || before.Rankable != after.Rankable {
			t.Fatalf("a score moved: %+v, %+v", before, after)
		}
	})
}

// What is not known is silent, whatever else is: taking an input away never adds
// an alert.
func TestAlerts_lessKnownIsNeverLouder(t *testing.T) {
	t.Parallel()
	rules := alertSet(t).Alerts
	numbers := []string{"newcomer_core_share", "contributor_absence_factor_12m", "human_commits_12m", "human_commits_6m", "bot_share_12m", "release_tags_off_branch", "release_tags_off_branch_before", "top_author_changed", "publishers", "published_score", "published_checks"}
	days := []string{"last_release", "registry_release", "host_release", "tracker_read_since", "last_maintainer_act"}
	rapid.Check(t, func(t *rapid.T) {
		f := watched()
		for _, id := range numbers {
			in := health.Obs(field.ID(id), math.Floor(rapid.Float64Range(0, 20).Draw(t, id))/10)
			in.ObservedAt = alertDay
			f.Inputs.Put(in)
		}
		for _, id := range days {
			in := health.ObsText(field.ID(id), alertDay.AddDate(0, 0, -rapid.IntRange(0, 900).Draw(t, id)).Format(time.DateOnly))
			in.Source, in.ObservedAt = "host", alertDay
			f.Inputs.Put(in)
		}
		before := change.Alerts(rules, alertProject(), f)
		gone := rapid.SampledFrom(append(slices.Clone(numbers), days...)).Draw(t, "gone")
		f.Inputs[field.ID(gone)] = health.Missing(field.ID(gone), "not read", nil)
		for _, a := range change.Alerts(rules, alertProject(), f) {
			if !slices.ContainsFunc(before, func(b alert.Alert) bool { return a.ID == b.ID && a.Text == b.Text }) {
				t.Fatalf("without %s there is one more: %+v", gone, a)
			}
		}
	})
}
