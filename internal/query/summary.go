package query

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Summary is what pages say of a whole published ranking. It is worked out once a
// run and kept: a run does not change once published.
type Summary struct {
	Run           health.Run
	Total, Ranked int
	// Measured counts the rows with a known health.
	Measured int
	// From and To are the oldest and newest instant of the figures.
	From, To time.Time
	// Medians of the known values; nil when none is known.
	MedV, MedR, MedS, MedRisk *float64
	Health, Risks             []float64
	// OneRegular counts rows with one regular or none, of those where it is known.
	OneRegular, RegularsKnown int
	// HighRisk counts ranked rows in the two upper bands; OneOfHigh those of
	// them with at most one regular.
	HighRisk, OneOfHigh int
	// Cover is the mean over ranked rows of the least covered axis.
	Cover float64
	// Carried and Failed count the rows whose last attempt did not succeed.
	Carried, Failed int
	// Tiers are the tiers of the ranking by number, from 1.
	Tiers map[int]Tier
	// Why counts the reasons for not being ranked, most frequent first.
	Why []Why
	// Unmeasured are the rows without health, by name, at most 200.
	Unmeasured []health.Ranked
	// Carried by: how many measured projects have 0, 1, 2–4, 5–9, 10+ regulars.
	Groups [5]int
	// Weakest are the rows whose resilience adds most to risk, at most ten.
	Weakest        []health.Ranked
	LowHealth      int // below the upper cut of the two lowest bands
	NoHumanCommits int
	// Observed are the instants of the rows' figures, oldest first.
	Observed []time.Time
	// WithPosture counts the rows with a known posture, Provisional the ranked
	// ones of which less than half of it was seen: by git alone, or by a published
	// result for as many as ByOthers.
	WithPosture, Provisional, ByOthers int
	// OnHost counts the rows whose host's records were read.
	OnHost int
	// Answered counts the projects registries and databases of advisories could
	// say something of, by source.
	Answered map[string]int
	// CouldBeHigh counts the ranked rows below the two upper bands whose
	// interval reaches into them.
	CouldBeHigh int
	// Troubles are the rows whose last attempt did not succeed, by reason, most
	// frequent first.
	Troubles []Trouble
}

// Trouble is a reason why projects could not be read, with those projects.
type Trouble struct {
	Reason string
	Rows   []health.Ranked
}

// Tier is one tier of a ranking: N projects, the ranks Lo to Hi.
type Tier struct{ N, Lo, Hi int }

// Why is a reason for not being ranked, with the number of projects it holds for.
type Why struct {
	Code, Text string
	N          int
}

// Summarise returns the summary of a run. first is the first page of its ranking,
// which counts the rows; rows are all of them, by name.
func Summarise(m health.Model, run health.Run, first health.Page, rows []health.Ranked) Summary {
	o := Summary{Run: run, Total: first.Total, Ranked: first.RankedTotal, Tiers: map[int]Tier{}}
	var v, r, sp []float64
	why := map[string]*Why{}
	lowCut := CutOf(m.Bands["H"], 2)
	highCut := CutOf(m.Bands["risk"], len(m.Bands["risk"])-2)
	for _, row := range rows {
		o.dates(row.ObservedAt)
		v = add(v, row.V)
		r = add(r, row.R)
		sp = add(sp, row.S)
		o.Health = add(o.Health, row.H)
		o.Risks = add(o.Risks, riskOf(row))
		o.measured(row, lowCut)
		if row.S != nil {
			o.WithPosture++
		}
		if row.HostKnown {
			o.OnHost++
		}
		o.outcome(row)
		o.rank(row, highCut)
		for _, x := range row.Reasons {
			if why[x.Code] == nil {
				why[x.Code] = &Why{Code: x.Code, Text: x.Text}
			}
			why[x.Code].N++
		}
	}
	o.Weakest = weakest(rows)
	slices.SortFunc(o.Observed, time.Time.Compare)
	slices.SortStableFunc(o.Troubles, func(a, b Trouble) int { return len(b.Rows) - len(a.Rows) })
	o.MedV, o.MedR, o.MedS, o.MedRisk = median(v), median(r), median(sp), median(o.Risks)
	if o.Ranked > 0 {
		o.Cover /= float64(o.Ranked)
	}
	for _, w := range why {
		o.Why = append(o.Why, *w)
	}
	slices.SortFunc(o.Why, func(a, b Why) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return cmp.Compare(a.Code, b.Code)
	})
	return o
}

