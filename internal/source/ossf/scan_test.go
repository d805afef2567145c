package ossf

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ossf/scorecard/v4/checks"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// want is what a check is expected to say: a state, and a score when scored.
type want struct {
	state check.State
	score int
}

func TestScan_readsRealShapedTrees(t *testing.T) {
	t.Parallel()
	scored := func(n int) want { return want{check.Scored, n} }
	none := want{check.Inconclusive, -1}
	hidden := want{check.NotVisible, -1}
	for name, checks := range map[string]map[string]want{
		"old C library": {
			"Binary-Artifacts": scored(10), "License": scored(9), "Dangerous-Workflow": none, "Token-Permissions": none,
			"Pinned-Dependencies": none, "Security-Policy": hidden, "SAST": hidden, "Fuzzing": hidden, "Dependency-Update-Tool": hidden,
		},
		"well kept": {
			"Binary-Artifacts": scored(10), "License": scored(9), "Dangerous-Workflow": scored(10), "Token-Permissions": scored(10),
			"Pinned-Dependencies": scored(10), "Security-Policy": scored(10), "SAST": scored(10), "Fuzzing": scored(10), "Dependency-Update-Tool": scored(10),
		},
		"careless": {
			"Binary-Artifacts": scored(8), "License": scored(10), "Dangerous-Workflow": scored(0), "Token-Permissions": scored(0),
			"Pinned-Dependencies": scored(0), "Security-Policy": hidden, "SAST": hidden, "Dependency-Update-Tool": hidden,
		},
		"no licence": {"License": scored(0), "Binary-Artifacts": scored(9)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := scan(t, fixtures()[name], nil)
			for check, w := range checks {
				c := got(t, r, check)
				if c.State != w.state || c.Score != w.score {
					t.Errorf("%s: %s %d (%s %s), want %s %d", check, c.State, c.Score, c.Reason, c.Error, w.state, w.score)
				}
				if !strings.HasPrefix(c.Doc, "https://github.com/ossf/scorecard/blob/v4.13.1/docs/checks.md#") {
					t.Errorf("%s: documentation %q", check, c.Doc)
				}
			}
		})
	}
}

// The absence of what a tree cannot show is no evidence.
func TestScan_evidenceIsAboutTheProject(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"well kept", "old C library"} {
		for _, c := range scan(t, fixtures()[name], nil).Checks {
			if c.State == check.NotVisible && (len(c.Details) > 0 || len(c.Remedy) > 0) {
				t.Errorf("%s is not visible and has evidence %v", c.Name, c.Details)
			}
			for _, d := range c.Details {
				if strings.Contains(d.Text, "pull request") {
					t.Errorf("%s: %+v, which nobody could see", c.Name, d)
				}
			}
		}
	}
}

func TestScan_needsGitHubIsUnknownNotZero(t *testing.T) {
	t.Parallel()
	s := newSource(t, nil)
	r := scan(t, fixtures()["careless"], nil)
	for name := range needs {
		c := got(t, r, name)
		in := input(testRule(), c)
		if c.State != check.NotRun || c.Score != -1 || in.State != health.Unknown || in.Reason == "" {
			t.Errorf("%s: %+v, input %+v; want not run and unknown with what it needs", name, c, in)
		}
	}
	if len(r.Checks) != 16 || len(s.names) != 9 {
		t.Errorf("%d checks of which %d ran, want 16 and 9", len(r.Checks), len(s.names))
	}
}

// Even a model that asks for it gets no score for a check that cannot be judged.
func TestScan_modelCannotCountWhatNeedsGitHub(t *testing.T) {
	t.Parallel()
	more := func(c *Config) {
		c.Rule.CountFully = append(c.Rule.CountFully, "Code-Review", "Packaging", "Vulnerabilities")
	}
	if s := newSource(t, more); len(s.names) != 9 {
		t.Errorf("%v would run", s.names)
	}
	r := scan(t, fixtures()["careless"], more)
	for _, name := range []string{"Code-Review", "Packaging", "Vulnerabilities"} {
		if c := got(t, r, name); c.State != check.NotRun {
			t.Errorf("%s: %+v, want not run", name, c)
		}
	}
}

func TestInput_tellsErrorFromNothingToJudge(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		check check.Check
		want  health.State
	}{
		{"score", check.Check{Name: "License", State: check.Scored, Score: 0}, health.Observed},
		{"−1, does not apply", check.Check{Name: "Token-Permissions", State: check.Inconclusive, Score: -1, Reason: "no workflows"}, health.NotApplicable},
		{"−1, not in the table", check.Check{Name: "License", State: check.Inconclusive, Score: -1, Reason: "?"}, health.Unknown},
		{"error in a check of the table", check.Check{Name: "Token-Permissions", State: check.Errored, Score: -1, Error: "boom"}, health.Unknown},
		{"0 that proves nothing", check.Check{Name: "Fuzzing", State: check.Scored, Score: 0, Reason: "none"}, health.Unknown},
		{"above 0", check.Check{Name: "Fuzzing", State: check.Scored, Score: 10}, health.Observed},
		{"−1 that proves nothing", check.Check{Name: "SAST", State: check.Inconclusive, Score: -1}, health.Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, c := range settle(testRule(), []check.Check{tt.check}) {
				if c.Name != tt.check.Name {
					continue
				}
				in := input(testRule(), c)
				if in.State != tt.want || in.State != health.Observed && in.Reason == "" || (in.Error != "") != (tt.check.Error != "") {
					t.Errorf("%+v gives %+v, want %s", tt.check, in, tt.want)
				}
				if in.State == health.Observed && in.Value != float64(tt.check.Score) {
					t.Errorf("value %v, want %d", in.Value, tt.check.Score)
				}
			}
		})
	}
}

