package score_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestEvaluate_status(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	obs := health.Obs
	for name, tc := range map[string]struct {
		p    health.Project
		ins  []health.Input
		want health.StatusWord
		says []string
	}{
		"nothing seen":        {want: health.StatusUnknown, says: []string{health.Inputs{}.Field("active_months_12m").Reason}},
		"active":              {ins: []health.Input{obs("active_months_12m", 3)}, want: health.StatusActive, says: []string{"3 of 12"}},
		"two months, git":     {ins: []health.Input{obs("active_months_12m", 2)}, want: health.StatusUnknown, says: []string{"2 of 12"}},
		"two months, release": {ins: []health.Input{obs("active_months_12m", 2), obs("months_since_release", 12)}, want: health.StatusActive, says: []string{"12", "2 of 12"}},
		"old release":         {ins: []health.Input{obs("active_months_12m", 2), obs("months_since_release", 12.1)}, want: health.StatusUnknown, says: []string{"2 of 12"}},
		"only bots": {
			ins:  []health.Input{obs("active_months_12m", 0), obs("human_commits_12m", 0), obs("bot_commits_12m", 83), obs("months_since_release", 1)},
			want: health.StatusUnknown, says: []string{"83"},
		},
		"bots, months claimed": {
			ins:  []health.Input{obs("active_months_12m", 9), obs("human_commits_12m", 0), obs("bot_commits_12m", 83)},
			want: health.StatusUnknown, says: []string{"83"},
		},
		"unresponsive": {
			ins:  []health.Input{obs("active_months_12m", 9), obs("outside_items_12m", 7), obs("outside_items_answered_12m", 0)},
			want: health.StatusUnresponsive, says: []string{"7 of 7"},
		},
		"two unanswered": {
			ins:  []health.Input{obs("active_months_12m", 9), obs("outside_items_12m", 2), obs("outside_items_answered_12m", 0)},
			want: health.StatusActive, says: []string{"9 of 12"},
		},
		"dormant": {
			ins:  []health.Input{obs("active_months_12m", 1), obs("outside_items_12m", 2), obs("outside_items_answered_12m", 1)},
			want: health.StatusDormant, says: []string{"1 of 12"},
		},
		"untested": {
			ins:  []health.Input{obs("active_months_12m", 0), obs("outside_items_12m", 0), obs("outside_items_answered_12m", 0)},
			want: health.StatusUntested,
		},
		"archived first": {
			p: health.Project{EndOfLife: &health.EndOfLife{Archived: true, Since: "2020-01-02"}}, ins: []health.Input{obs("active_months_12m", 9)},
			want: health.StatusArchived, says: []string{"2 Jan 2020"},
		},
		"declared": {
			p:    health.Project{EndOfLife: &health.EndOfLife{Successor: "next"}},
			want: health.StatusEndOfLife, says: []string{"next"},
		},
		"archived, seen": {ins: []health.Input{health.ObsBool("archived", true)}, want: health.StatusArchived},
	} {
		ins := inputs(tc.ins...)
		got := score.Evaluate(m, tc.p, ins, at, at).Status
		if got.Word != tc.want || got.Reason == "" || testkit.Unsaid(got.Reason, tc.says...) != nil {
			t.Errorf("%s: got %+v, want %s with %q", name, got, tc.want, tc.says)
		}
	}
}
