package fixplan

import (
	"cmp"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// The checks that only Scorecard counts. In our model, vitality and resilience cover them.
const (
	Maintained   field.ID = "Maintained"
	Contributors field.ID = "Contributors"
)

// elsewhere are their weights in Scorecard's words.
var elsewhere = map[field.ID]string{Maintained: "High", Contributors: "Low"}

// weights are those of Scorecard for its words (GetAggregateScore in pkg/scorecard_result.go of
// v4.13.1).
var weights = map[string]float64{"Critical": 10, "High": 7.5, "Medium": 5, "Low": 2.5}

// fullScore is the most points of a check.
const fullScore = 10

// Aggregate is Scorecard's own total: the weighted mean of the checks that have a score. It rises and
// falls with which checks ran, so it says little without Share.
type Aggregate struct {
	// Known is false if no check has a score.
	Known bool
	Value float64 // 0 to 10
	// Checks is how many have a score, and Share their part of the weight of all 18, 0 to 1.
	Checks int
	Share  float64
}

// weight returns the weight of a check; 0 if it is none of the 18 that Scorecard runs by default.
func weight(id field.ID) float64 {
	words, _ := explain.CheckOf(id)
	return weights[cmp.Or(words.Risk, elsewhere[id])]
}

// Aggregated returns the aggregate of the checks if some of them had other scores.
func Aggregated(checks []check.Check, as map[field.ID]float64) Aggregate {
	scores := map[field.ID]float64{}
	for _, c := range checks {
		if c.State == check.Scored {
			scores[field.ID(c.Name)] = float64(c.Score)
		}
	}
	for id, score := range as {
		scores[id] = score
	}
	all := 0.0
	for _, id := range append(field.Checks(), Maintained, Contributors) {
		all += weight(id)
	}
	var a Aggregate
	sum, seen := 0.0, 0.0
	for _, id := range append(field.Checks(), Maintained, Contributors) {
		if score, ok := scores[id]; ok {
			w := weight(id)
			a.Checks++
			sum, seen = sum+w*score, seen+w
		}
	}
	if seen > 0 {
		a.Known, a.Value, a.Share = true, sum/seen, seen/all
	}
	return a
}
