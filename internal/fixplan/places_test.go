package fixplan_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/fixplan"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// What depends on the number of people, and the level that one person can reach.
func TestPlan_circumstances(t *testing.T) {
	t.Parallel()
	w := load(t)
	plan := func(regulars float64, checks ...check.Check) fixplan.Plan {
		return w.planner.Plan(made(checks, health.Obs(field.Regulars12m, regulars)))
	}
	has := func(p fixplan.Plan, id field.ID) bool {
		return slices.ContainsFunc(p.Nothing, func(c fixplan.Circumstance) bool { return c.ID == id && c.Why != "" && c.Value != "" })
	}
	alone := plan(1, scored(field.CodeReview, 0), scored(field.BranchProtection, 0), scored(fixplan.Maintained, 2), scored(fixplan.Contributors, 10))
	for _, id := range []field.ID{field.CodeReview, field.Regulars12m, fixplan.Maintained} {
		if !has(alone, id) || task(alone, id) != nil {
			t.Errorf("%s of one person is no circumstance: %+v", id, alone.Nothing)
		}
	}
	if has(alone, fixplan.Contributors) {
		t.Error("a check at its best is in the plan")
	}
	if got := task(alone, field.BranchProtection); got == nil || got.Reach != "3 of 10" || !got.Admin || got.Full == nil || got.Full.Posture <= got.Gain.Posture {
		t.Errorf("branches of one person: %+v", got)
	}
	if p := plan(1, scored(field.BranchProtection, 3)); !has(p, field.BranchProtection) {
		t.Errorf("protected branches of one person: %+v", p.Tasks)
	}
	few := plan(3, scored(field.CodeReview, 0), scored(field.BranchProtection, 3))
	if task(few, field.CodeReview) == nil || task(few, field.BranchProtection).Reach != "8 of 10" {
		t.Errorf("three people: %+v", few.Tasks)
	}
	if p := plan(9, scored(field.BranchProtection, 8), scored(field.LicenseCheck, 9)); task(p, field.BranchProtection).Reach != "10 of 10" || !has(p, field.LicenseCheck) {
		t.Errorf("nine people: %+v", p.Tasks)
	}
}

// A level of a check that the project does not aim at has no steps.
func TestPlan_branchesByLevel(t *testing.T) {
	t.Parallel()
	w := load(t)
	c := scored(field.BranchProtection, 0,
		check.Detail{Text: "'force pushes' enabled on branch 'main'"},
		check.Detail{Text: "number of required reviewers is 0 on branch 'main'"},
		check.Detail{Text: "something that no one knows on branch 'main'"})
	alone := task(w.planner.Plan(made([]check.Check{c}, health.Obs(field.Regulars12m, 1))), field.BranchProtection)
	if len(alone.Steps) != 1 || alone.Steps[0].Places[0].Text != "'force pushes' enabled on branch 'main'" {
		t.Errorf("alone: %+v", alone.Steps)
	}
	if len(alone.Evidence.Lines) != 1 {
		t.Errorf("what no finding covers: %+v", alone.Evidence.Lines)
	}
	if many := task(w.planner.Plan(made([]check.Check{c}, health.Obs(field.Regulars12m, 9))), field.BranchProtection); len(many.Steps) != 2 {
		t.Errorf("many: %+v", many.Steps)
	}
}

