package score

import (
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Scenario is another model that someone could reasonably prefer.
type Scenario struct {
	ID, Label string
	Model     model.Model
}

// Views sets the rank of every row under each scenario. The candidates are those that the rows were
// made from, in any order. Their figures do not change; only weights differ. Ranks use the point of
// the risk, without draws, and ties are broken as in Rank. A row without a position has the rank that
// it would have. now is that of Evaluate. Cost: a
// scenario takes about as long as evaluating without draws, a tenth of Rank.
func Views(scenarios []Scenario, cands []Candidate, rows []ranking.Row, now time.Time) {
	at := make(map[string]int, len(rows))
	for i := range rows {
		at[rows[i].Slug] = i
		rows[i].Views = make([]ranking.View, 0, len(scenarios))
	}
	for _, sc := range scenarios {
		seen, ranks, placed := reordered(sc.Model, cands, now, 1)
		for i, c := range seen {
			v := ranking.View{ID: sc.ID, Label: sc.Label, Of: placed}
			if c.Score.RiskKnown {
				risk := c.Score.Risk.Value
				v.Risk = &risk
			}
			if i < len(ranks) {
				v.Rank = ranks[i]
			}
			if r, ok := at[c.Project.Slug]; ok {
				rows[r].Views = append(rows[r].Views, v)
			}
		}
	}
}

// reordered returns the candidates as another model scores them, without draws, in the order of its
// ranking, with the ranks of those in the order and the number of positions. tilt is the power to which
// criticality counts; 1 is that of the model.
func reordered(m model.Model, cands []Candidate, now time.Time, tilt float64) (seen []Candidate, ranks []int, placed int) {
	s := WithoutDraws(m)
	seen = make([]Candidate, len(cands))
	for i, c := range cands {
		was := c.Score
		c.Score = s.Evaluate(c.Project, c.Inputs, c.ObservedAt, now)
		if was.Rankable && c.Score.Rankable { // as published: with or without a position
			c.Score.Partial = was.Partial
		}
		if c.Score.RiskKnown {
			c.Score.Risk.Value = tilted(c.Score, tilt)
		}
		seen[i] = c
	}
	seen = Aged(m.Ageing, seen, now)
	slices.SortStableFunc(seen, before)
	of := slices.IndexFunc(seen, func(c Candidate) bool { return !c.Score.Rankable })
	if of < 0 {
		of = len(seen)
	}
	ranks = positions(seen[:of])
	for i, p := range ranks {
		if p > 0 {
			placed++
		} else { // the rank that one without a position could have
			ranks[i] = placed + 1
		}
	}
	return seen, ranks, placed
}
