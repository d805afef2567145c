package query

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// collector builds a period from differences.
type collector struct {
	period *Period
	view   *View
	by     map[cause.Cause]*Instrument
	why    map[cause.Cause]map[string]int
}

func (c *collector) of(x cause.Cause) *Instrument {
	if c.by[x] == nil {
		c.by[x] = &Instrument{Cause: x}
	}
	return c.by[x]
}

func (c *collector) name(slug string) string {
	if e, ok := c.view.reader.index.bySlug[slug]; ok {
		return e.Project.Name
	}
	return slug
}

// runs adds what the two runs say of themselves: another model, another revision of the list, other
// origins of figures, and who came to the list or left it. It may have moved nothing.
func (c *collector) runs(moves ranking.Moves) {
	from, to := c.period.From, c.period.To
	if from.ModelSHA != to.ModelSHA {
		c.of(cause.Model)
	}
	if from.Revision != to.Revision {
		c.of(cause.List)
	}
	if from.Origin != to.Origin || !from.AsOf.Equal(to.AsOf) {
		c.of(cause.Source)
	}
	for _, m := range moves.Came {
		c.of(cause.List).Entered = append(c.of(cause.List).Entered, c.name(m.Slug))
	}
	for _, m := range moves.Went {
		c.of(cause.List).Left = append(c.of(cause.List).Left, c.name(m.Slug))
	}
}

// add adds what differs of one project.
func (c *collector) add(d cause.Difference) {
	printed := change.Printed(d)
	left := change.PointsOf(printed)
	touched := map[cause.Cause]int{}
	differs := len(printed) > 0
	for _, x := range d.Changes {
		if !x.Counts {
			continue
		}
		m := c.moved(d, x)
		if m.Before == m.After {
			continue // by less than is printed
		}
		m.HasPoints = d.Before.RiskKnown && d.After.RiskKnown
		m.Points = tenths(take(left[x.Cause], change.PartOf(c.view.Model, x)))
		m.Kind = kindOf(m, x)
		c.put(m, touched)
	}
	for _, share := range printed {
		c.rest(d, share, left[share.Cause], touched)
	}
	for x, n := range touched {
		differs = true
		if OfInstrument(x) {
			i := c.of(x)
			i.Projects++
			i.Changes += n
		}
	}
	for _, share := range printed {
		if OfInstrument(share.Cause) {
			c.of(share.Cause).Points += share.Points
		}
	}
	if differs {
		c.period.Differ++
	}
}

// rest adds what a cause moved beside the inputs: the floor of a gate, and all of it for the model.
func (c *collector) rest(d cause.Difference, share cause.Share, left map[change.Part]float64, touched map[cause.Cause]int) {
	m := c.moved(d, cause.Change{Project: d.Project, Cause: share.Cause})
	m.HasPoints = true
	switch {
	case share.Cause == cause.Model:
		m.Field, m.Label, m.Points = ModelField, "Model", share.Points
		m.Why = "another version of the model judges the same figures"
	default:
		m.Field, m.Label, m.Why = GateField, "Floor of the highest gate", "a fact that outweighs other figures sets a floor under risk"
		for part, points := range left {
			if part.Axis == "" {
				m.Points += points
			}
		}
	}
	if m.Points = tenths(m.Points); m.Points == 0 {
		return
	}
	m.Kind = kindOf(m, cause.Change{})
	c.put(m, touched)
}

func (c *collector) put(m Moved, touched map[cause.Cause]int) {
	touched[m.Cause]++
	c.period.Changes = append(c.period.Changes, m)
	if !OfInstrument(m.Cause) || m.Why == "" {
		return
	}
	if c.why[m.Cause] == nil {
		c.why[m.Cause] = map[string]int{}
	}
	c.why[m.Cause][m.Why]++
}

// moved returns a change in words, without its points.
func (c *collector) moved(d cause.Difference, x cause.Change) Moved {
	m := Moved{
		Slug: d.Project, Name: c.name(d.Project), Cause: x.Cause, Field: x.Field, Why: x.Why,
		RiskBefore: explain.RiskShort(d.Before), RiskAfter: explain.RiskShort(d.After), At: x.After.ObservedAt,
	}
	if f, ok := field.ByID(x.Field); ok {
		m.Label = f.Label
		m.Before, m.After = explain.ChangeSides(f, x)
		if m.Before == m.After && f.Kind == field.List && x.Before.Text != x.After.Text {
			m.After = "different list"
		}
	}
	if strings.HasPrefix(x.After.SourceURL, "https://") {
		m.Evidence = x.After.SourceURL
	}
	return m
}

// take returns the points of a part, once.
func take(left map[change.Part]float64, part change.Part) float64 {
	points := left[part]
	delete(left, part)
	return points
}

// tenths rounds points as they are printed, so that equal ones compare as equal.
func tenths(x float64) float64 { return math.Round(x*10) / 10 }

func kindOf(m Moved, x cause.Change) Kind {
	was, is := x.Before.Known(), x.After.Known()
	switch {
	case x.Field != "" && !was && is:
		return NowKnown
	case x.Field != "" && was && !is:
		return NowUnknown
	case m.HasPoints && m.Points > 0:
		return Rise
	case m.HasPoints && m.Points < 0:
		return Fall
	}
	return OtherChange
}

// done sorts what was collected.
func (c *collector) done() {
	p := c.period
	slices.SortFunc(p.Changes, Moved.Compare)
	for _, x := range Causes {
		i := c.by[x]
		if i == nil {
			continue
		}
		why := c.why[x]
		for text := range why {
			i.Why = append(i.Why, text)
		}
		slices.SortFunc(i.Why, func(a, b string) int { return cmp.Or(why[b]-why[a], strings.Compare(a, b)) })
		i.Why = i.Why[:min(3, len(i.Why))]
		slices.Sort(i.Entered)
		slices.Sort(i.Left)
		p.Instruments = append(p.Instruments, *i)
	}
}

// Compare orders changes as pages do: by cause, the most points first, then by project and field.
func (m Moved) Compare(o Moved) int {
	return cmp.Or(
		slices.Index(Causes, m.Cause)-slices.Index(Causes, o.Cause),
		cmp.Compare(math.Abs(o.Points), math.Abs(m.Points)),
		strings.Compare(m.Slug, o.Slug),
		strings.Compare(string(m.Field), string(o.Field)),
	)
}
