package score_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// The edge cases of the model (§2.9), each with the test that holds it. A row
// whose rule lies in another package has its test there.
//
//	fork                 TestEdge_forkIsShownNotRankedUnlessTheListSaysItIsTheOne (here)
//	mirror               TestEdge_mirrorOfTheHostKeepsGitInputsOnly (health), TestListInputs_notApplicable (health)
//	renamed, transferred TestIdentity_aRenameAndATransferKeepTheHistory, TestIdentity_aReusedNameInheritsNothing (source/github)
//	new                  TestEdge_newProjectHasNoTrendAndAtMostMediumConfidence, TestEdge_underNinetyDaysIsNotRanked (here)
//	monorepo             TestEdge_monorepoTakesTheMaximumOfItsPackages (health), TestEdge_peopleOfAMonorepoCountOnce (source/git)
//	several repositories TestEdge_ofSeveralRepositoriesThePrimaryIsMeasured (source/git)
//	imported history     TestEdge_importedHistoryHasNoTrendFor36Months (source/git)
//	squash, rebase       TestEdge_squashMergesCreditTheAuthor (source/git)
//	no releases          TestObserve_projectsWithoutReleases (source/git), TestEdge_noReleasesIsUnknownUnlessDeclared (here)
//	agents               TestObserve_countsCommitsWrittenWithAnAgent, TestEdge_agentsCountForThePersonWhoCommitted (source/git)
//	other hosts          TestEdge_anotherHostIsScoredFromGitAlone (here), TestObserve_whereNothingCanBeAsked (source/github)
//	stale snapshot       TestEvaluate_oldInputIsUnknown, TestEdge_aSnapshotIsScoredAsOfItsOwnInstant, TestEvaluate_reasons (here)
//
// Gates: TestEvaluate_gates, TestEdge_gatesAtTheirEdges, TestEdge_aGateThatCannotBeJudgedHoldsNothing.
// Status: TestEvaluate_status, TestEdge_theFirstStatusThatMatchesWins.
// Finished software (rule D): TestEvaluate_finishedSoftwareIsNotPunished, TestEvaluate_finishedNeverLowersVitality,
// TestEdge_finishedSoftwareIsNotSparedResilience.

func TestEdge_forkIsShownNotRankedUnlessTheListSaysItIsTheOne(t *testing.T) {
	t.Parallel()
	m := few(given(t))
	fork := func(yes bool, parent string) []health.Input {
		return []health.Input{health.ObsBool("repository_fork", yes), health.ObsText("repository_parent", parent)}
	}
	repo := func(r health.Repository) health.Project {
		r.URL, r.Role = "https://github.com/o/n", health.Primary
		return health.Project{Slug: "n", Repositories: []health.Repository{r}}
	}
	for name, tc := range map[string]struct {
		p    health.Project
		ins  []health.Input
		fork bool // so not ranked
		of   string
	}{
		"a fork":                {repo(health.Repository{}), fork(true, "up/stream"), true, "up/stream"},
		"of an unknown one":     {repo(health.Repository{}), fork(true, ""), true, ""},
		"the list says it is":   {repo(health.Repository{Canonical: true}), fork(true, "up/stream"), false, ""},
		"the list's own mirror": {repo(health.Repository{Mirror: true}), fork(true, "up/stream"), false, ""},
		"no fork":               {repo(health.Repository{}), fork(false, ""), false, ""},
		"not known":             {repo(health.Repository{}), nil, false, ""},
	} {
		ins := example()
		ins.Put(tc.ins...)
		sc := score.Evaluate(m, tc.p, ins, at, at)
		i := slices.IndexFunc(sc.Reasons, func(r health.Reason) bool { return r.Code == "fork" })
		if (i >= 0) != tc.fork || sc.Rankable == tc.fork || i >= 0 && (sc.Reasons[i].Text == "" || !strings.Contains(sc.Reasons[i].Text, tc.of)) {
			t.Errorf("%s: rankable %v, reasons %v; want a fork %v of %q", name, sc.Rankable, sc.Reasons, tc.fork, tc.of)
		}
		if !sc.RiskKnown {
			t.Errorf("%s: its figures are not shown", name)
		}
	}
}

