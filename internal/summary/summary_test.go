package summary_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/summary"
)

func iv(v float64) *health.Interval { return &health.Interval{Value: v} }

func TestOf_weakestLeavesOutWhatIsOldOrSucceeded(t *testing.T) {
	t.Parallel()
	posture := health.Reason{Code: "coverage_S"}
	rows := []ranking.Row{
		{Slug: "strong", C: iv(90), R: iv(90), Reasons: []health.Reason{posture}},
		{Slug: "weak", C: iv(90), R: iv(10), Reasons: []health.Reason{posture}},
		{Slug: "as-weak", C: iv(90), R: iv(10), Reasons: []health.Reason{posture}},
		{Slug: "old", C: iv(90), R: iv(0), Reasons: []health.Reason{posture, {Code: "too_old"}}},
		{Slug: "moved", C: iv(90), R: iv(0), Reasons: []health.Reason{{Code: "archived_with_successor"}}},
		{Slug: "unknown", C: iv(90), Reasons: []health.Reason{posture}},
	}
	if got := strings.Join(summary.Of(model.Model{}, rows).WeakestHere, " "); got != "as-weak weak strong" {
		t.Errorf("got %q", got)
	}
	for i := range 30 {
		rows = append(rows, ranking.Row{Slug: fmt.Sprintf("p%02d", i), C: iv(50), R: iv(float64(90 - i))})
	}
	if got := strings.Join(summary.Of(model.Model{}, rows).WeakestHere, " "); got != "as-weak weak p29 p28 p27 p26 p25 p24 p23 p22" {
		t.Errorf("the first ten of many: got %q", got)
	}
}

// Whatever the order of the rows, and kept or not, a summary says the same.
func TestSummary_readsBack(t *testing.T) {
	t.Parallel()
	m := model.Model{Bands: map[string][]model.Band{
		"H": {{From: 60}, {From: 40}, {From: 20}, {From: 0}}, "risk": {{From: 30}, {From: 20}, {From: 10}, {From: 0}},
	}}
	day := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	var rows []ranking.Row
	for i := range 500 {
		r := ranking.Row{Slug: fmt.Sprintf("p%03d", i), Name: fmt.Sprintf("P %d", i%7), Regulars: i%13 - 1, ObservedAt: day.AddDate(0, 0, -i)}
		if i%5 > 0 {
			r.H, r.V, r.R = iv(float64(i%101)), iv(float64(i%90)), iv(float64(i%80))
			r.Risk = &health.Interval{Value: float64(i%101) / 2, Hi: 60}
			r.Rank, r.Tier = i, 1+i/100
		} else {
			r.Outcome, r.Problem = health.OutcomeCarried, fmt.Sprint("problem ", i%3)
			r.Reasons = []health.Reason{{Code: "no_figures", Text: "why"}}
		}
		rows = append(rows, r)
	}
	want := summary.Of(m, rows)
	for i := range rows {
		j := i * 7919 % len(rows)
		rows[i], rows[j] = rows[j], rows[i]
	}
	text, err := want.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := summary.Decode(text)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("kept, error %v (-want +got)\n%s", err, diff)
	}
	if diff := cmp.Diff(want, summary.Of(m, rows)); diff != "" {
		t.Errorf("of rows in another order (-want +got)\n%s", diff)
	}
	if len(text) > 8000 {
		t.Errorf("it takes %d bytes", len(text))
	}
	if want.Total != 500 || want.Ranked != 400 || want.Measured != 400 || len(want.Health) != 400 || len(want.Risks) != 400 || want.Carried != 100 {
		t.Errorf("got %+v", want)
	}
	if len(want.Troubles) != 3 || want.Troubles[0].N != 34 || len(want.UnmeasuredHere) != 100 || want.Why[0].N != 100 {
		t.Errorf("troubles %+v, why %+v", want.Troubles, want.Why)
	}
	got.Fill(map[string]ranking.Row{"p000": {Slug: "p000", Name: "filled"}})
	if len(got.Unmeasured) != 1 || got.Unmeasured[0].Name != "filled" || len(got.Slugs()) < 100 {
		t.Errorf("filled %+v, slugs %v", got.Unmeasured, got.Slugs())
	}
}

// Counts of a distribution are those of the values themselves.
func TestOf_countsByColumn(t *testing.T) {
	t.Parallel()
	s := summary.Of(model.Model{}, []ranking.Row{{Slug: "a", H: iv(0)}, {Slug: "b", H: iv(9.999)}, {Slug: "c", H: iv(10)}, {Slug: "d", H: iv(100)}})
	if want := [10]int{0: 2, 1: 1, 9: 1}; s.HealthSteps != want || len(s.Health) != 4 {
		t.Errorf("got %v, want %v", s.HealthSteps, want)
	}
}

// What comes before the order of the ranking: what ended without a successor, what is critical for
// certain and unseen, and what may be finished.
func TestOf_whatIsNamedBesideTheOrder(t *testing.T) {
	t.Parallel()
	c := func(v, lo float64) *health.Interval { return &health.Interval{Value: v, Lo: lo, Hi: 100} }
	over, archived := health.Status{Word: health.StatusEndOfLife}, health.Status{Word: health.StatusArchived}
	s := summary.Of(model.Model{}, []ranking.Row{
		{Slug: "small-end", Status: archived, C: c(20, 0)},
		{Slug: "end", Status: over, C: c(60, 20), R: iv(10)},
		{Slug: "moved", Status: over, C: c(90, 80), Reasons: []health.Reason{{Code: "archived_with_successor"}}},
		{Slug: "hardly-known", C: c(91, 40)},
		{Slug: "known", C: c(89, 74)},
		{Slug: "seen", C: c(95, 90), R: iv(50)},
		{Slug: "quiet", RankState: health.RankCannotTell, Risk: iv(5), R: iv(5)},
		{Slug: "quieter", RankState: health.RankCannotTell, Risk: iv(9), R: iv(5)},
		{Slug: "partial", RankState: health.RankPartial, Rankable: true, R: iv(5), Gate: "G1"},
	})
	got := fmt.Sprint(s.EndedN, s.EndedHere, s.UnseenHere, s.CannotTellN, s.CannotTellHere, s.Partial, s.Gates)
	if want := "2 [end small-end] [known hardly-known] 2 [quieter quiet] 1 map[G1:1]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Without a position a project has no band, so it is not counted among those at high risk.
func TestOf_highRiskIsOfThoseWithAPosition(t *testing.T) {
	t.Parallel()
	m := model.Model{Bands: map[string][]model.Band{"risk": {{From: 30}, {From: 20}, {From: 10}, {From: 0}}}}
	s := summary.Of(m, []ranking.Row{
		{Slug: "first", Rank: 1, Rankable: true, Risk: iv(25), Regulars: 1},
		{Slug: "second", Rank: 2, Rankable: true, Risk: iv(15), Regulars: 1},
		{Slug: "partial", RankState: health.RankPartial, Rankable: true, Risk: iv(28), Regulars: 1},
		{Slug: "less", RankState: health.RankPartial, Rankable: true, Risk: iv(12), Regulars: 1},
		{Slug: "out", Risk: iv(40), Regulars: 1, Reasons: []health.Reason{{Code: "too_old"}}},
	})
	if s.HighRisk != 1 || s.OneOfHigh != 1 || s.PartialHigh != 1 || len(s.Risks) != 4 {
		t.Errorf("%d high, %d of them with one regular, %d partial would be, %d drawn", s.HighRisk, s.OneOfHigh, s.PartialHigh, len(s.Risks))
	}
}
