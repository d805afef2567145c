package score_test

import (
	"maps"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

var at = time.Date(2022, 6, 30, 0, 0, 0, 0, time.UTC)

// shipped returns the model the program ships with.
func shipped(t testing.TB) model.Model {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatalf("load the shipped model: %v", err)
	}
	return set.Model
}

// given returns the model with posture and criticality read off one input
// each, so that a test can state them.
func given(t testing.TB) model.Model {
	t.Helper()
	m := shipped(t)
	m.Axes = maps.Clone(m.Axes)
	line := []model.Point{{X: 0, Y: 0}, {X: 100, Y: 100}}
	m.Axes[model.Posture] = []model.InputRule{{ID: "S", Field: "License", Weight: 1, Curve: line}}
	m.Axes[model.Criticality] = []model.InputRule{{ID: "C", Field: "dependents_percentile", Weight: 1, Curve: line}}
	return m
}

func inputs(ins ...health.Input) health.Inputs {
	out := health.Inputs{}
	out.Put(ins...)
	return out
}

// example are the inputs of the worked example of the model.
func example() health.Inputs {
	return inputs(
		health.Obs("active_months_12m", 8), health.Obs("months_since_human_act", 2),
		health.Obs("release_flow_months", 7), health.Obs("commit_trend_log2", -.25),
		health.Obs("contributor_absence_factor", 1), health.Obs("regulars_12m", 1), health.Obs("integrators_12m", 1),
		health.Obs("License", 43), health.Obs("dependents_percentile", 95),
	)
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.Abs(got-want) > within {
		t.Errorf("%s is %.12f, want %.12f", what, got, want)
	}
}

func TestEvaluate_workedExample(t *testing.T) {
	t.Parallel()
	sc := score.Evaluate(given(t), health.Project{Slug: "xz"}, example(), at, at)
	near(t, "V", sc.V.Value, 90.0378787878788, 1e-9)
	near(t, "R", sc.R.Value, 17.0588235294118, 1e-9)
	near(t, "S", sc.S.Value, 43, 1e-9)
	near(t, "C", sc.C.Value, 95, 1e-9)
	near(t, "H", sc.H.Value, (90.0378787878788+17.0588235294118)/2, 1e-9)
	near(t, "L", sc.Weakness, 51.9680481283422, 1e-9)
	near(t, "Risk", sc.Risk.Value, 52.25, 1e-9)
	near(t, "coverage of V", sc.V.Coverage, 36./60, 1e-9)
	near(t, "coverage of R", sc.R.Coverage, 34./44, 1e-9)
	want := map[string]float64{
		"V1": .95, "V2": 0, "V3": 1.2954545455, "V4": .59375,
		"R1": 8.8014705882, "R2": 12.5176470588, "R3": 6.2588235294, "S": 18.9525, "G3": 2.8803542781,
	}
	for _, c := range sc.Contributions {
		w, ok := want[c.Input]
		if !ok {
			t.Errorf("contribution of %s, %g points, is not in the example", c.Input, c.Points)
		}
		near(t, "points of "+c.Input, c.Points, w, 1e-9)
		delete(want, c.Input)
	}
	if len(want) > 0 {
		t.Errorf("contributions missing: %v", want)
	}
	if !sc.Rankable || sc.RiskBand.Word != "Very high" || sc.Status.Word != health.StatusActive {
		t.Errorf("rankable %v (%v), band %q, status %q; want a ranked, active project of very high risk", sc.Rankable, sc.Reasons, sc.RiskBand.Word, sc.Status.Word)
	}
	alone := func(id field.ID) string { return mainReason(few(given(t)), inputs(example().Field(id))) }
	if got, want := score.MainReason(sc, example()), alone("regulars_12m")+", "+alone("integrators_12m"); got != want {
		t.Errorf("main reason is %q, want %q", got, want)
	}
}

func TestEvaluate_interval(t *testing.T) {
	t.Parallel()
	m := given(t)
	sc := score.Evaluate(m, health.Project{Slug: "xz"}, example(), at, at)
	halfV := 40*(1-36./60) + 1.64*math.Sqrt(3*math.Pow(10./36*5, 2)+math.Pow(6./36*12, 2))
	halfR := 40*(1-34./44) + 1.64*math.Sqrt(math.Pow(10./34*12, 2)+math.Pow(16./34*12, 2)+math.Pow(8./34*12, 2))
	near(t, "lower end of V", sc.V.Lo, sc.V.Value-halfV, 1e-9)
	near(t, "upper end of V", sc.V.Hi, 100, 1e-9)
	near(t, "lower end of R", sc.R.Lo, math.Max(0, sc.R.Value-halfR), 1e-9)
	near(t, "upper end of R", sc.R.Hi, sc.R.Value+halfR, 1e-9)
	near(t, "half of H", sc.H.Hi-sc.H.Value, math.Sqrt(halfV*halfV+halfR*halfR)/2, 1e-9)
	if r := sc.Risk; r.Lo > r.Value || r.Hi < r.Value || r.Hi-r.Lo < 2 || r.Hi-r.Lo > 40 {
		t.Errorf("risk %v: want an interval around the point that shows doubt", r)
	}
	near(t, "upper bound", sc.RiskUpper, .95*(.3*(100-sc.V.Lo)+.35*(100-sc.R.Lo)+.35*57), 1e-9)
}

