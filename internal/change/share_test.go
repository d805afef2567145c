package change_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"pgregory.net/rapid"
)

var sunday = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// shipped returns the model the program ships with, with few draws: intervals
// are not looked at here.
func shipped(t testing.TB) model.Model {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatalf("load the shipped model: %v", err)
	}
	set.Model.Draws.Draws = 5
	return set.Model
}

// anyFigures draws what three sources and the list say of a project at an
// instant; from is what was said before, which much stays as it was.
func anyFigures(t *rapid.T, m model.Model, at time.Time, from *figures.Project) figures.Project {
	f := figures.Project{Project: "p", Inputs: health.Inputs{}}
	for _, source := range []string{field.SourceGit, field.SourceGitHub, field.SourceScorecard, field.SourceRegistry} {
		f.Snapshots = append(f.Snapshots, health.Snapshot{
			Project: "p", Source: source, Version: rapid.SampledFrom([]string{"one", "one", "two"}).Draw(t, source+" version"),
			Commit: rapid.SampledFrom([]string{"a", "b"}).Draw(t, source+" commit"), ObservedAt: at.AddDate(0, 0, -rapid.IntRange(0, 40).Draw(t, source+" age")),
		})
	}
	f.Snapshots[0].ObservedAt = at
	state := rapid.SampledFrom([]health.State{health.Observed, health.Observed, health.Observed, health.Observed, health.Unknown, health.NotApplicable})
	for _, a := range model.InputAxes {
		for _, r := range m.Axes[a] {
			if from != nil && rapid.IntRange(0, 2).Draw(t, string(r.Field)+" stays") > 0 {
				in := from.Inputs.Field(r.Field)
				in.ObservedAt = at
				f.Inputs.Put(in)
				continue
			}
			in := health.Missing(r.Field, "a reason", nil)
			switch state.Draw(t, string(r.Field)+" state") {
			case health.Observed:
				lo, hi := r.Curve[0].X, r.Curve[len(r.Curve)-1].X
				in = health.Obs(r.Field, rapid.Float64Range(lo-1, hi+1).Draw(t, string(r.Field)))
			case health.NotApplicable:
				in = health.NotApplies(r.Field, "a reason")
			}
			sn := rapid.SampledFrom(f.Snapshots).Draw(t, string(r.Field)+" source")
			in.Source, in.Version, in.Commit, in.ObservedAt = sn.Source, sn.Version, sn.Commit, sn.ObservedAt
			if rapid.IntRange(0, 9).Draw(t, string(r.Field)+" list") == 0 {
				in.Source = field.SourceList
			}
			f.Inputs.Put(in)
		}
	}
	// What gates, the rule for finished software and the age of a history read.
	for _, name := range []string{"archived", "successor", "toolchain", "advisory_known_exploited", "advisory_unpatched_days", "unreleased_human_commits", "outside_items_24m", "outside_items_answered_24m", "first_commit"} {
		if !rapid.Bool().Draw(t, name+" seen") {
			continue
		}
		in := health.Obs(field.ID(name), float64(rapid.SampledFrom([]int{0, 1, 2, 40}).Draw(t, name)))
		if name == "first_commit" {
			in = health.ObsText(field.ID(name), at.AddDate(0, -rapid.IntRange(0, 60).Draw(t, name), 0).Format(time.DateOnly))
		}
		sn := rapid.SampledFrom(f.Snapshots).Draw(t, name+" source")
		in.Source, in.Version, in.Commit, in.ObservedAt = sn.Source, sn.Version, sn.Commit, sn.ObservedAt
		f.Inputs.Put(in)
	}
	return f
}

func TestCompare_sharesSumToTheChangeOfRisk(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	other := m
	other.SHA256 = "other"
	other.Risk.Omega = map[model.Axis]float64{model.Vitality: .2, model.Resilience: .5, model.Posture: .3}
	known := 0
	rapid.Check(t, func(t *rapid.T) {
		before := change.Side{Project: health.Project{Slug: "p"}, Figures: anyFigures(t, m, sunday, nil), Model: m, Now: sunday}
		later := sunday.AddDate(0, 0, rapid.IntRange(0, 60).Draw(t, "days"))
		after := change.Side{Project: before.Project, Figures: anyFigures(t, m, later, &before.Figures), Model: m, Now: later}
		if rapid.Bool().Draw(t, "another model") {
			after.Model = other
		}
		d := change.Compare(before, after)
		if !d.Before.RiskKnown || !d.After.RiskKnown {
			if d.Shares != nil {
				t.Fatalf("shares of a risk that is not known on both sides: %v", d.Shares)
			}
			return
		}
		known++
		sum, last := 0., -1
		for _, s := range d.Shares {
			sum += s.Points
			parts := 0.
			for _, p := range s.Parts {
				parts += p.Points
			}
			if math.Abs(parts-s.Points) > 1e-9 {
				t.Fatalf("the parts of %s sum to %.12f, its points are %.12f", s.Cause, parts, s.Points)
			}
			at := slices.Index(cause.All, s.Cause)
			if at <= last {
				t.Fatalf("%s stands out of order or twice", s.Cause)
			}
			last = at
		}
		if want := d.After.Risk.Value - d.Before.Risk.Value; math.Abs(sum-want) > 1e-9 {
			t.Fatalf("shares sum to %.12f, risk changed by %.12f: %+v", sum, want, d.Shares)
		}
	})
	if known < 20 {
		t.Errorf("risk was known on both sides %d times only: the property was hardly tested", known)
	}
}

