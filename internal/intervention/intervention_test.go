package intervention_test

import (
	"math"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/intervention"
)

// day is that of the intervention of these tests.
const day = "2023-05-01"

// of is a project of group c with its health before, a year and two years after; NaN: unknown.
func of(slug string, values ...float64) intervention.Subject {
	point := func(day string, v float64) intervention.Point {
		if math.IsNaN(v) {
			return intervention.Point{Day: day}
		}
		return intervention.Point{Day: day, Health: &health.Interval{Value: v, Lo: v - 2, Hi: v + 2}}
	}
	s := intervention.Subject{Slug: slug, Name: slug, Group: "c", Before: point("2023-03-31", values[0])}
	for i, v := range values[1:] {
		s.After = append(s.After, point([]string{"2024-03-31", "2025-03-31"}[i], v))
	}
	return s
}

var unknown = math.NaN()

func slugs(all []intervention.Subject) []string {
	out := []string{}
	for _, s := range all {
		out = append(out, s.Slug)
	}
	return out
}

func TestMatch_takesTheNearestOfTheGroupWithoutAnInterventionOfTheirOwn(t *testing.T) {
	t.Parallel()
	funded, before, other := of("funded", 60, 60, 60), of("funded-long-ago", 60, 60, 60), of("other", 60, 60, 60)
	funded.Spans, before.Spans, other.Group = [][2]string{{"2017-01-01", "2021-05-01"}}, [][2]string{{"2019-01-01", "2021-04-30"}}, "d"
	all := []intervention.Subject{
		of("self", 60, 70, 80), funded, before, other, of("far", 49, 50, 50), of("edge", 50, 50, 50), of("blank", unknown, 50, 50), of("gone", 60, unknown, 50),
		of("b", 62, 60, 60), of("a", 58, 60, 60), of("near", 61, 60, 60), of("x", 63, 60, unknown), of("y", 57, 60, 60),
	}
	peers, left := intervention.Match(all[0], day, all)
	if got := slugs(peers); !slices.Equal(got, []string{"funded-long-ago", "near", "a", "b", "x"}) {
		t.Errorf("the peers are %q", got)
	}
	if want := (intervention.Left{Own: 1, Unknown: 2, Far: 1, More: 2}); left != want {
		t.Errorf("left out are %+v, want %+v", left, want)
	}
	for name, s := range map[string]intervention.Subject{"without a group": {Slug: "self", Before: all[0].Before}, "unknown before": of("self", unknown, 60)} {
		if peers, left := intervention.Match(s, day, all); len(peers) != 0 || left != (intervention.Left{}) {
			t.Errorf("%s: %q, %+v", name, slugs(peers), left)
		}
	}
}

// A move of all projects alike, as by another instrument, is no difference.
func TestCompare_whatMovesAllAlikeIsNoDifference(t *testing.T) {
	t.Parallel()
	peers := []intervention.Subject{of("a", 50, 57, 55), of("b", 52, 59, 57), of("c", 54, 61, 59)}
	for i, c := range intervention.Compare(of("self", 51, 58, 56), peers) {
		if want := []float64{7, 5}[i]; c.Months != []int{12, 24}[i] || c.Own == nil || *c.Own != want || c.Median == nil || *c.Median != want || c.Difference == nil || *c.Difference != 0 {
			t.Errorf("%d months: %+v", c.Months, c)
		}
	}
}

func TestCompare_unknownStaysUnknown(t *testing.T) {
	t.Parallel()
	peers := []intervention.Subject{of("a", 50, 50, unknown), of("b", 52, 53, 52), of("c", 54, 58, 55)}
	got := intervention.Compare(of("self", 51, 54, unknown), peers)
	if c := got[0]; c.Own == nil || *c.Own != 3 || !slices.Equal(c.Peers, []float64{0, 1, 4}) || *c.Median != 1 || *c.Difference != 2 || !c.Inside {
		t.Errorf("a year after: %+v", c)
	}
	if c := got[1]; c.Own != nil || c.Difference != nil || c.Median != nil || len(c.Peers) != 2 || c.Inside {
		t.Errorf("two years after: %+v", c)
	}
	if c := intervention.Compare(of("self", 51, 60), peers)[0]; c.Inside || *c.Own != 9 {
		t.Errorf("ranges that do not meet: %+v", c)
	}
	if c := intervention.Compare(of("self", 51, 60), nil)[0]; c.Own == nil || c.Median != nil || c.Difference != nil {
		t.Errorf("without peers: %+v", c)
	}
}

