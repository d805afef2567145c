package ossf

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/batch"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// busy is a world with something for every check.
func busy(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	all := situations()
	for _, name := range []string{
		"reviewed by another", "tested by actions", "code scanning ran", "answered by a member", "protected in some ways",
		"release signed", "a contributor at a company", "licence the host knows", "security policy of the owner", "safe workflow",
		"unpinned images", "publishes", "badge silver", "in OSS-Fuzz", "vulnerable npm", "dependabot seen",
	} {
		all[name](w)
	}
	return w
}

func TestObserveHosted_showsAllAndScoresWhatTheModelHolds(t *testing.T) {
	t.Parallel()
	w := busy(t)
	s := hostedSource(t, hostOf(w), newEarth(nil), nil)
	snap, err := s.Observe(t.Context(), w.project(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if snap.Version != "v4.13.1+github" || snap.Commit != w.records.Commit || snap.Origin != health.OriginLive || !snap.ObservedAt.Equal(w.records.ObservedAt) || snap.SourceURL != "https://"+w.repo() {
		t.Errorf("snapshot %s of %s, %s, at %s, from %s", snap.Version, snap.Commit, snap.Origin, snap.ObservedAt, snap.SourceURL)
	}
	if len(snap.Checks) != 18 || len(snap.Inputs) != 16 {
		t.Fatalf("%d checks and %d inputs, want 18 and 16", len(snap.Checks), len(snap.Inputs))
	}
	for _, c := range snap.Checks {
		if c.State != check.Scored || c.Doc == "" || c.Risk == "" {
			t.Errorf("%s: %+v, want it scored", c.Name, c)
		}
	}
	for _, in := range snap.Inputs {
		if in.Field == "Maintained" || in.Field == "Contributors" || in.State != health.Observed || in.Version != snap.Version || in.Source != field.SourceScorecard || in.Commit != snap.Commit {
			t.Errorf("input %+v", in)
		}
	}
}

// A 0 is a 0 where the host answered; what there is nothing of does not apply.
func TestObserveHosted_readsTheResultsFully(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	snap, err := hostedSource(t, hostOf(w), newEarth(nil), nil).Observe(t.Context(), w.project(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]health.State{
		"CI-Tests": health.NotApplicable, "Signed-Releases": health.NotApplicable, "Dangerous-Workflow": health.NotApplicable,
		"Token-Permissions": health.NotApplicable, "Pinned-Dependencies": health.NotApplicable, "Packaging": health.Unknown,
	}
	for _, in := range snap.Inputs {
		state := health.Observed
		if s, ok := want[string(in.Field)]; ok {
			state = s
		}
		if in.State != state || state == health.Observed && in.Value != 0 && in.Field != "Binary-Artifacts" && in.Field != "Vulnerabilities" {
			t.Errorf("%s is %s %g (%s), want %s", in.Field, in.State, in.Value, in.Reason, state)
		}
	}
}

// Where the host does not answer, and for the past, scans are those of a tree.
func TestObserveHosted_isForItsSiteAndNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	h := hostOf(w)
	s := hostedSource(t, h, newEarth(nil), func(c *Config) {
		c.Trees = func(context.Context, health.Project, time.Time) (tree.Tree, error) { return newTree(w.files), nil }
	})
	elsewhere := health.Project{Slug: "x", Repositories: []health.Repository{{URL: "https://codeberg.org/a/b", Role: health.Primary}}}
	for _, tt := range []struct {
		p    health.Project
		asOf time.Time
		want int
	}{{w.project(), ago(100), 0}, {elsewhere, time.Time{}, 0}, {w.project(), time.Time{}, 1}} {
		snap, err := s.Observe(t.Context(), tt.p, tt.asOf)
		if err != nil || h.calls["Records"] != tt.want || (snap.Version == "v4.13.1") != (tt.want == 0) {
			t.Errorf("%s at %s: %d calls, version %s, %v; want %d", tt.p.Slug, tt.asOf, h.calls["Records"], snap.Version, err, tt.want)
		}
	}
}

// A part that is not visible leaves its checks without a score, for that
// reason, and never as something that does not apply.
func TestObserveHosted_whatIsNotVisibleIsUnknown(t *testing.T) {
	t.Parallel()
	const why = "not visible to our token"
	for part, checks := range map[forge.Part]string{
		forge.PartBranches: "Branch-Protection", forge.PartCommits: "CI-Tests Code-Review Maintained SAST", forge.PartCheckRuns: "CI-Tests SAST",
		forge.PartIssues: "Maintained", forge.PartReleases: "Branch-Protection Signed-Releases", forge.PartContributors: "Contributors",
		forge.PartLanguages: "Fuzzing", forge.PartLicences: "License",
	} {
		t.Run(string(part), func(t *testing.T) {
			t.Parallel()
			w := busy(t)
			w.records.Unseen = map[forge.Part]string{part: why}
			snap, err := hostedSource(t, hostOf(w), newEarth(nil), nil).Observe(t.Context(), w.project(), time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			in := health.Inputs{}
			for _, i := range snap.Inputs {
				in[i.Field] = i
			}
			for _, c := range snap.Checks {
				needed := strings.Contains(" "+checks+" ", " "+c.Name+" ")
				if (c.State == check.NotVisible && c.Reason == why && c.Score == -1) != needed || !needed && c.State != check.Scored {
					t.Errorf("%s: %+v, want it hidden: %v", c.Name, c, needed)
				}
				if i := in.Field(field.ID(c.Name)); needed && catalogued(c.Name) && (i.State != health.Unknown || i.Reason != why) {
					t.Errorf("input %+v, want it unknown", i)
				}
			}
		})
	}
}

// Without the tree there is no snapshot: the one before stays, with its age.
func TestObserveHosted_withoutTheTreeThereIsNoSnapshot(t *testing.T) {
	t.Parallel()
	later := &source.LaterError{At: ago(-1), Err: errFake}
	half := newTree(map[string]string{"a": "1", "b": "2"})
	half.missing = map[string]bool{"b": true}
	other := newTree(map[string]string{"a": "1"})
	empty := newTree(nil)
	large := newTree(map[string]string{"a": strings.Repeat("x", 1<<20)})
	for name, tt := range map[string]struct {
		method string
		err    error
		tree   *memTree
		want   error
	}{
		"no records":            {method: "Records", err: source.ErrUnavailable, want: source.ErrUnavailable},
		"blocked":               {method: "Records", err: source.ErrBlocked, want: source.ErrBlocked},
		"limit in the middle":   {method: "Archive", err: later, want: later},
		"archive refused":       {method: "Archive", err: source.ErrUnavailable, want: source.ErrUnavailable},
		"archive cut off":       {method: "Archive", err: source.ErrPartialTree, want: source.ErrPartialTree},
		"archive a bomb":        {method: "Archive", err: source.ErrLimit, want: source.ErrLimit},
		"a file is missing":     {tree: half, want: source.ErrPartialTree},
		"of another commit":     {tree: other, want: source.ErrPartialTree},
		"no files":              {tree: empty, want: source.ErrEmpty},
		"larger than is looked": {tree: large, want: source.ErrLimit},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			h := &worldHost{world: w.tell(), broken: map[string]error{tt.method: tt.err}}
			if tt.tree != nil {
				if tt.tree != other {
					tt.tree.commit = w.records.Commit
				}
				h.archive = func() (tree.Tree, error) { return tt.tree, nil }
			}
			cache, dir := &memCache{}, ""
			s := hostedSource(t, h, newEarth(nil), func(c *Config) { c.Cache, c.Limits.Tree, dir = cache, 1<<19, c.TempDir })
			snap, err := s.Observe(t.Context(), w.project(), time.Time{})
			if !errors.Is(err, tt.want) || snap.Checks != nil || snap.Inputs != nil {
				t.Errorf("%v with %d checks, want %v and none", err, len(snap.Checks), tt.want)
			}
			cache.Range(func(key, _ any) bool { t.Errorf("kept %v", key); return true })
			emptied(t, dir)
		})
	}
}

func emptied(t *testing.T, dir string) {
	t.Helper()
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind %v, %v", left, err)
	}
}

