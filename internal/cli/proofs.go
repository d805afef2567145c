package cli

import (
	"io"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/proof"
)

// ProofJSON is one figure with the commands that check it.
type ProofJSON struct {
	Value      any        `json:"value"`
	Unit       string     `json:"unit"`
	Commit     string     `json:"commit,omitempty"`
	ObservedAt *time.Time `json:"observed_at"`
	proof.Proof
}

// PrintProofs writes for one field, or if it is empty for every observed one, the commands that
// check its figure.
func PrintProofs(out io.Writer, x explain.Subject, rules proof.Rules, only field.ID) {
	printShown(out, x.Shown)
	s := proof.Subject{Project: x.Project, Inputs: x.Figures.Inputs, Rules: rules}
	explain.Proofs(out, s, proved(x, only), Plain)
}

// PrintProofsJSON writes the same as a document, by field.
func PrintProofsJSON(out io.Writer, x explain.Subject, rules proof.Rules, only field.ID) error {
	s := proof.Subject{Project: x.Project, Inputs: x.Figures.Inputs, Rules: rules}
	all := map[field.ID]ProofJSON{}
	for _, row := range proved(x, only) {
		in := s.Inputs.Field(row.ID)
		d := ProofJSON{Value: in.JSON(row.Kind), Unit: row.Unit, Commit: in.Commit, Proof: proof.Of(row.ID, s)}
		if !in.ObservedAt.IsZero() {
			d.ObservedAt = &in.ObservedAt
		}
		all[row.ID] = d
	}
	return PrintJSON(out, all)
}

// proved returns the one field, or every field with a value.
func proved(x explain.Subject, only field.ID) []field.Row {
	if row, ok := field.ByID(only); ok {
		return []field.Row{row}
	}
	return proof.Rows(x.Figures.Inputs)
}