func TestEdge_newProjectHasNoTrendAndAtMostMediumConfidence(t *testing.T) {
	t.Parallel()
	m := given(t)
	for first, young := range map[string]bool{"2021-07-15": true, "2021-06-15": false} {
		ins := example()
		ins.Put(health.ObsText("first_commit", first), health.Obs("first_response_days_p50", 3), health.Obs("change_request_closure", 1))
		sc := score.Evaluate(m, health.Project{}, ins, at, at)
		if na := sc.V.Inputs[3].Input.State == health.NotApplicable; na != young {
			t.Errorf("since %s: trend not applicable %v, want %v", first, na, young)
		}
		for _, x := range []health.AxisScore{sc.V, sc.R, sc.H, sc.S} {
			if young && x.Confidence == "High" {
				t.Errorf("since %s: confidence of %s is %s", first, x.Axis, x.Confidence)
			}
		}
		if want := map[bool]string{true: "Medium", false: "High"}[young]; sc.V.Confidence != want {
			t.Errorf("since %s: all of vitality seen, confidence %s, want %s", first, sc.V.Confidence, want)
		}
	}
}

func TestEdge_underNinetyDaysIsNotRanked(t *testing.T) {
	t.Parallel()
	for days, ranked := range map[int]bool{0: false, 89: false, 90: true} {
		ins := example()
		ins.Put(health.ObsText("first_commit", at.AddDate(0, 0, -days).Format(time.DateOnly)))
		if sc := score.Evaluate(few(given(t)), health.Project{}, ins, at, at); sc.Rankable != ranked {
			t.Errorf("%d days: rankable %v (%v)", days, sc.Rankable, sc.Reasons)
		}
	}
}

func TestEdge_noReleasesIsUnknownUnlessDeclared(t *testing.T) {
	t.Parallel()
	m := given(t)
	unknown, rolling := example(), example()
	unknown["release_flow_months"] = health.Missing("release_flow_months", "no tag holds a version number", nil)
	rolling["release_flow_months"] = health.NotApplies("release_flow_months", "the project makes no releases, says the list")
	u, r := score.Evaluate(m, health.Project{}, unknown, at, at), score.Evaluate(m, health.Project{}, rolling, at, at)
	near(t, "vitality", u.V.Value, r.V.Value, 1e-9)
	near(t, "coverage, unknown", u.V.Coverage, 26./60, 1e-9)
	near(t, "coverage, declared", r.V.Coverage, 26./50, 1e-9)
	if u.V.Hi-u.V.Lo <= r.V.Hi-r.V.Lo {
		t.Errorf("what is unknown leaves no more doubt (%v) than what does not apply (%v)", u.V.Interval, r.V.Interval)
	}
}

// Of a host that is not asked, git tells activity and people, and the tree a third
// of posture; too little is said to be too little.
func TestEdge_anotherHostIsScoredFromGitAlone(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	m.Axes[model.Criticality] = given(t).Axes[model.Criticality]
	ins := example()
	delete(ins, "License")
	for _, f := range []string{"first_response_days_p50", "change_request_closure", "orgs_of_regulars"} {
		ins.Put(health.Missing(field.ID(f), "its issues and change requests are at git.example.org, which is not asked yet", nil))
	}
	sc := score.Evaluate(m, health.Project{}, ins, at, at)
	near(t, "V", sc.V.Value, 90.0378787878788, 1e-9) // as in the worked example
	near(t, "coverage of V", sc.V.Coverage, .6, 1e-9)
	if sc.Rankable || sc.Evidence != health.EvidenceNone || len(sc.Reasons) != 1 || sc.Reasons[0].Code != "coverage_S" {
		t.Errorf("without a tree: rankable %v, evidence %s, %v", sc.Rankable, sc.Evidence, sc.Reasons)
	}
	for _, r := range m.Axes[model.Posture] {
		in := health.Missing(r.Field, "nobody was asked", nil)
		in.Gap = model.NotAsked
		ins.Put(in)
	}
	for _, c := range m.Scorecard.CountFully {
		ins.Put(health.Obs(field.ID(c), 8))
	}
	sc = score.Evaluate(m, health.Project{}, ins, at, at)
	if !sc.Rankable || sc.Evidence != health.EvidenceProvisional || math.Abs(sc.S.Coverage-.33) > 1e-9 {
		t.Errorf("with its tree: rankable %v, evidence %s, coverage %v; want a provisional rank on a third of posture", sc.Rankable, sc.Evidence, sc.S.Coverage)
	}
}

