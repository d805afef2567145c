package ossf

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// Pages name the risk and the address that Scorecard itself gives.
func TestDocs_agreeWithTheWordsOfPages(t *testing.T) {
	t.Parallel()
	docs, err := Docs()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		if c, _ := explain.CheckOf(field.ID(d.Name)); c.Risk != d.Risk || c.Doc != d.URL {
			t.Errorf("%s: risk %q at %s; Scorecard says %q at %s", d.Name, c.Risk, c.Doc, d.Risk, d.URL)
		}
	}
}