func TestEvaluate_withoutFigures(t *testing.T) {
	t.Parallel()
	sc := score.Evaluate(shipped(t), health.Project{Slug: "x", NoRepository: "Kept in a tarball."}, nil, time.Time{}, at)
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture, model.Criticality, model.Health} {
		if x := sc.Axis(a); x.Known || x.Lo != 0 || x.Hi != 100 || x.Coverage != 0 {
			t.Errorf("%s without inputs: known %v, %v to %v, coverage %v; want unknown, 0 to 100, 0", a.Name(), x.Known, x.Lo, x.Hi, x.Coverage)
		}
	}
	if sc.RiskKnown || sc.Rankable || sc.RiskUpper != 100 {
		t.Errorf("risk known %v, rankable %v, upper bound %v; want false, false, 100", sc.RiskKnown, sc.Rankable, sc.RiskUpper)
	}
	if len(sc.Reasons) != 1 || sc.Reasons[0].Code != "no_figures" || !strings.Contains(sc.Reasons[0].Text, "Kept in a tarball") {
		t.Errorf("reasons %v", sc.Reasons)
	}
	if sc.Status.Word != health.StatusUnknown || sc.Evidence != health.EvidenceNone {
		t.Errorf("status %v, evidence %v", sc.Status, sc.Evidence)
	}
}

func TestEvaluate_reasons(t *testing.T) {
	t.Parallel()
	first := func(day string) health.Input { return health.ObsText("first_commit", day) }
	for name, tc := range map[string]struct {
		p    health.Project
		add  []health.Input
		drop []string
		now  time.Time
		want string // the code of the only reason
		says []string
	}{
		"ranked":        {now: at},
		"two years old": {now: at.AddDate(2, 0, 1)}, // only beside others, or if live
		"posture":       {drop: []string{"License"}, now: at, want: "coverage_S", says: []string{"0%", "50%"}},
		"resilience": {
			drop: []string{"regulars_12m", "integrators_12m"}, now: at,
			want: "coverage_R", says: []string{"22%", "50%"},
		},
		"89 days":   {add: []health.Input{first("2022-04-02")}, now: at, want: "too_new", says: []string{"89", "90"}},
		"90 days":   {add: []health.Input{first("2022-04-01")}, now: at},
		"successor": {p: health.Project{EndOfLife: &health.EndOfLife{Successor: "next"}}, now: at, want: "archived_with_successor", says: []string{"next"}},
		"opt down":  {p: down(at.AddDate(0, 1, 0)), now: at, want: "opt_down", says: []string{"maintainers asked"}},
		"ended":     {p: down(at.AddDate(0, 0, -1)), now: at},
	} {
		ins := example()
		ins.Put(tc.add...)
		for _, f := range tc.drop {
			delete(ins, field.ID(f))
		}
		sc := score.Evaluate(few(given(t)), tc.p, ins, at, tc.now)
		var codes, texts string
		for _, r := range sc.Reasons {
			codes += r.Code
			texts += r.Text
		}
		if codes != tc.want || testkit.Unsaid(texts, tc.says...) != nil || sc.Rankable != (tc.want == "") {
			t.Errorf("%s: rankable %v, reasons %q; want %s with %q", name, sc.Rankable, sc.Reasons, tc.want, tc.says)
		}
	}
}

// down is a project whose maintainers asked to be shown without a rank until a day.
func down(until time.Time) health.Project {
	return health.Project{Corrections: []health.Correction{{Kind: health.OptDown, Date: "2000-01-01", Expires: until.Format(time.DateOnly)}}}
}

func TestEvaluate_coverageBelowMinimumHidesRisk(t *testing.T) {
	t.Parallel()
	ins := example()
	delete(ins, "License")
	sc := score.Evaluate(given(t), health.Project{}, ins, at, at)
	if sc.RiskKnown {
		t.Error("risk is known without posture")
	}
	if len(sc.Contributions) == 0 {
		t.Error("the known parts of the risk are not shown")
	}
	if full := score.Evaluate(given(t), health.Project{}, example(), at, at); sc.RiskUpper < full.RiskUpper {
		t.Errorf("upper bound %g without posture is below %g with it", sc.RiskUpper, full.RiskUpper)
	}
}

