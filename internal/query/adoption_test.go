package query

import (
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// bundledPast is the bundled list with its reconstructed past.
func bundledPast(tb testing.TB) *View {
	tb.Helper()
	set, err := curated.Load()
	if err != nil {
		tb.Fatal(err)
	}
	r := New(Config{Lists: set.Lists, Model: set.Model, Reconstructed: set.Past, Now: time.Now})
	v := r.Present()
	v.List = r.List("critical")
	return v
}

// fullPast is the checks of all quarters of a project, from all that its series holds.
func fullPast(tb testing.TB, v *View, slug string) []CheckPoint {
	tb.Helper()
	e := v.reader.index.bySlug[slug]
	file, _ := v.reader.past(e)
	clone, ok := file.Entry(slug)
	if !ok {
		return nil
	}
	s, err := file.Series(slug)
	if err != nil {
		tb.Fatal(err)
	}
	var out []CheckPoint
	for i, day := range s.At {
		f, err := observed(clone, s, i, entry.Inputs(*e.List, declaredAt(e.Project, day)))
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, CheckPoint{Day: day, Checks: score.Checks(f.Judged(v.Model).Inputs)})
	}
	return out
}

// Only the fields of checks are decoded: of every project and quarter they decide what all fields do.
func TestCheckPast_isThatOfAllFields(t *testing.T) {
	t.Parallel()
	v := bundledPast(t)
	points := 0
	for _, p := range v.List.Projects {
		want := fullPast(t, v, p.Slug)
		if want == nil {
			continue
		}
		got, _, err := v.CheckPast(p.Slug)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v, error %v, want %v", p.Slug, got, err, want)
		}
		points += len(want)
	}
	if points < 1_000 {
		t.Errorf("only %d points were compared", points)
	}
}

func TestQuarters_nearestIsTheNewestPointByTheDay(t *testing.T) {
	t.Parallel()
	q := Quarters{Points: []Quarter{{Day: "2020-03-31"}, {Day: "2020-06-30"}}}
	for day, want := range map[string]int{"2020-03-30": -1, "2020-03-31": 0, "2020-06-29": 0, "2020-06-30": 1, "2026-01-01": 1} {
		if got := q.Nearest(day); got != want {
			t.Errorf("nearest of %s is %d, want %d", day, got, want)
		}
	}
	v := bundledPast(t)
	for day, want := range map[string]bool{"2019-12-31": false, "2020-03-31": true, "2026-01-01": true} {
		if got := v.reader.HasQuarterBy("zlib", day); got != want {
			t.Errorf("zlib has a point by %s: %v", day, got)
		}
	}
}

// BenchmarkAdoption_ratio is the time of the first page of checks over that of decoding all fields,
// taken in turns in one run.
func BenchmarkAdoption_ratio(b *testing.B) {
	v := bundledPast(b)
	var checks, all time.Duration
	for b.Loop() {
		began := time.Now()
		if a, err := v.adoption(Set{}); err != nil || a.Read == 0 {
			b.Fatal(a.Read, err)
		}
		checks += time.Since(began)
		began = time.Now()
		for _, p := range v.List.Projects {
			fullPast(b, v, p.Slug)
		}
		all += time.Since(began)
	}
	b.ReportMetric(float64(checks)/float64(all), "checks/all")
	b.ReportMetric(float64(checks.Milliseconds())/float64(b.N), "ms")
}
