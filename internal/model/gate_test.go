package model_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// The condition on the field archived also holds for a declared end of life.
func TestGateRule_nameSaysWhatIsCounted(t *testing.T) {
	t.Parallel()
	ended := []model.Term{{Field: field.Archived, Op: "==", Value: 1}}
	for _, c := range []struct {
		label string
		all   []model.Term
		want  string
	}{
		{"Archived, no live successor", ended, "Archived or at end of life, no live successor"},
		{"Archived, no live successor", nil, "Archived, no live successor"},
		{"Ended, no live successor", ended, "Ended, no live successor"},
	} {
		if got := (model.GateRule{Label: c.label, All: c.all}).Name(); got != c.want {
			t.Errorf("%q is named %q, want %q", c.label, got, c.want)
		}
	}
}