func TestEvaluate_evidence(t *testing.T) {
	t.Parallel()
	m := few(shipped(t))
	weight := map[string]float64{}
	for _, r := range m.Axes[model.Posture] {
		weight[string(r.Field)] = r.Weight
	}
	for _, tc := range []struct {
		checks []string // of 100 in all
		want   health.Evidence
	}{
		{nil, health.EvidenceNone},
		{[]string{"Code-Review", "Branch-Protection"}, health.EvidenceNone},                                                                     // 24
		{[]string{"Code-Review", "Branch-Protection", "License"}, health.EvidenceProvisional},                                                   // 25
		{[]string{"Dangerous-Workflow", "Token-Permissions", "Binary-Artifacts", "Pinned-Dependencies", "License"}, health.EvidenceProvisional}, // 33
		{[]string{"Code-Review", "Branch-Protection", "Dangerous-Workflow", "Token-Permissions", "Pinned-Dependencies"}, health.EvidenceFull},   // 50
	} {
		ins, sum := health.Inputs{}, 0.
		for _, c := range tc.checks {
			ins.Put(health.Obs(field.ID(c), 5))
			sum += weight[c]
		}
		if sc := score.Evaluate(m, health.Project{}, ins, at, at); sc.Evidence != tc.want {
			t.Errorf("%g of 100 seen: evidence %q, want %q", sum, sc.Evidence, tc.want)
		}
	}
}

func TestEvaluate_oldInputIsUnknown(t *testing.T) {
	t.Parallel()
	for days, known := range map[int]bool{0: true, 30: true, 31: false} {
		ins := example()
		in := ins["License"]
		in.ObservedAt = at.AddDate(0, 0, -days)
		ins["License"] = in
		if sc := score.Evaluate(given(t), health.Project{}, ins, at, at); (sc.S.Coverage > 0) != known {
			t.Errorf("seen %d days before: coverage %v, want known %v", days, sc.S.Coverage, known)
		}
	}
	ins := example()
	in := ins["dependents_percentile"]
	in.ObservedAt, in.Source = at.AddDate(-2, 0, 0), field.SourceList
	ins["dependents_percentile"] = in
	sc := score.Evaluate(given(t), health.Project{}, ins, at, at)
	if !sc.C.Known {
		t.Error("a judgement of the list two years ago is dropped")
	}
	if sc.C.Freshness > .01 || sc.C.Confidence != "Low" {
		t.Errorf("a judgement of two years ago: freshness %v, confidence %s; want stale and low", sc.C.Freshness, sc.C.Confidence)
	}
}

func TestEvaluate_youngHistory(t *testing.T) {
	t.Parallel()
	ins := example()
	ins.Put(health.ObsText("first_commit", "2021-09-01"), health.Obs("first_response_days_p50", 3), health.Obs("change_request_closure", 1))
	sc := score.Evaluate(given(t), health.Project{}, ins, at, at)
	if in := sc.V.Inputs[3].Input; in.State != health.NotApplicable || in.Reason == "" {
		t.Errorf("trend of a ten months' history is %s (%q), want not applicable with a reason", in.State, in.Reason)
	}
	if sc.V.Coverage != 1 || sc.V.Confidence != "Medium" {
		t.Errorf("coverage %v, confidence %s; want all of it and medium at most", sc.V.Coverage, sc.V.Confidence)
	}
}

func TestEvaluate_noCommitsHasNoFactor(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	none := inputs(health.Obs("human_commits_12m", 0), health.Obs("human_commits_prev12m", 0), health.Obs("regulars_12m", 0),
		health.Missing("contributor_absence_factor", "no human commits", nil))
	if row := score.Evaluate(m, health.Project{}, none, at, at).R.Inputs[0]; row.S != 0 || row.Share == 0 {
		t.Errorf("factor without commits: sub-score %v, share %v; want it counted as 0", row.S, row.Share)
	}
	delete(none, "human_commits_12m")
	if row := score.Evaluate(m, health.Project{}, none, at, at).R.Inputs[0]; row.Share != 0 {
		t.Errorf("factor not seen: share %v, want it left out", row.Share)
	}
}

func TestEvaluate_settledInputShowsTheFactNotAMadeUpValue(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	image := health.ObsBool("base_image", true)
	image.Reason = "in the default image of Debian 12"
	s := score.Evaluate(m, health.Project{Slug: "a"}, inputs(image), at, at)
	for _, row := range s.C.Inputs {
		if row.ID != "C3" {
			continue
		}
		if row.Field != "base_image" || row.S != 90 || row.Input.Reason != image.Reason {
			t.Errorf("C3 rests on %q with %v points: %+v; want base_image with 90", row.Field, row.S, row.Input)
		}
		return
	}
	t.Error("no row C3")
}
