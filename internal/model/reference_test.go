package model_test

import (
	"math"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"pgregory.net/rapid"
)

func TestReference_interpolatesInTheLogarithm(t *testing.T) {
	t.Parallel()
	r := model.Reference{Points: []model.Point{{X: 9, Y: 20}, {X: 99, Y: 60}, {X: 999, Y: 90}}}
	for count, want := range map[float64]float64{
		9: 20, 99: 60, 999: 90, 1e9: 90,
		math.Sqrt(10*100) - 1: 40, // half of the way from 10 to 100, as powers go
	} {
		if got, ok := r.Percentile(count); !ok || math.Abs(got-want) > 1e-9 {
			t.Errorf("%g stands at %g, %t; want %g", count, got, ok, want)
		}
	}
	for _, count := range []float64{0, 8.9, -1, math.NaN()} {
		if got, ok := r.Percentile(count); ok {
			t.Errorf("%g, below the table, stands at %g", count, got)
		}
	}
	if _, ok := (model.Reference{}).Percentile(1); ok {
		t.Error("a table without points has a percentile")
	}
}

func TestReference_takesTheMiddleOfATie(t *testing.T) {
	t.Parallel()
	// Half of the packages have no dependents at all: they share the middle rank.
	r := model.Reference{Points: []model.Point{{X: 0, Y: 0}, {X: 0, Y: 50}, {X: 9, Y: 80}, {X: 9, Y: 90}}}
	for count, want := range map[float64]float64{0: 25, 9: 85, 100: 90, math.Sqrt(10) - 1: 65} {
		if got, _ := r.Percentile(count); math.Abs(got-want) > 1e-9 {
			t.Errorf("%g stands at %g, want %g", count, got, want)
		}
	}
}

func TestReference_neverFallsAndStaysWithinItsPoints(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var points []model.Point
		x, y := 0.0, 0.0
		for range rapid.IntRange(2, 8).Draw(t, "points") {
			x += float64(rapid.IntRange(0, 5000).Draw(t, "count"))
			y += rapid.Float64Range(0, 12).Draw(t, "percentile")
			points = append(points, model.Point{X: x, Y: y})
		}
		r := model.Reference{Points: points}
		a := float64(rapid.IntRange(0, 60_000).Draw(t, "a"))
		b := a + float64(rapid.IntRange(0, 5000).Draw(t, "more"))
		low, known := r.Percentile(a)
		high, also := r.Percentile(b)
		if known && !also || known && high < low-1e-9 {
			t.Fatalf("%g stands at %g, %g at %g, %t", a, low, b, high, also)
		}
		if also && (high < points[0].Y-1e-9 || high > y+1e-9) {
			t.Fatalf("%g stands at %g, outside of %v", b, high, points)
		}
	})
}

func TestReferenceOf_theLastOfAKindStands(t *testing.T) {
	t.Parallel()
	tables := []model.Reference{
		{Ecosystem: "npm", Measure: model.MeasureDownloads, Of: "shipped"},
		{Ecosystem: "npm", Measure: model.MeasureDependents, Of: "other"},
		{Ecosystem: "npm", Measure: model.MeasureDownloads, Of: "the operator's"},
	}
	if got, ok := model.ReferenceOf(tables, "npm", model.MeasureDownloads); !ok || got.Of != "the operator's" {
		t.Errorf("got %+v, %t", got, ok)
	}
	if got, ok := model.ReferenceOf(tables, "pypi", model.MeasureDownloads); ok {
		t.Errorf("got %+v of another ecosystem", got)
	}
}
