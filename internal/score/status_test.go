package score_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

func TestEvaluate_status(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	obs := health.Obs
	for name, tc := range map[string]struct {
		p    health.Project
		ins  []health.Input
		want health.Status
	}{
		"nothing seen":        {want: health.Status{Word: "unknown", Reason: "No figures: not collected yet."}},
		"active":              {ins: []health.Input{obs("active_months_12m", 3)}, want: health.Status{Word: "active", Reason: "3 of 12 months with a human commit."}},
		"two months, git":     {ins: []health.Input{obs("active_months_12m", 2)}, want: health.Status{Word: "unknown", Reason: "2 of 12 months with a human commit. Whether it answers what is filed needs the issue tracker."}},
		"two months, release": {ins: []health.Input{obs("active_months_12m", 2), obs("months_since_release", 12)}, want: health.Status{Word: "active", Reason: "A release 12 months ago. 2 of 12 months with a human commit."}},
		"old release":         {ins: []health.Input{obs("active_months_12m", 2), obs("months_since_release", 12.1)}, want: health.Status{Word: "unknown", Reason: "2 of 12 months with a human commit. Whether it answers what is filed needs the issue tracker."}},
		"only bots": {
			ins:  []health.Input{obs("active_months_12m", 0), obs("human_commits_12m", 0), obs("bot_commits_12m", 83), obs("months_since_release", 1)},
			want: health.Status{Word: "unknown", Reason: "Only programs committed in 12 months (83 commits); whether people answer needs the issue tracker."},
		},
		"bots, months claimed": {
			ins:  []health.Input{obs("active_months_12m", 9), obs("human_commits_12m", 0), obs("bot_commits_12m", 83)},
			want: health.Status{Word: "unknown", Reason: "Only programs committed in 12 months (83 commits); whether people answer needs the issue tracker."},
		},
		"unresponsive": {
			ins:  []health.Input{obs("active_months_12m", 9), obs("outside_items_12m", 7), obs("outside_items_answered_12m", 0)},
			want: health.Status{Word: "unresponsive", Reason: "No human answer to 7 of 7 items filed by outsiders in 12 months."},
		},
		"two unanswered": {
			ins:  []health.Input{obs("active_months_12m", 9), obs("outside_items_12m", 2), obs("outside_items_answered_12m", 0)},
			want: health.Status{Word: "active", Reason: "9 of 12 months with a human commit."},
		},
		"dormant": {
			ins:  []health.Input{obs("active_months_12m", 1), obs("outside_items_12m", 2), obs("outside_items_answered_12m", 1)},
			want: health.Status{Word: "dormant", Reason: "1 of 12 months with a human commit."},
		},
		"untested": {
			ins:  []health.Input{obs("active_months_12m", 0), obs("outside_items_12m", 0), obs("outside_items_answered_12m", 0)},
			want: health.Status{Word: "untested", Reason: "Nothing was filed and nothing was done in 12 months."},
		},
		"archived first": {
			p: health.Project{EndOfLife: &health.EndOfLife{Archived: true, Since: "2020-01-02"}}, ins: []health.Input{obs("active_months_12m", 9)},
			want: health.Status{Word: "archived", Reason: "The repository was archived on 2 Jan 2020; no successor is named."},
		},
		"declared": {
			p:    health.Project{EndOfLife: &health.EndOfLife{Successor: "next"}},
			want: health.Status{Word: "end_of_life", Reason: "The maintainers declared its end; its successor is next."},
		},
		"archived, seen": {ins: []health.Input{health.ObsBool("archived", true)}, want: health.Status{Word: "archived", Reason: "The repository is archived."}},
	} {
		ins := inputs(tc.ins...)
		if got := score.Evaluate(m, tc.p, ins, at, at).Status; got != tc.want {
			t.Errorf("%s: got %+v, want %+v", name, got, tc.want)
		}
	}
}