func TestCompare_nothingDiffersFromItself(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		s := change.Side{Project: health.Project{Slug: "p"}, Figures: anyFigures(t, m, sunday, nil), Model: m, Now: sunday}
		if d := change.Compare(s, s); len(d.Changes) > 0 || len(d.Shares) > 0 {
			t.Fatalf("a side differs from itself: %v, %v", d.Changes, d.Shares)
		}
	})
}

// measured is a project whose risk is known, of git and of a scan at one commit.
func measured(at time.Time, commit string, more ...health.Input) figures.Project {
	f := figures.Project{Project: "p", Inputs: health.Inputs{}}
	for _, s := range []string{field.SourceGit, field.SourceGitHub, field.SourceScorecard, field.SourceList} {
		f.Snapshots = append(f.Snapshots, health.Snapshot{Project: "p", Source: s, Version: s + "/1", Commit: commit, ObservedAt: at})
	}
	put := func(source string, ins ...health.Input) {
		for _, in := range ins {
			in.Source, in.Version, in.Commit, in.ObservedAt = source, source+"/1", commit, at
			f.Inputs[in.Field] = in
		}
	}
	put(field.SourceGit, health.Obs("active_months_12m", 8), health.Obs("months_since_human_act", 2), health.Obs("release_flow_months", 7),
		health.Obs("commit_trend_log2", -.25), health.Obs("contributor_absence_factor", 2), health.Obs("regulars_12m", 3), health.Obs("integrators_12m", 2),
		health.ObsText("last_human_commit", "2026-01-02"), health.ObsText("last_release", "2025-08-01"), health.ObsText("last_release_tag", "v1"), health.Obs("human_commits_12m", 40))
	put(field.SourceScorecard, health.Obs("Binary-Artifacts", 10), health.Obs("Dangerous-Workflow", 10), health.Obs("Token-Permissions", 0), health.Obs("Pinned-Dependencies", 5), health.Obs("Code-Review", 6))
	put(field.SourceList, health.Obs("expert_lists", 2), health.Obs("exposure_points", 3), health.Obs("substitutability", 2), health.Obs("dependents_percentile", 90))
	for _, in := range more {
		source := in.Source
		if source == "" {
			source = f.Inputs.Field(in.Field).Source
		}
		if source == "" {
			row, _ := field.ByID(in.Field)
			source = row.Source
		}
		put(source, in)
	}
	return f
}

func TestCompare_renormalisationIsInTheStepOfCoverage(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	before := change.Side{Project: health.Project{Slug: "p"}, Figures: measured(sunday, "a"), Model: m, Now: sunday}
	after := before
	after.Figures = measured(sunday, "a", health.Missing("commit_trend_log2", "the reading was cut short", nil))
	d := change.Compare(before, after)
	if len(d.Changes) != 1 || d.Changes[0].Cause != cause.Coverage || len(d.Shares) != 1 || d.Shares[0].Cause != cause.Coverage {
		t.Fatalf("changes %+v, shares %+v; want one of coverage", d.Changes, d.Shares)
	}
	// The others weigh more now, and their parts stand beside that of the one that went.
	if len(d.Shares[0].Parts) < 2 {
		t.Errorf("parts %+v: want those of what weighs more now, too", d.Shares[0].Parts)
	}
}

func TestCompare_riskThatIsNotKnownHasNoShares(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	before := change.Side{Project: health.Project{Slug: "p"}, Figures: measured(sunday, "a"), Model: m, Now: sunday}
	after := before
	after.Figures = figures.Project{Project: "p"}
	d := change.Compare(before, after)
	if d.Shares != nil || len(d.Changes) == 0 {
		t.Errorf("shares %v, %d changes; want no shares and the changes", d.Shares, len(d.Changes))
	}
	if d = change.Compare(after, before); d.Shares != nil || len(d.Changes) == 0 {
		t.Errorf("shares %v, %d changes; want no shares and the changes", d.Shares, len(d.Changes))
	}
}

// A side is scored as the page of the project scores it, also when the checks were read too long before
// the other figures to count.
func TestCompare_scoresASideAsThePageDoes(t *testing.T) {
	t.Parallel()
	m := shipped(t)
	f := measured(sunday, "a")
	old := sunday.AddDate(0, 0, -60)
	for id, in := range f.Inputs {
		if in.Source == field.SourceScorecard {
			in.ObservedAt = old
			f.Inputs[id] = in
		}
	}
	for i := range f.Snapshots {
		if f.Snapshots[i].Source == field.SourceScorecard {
			f.Snapshots[i].ObservedAt = old
		}
	}
	side := change.Side{Project: health.Project{Slug: "p"}, Figures: f, Model: m, Now: sunday}
	judged := f.Judged(m)
	want := score.Evaluate(m, side.Project, judged.Inputs, judged.At(), sunday)
	if got := change.Compare(side, side).Before; got.S.Known != want.S.Known || got.S.Value != want.S.Value || got.S.Assumed != want.S.Assumed || got.Risk.Value != want.Risk.Value {
		t.Errorf("posture %+v and risk %v, the page has %+v and %v", got.S.Interval, got.Risk, want.S.Interval, want.Risk)
	}
}
