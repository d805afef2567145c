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

// Every input that applies and has less than all its points is in one place of the plan, and no other
// input is.
func TestPlan_everyInputIsInOnePlace(t *testing.T) {
	t.Parallel()
	w := load(t)
	var tasks, unknown, nothing, full, plans int
	for _, s := range w.all {
		p := w.planner.Plan(s)
		if p.Unread != "" || p.Ended != "" {
			continue
		}
		plans++
		places := map[field.ID]int{}
		for _, x := range p.Tasks {
			places[x.ID]++
		}
		for _, x := range p.Unknown {
			places[x.ID]++
		}
		for _, x := range p.Nothing {
			places[x.ID]++
		}
		for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Posture} {
			for i, row := range p.Now.Score.Axis(a).Inputs {
				id := w.set.Model.Axes[a][i].Field
				doubt := row.Input.Uncertain() && a == model.Posture
				want := 1
				if row.Input.State == health.NotApplicable || row.Input.Known() && row.S >= 100-1e-9 && !doubt {
					want = 0
					full++
				}
				if places[id] != want {
					t.Errorf("%s: %s (%s, %g) is in %d places, want %d", s.Project.Slug, id, row.Input.State, row.S, places[id], want)
				}
			}
		}
		tasks, unknown, nothing = tasks+len(p.Tasks), unknown+len(p.Unknown), nothing+len(p.Nothing)
	}
	if plans < 80 || tasks < plans || unknown < plans || nothing < plans || full < plans {
		t.Errorf("%d plans with %d tasks, %d unknown, %d circumstances, %d at their best", plans, tasks, unknown, nothing, full)
	}
	t.Logf("%d plans with %d tasks, %d unknown, %d circumstances, %d at their best", plans, tasks, unknown, nothing, full)
}

// again scores a project with other inputs: a way to the same points that uses none of the planner.
func again(w world, s fixplan.Subject, values map[field.ID]float64) health.Score {
	ins := health.Inputs{}
	for id, in := range s.Figures.Judged(w.set.Model).Inputs {
		ins[id] = in
	}
	for id, v := range values {
		in := health.Obs(id, v)
		in.ObservedAt = s.Figures.At()
		ins[id] = in
	}
	return score.Evaluate(w.set.Model, s.Project, ins, s.Figures.At(), s.Now)
}

// The points of a task are those of the model if the check has the value that the steps lead to and all
// else is as it is.
func TestPlan_pointsAreThoseOfScoringAgain(t *testing.T) {
	t.Parallel()
	w := load(t)
	reach := map[string]float64{}
	for i := range 11 {
		reach[string(rune('0'+i))] = float64(i)
	}
	reach["10"] = 10
	checked := 0
	for n, s := range w.all {
		if n%5 != 0 { // the draws of so many are slow
			continue
		}
		p := w.planner.Plan(s)
		for _, task := range p.Tasks {
			to, ok := reach[strings.TrimSuffix(task.Reach, " of 10")]
			if f, _ := field.ByID(task.ID); !ok || f.Source != field.SourceScorecard {
				continue
			}
			after := again(w, s, map[field.ID]float64{task.ID: to})
			if got, want := task.Gain.Posture, after.S.Value-p.Now.Score.S.Value; math.Abs(got-want) > 1e-9 {
				t.Errorf("%s, %s: posture +%g, want +%g", s.Project.Slug, task.ID, got, want)
			}
			if p.Now.Score.RiskKnown {
				if got, want := *task.Gain.Risk, p.Now.Score.Risk.Value-after.Risk.Value; math.Abs(got-want) > 1e-9 {
					t.Errorf("%s, %s: risk −%g, want −%g", s.Project.Slug, task.ID, got, want)
				}
			}
			if task.Full != nil {
				best := again(w, s, map[field.ID]float64{task.ID: 10})
				if got, want := task.Full.Posture, best.S.Value-p.Now.Score.S.Value; math.Abs(got-want) > 1e-9 {
					t.Errorf("%s, %s: at 10, posture +%g, want +%g", s.Project.Slug, task.ID, got, want)
				}
			}
			checked++
		}
	}
	if checked < 10 {
		t.Errorf("only %d tasks were checked", checked)
	}
}

// What is unknown has both ends, and the truth as it counts today is between them.
func TestPlan_unknownHasBothEnds(t *testing.T) {
	t.Parallel()
	w := load(t)
	ends := 0
	for _, s := range w.all {
		p := w.planner.Plan(s)
		now := p.Now.Score
		for _, u := range p.Unknown {
			worst, best := u.Worst.Score, u.Best.Score
			if worst.RiskKnown && best.RiskKnown && worst.Risk.Value < best.Risk.Value-1e-9 {
				t.Errorf("%s, %s: risk %g at worst, %g at best", s.Project.Slug, u.ID, worst.Risk.Value, best.Risk.Value)
			}
			if now.S.Known && (worst.S.Value > now.S.Value+1e-9 || best.S.Value < now.S.Value-1e-9) {
				t.Errorf("%s, %s: posture %g to %g, now %g", s.Project.Slug, u.ID, worst.S.Value, best.S.Value, now.S.Value)
			}
			if u.Why == "" || u.Advice.Text == "" || u.Label == "" {
				t.Errorf("%s, %s: %+v says too little", s.Project.Slug, u.ID, u)
			}
			if best.S.Value > worst.S.Value {
				ends++
			}
		}
	}
	if ends == 0 {
		t.Error("no check is unknown: nothing was checked")
	}
}