func groupOf(regulars int) int {
	for i, least := range [...]int{10, 5, 2, 1} {
		if regulars >= least {
			return 4 - i
		}
	}
	return 0
}

// weakest orders what cannot be ranked yet by criticality × (100 − resilience):
// the part of risk that is known without posture. What age or a successor
// keeps out of the ranking is kept out here too.
func weakest(rows []health.Ranked) []health.Ranked {
	var out []health.Ranked
	for _, r := range rows {
		kept := r.C != nil && r.R != nil
		for _, why := range r.Reasons {
			kept = kept && strings.HasPrefix(why.Code, "coverage_")
		}
		if kept {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b health.Ranked) int {
		return cmp.Compare(b.C.Value*(100-b.R.Value), a.C.Value*(100-a.R.Value))
	})
	return out[:min(10, len(out))]
}

func (o *Summary) dates(at time.Time) {
	if at.IsZero() {
		return
	}
	o.Observed = append(o.Observed, at)
	if o.From.IsZero() || at.Before(o.From) {
		o.From = at
	}
	if at.After(o.To) {
		o.To = at
	}
}

// measured counts what is known of a row's people and health.
func (o *Summary) measured(row health.Ranked, lowCut float64) {
	if row.H == nil {
		if len(o.Unmeasured) < 200 {
			o.Unmeasured = append(o.Unmeasured, row)
		}
		return
	}
	o.Measured++
	if row.H.Value < lowCut {
		o.LowHealth++
	}
	if row.Regulars >= 0 {
		o.RegularsKnown++
		if row.Regulars <= 1 {
			o.OneRegular++
		}
		o.Groups[groupOf(row.Regulars)]++
	}
	if row.HumanCommits == 0 {
		o.NoHumanCommits++
	}
}

// outcome counts a row whose last attempt did not succeed.
func (o *Summary) outcome(row health.Ranked) {
	switch row.Outcome {
	case health.OutcomeCarried:
		o.Carried++
	case health.OutcomeFailed:
		o.Failed++
	default:
		return
	}
	i := slices.IndexFunc(o.Troubles, func(t Trouble) bool { return t.Reason == row.Problem })
	if i < 0 {
		i = len(o.Troubles)
		o.Troubles = append(o.Troubles, Trouble{Reason: row.Problem})
	}
	o.Troubles[i].Rows = append(o.Troubles[i].Rows, row)
}

func (o *Summary) rank(row health.Ranked, highCut float64) {
	if row.Rank == 0 {
		return
	}
	t := o.Tiers[row.Tier]
	if t.N == 0 || row.Rank < t.Lo {
		t.Lo = row.Rank
	}
	t.N++
	t.Hi = max(t.Hi, row.Rank)
	o.Tiers[row.Tier] = t
	o.Cover += min(row.CoverV, row.CoverR, row.CoverS, row.CoverC)
	if row.Evidence == health.EvidenceProvisional {
		o.Provisional++
		if row.PostureFrom == health.SourcePublished {
			o.ByOthers++
		}
	}
	if row.Risk != nil && row.Risk.Value < highCut && row.Risk.Hi >= highCut {
		o.CouldBeHigh++
	}
	if row.Risk != nil && row.Risk.Value >= highCut {
		o.HighRisk++
		if row.Regulars >= 0 && row.Regulars <= 1 {
			o.OneOfHigh++
		}
	}
}

// CutOf returns where the band that is n-th from the bottom ends: with n 2 the
// cut above the two lowest.
func CutOf(bands []health.Band, n int) float64 {
	if i := len(bands) - n - 1; n >= 0 && i >= 0 && i < len(bands) {
		return bands[i].From
	}
	return 0
}

func riskOf(r health.Ranked) *health.Interval {
	if r.Rank == 0 {
		return nil
	}
	return r.Risk
}

func add(to []float64, i *health.Interval) []float64 {
	if i == nil {
		return to
	}
	return append(to, i.Value)
}

func median(vs []float64) *float64 {
	if len(vs) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(vs))
	mid := sorted[len(sorted)/2]
	if len(sorted)%2 == 0 {
		mid = (mid + sorted[len(sorted)/2-1]) / 2
	}
	return &mid
}