func TestPlan_unknownChecks(t *testing.T) {
	t.Parallel()
	w := load(t)
	checks := []check.Check{
		{Name: "Security-Policy", State: check.NotVisible, Score: -1, Reason: "not visible in this tree: it may be elsewhere"},
		{Name: "Code-Review", State: check.NotRun, Score: -1, Reason: "needs GitHub: reviews are not in git"},
		scored(field.LicenseCheck, 10),
	}
	find := func(p fixplan.Plan, id field.ID) fixplan.Unknown {
		i := slices.IndexFunc(p.Unknown, func(u fixplan.Unknown) bool { return u.ID == id })
		if i < 0 {
			t.Fatalf("%s is not among %+v", id, p.Unknown)
		}
		return p.Unknown[i]
	}
	p := w.planner.Plan(made(checks, health.Obs(field.Regulars12m, 1)))
	if u := find(p, field.SecurityPolicyCheck); u.Task == nil || u.Task.Gain.Posture <= 0 || u.Worst.Aggregate.Checks != 2 || u.Best.Aggregate.Value != 10 {
		t.Errorf("a policy that may be elsewhere: %+v", u)
	}
	if u := find(p, field.CodeReview); u.Task != nil || u.Nothing == "" {
		t.Errorf("reviews of one person: %+v", u)
	}
	if p.Publish == nil {
		t.Error("it does not say how to publish what the host shows")
	}
	s := made(checks, health.Obs(field.Regulars12m, 9))
	s.Project.Repositories[0].URL = "https://gitlab.com/acme/tool"
	p = w.planner.Plan(s)
	if u := find(p, field.CodeReview); u.Task != nil || p.Publish != nil {
		t.Errorf("elsewhere than on GitHub: %+v, %+v", u, p.Publish)
	}
	if u := find(p, field.SecurityPolicyCheck); u.Task == nil {
		t.Errorf("a file of a project elsewhere: %+v", u)
	}
}

func TestPlan_notApplicableIsNotThere(t *testing.T) {
	t.Parallel()
	s := made([]check.Check{scored(field.LicenseCheck, 10)})
	in := health.NotApplies(field.Fuzzing, "memory-safe, and reads nothing untrusted")
	in.Source = field.SourceList
	s.Figures.Inputs.Put(in)
	p := load(t).planner.Plan(s)
	if task(p, field.Fuzzing) != nil || slices.ContainsFunc(p.Unknown, func(u fixplan.Unknown) bool { return u.ID == field.Fuzzing }) {
		t.Error("fuzzing does not apply and is in the plan")
	}
}

// A gate that applies has its own task, which the points of risk show.
func TestPlan_gates(t *testing.T) {
	t.Parallel()
	w := load(t)
	s := w.subject(t, "curl")
	in := health.Obs(field.AdvisoryUnpatchedDays, 90)
	in.Source, in.ObservedAt = field.SourceAdvisory, s.Figures.At()
	s.Figures.Basis = nil
	ins := health.Inputs{}
	for id, old := range s.Figures.Inputs {
		ins[id] = old
	}
	ins[in.Field] = in
	s.Figures.Inputs = ins
	p := w.planner.Plan(s)
	got := task(p, field.AdvisoryUnpatchedDays)
	if got == nil || got.Gain.Risk == nil || *got.Gain.Risk <= 10 || !strings.HasPrefix(got.Title, "Resolve: ") {
		t.Fatalf("got %+v", got)
	}
	if sim := w.planner.Simulate(s, []field.ID{field.AdvisoryUnpatchedDays}); math.Abs(*sim.Gain.Risk-*got.Gain.Risk) > 1e-9 {
		t.Errorf("simulated %g, planned %g", *sim.Gain.Risk, *got.Gain.Risk)
	}
}

func TestPlan_endedAndUnread(t *testing.T) {
	t.Parallel()
	w := load(t)
	s := made([]check.Check{scored(field.TokenPermissions, 0)}, health.ObsBool(field.Archived, true), health.ObsBool(field.Successor, false))
	p := w.planner.Plan(s)
	if p.Ended == "" || len(p.Tasks) != 1 || p.Tasks[0].ID != field.Successor || len(p.Nothing)+len(p.Unknown) != 0 {
		t.Errorf("ended: %+v", p)
	}
	s.Figures.Snapshots = nil
	s.Figures.Last.Reason = "its host did not answer"
	p = w.planner.Plan(s)
	if p.Unread != "its host did not answer" || len(p.Tasks)+len(p.Unknown)+len(p.Nothing) != 0 {
		t.Errorf("unread: %+v", p)
	}
}

// A release of what waits counts in health and not in posture.
func TestPlan_release(t *testing.T) {
	t.Parallel()
	w := load(t)
	p := w.planner.Plan(w.subject(t, "isarray"))
	got := task(p, field.ReleaseFlowMonths)
	if got == nil || got.Gain.Posture != 0 || got.Gain.Health <= 0 || got.Gain.Weakness <= 0 {
		t.Fatalf("got %+v", got)
	}
	if len(got.Evidence.Facts) == 0 || got.Command != "" {
		t.Errorf("evidence %+v, command %q", got.Evidence.Facts, got.Command)
	}
}