// Trap 6, with a host: several at once never mix.
func TestTrap06_hostedScansDoNotMix(t *testing.T) {
	t.Parallel()
	a, b := busy(t), newWorld(t)
	b.owner, b.records.Commit = b.owner+"x", strings.Repeat("9", 40)
	t.Cleanup(func() { worlds.Delete(b.owner) })
	s := hostedSource(t, switchboard{a.owner: hostOf(a), b.owner: hostOf(b)}, newEarth(nil), func(c *Config) { c.Cache = &memCache{} })
	want := map[*world]Result{a: a.ours(t), b: b.ours(t)}
	var all sync.WaitGroup
	for i := range 12 {
		w := []*world{a, b}[i%2]
		all.Go(func() {
			r, err := s.ScanHosted(t.Context(), w.project())
			if err != nil || r.Commit != w.records.Commit || r.Repo != w.repo() {
				t.Errorf("%s at %s, %v; want %s at %s", r.Repo, r.Commit, err, w.repo(), w.records.Commit)
				return
			}
			if x, y := asJSON(t, untimed(want[w].Checks)), asJSON(t, untimed(r.Checks)); x != y {
				t.Errorf("%s alone %s\nwith others %s", w.owner, x, y)
			}
		})
	}
	all.Wait()
}

// switchboard is one host for several worlds.
type switchboard map[string]*worldHost

func (s switchboard) Records(ctx context.Context, p health.Project) (forge.Records, error) {
	return s[p.Slug].Records(ctx, p)
}

func (s switchboard) Archive(ctx context.Context, p health.Project, r forge.Records) (tree.Tree, error) {
	return s[p.Slug].Archive(ctx, p, r)
}

func (s switchboard) Runs(ctx context.Context, p health.Project, file string) ([]forge.WorkflowRun, error) {
	return s[p.Slug].Runs(ctx, p, file)
}

func (s switchboard) CommitsBy(ctx context.Context, p health.Project, login string) ([]forge.Commit, error) {
	return s[p.Slug].CommitsBy(ctx, p, login)
}

func (s switchboard) OwnerFiles(ctx context.Context, p health.Project) (tree.Tree, error) {
	return s[p.Slug].OwnerFiles(ctx, p)
}

func untimed(in []check.Check) []check.Check {
	var out []check.Check
	for _, c := range in {
		c.Took = 0
		out = append(out, c)
	}
	return out
}

func TestPlan_countsWhatIsAskedTogetherOnce(t *testing.T) {
	t.Parallel()
	var projects []health.Project
	for range 10 {
		projects = append(projects, newWorld(t).project())
	}
	for workers, want := range map[int]int{0: 50, 2: 50, 8: 40, 16: 36, 64: 36} {
		s := hostedSource(t, hostOf(newWorld(t)), newEarth(nil), func(c *Config) { c.Together, c.Workers = &batch.Crowd{}, workers })
		p, err := s.Plan(t.Context(), projects)
		if err != nil || p.Projects != 10 || p.First != 10 || p.Cost.Requests != want {
			t.Errorf("%d workers: %+v, %v; want %d requests", workers, p, err, want)
		}
	}
}
