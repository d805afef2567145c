package score

import (
	"math"
	"slices"
	"sort"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// WithoutDraws returns a scorer whose risks have no range: for orders alone, at a tenth of the cost.
func WithoutDraws(m model.Model) *Scorer { return &Scorer{model: m} }

// Order is a list in the order of a model.
type Order struct {
	// Rank is by slug; 0 or absent if the project is not ranked. One without a position has the rank
	// that it could have. Of is how many projects have a position.
	Rank map[string]int
	Of   int

	points []ranked // those with a position, the greatest risk first
}

type ranked struct {
	slug string
	risk float64
}

// Reorder returns the order of the candidates by the point of the risk under a model. tilt is the power
// to which criticality counts: 1 as the model has it, 0.5 half, 2 double. now is that of Evaluate.
// Cost: it evaluates every candidate without draws.
func Reorder(m model.Model, cands []Candidate, now time.Time, tilt float64) Order {
	seen, ranks, placed := reordered(m, cands, now, tilt)
	o := Order{Rank: make(map[string]int, len(ranks)), Of: placed}
	for i, r := range ranks {
		o.Rank[seen[i].Project.Slug] = r
		if len(seen[i].Score.Partial) == 0 {
			o.points = append(o.points, ranked{seen[i].Project.Slug, seen[i].Score.Risk.Value})
		}
	}
	return o
}

// At returns the rank that a project would have with a risk if those of all others stayed.
func (o Order) At(slug string, risk float64) int {
	n := sort.Search(len(o.points), func(i int) bool { return o.points[i].risk <= risk+rounding })
	if slices.ContainsFunc(o.points[:n], func(r ranked) bool { return r.slug == slug }) {
		n--
	}
	return n + 1
}

// tilted is the risk of a score in which criticality counts to a power.
func tilted(sc health.Score, tilt float64) float64 {
	if tilt == 1 || sc.C.Value <= 0 {
		return sc.Risk.Value
	}
	return sc.Risk.Value * math.Pow(sc.C.Value/100, tilt-1)
}

// UnseenPosture returns the risk at the 90th and at the 10th percentile of what is assumed of the
// posture of a candidate, all else as scored; false if nothing is assumed or its risk is unknown.
func (s *Scorer) UnseenPosture(c Candidate) (bad, good float64, ok bool) {
	if !c.Score.RiskKnown || c.Score.S.Assumed == 0 || s.draws.n == 0 {
		return 0, 0, false
	}
	in := newView(&s.model, c.Project, c.Inputs, c.ObservedAt)
	e := s.prepare(c.Score, in, stats.Seed(s.model.SHA256, c.Project.Slug))
	for i, a := range model.InputAxes {
		if a == model.Criticality {
			x := &e.axes[i]
			x.lo, x.hi = x.mode, x.mode
		}
	}
	bad, good = s.draws.unseen(&e)
	return bad, good, true
}
