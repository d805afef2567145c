package project

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

// vital makes pages by a model that knows three inputs of vitality.
func vital() maker {
	return maker{Request: &page.Request{View: &query.View{Model: model.Model{Axes: map[model.Axis][]model.InputRule{model.Vitality: {
		{ID: "V1", Field: "active_months_12m"}, {ID: "V2", Field: "months_since_human_act"}, {ID: "V3", Field: "release_flow_months"},
	}}}}}}
}

func differing(kind cause.Cause, why, name string, before, after float64) cause.Change {
	return cause.Change{Field: field.ID(name), Axis: model.Vitality, Counts: true, Cause: kind, Why: why, Before: health.Obs(field.ID(name), before), After: health.Obs(field.ID(name), after)}
}

func TestChangesOf_groupsByCauseAndReasonAndHidesWhatLooksTheSame(t *testing.T) {
	t.Parallel()
	d := cause.Difference{Changes: []cause.Change{
		differing(cause.Clock, "nobody came", "active_months_12m", 5, 4),
		differing(cause.Project, "new commits", "release_flow_months", 3, 9),
		differing(cause.Project, "new commits", "months_since_human_act", .01, .04),
		differing(cause.Project, "new commits", "active_months_12m", 4, 6),
	}}
	v := vital().changesOf(d)
	var got []string
	for _, g := range v.Groups {
		got = append(got, string(g.cause)+": "+strings.ToLower(g.Why))
		for _, r := range g.Rows {
			got = append(got, r.Key)
		}
	}
	want := []string{"clock: nobody came", "active_months_12m", "project: new commits", "release_flow_months", "active_months_12m"}
	if !slices.Equal(got, want) || v.Points {
		t.Errorf("rows %q, want %q; points without a risk: %v", got, want, v.Points)
	}
	if v.MoreSays != "left:0 alike:1 quiet:0" || v.More == "" {
		t.Errorf("what is hidden: %q, %q", v.MoreSays, v.More)
	}
}

func TestChangesOf_saysTheDaysTheFiguresDescribe(t *testing.T) {
	t.Parallel()
	day := func(s string) time.Time {
		at, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	d := cause.Difference{From: health.Run{ID: 1, Finished: day("2026-11-25")}, To: health.Run{ID: 3, Finished: day("2026-11-25").Add(time.Hour)}}
	d.Before.At, d.After.At = day("2025-03-01"), day("2026-08-22")
	v := vital().changesOf(d)
	if want := "figures:2025-03-01/2026-08-22 runs:1/3 published:2026-11-25/2026-11-25"; v.NoteSays != want {
		t.Errorf("got %q, want %q", v.NoteSays, want)
	}
	for _, want := range []time.Time{d.Before.At, d.After.At, d.To.Finished} {
		if !strings.Contains(v.Note, explain.Day(want)) {
			t.Errorf("%q lacks %s", v.Note, explain.Day(want))
		}
	}
	d.Before.At = time.Time{}
	if v := vital().changesOf(d); !strings.HasPrefix(v.NoteSays, "figures:none runs:1/3 ") || strings.Contains(v.Note, explain.Day(d.After.At)) {
		t.Errorf("without figures before: %q, %q", v.NoteSays, v.Note)
	}
}

// Rows and what stands beside them add up to what the finding says of each cause,
// however many rows there are.
func TestChangesOf_pointsAddUp(t *testing.T) {
	t.Parallel()
	s := vital()
	rapid.Check(t, func(rt *rapid.T) {
		d := cause.Difference{Before: health.Score{RiskKnown: true}, After: health.Score{RiskKnown: true}}
		sum := 0.0
		for _, c := range []cause.Cause{cause.Coverage, cause.Project} {
			share := cause.Share{Cause: c}
			for _, p := range []cause.Part{{Axis: "V", Input: "V1"}, {Axis: "V", Input: "V2"}, {Axis: "R", Input: "R1"}, {Input: "gate"}} {
				if p.Points = rapid.Float64Range(-5, 5).Draw(rt, "points"); rapid.Bool().Draw(rt, "part") {
					share.Parts, share.Points = append(share.Parts, p), share.Points+p.Points
				}
			}
			if len(share.Parts) > 0 {
				d.Shares, sum = append(d.Shares, share), sum+share.Points
			}
			for i := range rapid.IntRange(1, 9).Draw(rt, "changes") {
				d.Changes = append(d.Changes, differing(c, "why "+strconv.Itoa(i%2), []string{"active_months_12m", "release_flow_months", "months_since_human_act"}[i%3], 1, 2+float64(i)))
			}
		}
		d.After.Risk.Value = 40 + sum
		d.Before.Risk.Value = 40
		shown := map[cause.Cause]float64{}
		for _, g := range s.changesOf(d).Groups {
			for _, r := range g.Rows {
				if r.Points != "" {
					x, err := strconv.ParseFloat(strings.Replace(r.Points, "−", "-", 1), 64)
					if err != nil {
						rt.Fatal(err)
					}
					shown[g.cause] += x
				}
			}
		}
		for _, share := range change.Printed(d) {
			if math.Abs(shown[share.Cause]-share.Points) > 1e-6 {
				rt.Errorf("%s: rows show %.1f, the finding %.1f", share.Cause, shown[share.Cause], share.Points)
			}
			delete(shown, share.Cause)
		}
		for c, x := range shown {
			if math.Abs(x) > 1e-6 {
				rt.Errorf("%s: rows show %.1f, the finding nothing", c, x)
			}
		}
	})
}
