package threshold_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/threshold"
)

func TestParse_saysWhatIsAllowed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"posture":        "no operator",
		"posture<":       "is not a number",
		"posture<NaN":    "is not a number",
		"posture<1e400":  "is not a number",
		"posture==5":     "is not a number",
		"<5":             "did you mean",
		"poster<5":       "did you mean posture",
		"regulars<2":     "did you mean regulars_12m",
		"code_review<5":  "Code-Review",
		"risk>50":        "only for listed projects",
		"criticality>50": "only for listed projects",
		"licence=1":      "licence is not a number",
		"Code-Review<50": "the scale is 0 to 10",
		"health<-1":      "the scale is 0 to 100",
	} {
		if _, err := threshold.Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestRule_judges(t *testing.T) {
	t.Parallel()
	sc := health.Score{S: health.AxisScore{Axis: model.Posture, Known: true, Coverage: .46, Interval: health.Interval{Value: 50 - 1e-12, Lo: 40, Hi: 61}}}
	ins := health.Inputs{}
	ins.Put(health.Obs(field.Regulars12m, 2), health.Obs(field.CodeReview, 0),
		health.Missing(field.CITests, "needs GitHub", nil), health.NotApplies(field.Packaging, "no package"))
	for text, want := range map[string]threshold.State{
		"posture<50": threshold.Met, "Posture <= 50": threshold.Failed, "posture=50": threshold.Failed, "posture>50": threshold.Met,
		"posture>=50": threshold.Failed, "posture<50.5": threshold.Failed, "vitality<1": threshold.Unknown,
		"regulars_12m<2": threshold.Met, "regulars_12m<3": threshold.Failed, "regulars_12m>1": threshold.Failed,
		"code-review<5": threshold.Failed, "CI-Tests<5": threshold.Unknown, "Packaging<5": threshold.NotApplicable, "SAST=0": threshold.Unknown,
	} {
		r, err := threshold.Parse(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		v := r.Judge(sc, ins)
		if v.State != want || v.Text == "" {
			t.Errorf("%q is %s (%s), want %s", text, v.State, v.Text, want)
		}
		if want == threshold.Unknown && !strings.Contains(v.Text, "unknown, because ") {
			t.Errorf("%q gives no reason: %s", text, v.Text)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"posture<50", "Code-Review >= 5", "=", "é<1", "a<b<c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if r, err := threshold.Parse(s); err == nil {
			r.Judge(health.Score{}, health.Inputs{})
		}
	})
}
