package cohort_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/plumbline-scorecard/plumbline/internal/cohort"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// project is an entry of a list with a repository of its slug, unless another is given.
func project(slug, added string, repository ...string) health.Project {
	address := "https://github.com/o/" + slug
	if len(repository) > 0 {
		address = repository[0]
	}
	return health.Project{Slug: slug, Name: slug, Added: added, Repositories: []health.Repository{{URL: address, Role: health.Primary}}}
}

func list(projects ...health.Project) health.List {
	return health.List{Slug: "critical", Revision: "0123456789ab", Projects: projects}
}

func slugs(members []cohort.Member) []string {
	var out []string
	for _, m := range members {
		out = append(out, m.Slug)
	}
	return out
}

func TestMake_leavesOutWhatWasAddedLater(t *testing.T) {
	t.Parallel()
	l := list(project("old", "2026-06-30"), project("on-the-day", "2026-07-01"), project("new", "2026-07-02"))
	for before, want := range map[string][]string{
		"": {"new", "old", "on-the-day"}, "2026-07-01": {"old"}, "2026-07-02": {"old", "on-the-day"}, "2030-01-01": {"new", "old", "on-the-day"},
	} {
		c, err := cohort.Make("q2", "Second quarter", l, before, "2026-07-03")
		if diff := cmp.Diff(want, slugs(c.Members)); err != nil || diff != "" {
			t.Errorf("before %q: %v\n%s", before, err, diff)
		}
	}
	if _, err := cohort.Make("q2", "Second quarter", l, "2000-01-01", "2026-07-03"); !isLimit(err, "added_before") {
		t.Errorf("a cohort of nobody: %v", err)
	}
}

func isLimit(err error, part string) bool {
	var limit *cohort.LimitError
	return errors.As(err, &limit) && limit.Part == part
}

func TestMake_refusesNames(t *testing.T) {
	t.Parallel()
	l := list(project("a", "2026-06-30"))
	for _, c := range []struct{ slug, title, part string }{
		{"", "Title", "slug"},
		{"Q2", "Title", "slug"},
		{"a--b", "Title", "slug"},
		{"../x", "Title", "slug"},
		{"q2", " ", "title"},
		{"q2", fmt.Sprintf("%0121d", 0), "title"},
	} {
		if _, err := cohort.Make(c.slug, c.title, l, "", "2026-07-03"); !isLimit(err, c.part) {
			t.Errorf("%q, %q: %v, want a limit of the %s", c.slug, c.title, err, c.part)
		}
	}
	if _, err := cohort.Make("q2", "Title", list(), "", "2026-07-03"); !isLimit(err, "projects") {
		t.Errorf("an empty list: %v", err)
	}
}

func TestIn_findsRenamedProjects(t *testing.T) {
	t.Parallel()
	c, err := cohort.Make("q2", "Second quarter", list(project("a", ""), project("b", ""), project("c", "")), "", "2026-07-03")
	if err != nil {
		t.Fatal(err)
	}
	s := c.In(list(project("a", ""), project("bee", "", "https://GitHub.com/o/b.git"), project("d", "")))
	var here []string
	for _, p := range s.Here {
		here = append(here, p.Slug)
	}
	if diff := cmp.Diff([]string{"a", "bee"}, here); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"c"}, slugs(s.Gone)); diff != "" || s.Newer != 1 {
		t.Errorf("newer %d\n%s", s.Newer, diff)
	}
}

// Every member is there or gone, and every project of the list is a member or newer.
func TestIn_countsEachOnce(t *testing.T) {
	t.Parallel()
	drawn := rapid.SliceOfNDistinct(rapid.IntRange(0, 20), 1, 12, rapid.ID[int])
	rapid.Check(t, func(rt *rapid.T) {
		of := func(name string) health.List {
			var all []health.Project
			for _, n := range drawn.Draw(rt, name) {
				all = append(all, project(fmt.Sprintf("p%d", n), ""))
			}
			return list(all...)
		}
		was, is := of("was"), of("is")
		c, err := cohort.Make("q2", "Second quarter", was, "", "2026-07-03")
		if err != nil {
			rt.Fatal(err)
		}
		s := c.In(is)
		if len(s.Here)+len(s.Gone) != len(was.Projects) || len(s.Here)+s.Newer != len(is.Projects) {
			rt.Fatalf("%d here, %d gone, %d newer of %d and %d", len(s.Here), len(s.Gone), s.Newer, len(was.Projects), len(is.Projects))
		}
		other, err := cohort.Make("q3", "Third quarter", is, "", "2026-10-03")
		if err != nil {
			rt.Fatal(err)
		}
		x := cohort.Compare(c, other)
		if len(x.Both) != len(s.Here) || len(x.First) != len(s.Gone) || len(x.Second) != s.Newer {
			rt.Fatalf("compared: %d, %d, %d; in the list: %d, %d, %d", len(x.Both), len(x.First), len(x.Second), len(s.Here), len(s.Gone), s.Newer)
		}
	})
}
