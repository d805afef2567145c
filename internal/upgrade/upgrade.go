package upgrade

import (
	"cmp"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Cause is what moved a project in the order of a list.
type Cause string

// The causes. Clock to Assumption are in the order of the steps.
const (
	Clock      Cause = "clock"
	List       Cause = "list"
	Fact       Cause = "fact"
	Rule       Cause = "rule"
	Assumption Cause = "assumption"
	Unknown    Cause = "unknown" // the former model is not available
)

// Ranking is the order of a list after one step.
type Ranking struct {
	// Cause is that of the step; empty for the order as published.
	Cause Cause
	// Judgement of a published order holds only its rows.
	score.Judgement
}

// Step is what one cause does to the rank of a project. A rank of 0 means not ranked.
type Step struct {
	Cause    Cause
	From, To int
}

// Move is a project whose rank differs between the first and the last order.
type Move struct {
	Slug, Name string
	From, To   int // ranks; 0 means not ranked
	// Steps are those that change its rank, in order. They lead from From to To.
	Steps []Step
	// Cause is that of the step that moves it most, and Why what happened in it, in words without a
	// full stop.
	Cause Cause
	Why   string
}

// Far reports whether the move is named: more than model.FarPlaces, or gains or loses a position.
func (m Move) Far() bool {
	return m.From == 0 || m.To == 0 || max(m.From-m.To, m.To-m.From) > model.FarPlaces
}

// Notes say what happens to the order of a list.
type Notes struct {
	// Projects and Ranked count those of the first and of the last order.
	// Partial counts rows in the ranking without a position.
	Projects, Ranked, Partial [2]int
	// Came and Left are the slugs of projects in only one of the two orders, sorted.
	Came, Left []string
	// Moves are all projects whose rank changes, by their rank in the last order, then by that in the
	// first.
	Moves []Move
	// Order are the causes of the steps that were computed.
	Order []Cause
}

// Far returns the moves that are named.
func (n Notes) Far() []Move {
	return slices.DeleteFunc(slices.Clone(n.Moves), func(m Move) bool { return !m.Far() })
}

// Compare returns what happens from the first order to the last. steps holds at least one.
func Compare(steps []Ranking) Notes {
	first, last := steps[0], steps[len(steps)-1]
	n := Notes{Projects: [2]int{len(first.Rows), len(last.Rows)}}
	var orders []order
	for i, s := range steps {
		orders = append(orders, orderOf(s))
		if i > 0 {
			n.Order = append(n.Order, s.Cause)
		}
	}
	was, is := orders[0], orders[len(orders)-1]
	slugs := map[string]string{}
	for _, o := range []order{was, is} {
		for slug, r := range o.rows {
			slugs[slug] = r.Name
		}
	}
	for slug, name := range slugs {
		before, had := was.rows[slug]
		after, has := is.rows[slug]
		if !had {
			n.Came = append(n.Came, slug)
		}
		if !has {
			n.Left = append(n.Left, slug)
		}
		for i, r := range []ranking.Row{before, after} {
			switch {
			case r.Rank > 0:
				n.Ranked[i]++
			case r.State() == health.RankPartial:
				n.Partial[i]++
			}
		}
		if before.Rank != after.Rank {
			n.Moves = append(n.Moves, move(orders, slug, name))
		}
	}
	slices.Sort(n.Came)
	slices.Sort(n.Left)
	slices.SortFunc(n.Moves, func(a, b Move) int {
		return cmp.Or(behind(a.To)-behind(b.To), behind(a.From)-behind(b.From), cmp.Compare(a.Slug, b.Slug))
	})
	return n
}

// behind returns the rank as a number to compare: not ranked is behind every rank.
func behind(rank int) int {
	const last = 1 << 40
	if rank == 0 {
		return last
	}
	return rank
}

// move follows one project through the orders.
func move(orders []order, slug, name string) Move {
	m := Move{Slug: slug, Name: name, From: orders[0].rows[slug].Rank, To: orders[len(orders)-1].rows[slug].Rank}
	var at []int // the orders that the steps lead to
	for i, o := range orders[1:] {
		if from, to := orders[i].rows[slug].Rank, o.rows[slug].Rank; from != to {
			m.Steps = append(m.Steps, Step{o.Cause, from, to})
			at = append(at, i+1)
		}
	}
	i := m.main()
	m.Cause = m.Steps[i].Cause
	m.Why = why(orders[at[i]-1], orders[at[i]], slug)
	if end, ok := orders[len(orders)-1].rows[slug]; ok && m.To == 0 { // a later step may give it other reasons
		m.Why = without(end, "now")
	}
	return m
}

// main returns the index of the step that a move is named after: the last that ranked the project,
// or the last that ended its rank, otherwise the largest.
func (m Move) main() int {
	best := 0
	for i, s := range m.Steps {
		switch {
		case m.From == 0 && s.From == 0, m.To == 0 && s.To == 0:
			best = i
		case m.From > 0 && m.To > 0 && s.size() > m.Steps[best].size():
			best = i
		}
	}
	return best
}

// size is how far the step moves the project. In or out of the ranking is farthest.
func (s Step) size() int {
	d := behind(s.To) - behind(s.From)
	return max(d, -d)
}

// order is a ranking by project.
type order struct {
	Ranking
	rows map[string]ranking.Row
}

func orderOf(r Ranking) order {
	o := order{r, make(map[string]ranking.Row, len(r.Rows))}
	for _, row := range r.Rows {
		o.rows[row.Slug] = row
	}
	return o
}
