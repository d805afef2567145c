package declared

import (
	"encoding/json"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// Inputs returns the statement as inputs: lists of objects with the fields of Reading, Claim and
// Exemption.
func (s Statement) Inputs() []health.Input {
	return []health.Input{
		health.ObsList(field.DeclaredFiles, append([]Reading{}, s.Readings...)),
		health.ObsList(field.DeclaredClaims, append([]Claim{}, s.Claims...)),
		health.ObsList(field.DeclaredExemptions, append([]Exemption{}, s.Exemptions...)),
	}
}

// Of reads the statement from the inputs of a project. Without one it returns why.
func Of(ins health.Inputs) (s Statement, why string) {
	for _, part := range []struct {
		id field.ID
		to any
	}{
		{field.DeclaredFiles, &s.Readings}, {field.DeclaredClaims, &s.Claims}, {field.DeclaredExemptions, &s.Exemptions},
	} {
		in := ins.Field(part.id)
		if !in.Known() {
			return Statement{}, in.Reason
		}
		if json.Unmarshal([]byte(in.Text), part.to) != nil {
			return Statement{}, "what is stored of the files cannot be read"
		}
	}
	return s, ""
}
