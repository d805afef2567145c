package backtest

import (
	"math"
	"slices"
	"strconv"
	"time"
)

// Reach is the minimum distance to another case of the same project for it to serve as a control:
// 24 months, in either direction.
const Reach = 24

// StratumControls is the minimum number of controls of the same ecosystem for a comparison within
// it.
const StratumControls = 5

// Incident is a case: what happened to a project, and when.
type Incident struct {
	Project string // slug
	Date    time.Time
}

// RiskSet is a case with the projects that could have been one at that instant.
type RiskSet struct {
	Case     Observation
	Controls []Observation
}

// Controls returns the observations that serve as controls of the case: of other projects, without
// an incident within Reach of the instant.
func Controls(of Observation, all []Observation, incidents []Incident) []Observation {
	from, to := of.At.AddDate(0, -Reach, 0), of.At.AddDate(0, Reach, 0)
	struck := map[string]bool{of.Project: true}
	for _, x := range incidents {
		if !x.Date.Before(from) && !x.Date.After(to) {
			struck[x.Project] = true
		}
	}
	var out []Observation
	for _, o := range all {
		if !struck[o.Project] {
			out = append(out, o)
		}
	}
	return out
}

// CaseRanker is how high one ranker places the cases among their controls.
type CaseRanker struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	// All covers every control, Same those of the case's ecosystem.
	All  CaseStanding `json:"all"`
	Same CaseStanding `json:"same_ecosystem"`
	// Top10 and Top25 are the shares of cases in the highest tenth and quarter.
	Top10 float64 `json:"top_10"`
	Top25 float64 `json:"top_25"`
}

// CaseStanding is the mean percentile of the cases, 0 to 1, which is the AUC: .5 is chance. Lo and
// Hi are its 95% interval over cases. All are 0 without cases.
type CaseStanding struct {
	Cases int     `json:"cases"`
	AUC   float64 `json:"auc"`
	Lo    float64 `json:"auc_lo"`
	Hi    float64 `json:"auc_hi"`
}

// RankCases measures each of Rankers over the risk sets.
func RankCases(sets []RiskSet) []CaseRanker {
	var out []CaseRanker
	for i, r := range Rankers {
		var all, same []float64
		for _, s := range sets {
			if p := percentile(i, s.Case, s.Controls); !math.IsNaN(p) {
				all = append(all, p)
			}
			near := sameEcosystem(s)
			if p := percentile(i, s.Case, near); len(near) >= StratumControls && !math.IsNaN(p) {
				same = append(same, p)
			}
		}
		out = append(out, CaseRanker{ID: r.ID, Label: r.Label, All: standing(all), Same: standing(same), Top10: above(all, .9), Top25: above(all, .75)})
	}
	return out
}

func sameEcosystem(s RiskSet) []Observation {
	if s.Case.Ecosystem == "none" {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.Controls), func(o Observation) bool { return o.Ecosystem != s.Case.Ecosystem })
}

// percentile returns the share of controls below the case, ties count half. It returns NaN if the
// figure is unknown for the case or for all controls.
func percentile(ranker int, of Observation, controls []Observation) float64 {
	x := of.Values[ranker]
	below, n := 0.0, 0.0
	for _, c := range controls {
		switch y := c.Values[ranker]; {
		case math.IsNaN(y):
			continue
		case y < x:
			below++
		case y == x:
			below += .5
		}
		n++
	}
	if math.IsNaN(x) {
		return x
	}
	return below / n
}

func standing(percentiles []float64) CaseStanding {
	out := CaseStanding{Cases: len(percentiles)}
	if out.Cases == 0 {
		return out
	}
	each := make([]string, len(percentiles))
	for i := range each {
		each[i] = strconv.Itoa(i) // every case is its own cluster
	}
	mean := func(w []float64) float64 {
		sum, n := 0.0, 0.0
		for i, p := range percentiles {
			sum, n = sum+w[i]*p, n+w[i]
		}
		return sum / n
	}
	lo, hi := Bootstrap(each, Draws, Seed, mean)
	ones := slices.Repeat([]float64{1}, len(percentiles))
	out.AUC, out.Lo, out.Hi = rounded(mean(ones)), rounded(lo), rounded(hi)
	return out
}

// above returns the share of percentiles at or above the limit.
func above(percentiles []float64, limit float64) float64 {
	n := 0
	for _, p := range percentiles {
		if p >= limit {
			n++
		}
	}
	return rounded(float64(n) / float64(len(percentiles)))
}
