package query

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
)

// mostPlans is how many plans are kept: a funder changes one term and comes back.
const mostPlans = 32

// candidateKey names a project of a run.
type candidateKey struct {
	run  runKey
	slug string
}

// planKey names a plan: the run, the projects and the terms.
type planKey struct {
	run  runKey
	what [sha256.Size]byte
}

// Plan is what a budget would buy, and of how many projects.
type Plan struct {
	portfolio.Plan
	// Planned counts the projects that it chooses from. Unknown counts those that have no known risk;
	// Beyond counts those of lower risk than the first MostCandidates.
	Planned, Unknown, Beyond int
}

// Plan returns what the terms would buy among some projects, in the order of Funds. Cost: the first
// call for a run reads and scores the figures of up to MostCandidates projects; a plan of new terms
// takes some tenths of a second.
func (v *View) Plan(ctx context.Context, among []Fundable, t portfolio.Terms) (Plan, error) {
	out := Plan{}
	planned, unknown := atRisk(among)
	out.Unknown, out.Planned = unknown, min(len(planned), MostCandidates)
	out.Beyond = len(planned) - out.Planned
	var err error
	out.Plan, err = v.reader.plans.get(planKey{v.key(), planned.name(t)}, func() (portfolio.Plan, error) {
		p, err := v.Planner(ctx, among)
		if err != nil {
			return portfolio.Plan{}, err
		}
		return p.Plan(t), nil
	})
	return out, err
}

// Planner returns what plans budgets among some projects: those of known risk, the first
// MostCandidates in their order.
func (v *View) Planner(ctx context.Context, among []Fundable) (*portfolio.Planner, error) {
	planned, _ := atRisk(among)
	var all []portfolio.Candidate
	for _, f := range planned[:min(len(planned), MostCandidates)] {
		c, err := v.candidate(ctx, f)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	o, err := v.Summary(ctx)
	if err != nil {
		return nil, err
	}
	return portfolio.New(v.reader.c.Ground.Catalogue, all, o.DataSHA, v.Model.Draws.Shared), nil
}

// contest is the projects that a budget is planned for.
type contest []Fundable

// atRisk returns the projects of known risk, and how many others there are.
func atRisk(among []Fundable) (known contest, unknown int) {
	for _, f := range among {
		if f.Risk == nil {
			unknown++
			continue
		}
		known = append(known, f)
	}
	return known, unknown
}

// name names the projects and the terms of a plan.
func (g contest) name(t portfolio.Terms) [sha256.Size]byte {
	sum := sha256.New()
	fmt.Fprintf(sum, "%+v\n", t)
	for _, f := range g {
		fmt.Fprintln(sum, f.Slug)
	}
	return [sha256.Size]byte(sum.Sum(nil))
}

// candidate returns a project with what each measure would do in it.
func (v *View) candidate(ctx context.Context, f Fundable) (portfolio.Candidate, error) {
	return v.reader.candidates.get(candidateKey{v.key(), f.Slug}, func() (portfolio.Candidate, error) {
		p, err := v.Project(ctx, f.Slug)
		if err != nil {
			return portfolio.Candidate{}, fmt.Errorf("figures of %s: %w", f.Slug, err)
		}
		c := portfolio.Candidate{
			Slug: f.Slug, Name: f.Name, Prospect: v.ProspectOf(p),
			Need: math.NaN(), Criticality: math.NaN(), Usage: usage(p.Score.C),
		}
		if f.Need.Known {
			c.Need = f.Need.Value
		}
		if f.C != nil {
			c.Criticality = f.C.Value
		}
		return c, nil
	})
}

// usage returns how much a project is used, from 0 to 100: the mean of what criticality has of it by
// weight, without what people judged; NaN: unknown.
func usage(c health.AxisScore) float64 {
	sum, weight := 0.0, 0.0
	for _, in := range c.Inputs {
		if in.Counts() && in.Share > 0 && in.Field != field.ExpertLists && in.Field != field.Substitutability {
			sum, weight = sum+in.Share*in.S, weight+in.Share
		}
	}
	if weight == 0 {
		return math.NaN()
	}
	return sum / weight
}
