package model

import "math"

// The measures of a Reference.
const (
	MeasureDependents = "dependents"
	MeasureDownloads  = "downloads" // of 30 days
)

// Reference is a dated table of the distribution of a count over the packages of one ecosystem. A
// raw count is meaningless: units differ between registries, and no selection of packages
// represents a registry.
type Reference struct {
	// Ecosystem is a package URL type: "npm".
	Ecosystem string
	Measure   string
	Of        string // what was counted: "npm packages listed by downloads of a month"
	Date, URL string
	// Points are counts X with the mid-rank percentile Y, 0 to 100, at least two. Neither ever
	// decreases. Points with equal counts are the ends of a tie.
	Points []Point
}

// Percentile returns the mid-rank percentile of a count. It interpolates between two points in
// log1p(count), because counts span many powers of ten. Above the last point it returns the
// percentile of that point. It returns false below the first point, where the table has no data.
// Pure; no cost.
func (r Reference) Percentile(count float64) (float64, bool) {
	n := len(r.Points)
	if n == 0 || !(count >= r.Points[0].X) {
		return 0, false
	}
	tied, low, high := false, 0.0, 0.0
	below := r.Points[0]
	for _, p := range r.Points {
		switch {
		case p.X == count && !tied:
			tied, low, high = true, p.Y, p.Y
		case p.X == count:
			high = p.Y
		case p.X < count:
			below = p
		case tied:
			return (low + high) / 2, true
		default:
			share := (math.Log1p(count) - math.Log1p(below.X)) / (math.Log1p(p.X) - math.Log1p(below.X))
			return below.Y + share*(p.Y-below.Y), true
		}
	}
	if tied {
		return (low + high) / 2, true
	}
	return r.Points[n-1].Y, true
}

// ReferenceOf returns the table of an ecosystem and measure, and false if there is none. The last
// of several applies, so that an operator's table replaces ours.
func ReferenceOf(tables []Reference, ecosystem, measure string) (Reference, bool) {
	for i := len(tables) - 1; i >= 0; i-- {
		if t := tables[i]; t.Ecosystem == ecosystem && t.Measure == measure {
			return t, true
		}
	}
	return Reference{}, false
}
