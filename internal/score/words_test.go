package score_test

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

func TestMainReason(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	obs := health.Obs
	for name, tc := range map[string]struct {
		ins  []health.Input
		want string
	}{
		"nothing seen": {nil, ""},
		"nothing weak": {[]health.Input{obs("regulars_12m", 8), obs("active_months_12m", 12)}, ""},
		"one regular, late release": {
			[]health.Input{obs("regulars_12m", 1), obs("active_months_12m", 12), obs("release_flow_months", 13), obs("months_since_release", 13.4)},
			"one regular, no release for 13 months",
		},
		"waiting, release date not seen": {[]health.Input{obs("release_flow_months", 7)}, "changes waiting seven months for a release"},
		"regulars and factor say it once": {
			[]health.Input{obs("regulars_12m", 1), obs("contributor_absence_factor", 1), obs("integrators_12m", 2)},
			"one regular, two integrators",
		},
		"factor alone":    {[]health.Input{obs("contributor_absence_factor", 2)}, "two people behind half the work"},
		"quiet":           {[]health.Input{obs("active_months_12m", 0), obs("months_since_human_act", 30)}, "no changes in twelve months, no human commit for 30 months"},
		"posture alone":   {[]health.Input{obs("Code-Review", 0), obs("License", 10)}, "few changes reviewed by a second person"},
		"gate goes first": {[]health.Input{obs("Dangerous-Workflow", 0), health.ObsBool("toolchain", true), obs("regulars_12m", 0)}, "a risky workflow pattern, no regulars"},
	} {
		ins := inputs(tc.ins...)
		if got := score.MainReason(score.Evaluate(m, health.Project{}, ins, at, at), ins); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

func TestFinding(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	obs := health.Obs
	p := health.Project{Slug: "xz", Name: "XZ Utils"}
	const year = "the twelve months to 30 Jun 2022"
	for name, tc := range map[string]struct {
		p    health.Project
		ins  []health.Input
		want string
	}{
		"no repository": {health.Project{Name: "djbdns", NoRepository: "Published as archives."}, nil, "There are no figures on djbdns. The reason: Published as archives."},
		"nothing yet":   {p, nil, "There are no figures on XZ Utils. The reason: not collected yet."},
		"one person": {
			p,
			[]health.Input{obs("active_months_12m", 11), obs("human_commits_12m", 184), obs("regulars_12m", 1), obs("top_author_share_12m", .9293), obs("unreleased_human_commits", 3), obs("months_since_release", 2)},
			"One person made 93 % of the changes to XZ Utils in " + year + ", and only one was active in three or more of those months. There were changes in 11 of 12 months.",
		},
		"several, release due": {
			p,
			[]health.Input{obs("active_months_12m", 11), obs("human_commits_12m", 400), obs("regulars_12m", 4), obs("contributor_absence_factor_12m", 2), obs("unreleased_human_commits", 310), obs("months_since_release", 13.9)},
			"Four people changed XZ Utils in three or more separate months of " + year + "; half of the changes come from two people. 310 changes wait for a release; the last is 13 months old.",
		},
		"many": {
			p,
			[]health.Input{obs("active_months_12m", 7), obs("human_commits_12m", 400), obs("regulars_12m", 12), obs("contributor_absence_factor_12m", 1)},
			"12 people changed XZ Utils in three or more separate months of " + year + "; half of the changes come from one person. How it is reviewed and built is not visible to us yet.",
		},
		"many, and one does most": {
			p,
			[]health.Input{obs("active_months_12m", 12), obs("human_commits_12m", 400), obs("regulars_12m", 5), obs("contributor_absence_factor_12m", 1), obs("top_author_share_12m", .778)},
			"Five people changed XZ Utils in three or more separate months of " + year + "; one person made 78 % of the changes. There were changes in 12 of 12 months.",
		},
		"exactly half": {
			p,
			[]health.Input{obs("active_months_12m", 12), obs("human_commits_12m", 400), obs("regulars_12m", 2), obs("contributor_absence_factor_12m", 1), obs("top_author_share_12m", .5)},
			"Two people changed XZ Utils in three or more separate months of " + year + "; one person made 50 % of the changes. There were changes in 12 of 12 months.",
		},
		"less than half": {
			p,
			[]health.Input{obs("active_months_12m", 12), obs("human_commits_12m", 400), obs("regulars_12m", 5), obs("contributor_absence_factor_12m", 2), obs("top_author_share_12m", .499)},
			"Five people changed XZ Utils in three or more separate months of " + year + "; half of the changes come from two people. There were changes in 12 of 12 months.",
		},
		"nobody regular, one did all": {
			p,
			[]health.Input{obs("active_months_12m", 2), obs("human_commits_12m", 3), obs("regulars_12m", 0), obs("top_author_share_12m", 1)},
			"Nobody changed XZ Utils in three or more separate months of " + year + "; one person made all of the changes. There were changes in only two of twelve months.",
		},
		"nobody regular": {
			p,
			[]health.Input{obs("active_months_12m", 2), obs("human_commits_12m", 3), obs("regulars_12m", 0)},
			"Nobody changed XZ Utils in three or more separate months of " + year + ". There were changes in only two of twelve months.",
		},
		"only programs": {
			p,
			[]health.Input{obs("active_months_12m", 0), obs("human_commits_12m", 0), obs("regulars_12m", 0), obs("bot_commits_12m", 1), health.ObsText("last_human_commit", "2020-03-04")},
			"No person committed to XZ Utils in " + year + "; the last human commit is of 4 Mar 2020, and 1 commit by programs is not counted. It may be finished: whether anybody answers was not read.",
		},
		"ended": {
			health.Project{Name: "natives", EndOfLife: &health.EndOfLife{Archived: true, Since: "2018-10-09"}},
			[]health.Input{obs("active_months_12m", 0), obs("human_commits_12m", 0)},
			"The repository was archived on 9 Oct 2018; no successor is named. No person committed to natives in " + year + ".",
		},
		"people not seen": {p, []health.Input{obs("active_months_12m", 4)}, "How many people carry XZ Utils is not visible to us. There were changes in only four of twelve months."},
	} {
		ins := inputs(tc.ins...)
		if got := score.Finding(tc.p, ins, score.Evaluate(m, tc.p, ins, at, at)); got != tc.want {
			t.Errorf("%s:\n got %q\nwant %q", name, got, tc.want)
		}
	}
}

func TestFinding_isAlwaysSentences(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	s := score.New(m)
	rapid.Check(t, func(t *rapid.T) {
		ins := anyInputs(m).Draw(t, "inputs")
		for _, f := range []string{"human_commits_12m", "bot_commits_12m", "unreleased_human_commits", "contributor_absence_factor_12m", "months_since_release"} {
			if rapid.Bool().Draw(t, f+" seen") {
				ins.Put(health.Obs(field.ID(f), float64(rapid.IntRange(0, 20000).Draw(t, f))))
			}
		}
		p := health.Project{Name: "Zlib"}
		got := score.Finding(p, ins, s.Evaluate(p, ins, at, at))
		if got == "" || !strings.HasSuffix(got, ".") || strings.Contains(got, "..") || strings.Contains(got, "  ") || unicode.IsLower(rune(got[0])) || strings.Contains(got, "NaN") {
			t.Errorf("finding %q", got)
		}
		for _, s := range strings.Split(got, ". ") {
			if unicode.IsLower([]rune(s)[0]) {
				t.Errorf("a sentence of %q starts with a small letter", got)
			}
		}
	})
}

func TestMainReason_saysThatAFactorIsOfTwoYears(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	for commits, want := range map[float64]string{3: "one person behind half the work of 24 months", 30: "one person behind half the work"} {
		ins := inputs(health.Obs("contributor_absence_factor", 1), health.Obs("human_commits_12m", commits))
		if got := score.MainReason(score.Evaluate(m, health.Project{}, ins, at, at), ins); got != want {
			t.Errorf("%v commits: got %q, want %q", commits, got, want)
		}
	}
}

func TestMainReason_everyInputHasWords(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture} {
		for _, r := range m.Axes[a] {
			worst := r.Curve[0]
			for _, p := range r.Curve {
				if p.Y < worst.Y {
					worst = p
				}
			}
			ins := inputs(health.Obs(r.Field, worst.X))
			if score.MainReason(score.Evaluate(m, health.Project{}, ins, at, at), ins) == "" {
				t.Errorf("%s at its worst, %g, has no words", r.Field, worst.X)
			}
		}
	}
}
