package explain

import (
	"regexp"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestChangeText_forPeople(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		c    cause.Change
		want string // after the label, with ? for words
	}{
		{cause.Change{Field: "regulars_12m", Before: health.Obs("", 4), After: health.Obs("", 1)}, "4 ? → 1 ?"},
		{cause.Change{Field: "License", Before: health.Missing("", "x", nil), After: health.Obs("", 9)}, "? → 9 of 10"},
		{cause.Change{Field: "integrators_12m", Before: health.Obs("", 2), After: health.NotApplies("", "a mirror")}, "2 ? → ?"},
		{cause.Change{Field: "human_commits_by_month", Before: health.ObsText("", "[1]"), After: health.ObsText("", "[2]")}, "?"},
		{cause.Change{Field: "funding_channels", Before: health.ObsText("", `["github"]`), After: health.ObsText("", "[]")}, "?"},
		{cause.Change{Field: "last_release", Before: health.ObsText("", "2026-01-02"), After: health.ObsText("", "2026-02-03")}, "2\u00a0Jan\u00a02026 → 3\u00a0Feb\u00a02026"},
	} {
		f, _ := field.ByID(tc.c.Field)
		shape := f.Label + ": " + tc.want
		if got := ChangeText(tc.c); !isOf(shape, got) {
			t.Errorf("%q, want %q", got, shape)
		}
	}
}

// isOf reports whether the text is the shape with words, and no number, for each ?.
func isOf(shape, text string) bool {
	pattern := strings.ReplaceAll(regexp.QuoteMeta(shape), `\?`, `[^0-9→]+`)
	return regexp.MustCompile("^" + pattern + "$").MatchString(text)
}

func TestRiskText_saysBothSides(t *testing.T) {
	t.Parallel()
	of := func(v float64) health.Score {
		return health.Score{RiskKnown: true, Risk: health.Interval{Value: v}}
	}
	said := map[string]bool{}
	for _, tc := range []struct {
		a, b health.Score
		says []string
	}{
		{of(31.2), of(33), []string{"31.2", "33.0"}},
		{of(33), of(31.2), []string{"33.0", "31.2"}},
		{of(33.01), of(33.04), []string{"33.0"}},
		{health.Score{}, of(33), []string{"33.0"}},
		{of(33), health.Score{}, []string{"33.0"}},
		{health.Score{}, health.Score{}, nil},
	} {
		got := RiskText(cause.Difference{Before: tc.a, After: tc.b})
		if testkit.Unsaid(got, tc.says...) != nil || tc.says == nil && strings.ContainsAny(got, "0123456789") || said[got] {
			t.Errorf("%v to %v: %q, want a sentence of its own with %q", tc.a.Risk.Value, tc.b.Risk.Value, got, tc.says)
		}
		said[got] = true
	}
	shares := []cause.Share{{Cause: cause.Project, Points: 2.1}, {Cause: cause.Clock, Points: -.3}}
	if got := SharesText(shares); got != "+2.1 "+CauseName(cause.Project)+", −0.3 "+CauseName(cause.Clock) {
		t.Errorf("shares are %q", got)
	}
}

func TestNoticeText_namesTheInstrumentAndNobody(t *testing.T) {
	t.Parallel()
	claim, rest := NoticeText(cause.Notice{Field: "License", Moved: 40, Compared: 60, Mean: -3, Still: 30})
	f, _ := field.ByID("License")
	if unsaid := testkit.Unsaid(claim, "License", f.Label, "40 of 60"); unsaid != nil {
		t.Errorf("claim %q does not say %q", claim, unsaid)
	}
	if unsaid := testkit.Unsaid(rest, "3.0", "30"); unsaid != nil {
		t.Errorf("rest %q does not say %q", rest, unsaid)
	}
	if rose, _ := NoticeText(cause.Notice{Field: "License", Moved: 40, Compared: 60, Mean: 3, Still: 30, Up: true}); rose == claim {
		t.Errorf("a rise and a fall have the same words: %q", claim)
	}
}
