package summary

import (
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// leaders are the slugs with the most points, most first; among equals the first added comes first.
type leaders []leader

type leader struct {
	slug   string
	points float64
}

func (l *leaders) add(slug string, points float64, most int) {
	at, _ := slices.BinarySearchFunc(*l, points, func(x leader, p float64) int {
		if x.points >= p {
			return -1
		}
		return 1
	})
	*l = slices.Insert(*l, at, leader{slug, points})
	*l = (*l)[:min(len(*l), most)]
}

func (l leaders) slugs() []string {
	var out []string
	for _, x := range l {
		out = append(out, x.slug)
	}
	return out
}

// apart notes the rows that pages name beside the order of the ranking.
func (m *Maker) apart(r ranking.Row) {
	o := &m.s
	if r.Gate != "" {
		if o.Gates == nil {
			o.Gates = map[string]int{}
		}
		o.Gates[r.Gate]++
	}
	if r.State() == health.RankPartial {
		o.Partial++
	}
	critical := 0.0
	if r.C != nil {
		critical = r.C.Value
	}
	if w := r.Status.Word; w == health.StatusArchived || w == health.StatusEndOfLife {
		if !succeeded(r) {
			o.EndedN++
			m.ended.add(r.Slug, critical, mostEnded)
		}
		return
	}
	switch {
	case r.State() == health.RankCannotTell:
		o.CannotTellN++
		m.cannotTell.add(r.Slug, risk(r), mostCannotTell)
	case r.V == nil && r.R == nil && r.C != nil && r.CoverC >= m.minC:
		m.unseen.add(r.Slug, r.C.Lo, mostUnseen)
	}
}

func risk(r ranking.Row) float64 {
	if r.Risk == nil {
		return 0
	}
	return r.Risk.Value
}

// succeeded reports whether a live successor replaces the project.
func succeeded(r ranking.Row) bool {
	return slices.ContainsFunc(r.Reasons, func(why health.Reason) bool { return why.Code == "archived_with_successor" })
}
