package change_test

import (
	"fmt"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// BenchmarkList compares projects of which a window, a check and an act differ, with
// the model's own number of draws.
func BenchmarkList(b *testing.B) {
	m := shipped(b)
	m.Draws.Draws = 500
	before := measured(sunday, "a")
	next := sunday.AddDate(0, 0, 7)
	after := measured(next, "b", health.Obs("regulars_12m", 2), health.Obs("Token-Permissions", 5), health.Obs("release_flow_months", 7.2))
	b.ReportAllocs()
	var l change.List
	for i := range b.N {
		p := health.Project{Slug: fmt.Sprintf("p%07d", i)}
		l.Add(change.Side{Project: p, Figures: before, Model: m, Now: sunday}, change.Side{Project: p, Figures: after, Model: m, Now: next})
	}
	if diffs, _ := l.Done(); len(diffs) != b.N {
		b.Fatalf("%d differences", len(diffs))
	}
}
