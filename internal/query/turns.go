package query

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/quarters"
)

const (
	// turnsShown is how many quarters back Turns goes.
	turnsShown = 4
	// mostTurned is how many projects of a reconstructed past are read.
	mostTurned = 1000
)

// TurnFields are the fields that Turns compares: how many people carry a project.
var TurnFields = []field.ID{field.Regulars12m, field.Integrators12m}

// Turn is what repositories show of one past quarter, compared with the quarter before. It is
// reconstructed: nothing of it was ever published.
type Turn struct {
	Day, Before string // ends of quarters, YYYY-MM-DD
	// Projects have points at both ends; Differ of them have another number in a field.
	Projects, Differ int
	// Moves are the changes, the largest factor first (from 1 to 2 is more than from 60 to 70), then
	// by project and field.
	Moves []TurnMove
}

// TurnMove is one number of one project that differs between two ends of quarters.
type TurnMove struct {
	Slug, Name    string
	Field         field.ID
	Before, After int
}

// Turns returns the newest four reconstructed quarters of the view's list, the newest first; none if
// there are none. Cost: at the first call for a list the series of up to 1,000 projects are
// expanded; later calls read nothing.
func (v *View) Turns() []Turn {
	if v.List == nil {
		return nil
	}
	file, ok := v.reader.past(Entry{List: v.List})
	if !ok {
		return nil
	}
	out, _ := v.reader.turns.get(v.List.Slug, func() ([]Turn, error) { return v.turned(file), nil })
	return out
}

// turned reads the series. One that cannot be read is left out; the page of its project fails.
func (v *View) turned(file *quarters.File) []Turn {
	byDay := map[string]*Turn{}
	for i, e := range file.Entries() {
		listed, ok := v.reader.index.bySlug[e.Slug]
		if !ok || i >= mostTurned {
			continue
		}
		s, err := file.Series(e.Slug)
		if err != nil {
			v.reader.c.Log.Warn("a reconstructed past cannot be read", "project", e.Slug, "error", err.Error())
			continue
		}
		for at := max(1, len(s.At)-turnsShown); at < len(s.At); at++ {
			addTurn(byDay, s, at, listed.Project)
		}
	}
	var out []Turn
	for _, t := range byDay {
		slices.SortFunc(t.Moves, compareTurns)
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b Turn) int { return strings.Compare(b.Day, a.Day) })
	return out[:min(turnsShown, len(out))]
}

// addTurn compares a point with the one before, if both are of neighbouring quarters.
func addTurn(byDay map[string]*Turn, s quarters.Series, at int, p health.Project) {
	day, before := s.At[at], s.At[at-1]
	if !nextQuarter(before, day) {
		return
	}
	t := byDay[day]
	if t == nil {
		t = &Turn{Day: day, Before: before}
		byDay[day] = t
	}
	t.Projects++
	differs := false
	for _, id := range TurnFields {
		cells := s.Inputs[id]
		if len(cells) == 0 || cells[at].State != health.Observed || cells[at-1].State != health.Observed {
			continue
		}
		if was, is := int(cells[at-1].Value), int(cells[at].Value); was != is {
			t.Moves = append(t.Moves, TurnMove{p.Slug, p.Name, id, was, is})
			differs = true
		}
	}
	if differs {
		t.Differ++
	}
}

// nextQuarter reports whether a day is the end of the quarter after the one that ends on before.
func nextQuarter(before, day string) bool {
	a, err := quarters.Instant(before)
	b, bad := quarters.Instant(day)
	if err != nil || bad != nil {
		return false
	}
	days := b.Sub(a).Hours() / 24
	return days > 80 && days < 100
}

func compareTurns(a, b TurnMove) int {
	size := func(m TurnMove) float64 { return math.Abs(math.Log(float64(m.After+1) / float64(m.Before+1))) }
	return cmp.Or(cmp.Compare(size(b), size(a)), strings.Compare(a.Slug, b.Slug), strings.Compare(string(a.Field), string(b.Field)))
}
