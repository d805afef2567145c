package fixplan

import (
	"cmp"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/foreign"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Plan is what the maintainers of a project can do. Every input of vitality, resilience and posture
// that applies and has less than all its points is in exactly one of Tasks, Unknown and Nothing,
// unless the project has ended.
type Plan struct {
	Slug, Name string
	// Unread is why there is no plan: the project has no figures. Empty if it has.
	Unread string
	// Ended is what users of a project that has ended can do. Only what helps them is then in the
	// plan. Empty if it has not ended.
	Ended string
	// Now is the project today. Its score has no ranges that come from draws; Simulate gives them.
	Now Standing
	// Tasks are sorted by points of weakness for each minute, the best first.
	Tasks []Task
	// Unknown are in the order of the model.
	Unknown []Unknown
	// Nothing are in the order of the model, those that only Scorecard counts last.
	Nothing []Circumstance
	// Publish is how the maintainers can make unknown checks known; nil if that would show no more.
	Publish *Publish
}

// Task is something that the maintainers can do.
type Task struct {
	// ID is the field that it improves, Label its name, and Title what to do in a few words.
	ID           field.ID
	Label, Title string
	// Where is the file or the setting. Where and Steps have code in `backquotes`.
	Where   string
	Admin   bool
	Minutes Range
	// Why is the reason for the minutes.
	Why string
	// Value is today's value for people, and Reach the one that the steps lead to.
	Value, Reach string
	Evidence     Evidence
	Steps        []Step
	// Again are sentences: which instrument reads what, and when a change shows. Command is a command
	// with which the maintainers can look before that; empty if there is none.
	Again   []string
	Command string
	// Gain is what it changes alone. Full is what all points of the check would change; nil if the
	// steps lead to them.
	Gain Gain
	Full *Gain

	worth   float64 // the fall of weakness, gates included
	changes []Change
}

// Unknown is an input without a value.
type Unknown struct {
	ID           field.ID
	Label, Title string
	// Why is why it has no value, and Advice what would settle it.
	Why    string
	Advice explain.Advice
	// Published means that a result that the maintainers publish settles it (Plan.Publish).
	Published bool
	// Worst and Best are the project if it had the worst and the best value.
	Worst, Best Standing
	// Task is what to do if it is really missing; nil if the catalogue has nothing. Its gain is against
	// today, when the check counts as what is assumed of it, and never negative.
	Task *Task
	// Nothing is why there would be nothing to do; empty if there would, or if that is not known.
	Nothing string
}

// Circumstance is a finding about which there is nothing to do.
type Circumstance struct {
	ID           field.ID
	Label, Value string
	// Why has code in `backquotes`.
	Why string
	// Risk is what it adds to the risk today; nil if the risk is unknown, or if only Scorecard counts
	// it.
	Risk *float64
}

// noGuide is why there is nothing to do if the catalogue lacks an input.
const noGuide = "The catalogue has no steps for it."

// Plan returns the plan for a project. Its figures are judged by the planner's model. Cost: it scores
// the project two to four times for each input, without draws: some milliseconds.
func (p *Planner) Plan(s Subject) Plan {
	s.Figures = s.Figures.Judged(p.model)
	out := Plan{Slug: s.Project.Slug, Name: s.Project.Name}
	if s.Figures.At().IsZero() {
		out.Unread = cmp.Or(s.Project.NoRepository, s.Figures.Last.Reason, "not collected yet")
		return out
	}
	m := making{Planner: p, Subject: s, now: p.standing(p.quick, s, nil)}
	out.Now = m.now
	out.Ended, _ = score.Ended(m.now.Score)
	if out.Ended == "" {
		for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture} {
			for i, row := range m.now.Score.Axis(a).Inputs {
				m.input(&out, p.model.Axes[a][i], row)
			}
		}
	}
	for i, g := range m.now.Score.Gates {
		m.gate(&out, p.model.Gates[i], g)
	}
	if out.Ended == "" {
		m.scorecardOnly(&out)
	}
	slices.SortStableFunc(out.Tasks, func(a, b Task) int {
		return cmp.Or(cmp.Compare(b.rate(), a.rate()),
			cmp.Compare(a.Minutes.middle(), b.Minutes.middle()), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// rate is the points of weakness for each minute.
func (t Task) rate() float64 { return t.worth / t.Minutes.middle() }

// making is one plan being made.
type making struct {
	*Planner
	Subject
	now Standing
}

// input puts an input of the model where it belongs.
func (m making) input(out *Plan, rule model.InputRule, row health.ScoredInput) {
	switch {
	case row.Input.State == health.NotApplicable:
	case doubtful(row):
		out.Unknown = append(out.Unknown, m.unknown(out, rule, row, [2]float64{row.Input.Low, row.Input.High}))
	case lacking(row):
		m.known(out, rule, row)
	case row.Input.Known():
	default:
		out.Unknown = append(out.Unknown, m.unknown(out, rule, row, ends(rule.Curve)))
	}
}

// doubtful reports whether the instrument could not decide a check.
func doubtful(row health.ScoredInput) bool {
	return row.Input.Uncertain() && row.Input.Source == field.SourceScorecard
}

// lacking reports whether an input has a value with less than all its points.
func lacking(row health.ScoredInput) bool {
	return row.Input.Known() && !doubtful(row) && row.S < 100-model.Rounding
}

// ends returns the values with the least and the most points of a curve.
func ends(curve []model.Point) [2]float64 {
	low, high := curve[0], curve[0]
	for _, k := range curve {
		if k.Y < low.Y {
			low = k
		}
		if k.Y > high.Y {
			high = k
		}
	}
	return [2]float64{low.X, high.X}
}

// known adds an input with a value that has less than all its points.
func (m making) known(out *Plan, rule model.InputRule, row health.ScoredInput) {
	guide, way := m.way(rule, row.S)
	if way.Nothing == "" {
		out.Tasks = append(out.Tasks, m.task(rule.Field, guide, way, way.Reach))
		return
	}
	f, _ := field.ByID(row.Field)
	c := Circumstance{
		ID: rule.Field, Label: explain.Label(row, f), Value: m.value(f, row.Input), Why: way.Nothing,
	}
	if m.now.Score.RiskKnown {
		for _, part := range m.now.Score.Contributions {
			if part.Input == rule.ID && !part.Gate {
				c.Risk = &part.Points
			}
		}
	}
	out.Nothing = append(out.Nothing, c)
}

// way returns the first way of the guide whose conditions are observed and that leads to more points.
// It leads to nothing if the catalogue has none.
func (m making) way(rule model.InputRule, points float64) (Guide, Way) {
	guide, _ := m.catalogue.Guide(rule.Field)
	if guide.Ended {
		return guide, Way{Nothing: noGuide}
	}
	for _, w := range guide.Ways {
		further := score.Curve(rule.Curve, w.Reach) > points+model.Rounding
		if m.holds(w.When) && (w.Nothing != "" || further) {
			return guide, w
		}
	}
	return guide, Way{Nothing: noGuide}
}

// holds reports whether all terms are observed to be true.
func (m making) holds(terms []model.Term) bool {
	return !slices.ContainsFunc(terms, func(t model.Term) bool {
		in := m.Figures.Inputs.Field(t.Field)
		return !in.Known() || !t.Holds(in.Value)
	})
}

// unknown returns an input without a value, or one that the instrument could not decide, with its worst
// and its best value.
func (m making) unknown(out *Plan, rule model.InputRule, row health.ScoredInput, between [2]float64) Unknown {
	f, _ := field.ByID(rule.Field)
	u := Unknown{
		ID: rule.Field, Label: explain.Label(row, f), Title: f.Remedy, Why: foreign.Line(explain.Reason(row.Input)),
		Advice: explain.AdviceFor(m.Project, m.Figures, row.Input),
		Worst:  m.standing(m.quick, m.Subject, []Change{{rule.Field, between[0]}}),
		Best:   m.standing(m.quick, m.Subject, []Change{{rule.Field, between[1]}}),
	}
	if f.Source != field.SourceScorecard {
		return u
	}
	elsewhere := explain.Elsewhere(m.Project)
	_, published := m.Figures.Snapshot(field.SourcePublished)
	if !m.Figures.HostAsked() && !published && !elsewhere && len(m.catalogue.Publish.Steps) > 0 {
		u.Published, out.Publish = true, &m.catalogue.Publish
	}
	if row.Input.Known() {
		return u
	}
	guide, way := m.way(rule, -1)
	switch {
	case way.Nothing == noGuide, guide.GitHub && elsewhere:
	case way.Nothing != "":
		u.Nothing = way.Nothing
	default:
		least := way.Reach
		if row.Expected != nil {
			least = row.Expected.Score
		}
		t := m.task(rule.Field, guide, way, least)
		u.Task = &t
	}
	return u
}

// gate adds the conditions of a gate that are no inputs of an axis: what ends the gate if it applies,
// and what is unknown of one that could not be judged.
func (m making) gate(out *Plan, rule model.GateRule, g health.Gate) {
	for _, t := range rule.All {
		guide, ok := m.catalogue.Guide(t.Field)
		if !ok || guide.Ended != (out.Ended != "") || m.scored(t.Field) || m.planned(*out, t.Field) {
			continue
		}
		f, _ := field.ByID(t.Field)
		for _, w := range guide.Ways {
			if w.Nothing != "" || t.Holds(w.Reach) || !m.holds(w.When) {
				continue
			}
			switch title := "Resolve: " + explain.LowerFirst(g.Label); {
			case g.Fired:
				task := m.task(t.Field, guide, w, w.Reach)
				task.Title = title
				out.Tasks = append(out.Tasks, task)
			case slices.Contains(g.Missing, string(t.Field)):
				in := m.Figures.Inputs.Field(t.Field)
				out.Unknown = append(out.Unknown, Unknown{
					ID: t.Field, Label: f.Label, Title: title,
					Why: foreign.Line(explain.Reason(in)), Advice: explain.AdviceFor(m.Project, m.Figures, in),
					Worst: m.standing(m.quick, m.Subject, []Change{{t.Field, holding(t)}}),
					Best:  m.standing(m.quick, m.Subject, []Change{{t.Field, w.Reach}}),
				})
			}
			break
		}
	}
}

// scored reports whether a field is an input of an axis, which has its own place in the plan.
func (m making) scored(id field.ID) bool {
	for _, a := range model.InputAxes {
		if slices.ContainsFunc(m.model.Axes[a], func(r model.InputRule) bool { return r.Field == id }) {
			return true
		}
	}
	return false
}

// planned reports whether a field is in the plan already, because of another gate.
func (m making) planned(p Plan, id field.ID) bool {
	return slices.ContainsFunc(p.Tasks, func(t Task) bool { return t.ID == id }) ||
		slices.ContainsFunc(p.Unknown, func(u Unknown) bool { return u.ID == id })
}

// holding returns a value for which a term holds.
func holding(t model.Term) float64 {
	for _, v := range []float64{t.Value, t.Value + 1} {
		if t.Holds(v) {
			return v
		}
	}
	return t.Value - 1
}

// scorecardOnly adds the checks that only Scorecard's aggregate counts.
func (m making) scorecardOnly(out *Plan) {
	for _, id := range []field.ID{Maintained, Contributors} {
		guide, ok := m.catalogue.Guide(id)
		c := m.result(id)
		if !ok || c.State != check.Scored || c.Score >= fullScore {
			continue
		}
		for _, w := range guide.Ways {
			if w.Nothing != "" {
				value := ofTen(float64(c.Score))
				out.Nothing = append(out.Nothing, Circumstance{ID: id, Label: string(id), Value: value, Why: w.Nothing})
				break
			}
		}
	}
}
