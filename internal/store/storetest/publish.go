package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

func publishReplaces(t *testing.T, e env) {
	d := e.open()
	d.put("other", ranking.Row{Slug: "z", Tags: []string{"t"}})
	d.put("l", ranking.Row{Slug: "a", Rank: 1, Tags: []string{"t"}, Language: "C"}, ranking.Row{Slug: "b", Rank: 2})
	run := d.put("l", ranking.Row{Slug: "c", Rank: 1})
	for range 2 { // publishing again changes nothing
		p := d.rank(ranking.Query{List: "l"})
		if got := slugsOf(p.Rows); len(got) != 1 || got[0] != "c" || p.Total != 1 || p.RankedTotal != 1 || len(p.Facets) != 0 || p.Run.ID != run.ID {
			t.Errorf("after replacing: %v, %+v", got, p)
		}
		d.publish(run, ranking.Row{Slug: "c", Rank: 1})
	}
	if p := d.rank(ranking.Query{List: "other", Tag: []string{"t"}}); p.Matched != 1 {
		t.Errorf("the other list has %d", p.Matched)
	}
	if err := d.Publish(t.Context(), run.ID, []ranking.Row{{Slug: "x"}, {Slug: "x"}}); err == nil {
		t.Error("a slug twice was taken")
	}
	if p := d.rank(ranking.Query{List: "l"}); len(p.Rows) != 1 || p.Rows[0].Slug != "c" {
		t.Errorf("a refused ranking left %v", slugsOf(p.Rows))
	}
}

func publishReadsBack(t *testing.T, e env) {
	d := e.open()
	half := &health.Interval{Value: 1. / 3, Lo: 1e-300, Hi: 99.9}
	want := ranking.Row{
		List: "l", Slug: "a", Name: "A <b>", Repository: "github.com/o/a", Language: "C", Category: "c", Owner: "o", Host: "github.com", Ecosystem: "npm", Tags: []string{"t"}, Licence: "MIT", Archived: true,
		Status: health.Status{Word: health.StatusActive, Reason: "7 months"}, Evidence: health.EvidenceFull, Rankable: true, Reasons: []health.Reason{{Code: "x", Text: "why"}},
		V: half, R: half, H: half, S: half, C: half, Risk: half, CoverV: .1, CoverR: .2, CoverS: .3, CoverC: .4,
		HealthBand: model.Band{Letter: "A", Word: "strong", From: 80}, RiskBand: model.Band{Word: "low"}, HealthUnsure: true, RiskUnsure: true, RiskUpper: 12.5, Gate: "g", MainReason: "one regular",
		Rank: 3, RankLo: 1, RankHi: 9, PTop10: .95, Tier: 2, Regulars: -1, AbsenceFactor: 2, HumanCommits: 1 << 40, Months: []int{0, 1}, LastHuman: "2026-08-20", LastRelease: "2026-01-01", Funding: []string{"x"},
		ObservedAt: noon.Add(123456789 * time.Nanosecond), Outcome: health.OutcomeCarried, Problem: "p",
	}
	bare := ranking.Row{List: "l", Slug: "b", Regulars: -1, AbsenceFactor: -1, HumanCommits: -1}
	d.put("l", want, bare)
	if diff := cmp.Diff([]ranking.Row{want, bare}, d.rank(ranking.Query{List: "l"}).Rows); diff != "" {
		t.Errorf("rows read back (-want +got)\n%s", diff)
	}
}

func scoresMove(t *testing.T, e env) {
	d := e.open()
	row := func(v float64) ranking.Row {
		return ranking.Row{Slug: "a", V: &health.Interval{Value: v}, CoverV: .5}
	}
	var runs []int64
	for _, v := range []float64{40, 40, 40.001, 41, 40} {
		runs = append(runs, d.put("l", row(v)).ID)
	}
	got, err := d.Scores(t.Context(), "a", "m1", 10)
	if err != nil || len(got) != 3 {
		t.Fatalf("%d points, error %v; want 3: %+v", len(got), err, got)
	}
	for i, want := range []struct {
		run int64
		v   float64
	}{{runs[4], 40}, {runs[3], 41}, {runs[0], 40}} {
		if p := got[i]; p.Run.ID != want.run || !p.Run.Started.Equal(noon) || *p.V != want.v || p.Risk != nil || p.CoverV != .5 {
			t.Errorf("point %d is %+v, want run %d, V %v", i, p, want.run, want.v)
		}
	}
	if got, err := d.Scores(t.Context(), "a", "m2", 10); err != nil || len(got) != 0 {
		t.Errorf("under another model: %+v, %v", got, err)
	}
}

// A figure of another instrument is another point, even with the same number: a line must not
// connect them.
func instrumentMoves(t *testing.T, e env) {
	d := e.open()
	row := func(from string, posture *health.Interval) ranking.Row {
		return ranking.Row{Slug: "a", V: &health.Interval{Value: 40}, S: posture, PostureFrom: from}
	}
	same := &health.Interval{Value: 55}
	var runs []int64
	for _, r := range []ranking.Row{row("", nil), row("scorecard", same), row("scorecard", same), row("published", same), row("scorecard", same)} {
		runs = append(runs, d.put("l", r).ID)
	}
	got, err := d.Scores(t.Context(), "a", "m1", 10)
	if err != nil || len(got) != 4 {
		t.Fatalf("%d points, error %v; want 4: %+v", len(got), err, got)
	}
	for i, want := range []struct {
		run  int64
		from string
	}{{runs[4], "scorecard"}, {runs[3], "published"}, {runs[1], "scorecard"}, {runs[0], ""}} {
		if p := got[i]; p.Run.ID != want.run || p.PostureFrom != want.from {
			t.Errorf("point %d is of run %d from %q, want run %d from %q", i, p.Run.ID, p.PostureFrom, want.run, want.from)
		}
	}
}
