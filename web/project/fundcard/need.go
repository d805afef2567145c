package fundcard

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/stats"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// Need is how great the need is, in sentences and numbers.
type Need struct {
	Finding ui.Finding
	Figs    []ui.Fig
	// Missing are the names of what is unknown, if the need is; else it is empty.
	Missing []string
}

// NeedOf returns the need of a project with what one message would settle.
func (s Subject) NeedOf() Need {
	n := s.Fund.Need
	if !n.Known {
		v := Need{Missing: s.unknownAxes()}
		v.Finding = ui.Finding{Claim: "How much money is needed is unknown.", Rest: "Unknown: " + first(v.Missing, 3, ", ") + ".", Says: "need:unknown"}
		return v
	}
	v := Need{Finding: ui.Finding{
		Claim: "Need: " + explain.Whole(n.Value) + " points of 100, from " + explain.Whole(n.Lo) + " to " + explain.Whole(n.Hi) + ".",
		Says:  fmt.Sprintf("need:%s asking:%s", explain.Decimal(n.Value), explain.Decimal(n.Asking)),
	}}
	narrow := " An answer to one message could narrow it by up to ±" + explain.Decimal(n.Asking) + " points."
	switch p := s.Fund.Facts.Paid; {
	case p == nil:
		v.Finding.Rest = "How the work is paid is unknown." + narrow
	case n.Asking > 0:
		v.Finding.Rest = p.State.Label() + " is stated, and how much of the work it pays for is not." + narrow
	default:
		v.Finding.Rest = "How the work is paid is stated, so a message would not narrow it."
	}
	paid := explain.Percent(n.Paid[0])
	if n.Paid[0] != n.Paid[1] {
		paid = explain.Whole(stats.Percent(n.Paid[0])) + "–" + explain.Percent(n.Paid[1])
	}
	v.Figs = []ui.Fig{
		{ID: "need", Label: "Need", Number: explain.Whole(n.Value), Of: explain.Range(n.Lo, n.Hi), Note: "points of 0 to 100, with its range"},
		{ID: "asking", Label: "Value of asking", Number: "±" + explain.Decimal(n.Asking), Note: "points that one message would settle"},
		{ID: "paid", Label: "Share of the work that is paid", Number: paid, Note: "an assumption for each state"},
	}
	return v
}

// unknownAxes are the parts of need that are unknown.
func (s Subject) unknownAxes() []string {
	var out []string
	for _, x := range []struct {
		known bool
		name  string
	}{{s.Score.C.Known, "criticality"}, {s.Score.R.Known, "resilience"}, {s.Score.V.Known, "vitality"}} {
		if !x.known {
			out = append(out, x.name)
		}
	}
	if len(out) == 0 {
		out = []string{"the row of this run"}
	}
	return out
}

// formula is how need is computed, with the numbers of the catalogue.
func (s Subject) formula() string {
	r := s.Ground.Catalogue.Need
	return fmt.Sprintf("Need = C/100 × (%g × (100 − resilience) + %g × (100 − vitality)) × (1 − share paid). "+
		"Posture is not in it: its gaps are cheap tasks and no lasting need. "+
		"Without a statement the share paid may be anything from %s to %s.", r.Resilience, r.Vitality, explain.Percent(r.Unknown[0]), explain.Percent(r.Unknown[1]))
}
