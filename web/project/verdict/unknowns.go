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
				k.settle = settling{"host-shows-no-more", "The host was asked and shows no more."}
			}
			if f.Source == field.SourceGit && strings.HasPrefix(in.Input.Reason, "its only available copy is from ") {
				k.settle = settling{"newer-copy", "To find out: read a newer copy."}
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
		return "needs " + what + ", not available in git", settling{"collect-host", "To find out: collect from " + what + "."}
	}
	if strings.HasPrefix(reason, "not visible in this tree") {
		return reason, settling{"host-or-elsewhere", "To find out: ask the host, or check where else the project keeps it."}
	}
	return reason, settleSource(field.SourceScorecard)
}

// settleRegistry says what would make known what registries and Repology tell.
func settleRegistry(reason string) settling {
	switch {
	case strings.HasPrefix(reason, "no dated reference table"), strings.HasPrefix(reason, "fewer than the reference table"):
		return settling{"reference-table", "To find out: an operator can supply a dated reference table."}
	case strings.Contains(reason, "at Repology"):
		return settling{"repology-name", "To find out: add its Repology name to the list."}
	case strings.HasSuffix(reason, "could not be asked"), reason == "not collected yet":
		return settleSource(field.SourceRegistry)
	}
	return settling{"registries-tell-no-more", "The registries were asked and show no more."}
}

// settleSource says what would make a field of a source known.
func settleSource(src string) settling {
	switch src {
	case field.SourceGitHub:
		return settling{"host", "To find out: ask its host (a GitHub token without scopes is enough)."}
	case field.SourceScorecard:
		return settling{"checks", "To find out: run the Scorecard checks."}
	case field.SourceRegistry:
		return settling{"registries", "To find out: collect from package registries and distributions."}
	case field.SourceAdvisory:
		return settling{"advisories", "To find out: query the advisory databases."}
	case field.SourceList:
		return settling{"list-review", "To find out: review the list entry."}
	default:
		return settling{"history", "To find out: read the full history."}
	}
}