func TestPlan_bestReturnFirst(t *testing.T) {
	t.Parallel()
	p := load(t).planner.Plan(made([]check.Check{
		scored(field.Vulnerabilities, 0), scored(field.TokenPermissions, 0), scored(field.LicenseCheck, 0), scored(field.SecurityPolicyCheck, 9),
	}))
	var got []field.ID
	for _, task := range p.Tasks {
		got = append(got, task.ID)
	}
	want := []field.ID{field.TokenPermissions, field.Vulnerabilities, field.LicenseCheck, field.SecurityPolicyCheck}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The steps name the workflow and the line.
func TestPlan_stepsNameThePlace(t *testing.T) {
	t.Parallel()
	w := load(t)
	c := scored(field.TokenPermissions, 0,
		check.Detail{Text: "no topLevel permission defined", Path: ".github/workflows/ci.yml", Line: 1},
		check.Detail{Text: "topLevel 'contents' permission set to 'write'", Path: ".github/workflows/release.yml", Line: 7},
		check.Detail{Text: "jobLevel 'contents' permission set to 'write'", Path: ".github/workflows/sync.yml", Line: 12},
		check.Detail{Type: "info", Text: "topLevel permissions set to 'read-all'", Path: ".github/workflows/ok.yml", Line: 3})
	c.Omitted = 5 // no warnings: one that is no warning is there
	got := task(w.planner.Plan(made([]check.Check{c})), field.TokenPermissions)
	if got == nil || len(got.Steps) != 2 {
		t.Fatalf("got %+v", got)
	}
	ci, release := got.Steps[0].Places, got.Steps[1].Places
	blob := "https://github.com/acme/tool/blob/" + commit + "/.github/workflows/"
	if len(ci) != 1 || ci[0] != (fixplan.Place{Path: ".github/workflows/ci.yml", URL: blob + "ci.yml"}) {
		t.Errorf("no permissions: %+v", ci)
	}
	if len(release) != 1 || release[0] != (fixplan.Place{Path: ".github/workflows/release.yml", Line: 7, URL: blob + "release.yml#L7", Text: "topLevel 'contents' permission set to 'write'"}) {
		t.Errorf("too many: %+v", release)
	}
	if got.Evidence.Left != 0 || len(got.Evidence.Lines) != 0 {
		t.Errorf("evidence: %+v", got.Evidence)
	}
	guide, _ := w.set.Steps.Guide(field.TokenPermissions)
	way := guide.Ways[0]
	if want := (fixplan.Range{From: way.Minutes.From + 2*way.Each.From, To: way.Minutes.To + 2*way.Each.To}); got.Minutes != want {
		t.Errorf("%v, want %v: two places cost points", got.Minutes, want)
	}
	if !strings.Contains(got.Command, "scorecard --repo='github.com/acme/tool'") && !strings.Contains(got.Command, "scorecard --repo=github.com/acme/tool") || strings.Contains(got.Command, "--commit") {
		t.Errorf("command %q", got.Command)
	}
}

// A published result has its places at the end of its lines.
func TestPlan_publishedNamesThePlaceToo(t *testing.T) {
	t.Parallel()
	w := load(t)
	s := made([]check.Check{scored(field.PinnedDependencies, 0,
		check.Detail{Text: "third-party GitHubAction not pinned by hash: .github/workflows/ci.yml:31: update your workflow using https://example.org/"},
		check.Detail{Text: "pipCommand not pinned by hash: Dockerfile:9-12"},
		check.Detail{Text: "downloadThenRun not pinned by hash: ../../etc/passwd:1"})})
	s.Figures.Inputs = health.Inputs{}
	s.Figures.Snapshots[1].Source = field.SourcePublished
	got := task(w.planner.Plan(s), field.PinnedDependencies)
	if got == nil || len(got.Steps) < 3 {
		t.Fatalf("got %+v", got)
	}
	first, second, third := got.Steps[0].Places[0], got.Steps[1].Places[0], got.Steps[2].Places[0]
	if first.Path != ".github/workflows/ci.yml" || first.Line != 31 || first.Text != "" || !strings.HasSuffix(first.URL, "/ci.yml#L31") {
		t.Errorf("first: %+v", first)
	}
	if second.Path != "Dockerfile" || second.Line != 9 {
		t.Errorf("second: %+v", second)
	}
	if third.Path != "" || third.URL != "" {
		t.Errorf("a place outside of the tree: %+v", third)
	}
}
