package portfolio_test

import (
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
	"github.com/plumbline-scorecard/plumbline/internal/remedy"
	"github.com/plumbline-scorecard/plumbline/internal/testkit/bundled"
)

// candidates returns the bundled projects with a position, repeated until there are n.
func candidates(t testing.TB, n int) (remedy.Catalogue, model.Model, []portfolio.Candidate) {
	t.Helper()
	set, all := bundled.Candidates(t)
	var out []portfolio.Candidate
	for round := 0; len(out) < n; round++ {
		for _, c := range all {
			if c.Score.Rankable && len(c.Score.Partial) == 0 && len(out) < n {
				slug := c.Project.Slug
				if round > 0 {
					slug = fmt.Sprintf("%s-%d", slug, round)
				}
				out = append(out, portfolio.Candidate{
					Slug: slug, Name: c.Project.Name, Prospect: remedy.Of(set.Ground.Catalogue, set.Model, c.Inputs, c.Score),
					Need: c.Score.C.Value * (100 - c.Score.H.Value) / 100, Criticality: c.Score.C.Value, Usage: math.NaN(),
				})
			}
		}
	}
	return set.Ground.Catalogue, set.Model, out
}

var usual = portfolio.Terms{Budget: 300_000, People: .75, Cap: .2}

func TestPlan_bundled(t *testing.T) {
	t.Parallel()
	c, m, all := candidates(t, 50)
	p := portfolio.New(c, all, "seed", m.Draws.Shared)
	plan := p.Plan(usual)
	for _, e := range plan.Envelopes {
		cost, expected := 0.0, 0.0
		for _, pick := range e.Picks {
			cost += pick.Cost
			expected += pick.Expected
			if pick.Cost > usual.Cap*usual.Budget+1e-9 {
				t.Errorf("%s gets %g", pick.Slug, pick.Cost)
			}
		}
		if math.Abs(cost-e.Cost) > 1e-6 || math.Abs(expected-e.Expected) > 1e-6 || cost > e.Budget {
			t.Errorf("%s: picks cost %g and remove %g, it says %g and %g of %g", e.ID, cost, expected, e.Cost, e.Expected, e.Budget)
		}
		for _, r := range e.Rules {
			if r.Expected > e.Expected+1e-9 || r.Cost > e.Budget+1e-9 {
				t.Errorf("%s: the rule %s removes %g for %g, the optimum %g", e.ID, r.ID, r.Expected, r.Cost, e.Expected)
			}
		}
		if e.Next < 0 || len(e.Rules) != len(portfolio.RuleIDs) || len(e.Often) == 0 || e.Often[0].Share > 1 {
			t.Errorf("%s: %+v", e.ID, e)
		}
	}
	shuffled := slices.Clone(all)
	slices.Reverse(shuffled)
	if again := portfolio.New(c, shuffled, "seed", m.Draws.Shared).Plan(usual); !reflect.DeepEqual(plan, again) {
		t.Error("the order of the projects changes the plan")
	}
	if os.Getenv("PLUMBLINE_SHOW") != "" {
		show(t, plan)
	}
}

func show(t *testing.T, plan portfolio.Plan) {
	t.Helper()
	for _, e := range plan.Envelopes {
		t.Logf("== %s %.0f: cost %.0f expected %.2f next %.3f", e.ID, e.Budget, e.Cost, e.Expected, e.Next)
		for _, p := range e.Picks {
			ids := []string{}
			for _, m := range p.Measures {
				ids = append(ids, m.ID)
			}
			t.Logf("  %-20s %6.0f %.2f (%.2f) %.0f%% %v", p.Name, p.Cost, p.Expected, p.IfDone, 100*p.Share, ids)
		}
		for i, s := range e.Often {
			if i < 12 {
				t.Logf("  often %-20s %.0f%% %v", s.Name, 100*s.Share, len(s.Measures))
			}
		}
		t.Logf("  ask first: %d", len(e.AskFirst))
		for _, r := range e.Rules {
			t.Logf("  rule %s %.2f for %.0f to %d", r.ID, r.Expected, r.Cost, r.Projects)
		}
	}
}

// A project that is forced into a plan is in it, and the plan loses the points that WhyNot states.
func TestWhyNot_isWhatForcingItCosts(t *testing.T) {
	t.Parallel()
	c, m, all := candidates(t, 50)
	p := portfolio.New(c, all, "seed", m.Draws.Shared)
	plan := p.Plan(usual)
	outbid := 0
	for _, one := range all {
		for i, e := range remedy.Envelopes {
			r, refused := p.WhyNot(usual, e, one.Slug)
			paid := slices.ContainsFunc(plan.Envelopes[i].Picks, func(k portfolio.Pick) bool { return k.Slug == one.Slug })
			if refused == paid {
				t.Errorf("%s, %s: refused %v, paid %v", one.Slug, e, refused, paid)
			}
			if r.Reason != "outbid" || outbid > 5 {
				continue
			}
			outbid++
			with := usual
			with.With = []string{one.Slug}
			forced := p.Plan(with).Envelopes[i]
			if lost := plan.Envelopes[i].Expected - forced.Expected; math.Abs(lost-r.Lost) > 1e-9 || r.Lost < 0 {
				t.Errorf("%s, %s: it says %g lost, forcing it costs %g", one.Slug, e, r.Lost, lost)
			}
			if !slices.ContainsFunc(forced.Picks, func(k portfolio.Pick) bool { return k.Slug == one.Slug }) {
				t.Errorf("%s, %s: forced and not there", one.Slug, e)
			}
		}
	}
	if outbid == 0 {
		t.Error("no project is outbid: nothing was checked")
	}
}

func TestPlan_extremes(t *testing.T) {
	t.Parallel()
	c, m, all := candidates(t, 12)
	p := portfolio.New(c, all, "seed", m.Draws.Shared)
	for _, budget := range []float64{0, 1, 999, 1e12} {
		plan := p.Plan(portfolio.Terms{Budget: budget, People: .75, Cap: 1})
		for _, e := range plan.Envelopes {
			if e.Cost > e.Budget || budget < 1000 && len(e.Picks) > 0 || budget == 1e12 && (e.Next != 0 || len(e.Picks) == 0) {
				t.Errorf("%g: %s costs %g of %g, next %g", budget, e.ID, e.Cost, e.Budget, e.Next)
			}
		}
	}
	if plan := portfolio.New(c, nil, "seed", .2).Plan(usual); plan.Envelopes[0].Picks != nil || plan.Envelopes[0].Expected != 0 {
		t.Errorf("no candidates: %+v", plan)
	}
}

// 200 projects and a million euros.
func BenchmarkPlan(b *testing.B) {
	c, m, all := candidates(b, 200)
	p := portfolio.New(c, all, "seed", m.Draws.Shared)
	for b.Loop() {
		p.Plan(portfolio.Terms{Budget: 1e6, People: .75, Cap: .2})
	}
}
