package reply

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// remarks puts each remark beside the result of its check. CLOMonitor writes the names of Scorecard's
// checks with underscores, and has checks of its own.
func remarks(s Subject, st declared.Statement) []Remark {
	var out []Remark
	for _, e := range st.Exemptions {
		r := Remark{Exemption: e}
		if id, ok := CheckOf(e); ok {
			r.Check, r.Known = s.Figures.Inputs.Field(id), true
		}
		out = append(out, r)
	}
	return out
}

// CheckOf returns the check of Scorecard that a remark is about; false: none that posture has.
func CheckOf(e declared.Exemption) (field.ID, bool) {
	name := e.Check
	if e.Tool == declared.CLOMonitor {
		name = strings.ReplaceAll(name, "_", "-")
	}
	for _, id := range field.Checks() {
		if strings.EqualFold(string(id), name) {
			return id, true
		}
	}
	return "", false
}

// fullScore is the score of a check without a finding. Scorecard drops annotations at it.
const fullScore = 10

// Annotated are the checks with a finding that an annotation for Scorecard is about, each once, in the
// order of the catalogue. Only these have a second number: without a finding there is nothing to
// answer, and CLOMonitor's exemptions are made for another tool.
func (r Reply) Annotated() []field.ID {
	var out []field.ID
	for _, id := range field.Checks() {
		about := func(x Remark) bool {
			return x.Tool == declared.Scorecard && x.Known && x.Check.Field == id && x.Check.Known() && x.Check.Value < fullScore
		}
		if slices.ContainsFunc(r.Remarks, about) {
			out = append(out, id)
		}
	}
	return out
}

// RemarksOn returns the remarks of the maintainers on one check; none if their files are not known.
func RemarksOn(ins health.Inputs, id field.ID) []declared.Exemption {
	st, _ := declared.Of(ins)
	var out []declared.Exemption
	for _, e := range st.Exemptions {
		if of, ok := CheckOf(e); ok && of == id {
			out = append(out, e)
		}
	}
	return out
}

// ToolName returns the name of the tool that a remark is written for.
func ToolName(k declared.Kind) string {
	if k == declared.CLOMonitor {
		return "CLOMonitor"
	}
	return "OpenSSF Scorecard"
}
