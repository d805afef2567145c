package explain_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestValueOf_saysTheUnit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   health.Input
		want string // as testkit.Unsaid reads it
	}{
		{health.Obs("active_months_12m", 8), "8 of 12"},
		{health.Obs("regulars_12m", 1), "1"},
		{health.Obs("regulars_12m", 0), "0"},
		{health.Obs("human_commits_12m", 12345), "12345"},
		{health.Obs("top_author_share_12m", 0.93), "93%"},
		{health.Obs("commit_trend_log2", -1), "0.50\u00a0×"},
		{health.Obs("downloads_percentile", 91.6), "92nd"},
		{health.Obs("downloads_percentile", 99.97), "99th"},
		{health.Obs("dependents_percentile", 11), "11th"},
		{health.Obs("months_since_release", 4.66), "4.7"},
		{health.Obs("exposure_points", 3), "3 of 4"},
		{health.Obs("substitutability", 0), "0 of 3"},
		{health.ObsBool("security_policy", false), "no"},
		{health.ObsText("last_release", "2026-03-31"), "31 Mar 2026"},
		{health.ObsList("funding_channels", []string{"github", "patreon"}), "github, patreon"},
		{health.Missing("regulars_12m", "not collected yet", nil), ""},
	} {
		f, _ := field.ByID(c.in.Field)
		got := explain.Value(f, c.in)
		if (got == "") != (c.want == "") || c.want != "" && testkit.Unsaid(got, c.want) != nil {
			t.Errorf("%s: got %q, want %q", c.in.Field, got, c.want)
		}
	}
}

func TestValueIn_saysTheWindowWhereItIsAnother(t *testing.T) {
	t.Parallel()
	f, _ := field.ByID("contributor_absence_factor")
	for commits, twoYears := range map[float64]bool{0: true, 19: true, 20: false} {
		ins := health.Inputs{}
		ins.Put(health.Obs("human_commits_12m", commits), health.Obs(f.ID, 1))
		got := explain.ValueIn(ins, f, ins.Field(f.ID))
		if testkit.Unsaid(got, "1") != nil || (testkit.Unsaid(got, "24") == nil) != twoYears {
			t.Errorf("%v commits: got %q, want 1, of two years %v", commits, got, twoYears)
		}
	}
	ins := health.Inputs{}
	ins.Put(health.Obs(f.ID, 1))
	if got := explain.ValueIn(ins, f, ins.Field(f.ID)); got != explain.Value(f, ins.Field(f.ID)) {
		t.Errorf("a window is told though commits are not known: %q", got)
	}
}
