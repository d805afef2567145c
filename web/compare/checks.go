package compare

import (
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// checksOf are the posture checks of all columns: models of two runs may have others.
func checksOf(cs []column) []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range cs {
		for _, in := range c.P.Score.S.Inputs {
			if !seen[in.ID] {
				seen[in.ID] = true
				out = append(out, in.ID)
			}
		}
	}
	return out
}

func checkCell(c column, id string) cell {
	out := cell{State: health.Unknown, Reason: "this model has no such check", Href: c.Page + "#checks"}
	for _, x := range c.P.Score.S.Inputs {
		if x.ID != id {
			continue
		}
		in := x.Input
		switch out.State, out.Reason = in.State, explain.Reason(in); in.State {
		case health.Observed:
			v := in.Value
			out.Value, out.Lo, out.Hi, out.Text, out.Sub, out.Reason = &v, &v, &v, explain.Whole(v), explain.Dated(in, ""), ""
		case health.Unknown:
			out.Brief = briefly(c, x)
			if x.Expected != nil {
				out.Sub = explain.Counted(*x.Expected)
			}
		}
	}
	return out
}

// briefly says in a few words why a check has no score.
func briefly(c column, x health.ScoredInput) string {
	if what, ok := explain.Needs(x.Input.Reason); ok {
		return "needs " + what
	}
	if b := c.P.Figures.Basis; b != nil {
		snap, _ := c.P.Figures.Snapshot(b.Used.Source)
		for _, r := range snap.Checks {
			if r.Name != x.ID {
				continue
			}
			switch r.State {
			case check.NotVisible:
				return "not visible to us"
			case check.Errored:
				return "did not finish"
			case check.Inconclusive:
				return "nothing to check"
			case check.NotRun:
				return "not run"
			}
		}
	}
	return x.Input.Reason
}
