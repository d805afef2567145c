package verdict

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Unknown is one thing that is not known, why, and what would settle it.
type Unknown struct {
	Title, Reason, Settle string
	// SettleID is the id of what would settle it, N how many inputs lack it.
	SettleID string
	N        int
}

// settling is what would settle what is not known: an id and a sentence.
type settling struct{ id, text string }

// Unknowns gathers what is not known by why and by what would settle it, in
// the order of the axes.
func Unknowns(sc health.Score) []Unknown {
	type key struct {
		reason string
		settle settling
	}
	var order []key
	names := map[key][]string{}
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Criticality, model.Posture} {
		for _, in := range sc.Axis(a).Inputs {
			if in.Input.State != health.Unknown {
				continue
			}
			f, _ := field.ByID(in.Field)
			k, name := key{in.Input.Reason, settleSource(f.Source)}, explain.Label(in, f)
			if f.Source == field.SourceGitHub && in.Input.Source == f.Source && !strings.HasPrefix(in.Input.Reason, "needs ") {
				k.settle = settling{"host-shows-no-more", "Its host was asked, and shows no more."}
			}
			if f.Source == field.SourceGit && strings.HasPrefix(in.Input.Reason, "its only copy at hand is of ") {
				k.settle = settling{"newer-copy", "A newer copy would settle it."}
			}
			if f.Source == field.SourceRegistry {
				k.settle = settleRegistry(in.Input.Reason)
			}
			if a == model.Posture {
				k.reason, k.settle = settleCheck(in.Input.Reason)
				if explain.Reason(in.Input) != in.Input.Reason {
					k.reason = explain.Reason(in.Input)
				}
				name = in.ID
			}
			if names[k] == nil {
				order = append(order, k)
			}
			names[k] = append(names[k], name)
		}
	}
	var out []Unknown
	for _, k := range order {
		out = append(out, Unknown{gathered(names[k], k.settle), explain.Sentence(k.reason) + ".", k.settle.text, k.settle.id, len(names[k])})
	}
	return out
}

// gathered names a few, or counts many.
func gathered(names []string, settle settling) string {
	switch {
	case len(names) <= 5:
		return strings.Join(names, ", ")
	case settle == settleSource(field.SourceScorecard):
		return explain.Sentence(explain.Number(len(names))) + " posture checks"
	default:
		return fmt.Sprintf("%s and %s more", strings.Join(names[:3], ", "), explain.Number(len(names)-3))
	}
}

// settleCheck says why a check is unknown, for all that lack the same, and
// what would settle it.
func settleCheck(reason string) (why string, settle settling) {
	if what, ok := explain.Needs(reason); ok {
		return "needs " + what + ": it is not in git", settling{"collect-host", "Collecting from " + what + " would settle it."}
	}
	if strings.HasPrefix(reason, "not visible in this tree") {
		return reason, settling{"host-or-elsewhere", "Asking the host, or knowing where else it is kept, would settle it."}
	}
	return reason, settleSource(field.SourceScorecard)
}

// settleRegistry says what would make known what registries and Repology tell.
func settleRegistry(reason string) settling {
	switch {
	case strings.HasPrefix(reason, "no dated reference table"), strings.HasPrefix(reason, "fewer than the reference table"):
		return settling{"reference-table", "A dated table of that ecosystem would settle it; an operator can give one."}
	case strings.Contains(reason, "at Repology"):
		return settling{"repology-name", "Its name at Repology, in the list, would settle it."}
	case strings.HasSuffix(reason, "could not be asked"), reason == "not collected yet":
		return settleSource(field.SourceRegistry)
	}
	return settling{"registries-tell-no-more", "Registries were asked, and tell no more."}
}

// settleSource says what would make a field of a source known.
func settleSource(src string) settling {
	switch src {
	case field.SourceGitHub:
		return settling{"host", "Asking its host would settle it."}
	case field.SourceScorecard:
		return settling{"checks", "Running the Scorecard checks would settle it."}
	case field.SourceRegistry:
		return settling{"registries", "Collecting from package registries and distributions would settle it."}
	case field.SourceAdvisory:
		return settling{"advisories", "Asking the databases of advisories would settle it."}
	case field.SourceList:
		return settling{"list-review", "A review of the list entry would settle it."}
	default:
		return settling{"history", "Reading the whole history again would settle it."}
	}
}
