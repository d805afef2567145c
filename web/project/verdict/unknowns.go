package verdict

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Unknown is one thing that is not known, why, and what would make it known.
type Unknown struct {
	Title, Reason, Settle string
	// SettleID is the id of what would make it known, N how many inputs lack it.
	SettleID string
	N        int
}

// Unknowns gathers what is not known by why and by what would make it known, in the order of the
// axes.
func Unknowns(p health.Project, f figures.Project, sc health.Score) []Unknown {
	type key struct {
		reason string
		advice explain.Advice
	}
	var order []key
	names := map[key][]string{}
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Criticality, model.Posture} {
		for _, in := range sc.Axis(a).Inputs {
			if in.Input.State != health.Unknown {
				continue
			}
			row, _ := field.ByID(in.Field)
			k, name := key{explain.Reason(in.Input), explain.AdviceFor(p, f, in.Input)}, explain.Label(in, row)
			if a == model.Posture {
				name = in.ID
				if what, ok := explain.Needs(in.Input.Reason); ok {
					k.reason = "needs " + what + ", not available in git"
				}
			}
			if names[k] == nil {
				order = append(order, k)
			}
			names[k] = append(names[k], name)
		}
	}
	var out []Unknown
	for _, k := range order {
		out = append(out, Unknown{gathered(names[k], k.advice), explain.Sentence(k.reason) + ".", k.advice.Text, k.advice.ID, len(names[k])})
	}
	return out
}

// gathered names a few, or counts many.
func gathered(names []string, advice explain.Advice) string {
	switch {
	case len(names) <= 5:
		return strings.Join(names, ", ")
	case advice.ID == "checks":
		return explain.Sentence(explain.Number(len(names))) + " posture checks"
	default:
		return fmt.Sprintf("%s and %s more", strings.Join(names[:3], ", "), explain.Number(len(names)-3))
	}
}