// A snapshot is as good as on its day: only its date says how old it is.
func TestEdge_aSnapshotIsScoredAsOfItsOwnInstant(t *testing.T) {
	t.Parallel()
	m := given(t)
	ins := example()
	for f, in := range ins {
		in.ObservedAt = at
		ins[f] = in
	}
	fresh := score.Evaluate(m, health.Project{Slug: "x"}, ins, at, at)
	for _, later := range []time.Time{at.AddDate(0, 6, 0), at.AddDate(3, 0, 0)} {
		sc := score.Evaluate(m, health.Project{Slug: "x"}, ins, at, later)
		if sc.Risk != fresh.Risk || sc.V.Confidence != fresh.V.Confidence || !sc.At.Equal(at) {
			t.Errorf("read %s: %v, was %v", later, sc.Risk, fresh.Risk)
		}
		if old := later.After(at.AddDate(2, 0, 0)); !sc.Rankable || (sc.Status.Since != "") != old {
			t.Errorf("read %s: rankable %v (%v), status %+v", later, sc.Rankable, sc.Reasons, sc.Status)
		}
	}
}

func TestEdge_gatesAtTheirEdges(t *testing.T) {
	t.Parallel()
	m := few(given(t))
	obs, yes := health.Obs, health.ObsBool
	base := []health.Input{obs("regulars_12m", 3), obs("integrators_12m", 3), yes("archived", false), obs("advisory_unpatched_days", 0), obs("Dangerous-Workflow", 10), yes("toolchain", false)}
	for name, tc := range map[string]struct {
		add  []health.Input
		want string
	}{
		"nothing found":            {nil, ""},
		"archived, successor":      {[]health.Input{yes("archived", true), yes("successor", true)}, ""},
		"archived, none":           {[]health.Input{yes("archived", true), yes("successor", false)}, "G1"},
		"30 days unpatched":        {[]health.Input{obs("advisory_unpatched_days", 30)}, ""},
		"30.1 days unpatched":      {[]health.Input{obs("advisory_unpatched_days", 30.1)}, "G2"},
		"one regular, two merge":   {[]health.Input{obs("regulars_12m", 1), obs("integrators_12m", 2)}, ""},
		"two regulars, one merges": {[]health.Input{obs("regulars_12m", 2), obs("integrators_12m", 1)}, ""},
		"one of each":              {[]health.Input{obs("regulars_12m", 1), obs("integrators_12m", 1)}, "G3"},
		"nobody":                   {[]health.Input{obs("regulars_12m", 0), obs("integrators_12m", 0)}, "G3"},
		"criticality 70":           {[]health.Input{obs("regulars_12m", 1), obs("integrators_12m", 1), obs("dependents_percentile", 70)}, "G3"},
		"criticality 69.9":         {[]health.Input{obs("regulars_12m", 1), obs("integrators_12m", 1), obs("dependents_percentile", 69.9)}, ""},
		"workflow 1, toolchain":    {[]health.Input{obs("Dangerous-Workflow", 1), yes("toolchain", true)}, ""},
		"workflow 0, toolchain":    {[]health.Input{obs("Dangerous-Workflow", 0), yes("toolchain", true)}, "G4"},
		"all of them": {[]health.Input{
			yes("archived", true), yes("successor", false), obs("advisory_unpatched_days", 99), obs("regulars_12m", 1), obs("integrators_12m", 1),
			obs("Dangerous-Workflow", 0), yes("toolchain", true),
		}, "G1 G2 G3 G4"},
	} {
		ins := example()
		ins.Put(base...)
		ins.Put(tc.add...)
		var fired []string
		for _, g := range score.Evaluate(m, health.Project{}, ins, at, at).Gates {
			if g.Fired {
				fired = append(fired, g.ID)
			}
			if !g.Judged {
				t.Errorf("%s: %s is not judged: %v", name, g.ID, g.Missing)
			}
		}
		if got := strings.Join(fired, " "); got != tc.want {
			t.Errorf("%s: fired %q, want %q", name, got, tc.want)
		}
	}
}

// Each gate, one of its inputs not seen while the others hold: it is shown as not
// judged with what is missing, and lifts nothing. A term known to fail settles it.
func TestEdge_aGateThatCannotBeJudgedHoldsNothing(t *testing.T) {
	t.Parallel()
	m := few(given(t))
	hold := []health.Input{
		health.ObsBool("archived", true), health.ObsBool("successor", false), health.Obs("advisory_unpatched_days", 99),
		health.Obs("regulars_12m", 1), health.Obs("integrators_12m", 1), health.Obs("Dangerous-Workflow", 0), health.ObsBool("toolchain", true),
	}
	for _, rule := range m.Gates {
		for _, gone := range rule.All {
			if gone.Field == "" {
				continue
			}
			ins := example()
			ins.Put(hold...)
			ins[gone.Field] = health.Missing(gone.Field, "not seen", nil)
			sc := score.Evaluate(m, health.Project{}, ins, at, at)
			g := sc.Gates[slices.IndexFunc(sc.Gates, func(g health.Gate) bool { return g.ID == rule.ID })]
			if g.Fired || g.Judged || g.Points != 0 || !slices.Equal(g.Missing, []string{string(gone.Field)}) {
				t.Errorf("%s without %s: %+v", rule.ID, gone.Field, g)
			}
			for _, other := range rule.All {
				if other.Field == "" || other.Field == gone.Field {
					continue
				}
				ins[other.Field] = health.Obs(other.Field, map[bool]float64{true: 5, false: 1 - other.Value}[other.Op == "<=" || other.Field == "Dangerous-Workflow"])
				if g := score.Evaluate(m, health.Project{}, ins, at, at).Gates[slices.IndexFunc(sc.Gates, func(g health.Gate) bool { return g.ID == rule.ID })]; g.Fired || !g.Judged || g.Missing != nil {
					t.Errorf("%s without %s, and %s known to fail: %+v", rule.ID, gone.Field, other.Field, g)
				}
			}
		}
	}
}

