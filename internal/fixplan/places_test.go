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
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
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

// A warning that no finding covers is evidence, and takes time like the others.
func TestPlan_otherWarningsTakeTime(t *testing.T) {
	t.Parallel()
	w := load(t)
	minutes := func(texts ...string) fixplan.Range {
		var ds []check.Detail
		for _, text := range texts {
			ds = append(ds, check.Detail{Text: text, Path: ".github/workflows/ci.yml", Line: len(ds) + 1})
		}
		return task(w.planner.Plan(made([]check.Check{scored(field.DangerousWorkflow, 0, ds...)})), field.DangerousWorkflow).Minutes
	}
	none, one, two := minutes(), minutes("untrusted code checkout 'x'"), minutes("untrusted code checkout 'x'", "a pattern of another version")
	if one.To-none.To != two.To-one.To || two.From <= one.From {
		t.Errorf("%v, %v, %v minutes for none, one and two places", none, one, two)
	}
}

// Items that wait take time each, and those that are answered do not.
func TestPlan_waitingItemsTakeTime(t *testing.T) {
	t.Parallel()
	w := load(t)
	minutes := func(opened, answered float64) fixplan.Range {
		p := w.planner.Plan(made(nil, health.Obs(field.FirstResponseDaysP50, 90), health.Obs(field.OutsideItems12m, opened), health.Obs(field.OutsideItemsAnswered12m, answered)))
		return task(p, field.FirstResponseDaysP50).Minutes
	}
	guide, _ := w.set.Steps.Guide(field.FirstResponseDaysP50)
	way := guide.Ways[0]
	for _, tc := range [][3]float64{{0, 0, 0}, {7, 7, 0}, {9, 5, 4}, {5, 9, 0}} {
		n := int(tc[2])
		want := fixplan.Range{From: way.Minutes.From + n*way.Each.From, To: way.Minutes.To + n*way.Each.To}
		if got := minutes(tc[0], tc[1]); got != want {
			t.Errorf("%g opened, %g answered: %v, want %v", tc[0], tc[1], got, want)
		}
	}
}

// A last point that the files cannot decide is neither a fault nor a task.
func TestPlan_licenceInDoubt(t *testing.T) {
	t.Parallel()
	w := load(t)
	doubt := scored(field.LicenseCheck, 9, check.Detail{Text: "Any licence detected not an FSF or OSI recognized license", Path: "COPYING"})
	unrun := check.Check{Name: "Code-Review", State: check.NotRun, Score: -1, Reason: "needs GitHub: reviews are not in git"}
	for licence, want := range map[string]struct{ unknown, nothing int }{"several": {unknown: 1}, "curl": {nothing: 1}, "MIT": {}} {
		p := w.planner.Plan(made([]check.Check{doubt, unrun}, health.ObsText(field.Licence, licence)))
		var unknown, nothing int
		for _, u := range p.Unknown {
			if u.ID == field.LicenseCheck {
				unknown++
				if u.Worst.Score.S.Value >= u.Best.Score.S.Value || u.Task != nil || !u.Published {
					t.Errorf("%s: %+v", licence, u)
				}
			}
		}
		for _, c := range p.Nothing {
			if c.ID == field.LicenseCheck {
				nothing++
			}
		}
		if unknown != want.unknown || nothing != want.nothing || task(p, field.LicenseCheck) != nil {
			t.Errorf("%s: %d times unknown, %d times nothing to do, want %+v", licence, unknown, nothing, want)
		}
	}
}

// Steps that lead to less than what is assumed of an unknown check take nothing away.
func TestPlan_assumedMoreThanTheStepsReach(t *testing.T) {
	t.Parallel()
	w := load(t)
	m := w.set.Model
	m.Prior.Cells = []model.PriorCell{{Check: field.BranchProtection, N: 50, Mean: 6, Deciles: model.Deciles{0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10}}}
	unrun := check.Check{Name: "Branch-Protection", State: check.NotRun, Score: -1, Reason: "needs GitHub: branch rules are not in git"}
	s := made([]check.Check{unrun, scored(field.LicenseCheck, 10)}, health.Obs(field.Regulars12m, 1))
	planner := fixplan.New(m, score.New(m), w.set.Steps)
	sim := planner.Simulate(s, []field.ID{field.BranchProtection})
	if len(sim.Done) != 1 || sim.Done[0].Reach != "3 of 10" || math.Abs(sim.Gain.Posture) > 1e-9 {
		t.Errorf("%d done, posture +%g", len(sim.Done), sim.Gain.Posture)
	}
}

// A release also ends the time since the last one, which the maintenance status shows.
func TestSimulate_release(t *testing.T) {
	t.Parallel()
	s := made(nil, health.Obs(field.ActiveMonths12m, 1), health.Obs(field.ReleaseFlowMonths, 30), health.Obs(field.MonthsSinceRelease, 30))
	sim := load(t).planner.Simulate(s, []field.ID{field.ReleaseFlowMonths})
	before, after := sim.Before.Score, sim.After.Score
	if before.Status.Word == health.StatusActive || after.Status.Word != health.StatusActive {
		t.Errorf("%s before, %s after a release", before.Status.Word, after.Status.Word)
	}
	if after.V.Value <= before.V.Value || after.V.Lo >= after.V.Hi {
		t.Errorf("vitality %+v after %+v", after.V.Interval, before.V.Interval)
	}
}
