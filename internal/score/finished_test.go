package score_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// quiet is a library nobody had to touch for two years.
func quiet(more ...health.Input) health.Inputs {
	return inputs(append([]health.Input{
		health.Obs("active_months_12m", 0), health.Obs("months_since_human_act", 24), health.Obs("release_flow_months", 0),
		health.Obs("commit_trend_log2", -3), health.Obs("first_response_days_p50", 3), health.Obs("change_request_closure", 1),
		health.Obs("unreleased_human_commits", 0),
	}, more...)...)
}

func demand(filed, answered float64) []health.Input {
	return []health.Input{health.Obs("outside_items_24m", filed), health.Obs("outside_items_answered_24m", answered)}
}

func TestEvaluate_finishedSoftwareIsNotPunished(t *testing.T) {
	t.Parallel()
	m := few(given(t))
	clean := health.Obs("advisory_unpatched_days", 0)
	for name, tc := range map[string]struct {
		ins  health.Inputs
		want bool
		says []string
	}{
		"4 of 5 answered":                   {quiet(demand(5, 4)...), true, []string{"4", "5"}},
		"3 of 4 answered":                   {quiet(demand(4, 3)...), false, nil},
		"the tracker is not known":          {quiet(), false, nil},
		"nothing filed, all clear":          {quiet(append(demand(0, 0), clean)...), true, nil},
		"nothing filed, advisories unknown": {quiet(demand(0, 0)...), false, nil},
		"nothing filed, a change waits":     {quiet(append(demand(0, 0), clean, health.Obs("unreleased_human_commits", 1))...), false, nil},
		"nothing filed, an advisory open":   {quiet(append(demand(0, 0), health.Obs("advisory_unpatched_days", 3))...), false, nil},
	} {
		sc := score.Evaluate(m, health.Project{}, tc.ins, at, at)
		for _, row := range sc.V.Inputs {
			if row.ID != "V1" && row.ID != "V4" {
				continue
			}
			if spared := row.Input.State == health.NotApplicable; spared != tc.want {
				t.Errorf("%s: %s is %s, want spared %v", name, row.ID, row.Input.State, tc.want)
			} else if spared && (row.Input.Reason == "" || testkit.Unsaid(row.Input.Reason, tc.says...) != nil) {
				t.Errorf("%s: %s says %q", name, row.ID, row.Input.Reason)
			}
		}
		// Without: (10·0 + 10·25 + 10·100 + 6·0 + 16·100 + 8·100)/60. With: V1 and V4
		// out, the last act of 24 months read as of 8: 77.777….
		want := 3650. / 60
		if tc.want {
			want = (10*(100-5./9*40*1) + 1000 + 1600 + 800) / 44
		}
		near(t, name+": vitality", sc.V.Value, want, 1e-9)
	}
}

// The rule never takes from a project, and doing more never costs anything.
func TestEvaluate_finishedNeverLowersVitality(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	s := score.New(m)
	rapid.Check(t, func(t *rapid.T) {
		ins := anyInputs(m).Draw(t, "inputs")
		plain := s.Evaluate(health.Project{}, ins, at, at).V
		ins.Put(demand(5, 5)...)
		spared := s.Evaluate(health.Project{}, ins, at, at).V
		if plain.Known && spared.Value < plain.Value {
			t.Fatalf("with every item answered vitality is %g, without any knowledge of them %g", spared.Value, plain.Value)
		}
		months := ins.Field("active_months_12m")
		if !months.Known() {
			return
		}
		ins.Put(health.Obs("active_months_12m", months.Value+rapid.Float64Range(0, 12).Draw(t, "more months")))
		if more := s.Evaluate(health.Project{}, ins, at, at).V; more.Value < spared.Value-1e-9 {
			t.Fatalf("more months of work lower vitality from %g to %g", spared.Value, more.Value)
		}
	})
}

// Silence alone, with the tracker unread, gives no rank; a fact that holds for finished software
// does.
func TestEvaluate_whatCannotBeToldFromFinishedHasNoRank(t *testing.T) {
	t.Parallel()
	m := few(given(t))
	silent := func(more ...health.Input) health.Inputs {
		ins := example()
		ins.Put(health.Obs("human_commits_12m", 0), health.Obs("active_months_12m", 0), health.Obs("dependents_percentile", 50))
		ins.Put(more...)
		return ins
	}
	unseen := silent()
	delete(unseen, "License")
	for name, tc := range map[string]struct {
		p    health.Project
		ins  health.Inputs
		want health.RankState
	}{
		"silent":                     {ins: silent(), want: health.RankCannotTell},
		"one commit":                 {ins: silent(health.Obs("human_commits_12m", 1)), want: health.RankRanked},
		"the tracker was read":       {ins: silent(demand(2, 0)...), want: health.RankRanked},
		"it has no tracker":          {ins: silent(health.NotApplies("outside_items_24m", "none")), want: health.RankRanked},
		"declared dead":              {p: health.Project{EndOfLife: &health.EndOfLife{}}, ins: silent(), want: health.RankRanked},
		"one keyholder, critical":    {ins: silent(health.Obs("dependents_percentile", 95)), want: health.RankRanked},
		"an advisory without a fix":  {ins: silent(health.Obs("advisory_unpatched_days", 400)), want: health.RankRanked},
		"silent, and posture unseen": {ins: unseen, want: health.RankNone},
	} {
		sc := score.Evaluate(m, tc.p, tc.ins, at, at)
		row := score.Rank(m, "l", []score.Candidate{{Project: tc.p, Inputs: tc.ins, Score: sc, ObservedAt: at}}, "seed")[0]
		if row.State() != tc.want || (row.Rank > 0) != (tc.want == health.RankRanked) || row.Rankable != (row.Rank > 0) {
			t.Errorf("%s: state %s, rank %d, reasons %v; want %s", name, row.State(), row.Rank, row.Reasons, tc.want)
		}
		if tc.want == health.RankCannotTell && (row.Risk == nil || len(row.Reasons) != 1 || row.Reasons[0].Code != score.CannotTell) {
			t.Errorf("%s: risk %v, reasons %v; want a risk with its interval and one reason", name, row.Risk, row.Reasons)
		}
	}
}

// What has ended gets no advice about people: its users have to move.
func TestWouldHelp_whatHasEndedIsLeft(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	for name, tc := range map[string]struct {
		end  health.EndOfLife
		want string
	}{
		"no successor": {want: score.Migration},
		"archived":     {end: health.EndOfLife{Archived: true}, want: score.Migration},
		"successor":    {end: health.EndOfLife{Successor: "next"}, want: score.Succession},
	} {
		sc := score.Evaluate(m, health.Project{EndOfLife: &tc.end}, example(), at, at)
		lines, whole := score.WouldHelp(m, sc)
		if len(lines) != 1 || lines[0].Text != tc.want {
			t.Errorf("%s: the advice is %+v, want only %q", name, lines, tc.want)
			continue
		}
		near(t, name+": points", lines[0].Points, whole, .051)
	}
	if _, ended := score.Ended(score.Evaluate(m, health.Project{}, example(), at, at)); ended {
		t.Error("a live project has ended")
	}
}