// All that could match does; taken away one by one, the next word stands.
func TestEdge_theFirstStatusThatMatchesWins(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	ins := inputs(health.Obs("active_months_12m", 9), health.Obs("human_commits_12m", 30), health.Obs("months_since_release", 1),
		health.Obs("outside_items_12m", 9), health.Obs("outside_items_answered_12m", 0))
	p := health.Project{EndOfLife: &health.EndOfLife{Archived: true, Since: "2020-01-02"}}
	steps := []struct {
		change func()
		want   health.StatusWord
		fact   string
	}{
		{func() {}, health.StatusArchived, "2 Jan 2020"},
		{func() { p.EndOfLife.Archived = false }, health.StatusEndOfLife, "2 Jan 2020"},
		{func() { p.EndOfLife = nil; ins.Put(health.ObsBool("archived", true)) }, health.StatusArchived, ""},
		{func() { ins["archived"] = health.ObsBool("archived", false) }, health.StatusUnresponsive, "9 of 9"},
		{func() { ins.Put(health.Obs("outside_items_answered_12m", 1)) }, health.StatusActive, "9 of 12"},
		{func() { ins.Put(health.Obs("active_months_12m", 2)) }, health.StatusActive, "one"},
		{func() { ins.Put(health.Obs("months_since_release", 13)) }, health.StatusDormant, "2 of 12"},
		{func() { ins.Put(health.Obs("active_months_12m", 0), health.Obs("human_commits_12m", 0)) }, health.StatusUnknown, ""},
		{func() { ins.Put(health.Obs("outside_items_12m", 0), health.Obs("outside_items_answered_12m", 0)) }, health.StatusUntested, ""},
		{func() { delete(ins, "outside_items_12m"); delete(ins, "outside_items_answered_12m") }, health.StatusUnknown, ""},
		{func() { delete(ins, "active_months_12m") }, health.StatusUnknown, health.Inputs{}.Field("active_months_12m").Reason},
	}
	said := map[string]bool{}
	for i, s := range steps {
		s.change()
		got := score.Evaluate(m, p, ins, at, at).Status
		if got.Word != s.want || s.fact != "" && testkit.Unsaid(got.Reason, s.fact) != nil {
			t.Errorf("step %d: %s (%s), want %s with %q", i, got.Word, got.Reason, s.want, s.fact)
		}
		if got.Reason == "" || said[got.Reason] {
			t.Errorf("step %d has no reason of its own: %q", i, got.Reason)
		}
		said[got.Reason] = true
	}
}

// A finished library with one keyholder is still a single point of failure.
func TestEdge_finishedSoftwareIsNotSparedResilience(t *testing.T) {
	t.Parallel()
	m := few(given(t))
	people := []health.Input{health.Obs("regulars_12m", 1), health.Obs("integrators_12m", 1), health.Obs("contributor_absence_factor", 1)}
	busy, done := quiet(people...), quiet(append(demand(10, 10), people...)...)
	b, d := score.Evaluate(m, health.Project{}, busy, at, at), score.Evaluate(m, health.Project{}, done, at, at)
	if d.V.Value <= b.V.Value {
		t.Errorf("vitality %v with every item answered, %v without any knowledge of it", d.V.Value, b.V.Value)
	}
	if d.R.Interval != b.R.Interval || d.R.Value > 20 {
		t.Errorf("resilience %v, was %v: it is spared", d.R.Interval, b.R.Interval)
	}
	for _, row := range d.R.Inputs {
		if row.Input.State == health.NotApplicable {
			t.Errorf("%s does not apply to finished software", row.ID)
		}
	}
}
