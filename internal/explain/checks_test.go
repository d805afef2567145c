package explain_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
)

func TestCheckOf_hasWordsForEveryCheck(t *testing.T) {
	t.Parallel()
	for _, id := range field.Checks() {
		c, ok := explain.CheckOf(id)
		if !ok || c.Question == "" || c.Measured == "" || c.Limits == "" || c.Risk == "" || c.Doc == "" {
			t.Errorf("%s has %+v", id, c)
		}
	}
	if _, ok := explain.CheckOf("Weather"); ok {
		t.Error("an unknown check has words")
	}
}
