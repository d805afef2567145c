package app

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/scorecards"
)

// done are the steps that advice may name, each with whether it already happened.
var done = map[string]func(f figures.Project, in health.Input) bool{
	"collect":           ranSource(field.SourceGit),
	"checks":            ranSource(field.SourceScorecard),
	"own-checks":        ranSource(field.SourceScorecard),
	"registries":        ranSource(field.SourceRegistry),
	"advisories":        ranSource(field.SourceAdvisory),
	"collect-host":      func(f figures.Project, _ health.Input) bool { return f.HostAsked() },
	"host-or-elsewhere": func(f figures.Project, _ health.Input) bool { return f.HostAsked() },
	"host": func(f figures.Project, in health.Input) bool {
		return ranSource(field.SourceGitHub)(f, in) && !strings.HasPrefix(in.Reason, "needs ")
	},
	"history": func(_ figures.Project, in health.Input) bool { return !strings.Contains(in.Reason, "shallow") },
	"whole-copy": func(_ figures.Project, in health.Input) bool {
		return !strings.Contains(in.Reason, "in this clone") && !strings.Contains(in.Reason, "not available") && !strings.Contains(in.Reason, "in part")
	},
	// The opposite: it says that something was asked.
	"git-shows-no-more": not(ranSource(field.SourceGit)),
	"host-shows-no-more": func(f figures.Project, in health.Input) bool {
		return !ranSource(field.SourceGitHub)(f, in) && !f.HostAsked()
	},
	"checks-show-no-more":     not(ranSource(field.SourceScorecard)),
	"no-dependencies":         not(hasChecks),
	"no-workflows":            not(hasChecks),
	"no-commits":              not(hasChecks),
	"only-bots":               not(hasChecks),
	"first-release":           not(hasChecks),
	"publishing":              not(hasChecks),
	"branch-rights":           not(hasChecks),
	"registries-tell-no-more": not(ranSource(field.SourceRegistry)),
	"advisories-show-no-more": not(ranSource(field.SourceAdvisory)),
}

func ranSource(source string) func(figures.Project, health.Input) bool {
	return func(f figures.Project, _ health.Input) bool { _, ok := f.Snapshot(source); return ok }
}

// hasChecks reports whether checks ran, here or where their result was published.
func hasChecks(f figures.Project, in health.Input) bool {
	return ranSource(field.SourceScorecard)(f, in) || f.Basis != nil && f.Basis.Published()
}

func not(fn func(figures.Project, health.Input) bool) func(figures.Project, health.Input) bool {
	return func(f figures.Project, in health.Input) bool { return !fn(f, in) }
}

// Advice never asks for what already happened, and never says that something was asked that was
// not: for every unknown input of every bundled project.
func TestAdvice_ofTheBundleCanWork(t *testing.T) {
	t.Parallel()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	b, err := fs.ReadFile(scorecards.Files(), "critical/snapshot.json")
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := exchange.ReadBundle(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	var list health.List
	for _, l := range set.Lists {
		if l.Slug == bundle.List {
			list = l
		}
	}
	projects := map[string]health.Project{}
	for _, p := range list.Projects {
		projects[p.Slug] = p
	}
	seen := map[string]int{}
	scorer := score.New(set.Model)
	for _, bp := range bundle.Projects {
		p, ok := projects[bp.Slug]
		if !ok {
			continue
		}
		f := figures.Project{Project: p.Slug, Inputs: health.Inputs{}, Last: health.Attempt{Reason: bp.Reason}}
		for _, sn := range bp.Health() {
			for _, in := range sn.Inputs {
				in.Source = sn.Source
				f.Inputs.Put(in)
			}
			sn.Inputs = nil
			f.Snapshots = append(f.Snapshots, sn)
		}
		for _, in := range entry.Inputs(list, p) {
			f.Inputs.Put(in)
		}
		f = f.Judged(set.Model)
		sc := scorer.Evaluate(p, f.Inputs, f.At(), bundle.MadeAt)
		for _, a := range []health.AxisScore{sc.V, sc.R, sc.S, sc.C} {
			for _, in := range a.Inputs {
				if in.Input.State != health.Unknown {
					continue
				}
				advice := explain.AdviceFor(p, f, in.Input)
				seen[advice.ID]++
				if already := done[advice.ID]; already != nil && already(f, in.Input) {
					t.Errorf("%s, %s (%s): %q", p.Slug, in.ID, in.Input.Reason, advice.Text)
				}
			}
		}
	}
	t.Logf("%v", seen)
	if len(seen) < 6 {
		t.Errorf("only %v", seen)
	}
}
