package synth_test

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/synth"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
	"pgregory.net/rapid"
)

var until = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// bundled is the real data of the program.
func bundled(t testing.TB) synth.Real {
	t.Helper()
	real, err := readBundled()
	if err != nil {
		t.Fatal(err)
	}
	return real
}

var readBundled = sync.OnceValues(func() (synth.Real, error) {
	set, err := curated.Load()
	if err != nil {
		return synth.Real{}, err
	}
	list, _ := set.List("critical")
	raw, _ := set.Bundle(list.Slug)
	b, err := exchange.ReadBundle(bytes.NewReader(raw))
	real := synth.Real{List: list, Snapshots: map[string][]health.Snapshot{}}
	for _, p := range b.Projects {
		if p.Outcome == health.OutcomeObserved {
			real.Snapshots[p.Slug] = p.Health()
		}
	}
	return real, err
})

func generator(t testing.TB, real synth.Real, c synth.Config) *synth.Generator {
	t.Helper()
	if c.Until.IsZero() {
		c.Until = until
	}
	g, err := synth.New(c, real)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// inputs returns the inputs of all sources of a project at a week; nil when it could
// not be read.
func inputs(g *synth.Generator, i, week int) health.Inputs {
	snaps, err := g.Snapshots(i, week)
	if err != nil {
		return nil
	}
	out := health.Inputs{}
	for _, sn := range snaps {
		out.Put(sn.Inputs...)
	}
	return out
}

func TestGenerator_theSameSeedMakesTheSame(t *testing.T) {
	t.Parallel()
	real := bundled(t)
	c := synth.Config{Projects: 300, Weeks: 5, Seed: 42, Observed: .5}
	a, b := generator(t, real, c), generator(t, real, c)
	c.Seed = 43
	other := generator(t, real, c)
	if diff := cmp.Diff(a.List(), b.List()); diff != "" {
		t.Errorf("lists (-one +other)\n%s", diff)
	}
	differ := 0
	for i := range c.Projects {
		week := i % c.Weeks
		if diff := cmp.Diff(a.Project(i), b.Project(i)); diff != "" {
			t.Fatalf("project %d (-one +other)\n%s", i, diff)
		}
		one, e1 := a.Snapshots(i, week)
		two, e2 := b.Snapshots(i, week)
		if diff := cmp.Diff(one, two); diff != "" || (e1 == nil) != (e2 == nil) {
			t.Fatalf("figures of %d, errors %v and %v (-one +other)\n%s", i, e1, e2, diff)
		}
		if !cmp.Equal(inputs(a, i, 0), inputs(other, i, 0)) {
			differ++
		}
	}
	if differ < c.Projects/2 {
		t.Errorf("with another seed only %d of %d have other figures", differ, c.Projects)
	}
}

// Nothing that is made may be taken for a real project, or name one.
func TestGenerator_everythingIsMarked(t *testing.T) {
	t.Parallel()
	real := bundled(t)
	g := generator(t, real, synth.Config{Projects: 600, Weeks: 3, Seed: 7, Observed: .7})
	l := g.List()
	for _, s := range []string{l.Slug, l.Title, l.Purpose, l.Owner, l.Notice} {
		if !strings.Contains(strings.ToLower(s), "synthetic") {
			t.Errorf("the list says %q", s)
		}
	}
	for _, s := range []string{l.Title, l.Purpose, l.Notice} {
		if testkit.Unsaid(s, "7") != nil {
			t.Errorf("the list says %q, without the seed", s)
		}
	}
	var named []string
	for _, p := range real.List.Projects {
		for _, r := range p.Repositories {
			id, err := repository.Parse(r.URL)
			if err != nil {
				t.Fatal(err)
			}
			named = append(named, id.Path)
		}
		if len(p.Name) > 5 {
			named = append(named, p.Name)
		}
	}
	for i := range 600 {
		p := g.Project(i)
		snaps, _ := g.Snapshots(i, i%3)
		for _, s := range textsOf(p) {
			if strings.Contains(s, "://") && !strings.HasPrefix(s, "https://"+synth.Host+"/") {
				t.Fatalf("%s has the address %s", p.Slug, s)
			}
		}
		if !strings.HasPrefix(p.Name, "Synthetic ") || !strings.HasPrefix(p.Slug, "synthetic-") {
			t.Fatalf("a project is called %s (%s)", p.Name, p.Slug)
		}
		all := textsOf(p)
		for _, sn := range snaps {
			if sn.Origin != health.OriginSynthetic || !strings.Contains(sn.Version, "synthetic, seed 7") {
				t.Fatalf("%s: a snapshot of %q by %q", p.Slug, sn.Origin, sn.Version)
			}
			all = append(all, sn.SourceURL)
			for _, in := range sn.Inputs {
				if in.Field != "licence" { // that of ImageMagick has its name
					all = append(all, in.Text, in.Reason, in.Error)
				}
			}
			for _, c := range sn.Checks {
				all = append(all, c.Reason, c.Error)
				for _, d := range c.Details {
					all = append(all, d.Text, d.Path)
				}
			}
		}
		for _, s := range all {
			for _, name := range named {
				if strings.Contains(s, name) {
					t.Fatalf("%s names %s: %q", p.Slug, name, s)
				}
			}
		}
	}
}

// textsOf are the texts and addresses of an entry.
func textsOf(p health.Project) []string {
	out := append([]string{p.Why, p.Homepage, p.NoRepository, p.Tracker, p.Repology, p.AddedBy}, p.Packages...)
	for _, r := range p.Repositories {
		out = append(out, r.URL, r.Upstream, r.Note)
	}
	if p.Exposure != nil {
		out = append(out, p.Exposure.Reason)
	}
	if p.Substitution != nil {
		out = append(out, p.Substitution.Reason)
	}
	if p.BaseImage != nil {
		out = append(out, p.BaseImage.In, p.BaseImage.URL)
	}
	if p.EndOfLife != nil {
		out = append(out, p.EndOfLife.URL, p.EndOfLife.Successor)
	}
	return out
}

// What is written is read back by the strict reader of lists.
func TestGenerator_listIsReadBack(t *testing.T) {
	t.Parallel()
	const n = 3000
	g := generator(t, bundled(t), synth.Config{Projects: n, Weeks: 1, Seed: 1, Observed: .5})
	dir := t.TempDir()
	var want []health.Project
	write(t, dir, g, n, &want)
	got, err := curated.OpenList(dir, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.Projects); diff != "" {
		t.Errorf("projects (-made +read)\n%s", diff)
	}
	if got.Title != g.List().Title || got.Notice != g.List().Notice || len(got.Sources) != len(g.List().Sources) {
		t.Errorf("the list is read as %+v", got)
	}
}

func TestGenerator_ownersAreUnequal(t *testing.T) {
	t.Parallel()
	const n = 5000
	g := generator(t, bundled(t), synth.Config{Projects: n, Weeks: 1, Seed: 1, Observed: .5})
	owners := map[string]int{}
	for i := range n {
		if r, ok := g.Project(i).PrimaryRepository(); ok {
			owners[strings.Split(r.URL, "/")[3]]++
		}
	}
	most, alone := 0, 0
	for _, k := range owners {
		most = max(most, k)
		if k == 1 {
			alone++
		}
	}
	if most < n/100 || alone < len(owners)/2 {
		t.Errorf("%d owners, the largest with %d projects, %d with one", len(owners), most, alone)
	}
}

func TestNew_refusesWhatItCannotMake(t *testing.T) {
	t.Parallel()
	real := bundled(t)
	good := synth.Config{Projects: 1, Weeks: 1, Until: until, Observed: .5}
	for name, c := range map[string]func(*synth.Config){
		"no project": func(c *synth.Config) { c.Projects = 0 }, "too many": func(c *synth.Config) { c.Projects = synth.MaxProjects + 1 },
		"no week": func(c *synth.Config) { c.Weeks = 0 }, "too long": func(c *synth.Config) { c.Weeks = synth.MaxWeeks + 1 },
		"no share": func(c *synth.Config) { c.Observed = math.NaN() }, "no instant": func(c *synth.Config) { c.Until = time.Time{} },
	} {
		bad := good
		c(&bad)
		if _, err := synth.New(bad, real); err == nil {
			t.Errorf("%s: made", name)
		}
	}
	if _, err := synth.New(good, synth.Real{}); err == nil {
		t.Error("made from nothing")
	}
	g := generator(t, real, good)
	for _, s := range g.Sources(func() int { return 0 }) {
		for _, slug := range []string{"synthetic-000001", "curl", "synthetic-1", "synthetic--00001"} {
			if _, err := s.Observe(t.Context(), health.Project{Slug: slug}, time.Time{}); !errors.Is(err, source.ErrUnavailable) {
				t.Errorf("%s of %s: %v", s.Name(), slug, err)
			}
		}
	}
}

// Every figure is one that the catalogue has, of its kind and within its domain, and
// those of a project agree with each other.
func TestGenerator_figuresAreValid(t *testing.T) {
	t.Parallel()
	real := bundled(t)
	rapid.Check(t, func(rt *rapid.T) {
		c := synth.Config{
			Projects: rapid.SampledFrom([]int{1, 7, 1000, synth.MaxProjects}).Draw(rt, "projects"), Weeks: rapid.IntRange(1, 120).Draw(rt, "weeks"),
			Seed: rapid.Uint64().Draw(rt, "seed"), Until: until.AddDate(0, 0, rapid.IntRange(-400, 400).Draw(rt, "day")), Observed: rapid.SampledFrom([]float64{0, .5, 1}).Draw(rt, "observed"),
		}
		g, err := synth.New(c, real)
		if err != nil {
			rt.Fatal(err)
		}
		i, week := rapid.IntRange(0, c.Projects-1).Draw(rt, "i"), rapid.IntRange(0, c.Weeks-1).Draw(rt, "week")
		snaps, err := g.Snapshots(i, week)
		if err != nil && !errors.Is(err, source.ErrUnavailable) {
			rt.Fatal(err)
		}
		all := health.Inputs{}
		for _, sn := range snaps {
			if sn.ObservedAt.After(g.Instant(week)) || sn.Project != g.Project(i).Slug {
				rt.Fatalf("a snapshot of %s at %v", sn.Project, sn.ObservedAt)
			}
			for _, in := range sn.Inputs {
				if why := invalid(sn.Source, in); why != "" {
					rt.Fatalf("%s of %s: %s (%+v)", in.Field, sn.Source, why, in)
				}
				all[in.Field] = in
			}
			for _, c := range sn.Checks {
				if c.State == check.Scored && (c.Score < 0 || c.Score > 10) || c.State != check.Scored && c.Score != -1 {
					rt.Fatalf("check %+v", c)
				}
			}
		}
		if err != nil { // only what a distribution needs of it is known
			return
		}
		if why := disagree(all); why != "" {
			rt.Fatal(why)
		}
	})
}
