package change

import (
	"maps"
	"slices"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Ranges compares the published rows of two runs, by slug. A range of ranks depends on the model, the
// project's own figures and those of the others that are ranked, so every difference has one of
// these causes; rows of a version with other draws can differ without.
func Ranges(from, to health.Run, before, after map[string]ranking.Row) cause.Ranges {
	var out cause.Ranges
	slugs := slices.Sorted(maps.Keys(after))
	for slug := range before {
		if _, both := after[slug]; !both {
			slugs = append(slugs, slug)
		}
	}
	slices.Sort(slugs)
	for _, slug := range slugs {
		was, is := before[slug], after[slug]
		switch {
		case was.RankHi == 0 && is.RankHi == 0:
		case was.RankHi == 0:
			out.Entered = append(out.Entered, slug)
		case is.RankHi == 0:
			out.Left = append(out.Left, slug)
		default:
			out.Ranked++
			if !sameFigures(was, is) {
				out.Changed = append(out.Changed, slug)
			}
		}
	}
	for _, slug := range slugs {
		was, is := before[slug], after[slug]
		if was.RankHi == 0 || is.RankHi == 0 || was.RankLo == is.RankLo && was.RankHi == is.RankHi {
			continue
		}
		out.Moves = append(out.Moves, cause.RangeMove{
			Project: slug, Before: [2]int{was.RankLo, was.RankHi}, After: [2]int{is.RankLo, is.RankHi}, Cause: rangeCause(from, to, slug, out),
		})
	}
	return out
}

func rangeCause(from, to health.Run, slug string, r cause.Ranges) cause.RangeCause {
	switch {
	case from.ModelSHA != to.ModelSHA:
		return cause.RangeModel
	case slices.Contains(r.Changed, slug):
		return cause.RangeFigures
	case len(r.Entered)+len(r.Left) > 0:
		return cause.RangeMembers
	case len(r.Changed) > 0:
		return cause.RangeRivals
	}
	return cause.RangeVersion
}

// sameFigures reports whether the draws of two rows have the same figures to vary.
func sameFigures(a, b ranking.Row) bool {
	for _, x := range [][2]*health.Interval{{a.V, b.V}, {a.R, b.R}, {a.S, b.S}, {a.C, b.C}, {a.Risk, b.Risk}} {
		if (x[0] == nil) != (x[1] == nil) || x[0] != nil && *x[0] != *x[1] {
			return false
		}
	}
	return a.Gate == b.Gate
}
