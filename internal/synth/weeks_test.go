package synth_test

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/synth"
)

// The figures are of the shape of the real ones: the largest difference of the two
// distributions (Kolmogorov–Smirnov) is that of chance.
func TestGenerator_distributionsAreThoseOfTheRealData(t *testing.T) {
	t.Parallel()
	real := bundled(t)
	const n = 2000
	g := generator(t, real, synth.Config{Projects: n, Weeks: 1, Seed: 5, Observed: 1})
	made, was := map[string][]float64{}, map[string][]float64{}
	unknown, wasUnknown := map[string]int{}, map[string]int{}
	for i := range n {
		for _, in := range inputs(g, i, 0) {
			if in.Known() {
				made[string(in.Field)] = append(made[string(in.Field)], in.Value)
			} else {
				unknown[string(in.Field)]++
			}
		}
	}
	for _, snaps := range real.Snapshots {
		for _, sn := range snaps {
			if sn.Source == field.SourceDistro {
				continue // not invented: it is the same archive for all projects
			}
			for _, in := range sn.Inputs {
				if in.Known() {
					was[string(in.Field)] = append(was[string(in.Field)], in.Value)
				} else {
					wasUnknown[string(in.Field)]++
				}
			}
		}
	}
	for _, f := range []string{
		"human_commits_12m", "human_commits_6m", "months_since_human_act", "months_since_release", "release_flow_months", "regulars_12m", "active_months_12m", "top_author_share_12m",
		"contributor_absence_factor", "commit_trend_log2", "releases_12m", "authors_12m", "bot_share_12m", "files", "Binary-Artifacts", "Token-Permissions", "Pinned-Dependencies",
	} {
		if d := distance(made[f], was[f]); d > .13 || len(made[f]) == 0 {
			t.Errorf("%s: the distributions differ by %.3f (median %g, of the real data %g)", f, d, median(made[f]), median(was[f]))
		}
	}
	for f, w := range wasUnknown {
		share, real := float64(unknown[f])/n, float64(w)/float64(len(real.Snapshots))
		if math.Abs(share-real) > .05 {
			t.Errorf("%s: unknown of %.0f%%, of the real data of %.0f%%", f, 100*share, 100*real)
		}
	}
}

// distance is the largest difference of the shares of both that are at most a value.
func distance(a, b []float64) float64 {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	d := 0.
	for _, x := range slices.Concat(a, b) {
		d = max(d, math.Abs(atMost(a, x)-atMost(b, x)))
	}
	return d
}

// atMost is the share of sorted values up to x.
func atMost(sorted []float64, x float64) float64 {
	n, _ := slices.BinarySearch(sorted, math.Nextafter(x, math.Inf(1)))
	return float64(n) / float64(max(1, len(sorted)))
}

func median(of []float64) float64 {
	if len(of) == 0 {
		return math.NaN()
	}
	return slices.Sorted(slices.Values(of))[len(of)/2]
}

// From week to week about half of the projects stand still, and of the others about
// five figures move, as time, commits, releases and people move them.
func TestGenerator_weeks(t *testing.T) {
	t.Parallel()
	const n, weeks = 250, 16
	g := generator(t, bundled(t), synth.Config{Projects: n, Weeks: weeks, Seed: 3, Observed: 1})
	const anyCheck = "a check of the scan"
	still, changed, moved, failed := 0, 0, 0, 0
	seen := map[string]int{}
	for i := range n {
		before := inputs(g, i, 0)
		for w := 1; w < weeks; w++ {
			now := inputs(g, i, w)
			if now == nil || before == nil {
				failed++
				before = now
				continue
			}
			figures := 0
			for f, in := range now {
				if !in.Same(before[f]) {
					figures++
					seen[string(f)]++
					if row, _ := field.ByID(f); row.Source == field.SourceScorecard {
						seen[anyCheck]++
					}
				}
			}
			if figures == 0 {
				still++
			} else {
				changed++
				moved += figures
			}
			before = now
		}
	}
	all := still + changed
	if share := float64(still) / float64(all); share < .45 || share > .65 {
		t.Errorf("%.0f%% of projects stand still in a week", 100*share)
	}
	if each := float64(moved) / float64(changed); each < 4 || each > 7 {
		t.Errorf("%.1f figures move of a project of which any does, want about 5", each)
	}
	if failed == 0 || failed > n*weeks/25 {
		t.Errorf("%d of %d project-weeks could not be read", failed, n*weeks)
	}
	for _, f := range []string{"months_since_human_act", "human_commits_12m", "commits_total", "last_release", "releases_12m", "regulars_12m", "human_commits_by_month", anyCheck} {
		if seen[f] == 0 {
			t.Errorf("%s never moved", f)
		}
	}
	t.Logf("%d of %d still, %.2f figures of a changed project", still, all, float64(moved)/float64(changed))
}

func BenchmarkGenerator_snapshots(b *testing.B) {
	g := generator(b, bundled(b), synth.Config{Projects: 10_000, Weeks: 52, Seed: 1, Observed: 1})
	for _, week := range []int{0, 51} {
		b.Run(g.Instant(week).Format(time.DateOnly), func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if _, err := g.Snapshots(i%10_000, week); err != nil && !errors.Is(err, source.ErrUnavailable) {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}
