package backtest

import (
	"math"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Observation is one project at one instant, scored from git alone.
type Observation struct {
	Project   string // slug
	Ecosystem string // "none" if unknown
	At        time.Time
	// Health is ½V + ½R, 0 to 100, and Band is its band in the model.
	Health float64
	Band   model.Band
	// Values are those of Rankers; high means endangered; NaN if unknown.
	Values []float64
	// Event is true if the tested event happened.
	Event bool
}

// Ranker is one way to order observations.
type Ranker struct {
	ID, Label string
	value     func(s health.Score, ins health.Inputs) float64
}

// Rankers are the model's health and its halves, and the plain figures that it must outperform.
// Health is the first.
var Rankers = []Ranker{
	{"health", "Health (git part), low first", func(s health.Score, _ health.Inputs) float64 { return deficit(s.H) }},
	{"vitality", "Vitality alone", func(s health.Score, _ health.Inputs) float64 { return deficit(s.V) }},
	{"resilience", "Resilience alone", func(s health.Score, _ health.Inputs) float64 { return deficit(s.R) }},
	{"few_commits", "Few human commits in 12 months", few(field.HumanCommits12m)},
	{"few_regulars", "Few regular contributors", few(field.Regulars12m)},
	{"idle", "Time since the last human commit", many(field.MonthsSinceHumanAct)},
	{"few_authors", "Few contributors in 12 months", few(field.Authors12m)},
	{"release_age", "Time since the last release", many(field.MonthsSinceRelease)},
	{"low_absence_factor", "Low contributor absence factor", few(field.ContributorAbsenceFactor)},
	{"new_author_share", "Share of new contributors", newShare},
}

func deficit(a health.AxisScore) float64 {
	if !a.Known {
		return math.NaN()
	}
	return 100 - a.Value
}

func many(id field.ID) func(health.Score, health.Inputs) float64 {
	return func(_ health.Score, ins health.Inputs) float64 { return number(ins, id) }
}

func few(id field.ID) func(health.Score, health.Inputs) float64 {
	return func(_ health.Score, ins health.Inputs) float64 { return -number(ins, id) }
}

func newShare(_ health.Score, ins health.Inputs) float64 {
	return number(ins, field.NewAuthors12m) / number(ins, field.Authors12m)
}

// number returns the value of an input, NaN if it is not observed.
func number(ins health.Inputs, id field.ID) float64 {
	if in := ins.Field(id); in.Known() {
		return in.Value
	}
	return math.NaN()
}

// Judge makes observations by one model.
type Judge struct {
	model  model.Model
	scorer *score.Scorer
}

// NewJudge returns a judge by the model.
func NewJudge(m model.Model) Judge { return Judge{model: m, scorer: score.New(m)} }

// The reasons why an instant of a project is not observed.
const (
	NotBegun = "the history was shorter than one year at that date"
	NotAlive = "there was no human commit in the 12 months before that date"
	NotKnown = "the clone does not show it (it is shallow, or people cannot be distinguished)"
	TooLate  = "the clone is less than 24 months newer than that date"
)

// Observe scores a project from a snapshot of its history at the instant. The second result is
// empty, or why the project does not count: only projects that were active then, with a year of
// history, count. A project that is NotAlive is scored anyway, because it may be a case.
func (j Judge) Observe(p health.Project, at time.Time, snap health.Snapshot) (Observation, string) {
	if snap.ObservedAt.IsZero() {
		return Observation{}, NotBegun
	}
	f := figures.Project{Project: p.Slug, Inputs: health.Inputs{}, Snapshots: []health.Snapshot{snap}}
	f.Inputs.Put(snap.Inputs...)
	f = f.Judged(j.model)
	first, commits := f.Inputs.Field(field.FirstCommit), f.Inputs.Field(field.HumanCommits12m)
	began, err := time.Parse(time.DateOnly, first.Text)
	switch {
	case !snap.ObservedAt.Equal(at): // the copy is older than the instant
		return Observation{}, TooLate
	case !first.Known() || !commits.Known() || err != nil:
		return Observation{}, NotKnown
	case began.After(at.AddDate(-1, 0, 0)):
		return Observation{}, NotBegun
	}
	s := j.scorer.Evaluate(p, f.Inputs, at, at)
	if !s.H.Known {
		return Observation{}, NotKnown
	}
	o := Observation{Project: p.Slug, Ecosystem: p.Ecosystem(), At: at, Health: s.H.Value, Band: s.H.Band}
	for _, r := range Rankers {
		o.Values = append(o.Values, r.value(s, f.Inputs))
	}
	if commits.Value == 0 {
		return o, NotAlive
	}
	return o, ""
}