func TestBeforeAndAfter_takeTheNearestPoint(t *testing.T) {
	t.Parallel()
	days := []string{"2022-12-31", "2023-03-31", "2023-06-30", "2024-03-31", "2024-06-30"}
	for asked, want := range map[string][3]int{
		"2023-05-01": {1, 3, -1}, // the end of March 2024 is 31 days off, that of June 60
		"2023-03-31": {1, 3, -1},
		"2022-12-31": {0, -1, -1}, // the nearest are 91 and 184 days off
		"2022-01-01": {-1, 0, -1},
		"2022-06-30": {-1, 2, 4},
		"2025-01-01": {-1, -1, -1},
		"yesterday":  {-1, -1, -1},
	} {
		got := [3]int{intervention.Before(days, asked), intervention.After(days, asked, 12), intervention.After(days, asked, 24)}
		if got != want {
			t.Errorf("%s: %v, want %v", asked, got, want)
		}
	}
}

func TestGrants_needAMonth(t *testing.T) {
	t.Parallel()
	dated, undated := intervention.Grants([]funding.Grant{
		{Project: "b", Funder: "F", Programme: "P", Start: "2023-05", URL: "https://example.org"},
		{Project: "a", Funder: "F", End: "2022-11-30", Purpose: "Security audit"},
		{Project: "c", Funder: "F", Start: "2023"},
		{Project: "d", Funder: "F"},
	})
	want := []intervention.Intervention{
		{Project: "a", Day: "2022-11-30", Said: "2022-11-30", Kind: intervention.Audit, What: "F", Ended: true},
		{Project: "b", Day: "2023-05-01", Said: "2023-05", Kind: intervention.Grant, What: "F, P", URL: "https://example.org"},
	}
	if !slices.Equal(dated, want) || undated != 2 {
		t.Errorf("got %+v, %d undated", dated, undated)
	}
}

// The values of the sign test are those of the binomial tables.
func TestSummarise_testsNothingBelowTwenty(t *testing.T) {
	t.Parallel()
	var all []float64
	for i := range 19 {
		all = append(all, float64(i+1))
	}
	if s := intervention.Summarise(all); s.Tested || s.P != 0 || s.N != 19 || s.Up != 19 || s.Median != 10 {
		t.Errorf("of 19: %+v", s)
	}
	s := intervention.Summarise(append(all, -1)) // 19 of 20: 2·21/2^20
	if !s.Tested || s.Up != 19 || s.Down != 1 || math.Abs(s.P-42.0/(1<<20)) > 1e-12 || s.Median != 9.5 {
		t.Errorf("of 20: %+v", s)
	}
	if s.Lo != 5 || s.Hi != 14 { // the 6th least and the 6th greatest of 20: confidence 95.9%
		t.Errorf("the interval is %g to %g", s.Lo, s.Hi)
	}
	even := intervention.Summarise(slices.Concat(slices.Repeat([]float64{1}, 10), slices.Repeat([]float64{-1}, 10), []float64{0}))
	if even.P != 1 || even.N != 21 || even.Median != 0 {
		t.Errorf("of ten and ten: %+v", even)
	}
	if s := intervention.Summarise(nil); s.N != 0 || s.Tested {
		t.Errorf("of none: %+v", s)
	}
}

// A grant of which only a year is known, or no date, may be near the day.
func TestSpans_areAsWideAsTheSourceAllows(t *testing.T) {
	t.Parallel()
	got := intervention.Spans([]funding.Grant{{Start: "2022"}, {Start: "2022-05", End: "2023-02"}, {End: "2022-11-30"}, {}, {Start: "some time in spring"}})
	want := [][2]string{{"2022-01-01", "2022-12-31"}, {"2022-05-01", "2023-02-31"}, {"2022-11-30", "2022-11-30"}, {"0000-01-01", "9999-12-31"}, {"0000-01-01", "9999-12-31"}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestNear_countsTheOthersWithinTwoYears(t *testing.T) {
	t.Parallel()
	var dated []intervention.Intervention
	for _, d := range []string{"2021-04-30", "2021-05-01", "2023-05-01", "2023-05-02", "2025-05-01", "2025-05-02"} {
		dated = append(dated, intervention.Intervention{Day: d})
	}
	if n := intervention.Near(dated, "2023-05-01"); n != 3 {
		t.Errorf("%d are near, want 3", n)
	}
	if n := intervention.Near(dated, ""); n != 0 {
		t.Errorf("%d are near no day", n)
	}
}
