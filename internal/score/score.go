package score

import (
	"cmp"
	"math"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
)

// weaknessAxes are the axes that weakness is computed from, in the order of contributions.
var weaknessAxes = [...]model.Axis{model.Vitality, model.Resilience, model.Posture}

// Scorer evaluates projects by one model. It contains the model's random draws, so ten thousand
// projects need only one set of them. Safe for concurrent use.
type Scorer struct {
	model model.Model
	draws draws
}

// New returns a scorer for the model.
func New(m model.Model) *Scorer {
	return &Scorer{model: m, draws: newDraws(m, "model "+m.SHA256)}
}

// Evaluate returns the score of one project: New(m).Evaluate. To score many projects, create one
// Scorer.
func Evaluate(m model.Model, p health.Project, ins health.Inputs, at, now time.Time) health.Score {
	return New(m).Evaluate(p, ins, at, now)
}

// Evaluate returns every result of the model for a project. at is the instant that the figures
// describe, now is today: the status of figures older than the model's RankMonths is unknown. The
// interval of the risk is the range from 5% to 95% of draws seeded by the model and the slug,
// widened where needed to contain the point. Cost: the model's number of draws, no network.
func (s *Scorer) Evaluate(p health.Project, ins health.Inputs, at, now time.Time) health.Score {
	in := newView(&s.model, p, ins, at)
	out := health.Score{Project: p.Slug, ModelSHA: s.model.SHA256, At: at}
	young := in.ageMonths() >= 0 && in.ageMonths() < float64(s.model.Confidence.YoungMonths)
	out.V = s.vitality(in, young)
	out.R = s.axis(model.Resilience, in, young)
	out.S = s.axis(model.Posture, in, young)
	out.C = s.axis(model.Criticality, in, false)
	out.H = s.health(out.V, out.R, young)

	out.Weakness = s.weakness(func(a model.Axis) float64 { return out.Axis(a).Value })
	out.Gates = s.gates(in, out)
	floor := highest(out.Gates)
	upper := math.Max(floor, s.weakness(func(a model.Axis) float64 { return out.Axis(a).Lo }))
	out.RiskUpper = out.C.Hi / 100 * upper

	out.RiskKnown = true
	for _, a := range model.InputAxes {
		if !s.enough(out.Axis(a)) {
			out.RiskKnown = false
		}
	}
	s.explain(&out, floor)
	if out.RiskKnown {
		s.risk(&out, in, floor)
	}
	out.Status = dated(s.model.Ageing, status(s.model.Status, p, in), at, now)
	out.Evidence, out.PostureFrom = s.evidence(out.S), postureFrom(out.S)
	out.Reasons = s.reasons(p, in, out, now)
	out.Rankable = len(out.Reasons) == 0
	if out.Rankable {
		out.Partial = s.partial(out)
	}
	return banded(out)
}

// banded returns the score without a band of risk if the project has no position. The word would
// be read as a place in the order, which it does not have.
func banded(sc health.Score) health.Score {
	if !sc.Rankable || len(sc.Partial) > 0 {
		sc.RiskBand, sc.RiskUnsure = model.Band{}, false
	}
	return sc
}

const rounding = model.Rounding

// weakness returns L for the given value of each axis.
func (s *Scorer) weakness(of func(model.Axis) float64) float64 {
	l := 0.0
	for _, a := range weaknessAxes {
		l += s.model.Risk.Omega[a] * (100 - of(a))
	}
	return l
}

// risk sets the point, its interval and its band.
func (s *Scorer) risk(out *health.Score, in view, floor float64) {
	point := out.C.Value / 100 * math.Max(out.Weakness, floor)
	if s.draws.n == 0 { // a scenario: only ranks are needed
		out.Risk = health.Interval{Value: point, Lo: point, Hi: point}
		return
	}
	e := s.prepare(*out, in, stats.Seed(s.model.SHA256, out.Project))
	lo, hi := s.draws.interval(&e)
	out.Risk = health.Interval{Value: point, Lo: math.Min(lo, point), Hi: math.Max(hi, point)}
	out.RiskBand = s.model.Band("risk", point)
	out.RiskUnsure = s.unsure("risk", out.Risk)
}

// unsure reports whether the interval reaches into another band.
func (s *Scorer) unsure(scale string, x health.Interval) bool {
	return s.model.Band(scale, x.Lo) != s.model.Band(scale, x.Hi)
}

// view provides the inputs as the model counts them at one instant.
type view struct {
	model *model.Model
	ins   health.Inputs
	at    time.Time
	// host is where the primary repository is, mirror whether it is a copy of another.
	host   model.HostKind
	mirror bool
	// finished is why silence does not count against the project; empty means that it does.
	finished string
}

func newView(m *model.Model, p health.Project, ins health.Inputs, at time.Time) view {
	v := view{model: m, ins: ins, at: at, host: model.Elsewhere, mirror: ins.Field(field.RepositoryMirror).True()}
	if r, ok := p.PrimaryRepository(); ok {
		v.mirror = v.mirror || r.Mirror
		if id, err := repository.Parse(r.URL); err == nil && id.Host == "github.com" {
			v.host = model.OnGitHub
		}
	}
	return v
}

// field returns the input of a field. It returns an unknown input if a number is expected and the
// value is none, or if it was observed too long before the instant.
func (v view) field(id field.ID) health.Input {
	in := v.ins.Field(id)
	if !in.Known() {
		return in
	}
	if math.IsNaN(in.Value) || math.IsInf(in.Value, 0) {
		return unknown(in, "the value is not a number")
	}
	return InForce(in, v.at, v.model.Ageing)
}

// InForce returns the input as it counts at an instant: a value that was read too long before the
// other figures is unknown. What the list says does not age.
func InForce(in health.Input, at time.Time, ageing model.AgeRule) health.Input {
	carry := ageing.Carry(in.Source)
	if !in.Known() || in.Source == field.SourceList || !in.Expired(at, carry) {
		return in
	}
	days := health.AgeDays(in.ObservedAt, at)
	return unknown(in, cmp.Or(in.Ended(at), count(days, "day", "days")+" older than the other figures; "+count(carry, "day is", "days are")+" the limit"))
}

// unknown returns the input without its value but with its source. A check that is too old counts as
// one that was not asked.
func unknown(in health.Input, reason string) health.Input {
	in.State, in.Value, in.Text, in.Reason, in.Gap = health.Unknown, 0, "", reason, model.NotAsked
	return in
}

// ageMonths returns the age of the history in months of 30.4375 days, or −1 if unknown.
func (v view) ageMonths() float64 {
	first, ok := date(v.ins.Field(field.FirstCommit))
	if !ok || v.at.Before(first) {
		return -1
	}
	return v.at.Sub(first).Hours() / 24 / daysPerMonth
}

const daysPerMonth = 30.4375

// date parses an observed date input.
func date(in health.Input) (time.Time, bool) {
	if !in.Known() {
		return time.Time{}, false
	}
	t, err := time.Parse(time.DateOnly, in.Text)
	return t, err == nil
}
