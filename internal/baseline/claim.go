package baseline

import (
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// Asks are the subjects that a condition can ask of the files of a project. A requirement about
// documentation is met by what the documentation says; other claims are not evidence.
var Asks = []declared.Subject{
	declared.PrivateWay, declared.AnswerTime, declared.Administrator, declared.Maintainer, declared.SupportPolicy, declared.HelpPlace,
}

// claimed judges a condition about a statement in the files of the project. While other files contradict it,
// the condition is open.
func (c Condition) claimed(f Facts) (answer, Evidence) {
	ev := Evidence{Input: f.Inputs.Field(field.DeclaredClaims), asked: c}
	if f.unsaid != "" {
		return open, ev
	}
	for _, x := range f.said.Of(c.Claim) {
		if c.File != "" && x.Kind != c.File || x.Value == declared.No {
			continue
		}
		ev.Line = &check.Detail{Type: "info", Text: x.Says(), Path: x.Path, Line: x.Line}
		about := func(d declared.Contradiction) bool { return d.A.Subject == c.Claim || d.B.Subject == c.Claim }
		if slices.ContainsFunc(f.said.Contradictions(), about) {
			return open, ev
		}
		return holds, ev
	}
	return fails, ev
}