func project() health.Project {
	return health.Project{Slug: "name", Repositories: []health.Repository{{URL: "https://github.com/owner/name", Role: health.Primary}}}
}

func observe(t *testing.T, contents tree.Tree) health.Snapshot {
	t.Helper()
	s := newSource(t, func(c *Config) {
		c.Trees = func(context.Context, health.Project, time.Time) (tree.Tree, error) { return contents, nil }
	})
	snap, err := s.Observe(t.Context(), project(), time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return snap
}

func TestObserve_saysWhereEachInputComesFrom(t *testing.T) {
	t.Parallel()
	snap := observe(t, newTree(fixtures()["well kept"]))
	if snap.Version != "v4.13.1" || snap.Source != "scorecard" || len(snap.Inputs) != 16 || len(snap.Checks) != 16 {
		t.Fatalf("snapshot %+v", snap)
	}
	for i, in := range snap.Inputs {
		if i > 0 && snap.Inputs[i-1].Field >= in.Field {
			t.Errorf("inputs are not sorted at %s", in.Field)
		}
		if in.Version != "v4.13.1" || in.Commit != strings.Repeat("c0", 20) || in.Source != "scorecard" ||
			in.SourceURL == "" || in.ObservedAt.IsZero() || in.Reason == "" {
			t.Errorf("%+v lacks where it comes from", in)
		}
	}
}

// Trap 5: Scorecard judges whatever part of a tree it got.
func TestTrap05_partialTreeHasNoScore(t *testing.T) {
	t.Parallel()
	tree := newTree(fixtures()["well kept"])
	tree.missing = map[string]bool{"main.go": true}
	for _, in := range observe(t, tree).Inputs {
		if in.State != health.Unknown {
			t.Errorf("%+v, want unknown", in)
		}
	}
	if tree.fetches != 1 {
		t.Errorf("%d fetches, want one", tree.fetches)
	}
}

// Trap 5: what the fetch says holds, even should every content be readable.
func TestTrap05_failedFetchHasNoScore(t *testing.T) {
	t.Parallel()
	tree := partialTree{newTree(fixtures()["well kept"])}
	_, err := newSource(t, nil).Scan(t.Context(), tree, "github.com/owner/name")
	if !errors.Is(err, source.ErrPartialTree) {
		t.Errorf("error %v, want one about a partial tree", err)
	}
}

// partialTree says that something is missing.
type partialTree struct{ *memTree }

func (partialTree) Fetch(context.Context, []tree.File) error { return source.ErrPartialTree }

// Trap 5: a content may turn out to be missing after the fetch succeeded.
func TestTrap05_contentMissingLaterHasNoScore(t *testing.T) {
	t.Parallel()
	tree := lyingTree{newTree(fixtures()["well kept"])}
	tree.missing = map[string]bool{"main.go": true}
	_, err := newSource(t, nil).Scan(t.Context(), tree, "github.com/owner/name")
	if !errors.Is(err, source.ErrPartialTree) {
		t.Errorf("error %v, want one about a partial tree", err)
	}
}

// lyingTree says that everything is at hand.
type lyingTree struct{ *memTree }

func (lyingTree) Fetch(context.Context, []tree.File) error { return nil }

// Trap 7: Scorecard returns no checks and no error for an empty repository.
func TestTrap07_emptyTreeIsUnknown(t *testing.T) {
	t.Parallel()
	for _, in := range observe(t, newTree(nil)).Inputs {
		if in.State != health.Unknown || in.Reason == "" {
			t.Errorf("%+v, want unknown with a reason", in)
		}
	}
}

func TestObserve_passesOnWhyThereIsNoTree(t *testing.T) {
	t.Parallel()
	s := newSource(t, func(c *Config) {
		c.Trees = func(context.Context, health.Project, time.Time) (tree.Tree, error) {
			return nil, source.ErrUnavailable
		}
	})
	if _, err := s.Observe(t.Context(), project(), time.Time{}); !errors.Is(err, source.ErrUnavailable) {
		t.Errorf("error %v, want health.ErrUnavailable", err)
	}
}

// The names of the guards follow those of the library.
func TestScan_everyCheckExists(t *testing.T) {
	t.Parallel()
	all := checks.GetAll()
	for _, f := range field.Catalogue {
		if _, ok := all[string(f.ID)]; f.Source == field.SourceScorecard && !ok {
			t.Errorf("scorecard has no check %s", f.ID)
		}
	}
	for name := range needs {
		if _, ok := field.ByID(field.ID(name)); !ok {
			t.Errorf("no field %s", name)
		}
	}
}
