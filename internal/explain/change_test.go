package explain

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestChangeText_forPeople(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		c    cause.Change
		want string
	}{
		{cause.Change{Field: "regulars_12m", Before: health.Obs("", 4), After: health.Obs("", 1)}, "Regulars: 4 people → 1 person"},
		{cause.Change{Field: "License", Before: health.Missing("", "x", nil), After: health.Obs("", 9)}, "A licence file is present: not known → 9 of 10"},
		{cause.Change{Field: "integrators_12m", Before: health.Obs("", 2), After: health.NotApplies("", "a mirror")}, "Integrators: 2 people → does not apply"},
		{cause.Change{Field: "human_commits_by_month", Before: health.ObsText("", "[1]"), After: health.ObsText("", "[2]")}, "Human commits by month: the series changed"},
		{cause.Change{Field: "funding_channels", Before: health.ObsText("", `["github"]`), After: health.ObsText("", "[]")}, "Funding channels: the list changed"},
		{cause.Change{Field: "last_release", Before: health.ObsText("", "2026-01-02"), After: health.ObsText("", "2026-02-03")}, "Last release: 2\u00a0Jan\u00a02026 → 3\u00a0Feb\u00a02026"},
	} {
		if got := ChangeText(tc.c); got != tc.want {
			t.Errorf("%q, want %q", got, tc.want)
		}
	}
}

func TestRiskText_saysBothSides(t *testing.T) {
	t.Parallel()
	of := func(v float64) health.Score {
		return health.Score{RiskKnown: true, Risk: health.Interval{Value: v}}
	}
	for _, tc := range []struct {
		a, b health.Score
		want string
	}{
		{of(31.2), of(33), "Risk rose from 31.2 to 33.0"},
		{of(33), of(31.2), "Risk fell from 33.0 to 31.2"},
		{of(33.01), of(33.04), "Risk is 33.0 as before"},
		{health.Score{}, of(33), "Risk is 33.0; it was not known before"},
		{of(33), health.Score{}, "Risk is not known any more; it was 33.0"},
		{health.Score{}, health.Score{}, "Risk is not known, as before"},
	} {
		if got := RiskText(cause.Difference{Before: tc.a, After: tc.b}); got != tc.want {
			t.Errorf("%q, want %q", got, tc.want)
		}
	}
	shares := []cause.Share{{Cause: cause.Project, Points: 2.1}, {Cause: cause.Clock, Points: -.3}}
	if got := SharesText(shares); got != "+2.1 the project, −0.3 time alone" {
		t.Errorf("shares are %q", got)
	}
}

func TestNoticeText_namesTheInstrumentAndNobody(t *testing.T) {
	t.Parallel()
	claim, rest := NoticeText(cause.Notice{Field: "License", Moved: 40, Compared: 60, Mean: -3, Still: 30})
	if claim != "The check License (“A licence file is present”) fell in 40 of 60\u00a0projects at once." {
		t.Errorf("claim %q", claim)
	}
	if want := "By 3.0 points of 10 on average. 30 of them had no new commit. What moves so many together is what measures them, not the projects: it is told here once and is nobody’s doing."; rest != want {
		t.Errorf("rest %q", rest)
	}
}
