package remedy

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// NeedRule is what need is computed with. All of it is assumption, like the rest of the catalogue.
type NeedRule struct {
	// Resilience and Vitality are the weights of the two halves of health; they sum to 1.
	Resilience, Vitality float64
	// Paid is the share of the work that each state pays for, 0 to 1. That of donations is the most,
	// reached at DonationsFull euros a year.
	Paid          map[funding.State]float64
	DonationsFull float64
	// Unknown is the range of that share if no statement is known.
	Unknown [2]float64
}

// Need is how much of the risk of a project is a lack of people that money could pay, in points of
// 0 to 100:
//
//	N = C/100 · (0.6·(100−R) + 0.4·(100−V)) · (1−F)
//
// where F is the share of the work that is paid for. Posture is not in it: gaps there are cheap
// tasks, not a lasting need.
type Need struct {
	// Known is false if criticality, resilience or vitality is unknown.
	Known bool
	// Value is the need with the middle of F; Lo and Hi are its range from the intervals of the axes
	// and of F.
	health.Interval
	// Asking is half the range that is left if only F is unknown: what one message to the maintainers
	// would settle, in points. 0 if F is known.
	Asking float64
	// Paid are the limits of F; they are equal if it is known.
	Paid [2]float64
}

// Health is the part of a score that need is made of; nil: unknown.
type Health struct{ C, R, V *health.Interval }

// NeedOf returns the need of a project on a day. facts may be zero: then F is unknown.
func (c NeedRule) NeedOf(h Health, facts funding.Facts, at time.Time) Need {
	n := Need{Known: h.C != nil && h.R != nil && h.V != nil, Paid: c.share(facts, at)}
	if !n.Known {
		return n
	}
	lack := func(importance, r, v, paid float64) float64 {
		return importance / 100 * (c.Resilience*(100-r) + c.Vitality*(100-v)) * (1 - paid)
	}
	few, most := n.Paid[0], n.Paid[1]
	n.Value = lack(h.C.Value, h.R.Value, h.V.Value, (few+most)/2)
	n.Lo = lack(h.C.Lo, h.R.Hi, h.V.Hi, most)
	n.Hi = lack(h.C.Hi, h.R.Lo, h.V.Lo, few)
	n.Asking = (lack(h.C.Value, h.R.Value, h.V.Value, few) - lack(h.C.Value, h.R.Value, h.V.Value, most)) / 2
	return n
}

// share returns the limits of the share of the work that is paid for.
func (c NeedRule) share(facts funding.Facts, at time.Time) [2]float64 {
	p := facts.Paid
	if p == nil {
		return c.Unknown
	}
	f := c.Paid[p.State]
	switch {
	case p.State == funding.Granted && p.Until == "",
		p.State == funding.Granted && p.Until < at.UTC().Format(time.DateOnly):
		return c.Unknown // the grant ended; what pays now was not stated
	case p.State == funding.Donations && p.Annual > 0:
		f = min(f, p.Annual/c.DonationsFull)
	case p.State == funding.Donations:
		return [2]float64{0, f}
	}
	return [2]float64{f, f}
}
