package score_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestMainReason(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	obs := health.Obs
	for name, tc := range map[string]struct {
		ins  []health.Input
		want [][]field.ID // what each part is made of
		says []string
	}{
		"nothing seen": {},
		"nothing weak": {[]health.Input{obs("regulars_12m", 8), obs("active_months_12m", 12)}, nil, nil},
		"one regular, late release": {
			[]health.Input{obs("regulars_12m", 1), obs("active_months_12m", 12), obs("release_flow_months", 13), obs("months_since_release", 13.4)},
			[][]field.ID{{"regulars_12m"}, {"release_flow_months", "months_since_release"}},
			[]string{"one", "13"},
		},
		"waiting, release date not seen": {[]health.Input{obs("release_flow_months", 7)}, [][]field.ID{{"release_flow_months"}}, []string{"seven"}},
		"regulars and factor say it once": {
			[]health.Input{obs("regulars_12m", 1), obs("contributor_absence_factor", 1), obs("integrators_12m", 2)},
			[][]field.ID{{"regulars_12m"}, {"integrators_12m"}},
			[]string{"one", "two"},
		},
		"factor alone":    {[]health.Input{obs("contributor_absence_factor", 2)}, [][]field.ID{{"contributor_absence_factor"}}, []string{"two"}},
		"quiet":           {[]health.Input{obs("active_months_12m", 0), obs("months_since_human_act", 30)}, [][]field.ID{{"active_months_12m"}, {"months_since_human_act"}}, []string{"30"}},
		"posture alone":   {[]health.Input{obs("Code-Review", 0), obs("License", 10)}, [][]field.ID{{"Code-Review"}}, nil},
		"gate goes first": {[]health.Input{obs("Dangerous-Workflow", 0), health.ObsBool("toolchain", true), obs("regulars_12m", 0)}, [][]field.ID{{"Dangerous-Workflow"}, {"regulars_12m"}}, nil},
	} {
		ins := inputs(tc.ins...)
		var alone []string // each part is what is said of its fields alone
		for _, of := range tc.want {
			part := health.Inputs{}
			for _, id := range of {
				part.Put(ins.Field(id))
			}
			alone = append(alone, mainReason(m, part))
		}
		got := mainReason(m, ins)
		if got != strings.Join(alone, ", ") || slices.Contains(alone, "") || testkit.Unsaid(got, tc.says...) != nil {
			t.Errorf("%s: %q, want %q with %q", name, got, alone, tc.says)
		}
	}
}

func mainReason(m model.Model, ins health.Inputs) string {
	return score.MainReason(score.Evaluate(m, health.Project{}, ins, at, at), ins)
}

func TestFinding(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	obs := health.Obs
	p := health.Project{Slug: "xz", Name: "XZ Utils"}
	const xz, year = "XZ Utils", "30 Jun 2022"
	seen := map[string]string{}
	for name, tc := range map[string]struct {
		p    health.Project
		ins  []health.Input
		says []string
	}{
		"no repository": {health.Project{Name: "djbdns", NoRepository: "Published as archives."}, nil, []string{"djbdns", "Published as archives."}},
		"nothing yet":   {p, nil, []string{xz, health.Inputs{}.Field("active_months_12m").Reason}},
		"one person": {
			p,
			[]health.Input{obs("active_months_12m", 11), obs("human_commits_12m", 184), obs("regulars_12m", 1), obs("top_author_share_12m", .9293), obs("unreleased_human_commits", 3), obs("months_since_release", 2)},
			[]string{xz, year, "93%", "11 of 12"},
		},
		"several, release due": {
			p,
			[]health.Input{obs("active_months_12m", 11), obs("human_commits_12m", 400), obs("regulars_12m", 4), obs("contributor_absence_factor_12m", 2), obs("unreleased_human_commits", 310), obs("months_since_release", 13.9)},
			[]string{xz, year, "four", "two", "310", "14"},
		},
		"many": {
			p,
			[]health.Input{obs("active_months_12m", 7), obs("human_commits_12m", 400), obs("regulars_12m", 12), obs("contributor_absence_factor_12m", 1)},
			[]string{xz, year, "12", "one"},
		},
		"many, and one does most": {
			p,
			[]health.Input{obs("active_months_12m", 12), obs("human_commits_12m", 400), obs("regulars_12m", 5), obs("contributor_absence_factor_12m", 1), obs("top_author_share_12m", .778)},
			[]string{xz, year, "five", "one", "78%", "12 of 12"},
		},
		"exactly half": {
			p,
			[]health.Input{obs("active_months_12m", 12), obs("human_commits_12m", 400), obs("regulars_12m", 2), obs("contributor_absence_factor_12m", 1), obs("top_author_share_12m", .5)},
			[]string{xz, year, "two", "one", "50%", "12 of 12"},
		},
		"less than half": {
			p,
			[]health.Input{obs("active_months_12m", 12), obs("human_commits_12m", 400), obs("regulars_12m", 5), obs("contributor_absence_factor_12m", 2), obs("top_author_share_12m", .499)},
			[]string{xz, year, "five", "two", "12 of 12"},
		},
		"nobody regular, one did all": {
			p,
			[]health.Input{obs("active_months_12m", 2), obs("human_commits_12m", 3), obs("regulars_12m", 0), obs("top_author_share_12m", 1)},
			[]string{xz, year, "one", "two of twelve"},
		},
		"nobody regular": {
			p,
			[]health.Input{obs("active_months_12m", 2), obs("human_commits_12m", 3), obs("regulars_12m", 0)},
			[]string{xz, year, "two of twelve"},
		},
		"only programs": {
			p,
			[]health.Input{obs("active_months_12m", 0), obs("human_commits_12m", 0), obs("regulars_12m", 0), obs("bot_commits_12m", 1), health.ObsText("last_human_commit", "2020-03-04")},
			[]string{xz, year, "4 Mar 2020", "1"},
		},
		"ended": {
			health.Project{Name: "natives", EndOfLife: &health.EndOfLife{Archived: true, Since: "2018-10-09"}},
			[]health.Input{obs("active_months_12m", 0), obs("human_commits_12m", 0)},
			[]string{"natives", "9 Oct 2018", year},
		},
		"people not seen": {p, []health.Input{obs("active_months_12m", 4)}, []string{xz, "four of twelve"}},
	} {
		ins := inputs(tc.ins...)
		got := score.Finding(tc.p, ins, score.Evaluate(m, tc.p, ins, at, at))
		if unsaid := testkit.Unsaid(got, tc.says...); unsaid != nil {
			t.Errorf("%s: %q does not say %q", name, got, unsaid)
		}
		if other, ok := seen[got]; ok {
			t.Errorf("%s and %s both are %q", name, other, got)
		}
		seen[got] = name
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
	for commits, twoYears := range map[float64]bool{3: true, 30: false} {
		ins := inputs(health.Obs("contributor_absence_factor", 1), health.Obs("human_commits_12m", commits))
		got := mainReason(m, ins)
		if testkit.Unsaid(got, "one") != nil || (testkit.Unsaid(got, "24") == nil) != twoYears {
			t.Errorf("%v commits: got %q, want one person, of two years %v", commits, got, twoYears)
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
