package query

import (
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/internal/reply"
)

// Reply returns what a project says of itself, beside what is observed.
func (v *View) Reply(p Project) reply.Reply {
	return reply.Of(reply.Subject{Figures: p.Figures, Score: p.Score, Facts: v.reader.c.Ground.Facts[p.Slug], Now: v.Now})
}

// Without returns a project as it is, and as it would be if some checks did not apply to it. Cost: two
// scorings with draws.
func (v *View) Without(p Project, checks []field.ID) (as, without fixplan.Standing) {
	planner, s := v.fixSubject(p)
	return planner.Without(s, checks)
}
