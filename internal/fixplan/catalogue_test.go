package fixplan_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
)

// Each check has steps with a place, and what depends on people or age has none.
func TestCatalogue_shipped(t *testing.T) {
	t.Parallel()
	c := load(t).set.Steps
	if c.Version == "" || c.Date == "" || len(c.SHA256) != 64 || len(c.Publish.Steps) == 0 {
		t.Errorf("the catalogue is version %q of %q, %q", c.Version, c.Date, c.SHA256)
	}
	for _, id := range field.Checks() {
		g, ok := c.Guide(id)
		if !ok || g.Where == "" || g.Again == "" {
			t.Errorf("%s: %+v", id, g)
		}
		works := false
		for _, w := range g.Ways {
			works = works || w.Nothing == "" && len(w.Steps) > 0 && w.Minutes.From > 0 && w.Why != ""
		}
		if !works {
			t.Errorf("%s has no steps", id)
		}
	}
	for _, id := range []field.ID{fixplan.Maintained, fixplan.Contributors, field.Regulars12m, field.ActiveMonths12m} {
		if g, ok := c.Guide(id); !ok || len(g.Ways) != 1 || g.Ways[0].Nothing == "" {
			t.Errorf("%s is no circumstance", id)
		}
	}
}
