package explain_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestValueOf_saysTheUnit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   health.Input
		want string
	}{
		{health.Obs("active_months_12m", 8), "8 of 12"},
		{health.Obs("regulars_12m", 1), "1 person"},
		{health.Obs("regulars_12m", 0), "0 people"},
		{health.Obs("human_commits_12m", 12345), "12\u00a0345 commits"},
		{health.Obs("top_author_share_12m", 0.93), "93\u00a0%"},
		{health.Obs("commit_trend_log2", -1), "0.50\u00a0× the years before"},
		{health.Obs("downloads_percentile", 91.6), "92nd percentile"},
		{health.Obs("downloads_percentile", 99.97), "99th percentile"},
		{health.Obs("dependents_percentile", 11), "11th percentile"},
		{health.Obs("months_since_release", 4.66), "4.7 months"},
		{health.Obs("exposure_points", 3), "3 of 4"},
		{health.Obs("substitutability", 0), "0 of 3"},
		{health.ObsBool("security_policy", false), "no"},
		{health.ObsText("last_release", "2026-03-31"), "31\u00a0Mar\u00a02026"},
		{health.ObsList("funding_channels", []string{"github", "patreon"}), "github, patreon"},
		{health.Missing("regulars_12m", "not collected yet", nil), ""},
	} {
		f, _ := field.ByID(c.in.Field)
		if got := explain.Value(f, c.in); got != c.want {
			t.Errorf("%s: got %q, want %q", c.in.Field, got, c.want)
		}
	}
}

func TestValueIn_saysTheWindowWhereItIsAnother(t *testing.T) {
	t.Parallel()
	f, _ := field.ByID("contributor_absence_factor")
	for commits, want := range map[float64]string{0: "1 person (of 24\u00a0months)", 19: "1 person (of 24\u00a0months)", 20: "1 person"} {
		ins := health.Inputs{}
		ins.Put(health.Obs("human_commits_12m", commits), health.Obs(f.ID, 1))
		if got := explain.ValueIn(ins, f, ins.Field(f.ID)); got != want {
			t.Errorf("%v commits: got %q, want %q", commits, got, want)
		}
	}
	ins := health.Inputs{}
	ins.Put(health.Obs(f.ID, 1))
	if got := explain.ValueIn(ins, f, ins.Field(f.ID)); got != "1 person" {
		t.Errorf("a window is told though commits are not known: %q", got)
	}
}
