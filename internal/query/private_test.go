package query

import (
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestReader_privateLists(t *testing.T) {
	t.Parallel()
	of := func(slug string, private bool, projects ...string) health.List {
		l := health.List{Slug: slug, Private: private}
		for _, p := range projects {
			l.Projects = append(l.Projects, health.Project{Slug: p, Name: p, Why: slug})
		}
		return l
	}
	lists := []health.List{of("own", true, "a", "b"), of("other", false, "c"), of("critical", false, "a")}
	for _, c := range []struct {
		home          string
		hidden        bool
		order, public []string
	}{
		{"", false, []string{"critical", "other", "own"}, []string{"critical", "other"}},
		{"own", false, []string{"own", "other", "critical"}, []string{"other", "critical"}},
		{"", true, []string{"critical", "other"}, []string{"critical", "other"}},
	} {
		config := Config{Lists: lists, Home: c.home, Now: time.Now}
		if c.hidden {
			config.Lists, config.Hidden = health.Public(lists), health.Private(lists)
		}
		r := New(config)
		var public []string
		for _, l := range r.PublicLists() {
			public = append(public, l.Slug)
		}
		if !slices.Equal(r.Slugs(), c.order) || !slices.Equal(public, c.public) || r.ShowsPrivate() == c.hidden {
			t.Errorf("%+v: lists %v, public %v, shows private %v", c, r.Slugs(), public, r.ShowsPrivate())
		}
		if e, _ := r.Entry("a"); e.Project.Why != "critical" {
			t.Errorf("%+v: a project on both lists is that of %s", c, e.Project.Why)
		}
		if r.PublicProject("b") || !r.PublicProject("a") || !r.PublicProject("c") {
			t.Errorf("%+v: public are a %v, b %v, c %v", c, r.PublicProject("a"), r.PublicProject("b"), r.PublicProject("c"))
		}
		if _, ok := r.Entry("b"); ok == c.hidden {
			t.Errorf("%+v: b is found %v", c, ok)
		}
	}
}

// A process that does not even know the private list must not show what it says.
func TestReader_hidesWhatAListItDoesNotShowListed(t *testing.T) {
	t.Parallel()
	r := New(Config{Lists: []health.List{{Slug: "critical"}}, Now: time.Now})
	for version, want := range map[string]bool{"own@1": true, "critical@1": false, "": false} {
		f := figures.Project{Project: "x"}
		if version != "" {
			f.Snapshots = []health.Snapshot{{Source: field.SourceList, Version: version}}
		}
		if got := r.hides(f); got != want {
			t.Errorf("%q: hidden %v, want %v", version, got, want)
		}
	}
}
