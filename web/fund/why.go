package fund

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// whyView says why a plan pays for nothing in a project.
type whyView struct {
	Name, Href string
	Reasons    []string
	// Anyway puts the project into the plan; its label is empty where that is not possible.
	Anyway ui.Link
}

// why answers for the project that the address names; nil: none.
func (s maker) why(c chosen) (*whyView, error) {
	slug := s.asked.why
	if slug == "" {
		return nil, nil
	}
	e, _ := s.Query.Entry(slug)
	v := &whyView{Name: page.Cut(e.Project.Name), Href: s.funding(slug)}
	if !slices.Contains(c.funnel.Left, slug) {
		v.Reasons = []string{notEligible(c, slug)}
		return v, nil
	}
	i := slices.IndexFunc(c.left, func(f query.Fundable) bool { return f.Slug == slug })
	if c.left[i].Risk == nil {
		v.Reasons = []string{"Its risk is unknown, so no measure can be compared. Its page says what is missing."}
		return v, nil
	}
	planner, err := s.Planner(s.Context(), c.left)
	if err != nil {
		return nil, err
	}
	outbid := false
	for _, env := range remedy.Envelopes {
		r, refused := planner.WhyNot(s.asked.terms(), env, slug)
		v.Reasons = append(v.Reasons, env.Label()+": "+s.reason(c, env, r, refused))
		outbid = outbid || r.Reason == "outbid"
	}
	if outbid {
		v.Anyway = ui.Link{Label: "Put it in anyway", Href: s.to("/fund", func(a *asked) {
			a.with = slices.Sorted(slices.Values(append(slices.Clone(a.with), slug)))
			a.why = ""
		})}
	}
	return v, nil
}

// notEligible says which condition removed a project.
func notEligible(c chosen, slug string) string {
	for _, step := range c.funnel.Steps {
		if slices.Contains(step.Removed, slug) {
			return "The condition “" + step.Condition.Label + "” removes it."
		}
	}
	if c.funds.Rest > 0 {
		return "It is beyond the projects of the highest risk that are considered here."
	}
	return "This run has no row of it on this list."
}

// reason says why an envelope pays for nothing, or what it pays for.
func (s maker) reason(c chosen, id remedy.Envelope, r portfolio.Refusal, refused bool) string {
	if !refused {
		for _, e := range c.plan.Envelopes {
			for _, p := range e.Picks {
				if e.ID == id && p.Slug == s.asked.why {
					return "the plan pays " + euros(p.Cost) + " for " + labels(p.Measures) + "."
				}
			}
		}
		return "it is beyond the projects of the highest risk that the plan chooses from."
	}
	switch r.Reason {
	case "nothing":
		return "no measure of the catalogue applies: nothing is left to improve, or what it would improve is unknown."
	case "ask":
		return "its case is made of assumed results, or it may be finished. Ask the maintainers first."
	case "dear":
		return "no measure that lowers its risk today is within the terms: the budget, the most and the least for one project."
	}
	out := labels(r.Best.Measures) + " would cost " + euros(r.Best.Cost) + ". Expected to remove " + explain.Decimal(r.Best.Expected) +
		" points. The envelope would then remove " + explain.Decimal(r.Lost) + " points less"
	if len(r.Leaves) > 0 {
		out += ", and nothing would be left for " + strings.Join(r.Leaves, ", ")
	}
	return out + "."
}
