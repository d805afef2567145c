package query

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// besideAxes are the figures that are set beside those of others.
var besideAxes = []model.Axis{model.Health, model.Posture}

// Beside is a project beside others of its list.
type Beside struct {
	// Standings are by axis: health, then posture. The group of each is the declared one, or else the
	// projects with the same language; N counts those with the figure, the project included.
	Standings []ranking.Standing
	// Unknown are the axes of which too little is known of the project, Few those of which it is of too
	// few others.
	Unknown, Few []model.Axis
}

// Beside returns a project beside others of its list, by the rows of the view's run; the zero value for
// one without a position of its own. Cost: that of
// Points over the list.
func (v *View) Beside(ctx context.Context, p Project) (Beside, error) {
	r := p.Figures.Ranked
	if p.List == nil || r == nil || r.Rank == 0 || r.State() != health.RankRanked {
		return Beside{}, nil
	}
	all, err := v.Points(ctx, ranking.Query{List: p.List.Slug})
	if err != nil {
		return Beside{}, err
	}
	var own Point
	for _, x := range all.All {
		if x.Slug == p.Slug {
			own = x
		}
	}
	var out Beside
	for _, a := range besideAxes {
		if _, known := own.Compared[a]; !known {
			out.Unknown = append(out.Unknown, a)
		} else if s, ok := v.standing(own, p.Project, all.All, a); ok {
			out.Standings = append(out.Standings, s)
		} else {
			out.Few = append(out.Few, a)
		}
	}
	return out, nil
}

// standing returns the standing by an axis in the first group that is large enough.
func (v *View) standing(own Point, p health.Project, all []Point, a model.Axis) (ranking.Standing, bool) {
	value := own.Compared[a]
	for _, s := range []ranking.Standing{{Kind: ranking.PeersDeclared, Group: p.Peers}, {Kind: ranking.PeersLanguage, Group: p.Language}} {
		s.Axis = a
		for _, x := range all {
			if s.Group == "" || !v.inGroup(s, x.Slug) || a == model.Posture && x.PostureBy != own.PostureBy {
				continue
			}
			switch other, known := x.Compared[a]; {
			case !known:
				continue
			case sameFigure(other, value):
				s.Equal++
			case other < value:
				s.Below++
			}
			s.N++
		}
		if s.N > ranking.LeastOthers {
			return s, true
		}
	}
	return ranking.Standing{}, false
}

// sameFigure reports whether two figures differ by no more than rounding does, as in package score.
func sameFigure(a, b float64) bool {
	const rounding = 1e-9
	return a-b <= rounding && b-a <= rounding
}

// inGroup reports whether a project of the view's list is in the group of a standing.
func (v *View) inGroup(s ranking.Standing, slug string) bool {
	e, ok := v.reader.index.bySlug[slug]
	if s.Kind == ranking.PeersDeclared {
		return ok && e.Project.Peers == s.Group
	}
	return ok && e.Project.Language == s.Group
}
