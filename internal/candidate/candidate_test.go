package candidate_test

import (
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/candidate"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// invented is an archive of eleven sources, so that a share is a tenth of the dependents.
func invented() candidate.Archive {
	a := candidate.Archive{Suite: "moon", Date: "2026-01-02", Packages: "P sha256:1", Index: "S sha256:2", Signature: "none", Sources: []candidate.Source{
		{Name: "zlib", Run: 8, Build: 10, Base: "required", Covered: true, Version: "1-1"},
		{Name: "debconf", Run: 6, Build: 5, Base: "required", Version: "1.5", VcsGit: "https://salsa.debian.org/pkg/debconf.git"},
		{Name: "ffi", Run: 3, Base: "none", Version: "3-1", Homepage: "https://github.com/libffi/libffi/releases", VcsGit: "https://salsa.debian.org/x/ffi.git"},
		{Name: "amber", Run: 3, Base: "none", Version: "1-2", Homepage: "https://amber.example/", VcsGit: "git://old.example/amber"},
		{Name: "few", Run: 1, Version: "1-1"},
	}}
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		a.Sources = append(a.Sources, candidate.Source{Name: name, Version: "1"})
	}
	return a
}

func list() health.List {
	return health.List{Slug: "l", Revision: "r", Projects: []health.Project{
		{Slug: "zlib", Debian: &health.Debian{Sources: []string{"zlib", "gcc-N"}}},
		{Slug: "none", Debian: &health.Debian{None: "no package"}},
		{Slug: "unknown"},
	}}
}

func TestFind_whatTheListLacks(t *testing.T) {
	t.Parallel()
	d := candidate.Find(list(), invented(), .2)
	var got []string
	for _, c := range d.Candidates {
		got = append(got, c.Source+" "+c.Repository+" "+c.From)
	}
	want := []string{
		"debconf https://salsa.debian.org/pkg/debconf vcs-git",
		"amber  ", // neither is an address that we accept
		"ffi https://github.com/libffi/libffi homepage",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if first := d.Candidates[0]; !first.Native || d.Candidates[1].Native || first.RunShare != .6 || first.BuildShare != .5 {
		t.Errorf("%+v", d.Candidates)
	}
	if d.Total != 3 || d.Projects != 3 || d.Mapped != 1 || d.Sources != 11 || d.List != "l" || d.Revision != "r" {
		t.Errorf("%+v", d)
	}
	if one := d.First(1); len(one.Candidates) != 1 || one.Total != 3 || len(d.First(0).Candidates) != 3 || len(d.First(9).Candidates) != 3 {
		t.Error("First cuts wrongly")
	}
	if names := candidate.Names(list()); !slices.Equal(names, []string{"zlib", "gcc-N"}) {
		t.Errorf("names %q", names)
	}
}

// The sum is 21. Three sources carry 17, which is less than 18.9; amber and ffi are equal, and the
// order of names decides; with both the sum is 20.
func TestFind_coverageOfTheCore(t *testing.T) {
	t.Parallel()
	want := candidate.Coverage{Share: .9, Core: 4, Covered: 1, Dependents: 20, CoveredDependents: 8}
	if got := candidate.Find(list(), invented(), .01).Coverage; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	none := candidate.Find(health.List{}, candidate.Archive{Sources: []candidate.Source{{Name: "alone"}}}, .01)
	if none.Coverage.Core != 0 || none.Total != 0 {
		t.Errorf("an archive without dependence: %+v", none)
	}
}
