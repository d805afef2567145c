package summary

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Maker builds a summary from rows that are added one by one, in the order of their names.
type Maker struct {
	s               Summary
	lowCut, highCut float64
	v, r, posture   []float64
	risks           []float64
	why             map[string]*Why
	troubles        map[string]int // index by reason
	minC            float64        // coverage from which criticality is known well enough
	// The rows that a summary names, each kind by points, most first.
	weakest, ended, unseen, cannotTell leaders
}

// NewMaker returns a maker that uses the bands of the model.
func NewMaker(m model.Model) *Maker {
	return &Maker{
		s:      Summary{Tiers: map[int]Tier{}},
		lowCut: CutOf(m.Bands["H"], 2), highCut: CutOf(m.Bands["risk"], len(m.Bands["risk"])-2),
		minC: m.Risk.MinCoverage[model.Criticality],
		why:  map[string]*Why{}, troubles: map[string]int{},
	}
}

// Add adds the next row by name.
func (m *Maker) Add(row ranking.Row) {
	o := &m.s
	o.Total++
	m.dates(row.ObservedAt)
	m.v = add(m.v, row.V)
	m.r = add(m.r, row.R)
	m.posture = add(m.posture, row.S)
	if row.H != nil {
		o.HealthSteps[column(row.H.Value, HealthStep, len(o.HealthSteps))]++
	}
	m.measured(row)
	if row.S != nil {
		o.WithPosture++
	}
	if row.HostKnown {
		o.OnHost++
	}
	m.outcome(row)
	m.ranked(row)
	for _, x := range row.Reasons {
		if m.why[x.Code] == nil {
			m.why[x.Code] = &Why{Code: x.Code, Text: x.Text}
		}
		m.why[x.Code].N++
	}
	m.weak(row)
	m.apart(row)
}

// column returns the column of a value, among n columns of width step.
func column(v float64, step, n int) int {
	return min(n-1, int(max(0, min(v, 100))/float64(step)))
}

// Done returns the summary.
func (m *Maker) Done() Summary {
	o := m.s
	o.WeakestHere, o.EndedHere = m.weakest.slugs(), m.ended.slugs()
	o.UnseenHere, o.CannotTellHere = m.unseen.slugs(), m.cannotTell.slugs()
	o.Troubles = slices.Clone(o.Troubles)
	slices.SortStableFunc(o.Troubles, func(a, b Trouble) int { return b.N - a.N })
	o.MedV = median(m.v)
	o.MedR = median(m.r)
	o.MedS = median(m.posture)
	o.MedRisk = median(m.risks)
	if o.Ranked > 0 {
		o.Cover /= float64(o.Ranked)
	}
	for _, w := range m.why {
		o.Why = append(o.Why, *w)
	}
	slices.SortFunc(o.Why, func(a, b Why) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Code, b.Code)) })
	o.spread()
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

// weak keeps the unranked rows with the largest criticality × (100 − resilience): the part of risk
// that is known without posture. Rows that are unranked because of their age or a successor are
// left out here too.
func (m *Maker) weak(r ranking.Row) {
	if r.C == nil || r.R == nil {
		return
	}
	for _, why := range r.Reasons {
		if !strings.HasPrefix(why.Code, "coverage_") {
			return
		}
	}
	m.weakest.add(r.Slug, r.C.Value*(100-r.R.Value), mostWeakest)
}

func (m *Maker) dates(at time.Time) {
	o := &m.s
	if at.IsZero() {
		return
	}
	if o.From.IsZero() || at.Before(o.From) {
		o.From = at
	}
	if at.After(o.To) {
		o.To = at
	}
}

// measured counts the known data about a row's people and health.
func (m *Maker) measured(row ranking.Row) {
	o := &m.s
	if row.H == nil {
		if len(o.UnmeasuredHere) < mostUnmeasured {
			o.UnmeasuredHere = append(o.UnmeasuredHere, row.Slug)
		}
		return
	}
	o.Measured++
	if row.H.Value < m.lowCut {
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
func (m *Maker) outcome(row ranking.Row) {
	o := &m.s
	switch row.Outcome {
	case health.OutcomeCarried:
		o.Carried++
	case health.OutcomeFailed:
		o.Failed++
	default:
		return
	}
	i, known := m.troubles[row.Problem]
	if !known {
		i = len(o.Troubles)
		m.troubles[row.Problem] = i
		o.Troubles = append(o.Troubles, Trouble{Reason: row.Problem})
	}
	t := &o.Troubles[i]
	t.N++
	if len(t.Here) < mostTroubled {
		t.Here = append(t.Here, row.Slug)
	}
}

// ranked counts a row that has a rank, or is in the order without one.
func (m *Maker) ranked(row ranking.Row) {
	o := &m.s
	if row.Rank == 0 && row.State() != health.RankPartial {
		return
	}
	m.risk(row)
	if row.Rank == 0 {
		return
	}
	o.Ranked++
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
		if row.PostureFrom == field.SourcePublished {
			o.ByOthers++
		}
	}
}

// risk counts a row of the order by its risk.
func (m *Maker) risk(row ranking.Row) {
	o := &m.s
	if row.Risk == nil {
		return
	}
	o.RiskSteps[column(row.Risk.Value, RiskStep, len(o.RiskSteps))]++
	m.risks = append(m.risks, row.Risk.Value)
	high := row.Risk.Value >= m.highCut
	switch {
	case row.Rank == 0:
		if high {
			o.PartialHigh++
		}
	case high:
		o.HighRisk++
		if row.Regulars >= 0 && row.Regulars <= 1 {
			o.OneOfHigh++
		}
	case row.Risk.Hi >= m.highCut:
		o.CouldBeHigh++
	}
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
	slices.Sort(vs)
	mid := vs[len(vs)/2]
	if len(vs)%2 == 0 {
		mid = (mid + vs[len(vs)/2-1]) / 2
	}
	return &mid
}
