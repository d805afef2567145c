package baseline_test

import (
	"bytes"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestFactsOf(t *testing.T) {
	t.Parallel()
	own := health.Snapshot{Source: field.SourceScorecard, Checks: []check.Check{scored(field.SAST, 10)}}
	other := health.Snapshot{Source: field.SourcePublished, Checks: []check.Check{scored(field.SAST, 3), scored(field.Fuzzing, 3)}}
	sast := health.Obs(field.SAST, 10)
	sast.Source = field.SourceScorecard
	listed := health.NotApplies(field.Fuzzing, "the list says so")
	listed.Source = field.SourceList
	p := figures.Project{
		Inputs: health.Inputs{field.SAST: sast, field.Fuzzing: listed}, Snapshots: []health.Snapshot{other, own},
		Basis: &figures.Basis{Used: figures.Instrument{Source: field.SourceScorecard}},
	}
	entry := health.Project{Repositories: []health.Repository{{URL: "https://github.com/a/b", Role: health.Primary}}}
	if f := baseline.FactsOf(entry, p); len(f.Checks) != 1 || f.Checks[0].Score != 10 || !f.Inputs[field.SAST].Known() {
		t.Errorf("of one instrument: %+v", f)
	}
	p.Basis.Used.Unusable = "too old"
	f := baseline.FactsOf(entry, p)
	if in := f.Inputs[field.SAST]; len(f.Checks) != 0 || in.Known() || in.Reason != "our own scan is too old" || f.Inputs[field.Fuzzing].State != health.NotApplicable {
		t.Errorf("of an instrument that cannot be used: %+v", f)
	}
	if !p.Inputs[field.SAST].Known() {
		t.Error("the figures changed")
	}
	p.Basis = nil
	if f := baseline.FactsOf(entry, p); len(f.Checks) != 0 || len(f.Inputs) != 2 {
		t.Errorf("of figures that were not judged: %+v", f)
	}
}

func TestFactsOf_copies(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		own, read string
		mirror    bool
		host      bool
		want      bool
	}{
		"its own":                  {own: "https://github.com/a/b", read: "https://github.com/A/b.git"},
		"a mirror by its list":     {own: "https://github.com/a/b", read: "https://github.com/a/b", mirror: true, want: true},
		"a mirror by its host":     {own: "https://github.com/a/b", read: "https://github.com/a/b", host: true, want: true},
		"another address":          {own: "https://github.com/a/b", read: "https://github.com/c/b", want: true},
		"no address":               {own: "https://github.com/a/b", want: true},
		"a project without a home": {read: "https://github.com/a/b", want: true},
	} {
		var entry health.Project
		if tc.own != "" {
			entry.Repositories = []health.Repository{{URL: tc.own, Role: health.Primary, Mirror: tc.mirror}}
		}
		p := figures.Project{
			Inputs:    health.Inputs{field.RepositoryMirror: health.ObsBool(field.RepositoryMirror, tc.host)},
			Snapshots: []health.Snapshot{{Source: field.SourceGit, SourceURL: tc.read}},
		}
		f := baseline.FactsOf(entry, p)
		if away := tc.want && !tc.mirror && !tc.host; f.Copy != tc.want || f.Away != away {
			t.Errorf("%s: a copy %v, away %v", name, f.Copy, f.Away)
		}
	}
}

// The figures that the program is shipped with: what is not met names a warning with its file, and
// what was never read is unknown or cannot be seen.
func TestEvaluate_bundledProjects(t *testing.T) {
	t.Parallel()
	set, err := load()
	if err != nil {
		t.Fatal(err)
	}
	list, _ := set.List(health.DefaultList)
	raw, _ := set.Bundle(health.DefaultList)
	b, err := exchange.ReadBundle(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	bundled := map[string]exchange.BundleProject{}
	for _, p := range b.Projects {
		bundled[p.Slug] = p
	}
	met := 0
	for _, p := range list.Projects {
		f := bundled[p.Slug].Figures(list, p).Judged(set.Model)
		for _, v := range set.Baselines {
			report := baseline.Evaluate(v, baseline.FactsOf(p, f))
			sums(t, p.Slug, v, report)
			for _, r := range report.Results {
				switch {
				case r.State == baseline.NotMet && (r.Evidence[0].Line == nil || r.Evidence[0].Line.Path == ""):
					t.Errorf("%s: %s is not met without a file", p.Slug, r.Requirement.ID)
				case r.State == baseline.Met && f.At().IsZero():
					t.Errorf("%s was not read and meets %s", p.Slug, r.Requirement.ID)
				case r.State == baseline.Met:
					met++
				}
			}
		}
	}
	if met < 250 {
		t.Errorf("only %d requirements are met", met)
	}
}

// sums checks that the counts of a report are those of its results, for all and for each level.
func sums(t *testing.T, slug string, v baseline.Version, r baseline.Report) {
	t.Helper()
	add := func(by map[baseline.State]int) int {
		n := 0
		for _, s := range baseline.States {
			n += by[s]
		}
		return n
	}
	if add(r.All.By) != len(v.Requirements) || r.All.Total != len(v.Requirements) || r.All.Observable != v.Observable() || r.All.Observable+r.All.By[baseline.NotObservable] != r.All.Total {
		t.Errorf("%s by %s: %+v of %d requirements", slug, v.Name, r.All, len(v.Requirements))
	}
	for _, l := range r.Levels {
		stops := len(r.Stops(l.Level))
		if add(l.By) != l.Total || stops != l.Total-l.By[baseline.Met]-l.By[baseline.NotApplicable] || l.State == baseline.Met && stops > 0 {
			t.Errorf("%s by %s, level %d: %+v, %d stop it", slug, v.Name, l.Level, l, stops)
		}
	}
	s := r.Standing(slug, slug)
	for i, x := range r.Results {
		if s.State(i) != x.State {
			t.Errorf("%s: %s is %s, and kept as %s", slug, x.Requirement.ID, x.State, s.State(i))
		}
	}
}
