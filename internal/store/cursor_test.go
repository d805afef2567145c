package store

import (
	"errors"
	"math"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"pgregory.net/rapid"
)

func TestCursor_readsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := cursor{
			sort: rapid.SampledFrom(ranking.Sorts).Draw(t, "sort"), reverse: rapid.Bool().Draw(t, "reverse"),
			known: rapid.Bool().Draw(t, "known"), slug: clean(rapid.String().Draw(t, "slug")),
		}
		if c.known && c.sort == ranking.SortName {
			c.name = clean(rapid.String().Draw(t, "name"))
		} else if c.known {
			c.number = rapid.Float64().Draw(t, "number")
		}
		got, err := parseCursor(c.String(), c.sort, c.reverse)
		if err != nil || got != c && !math.IsNaN(c.number) {
			t.Fatalf("%+v reads back %+v, %v", c, got, err)
		}
	})
}

// Whatever a URL holds is a cursor with one spelling or ErrBadQuery.
func FuzzCursor(f *testing.F) {
	f.Add("", false)
	f.Add(cursor{sort: ranking.SortRisk, known: true, number: 1. / 3, slug: "a"}.String(), false)
	f.Add(cursor{sort: ranking.SortName, known: true, name: "é", slug: "a-b"}.String(), true)
	f.Add("WyJyaXNrIiwiMCIsIjEiLCJOYU4iLCJhIl0", false)
	f.Add("WyJyaXNrIiwiMCIsIjEiLCIweDFwLTIiLCJhIl0", false)
	f.Fuzz(func(t *testing.T, text string, reverse bool) {
		for _, sort := range ranking.Sorts {
			c, err := parseCursor(text, sort, reverse)
			switch {
			case err != nil && !errors.Is(err, health.ErrBadQuery):
				t.Errorf("%q: %v", text, err)
			case err == nil && (c.String() != text || c.sort != sort || c.reverse != reverse || math.IsNaN(c.number) || math.IsInf(c.number, 0)):
				t.Errorf("%q became %+v", text, c)
			}
		}
	})
}
