package query

import (
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestNew_theDefaultListDoesNotHangOnTheOthers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ given, want []string }{
		"one sorts before it": {[]string{"archive", "critical", "zoo"}, []string{"critical", "archive", "zoo"}},
		"it is first":         {[]string{"critical", "zoo"}, []string{"critical", "zoo"}},
		"it is not there":     {[]string{"archive", "zoo"}, []string{"archive", "zoo"}},
		"none":                {nil, nil},
	} {
		var lists []health.List
		for _, slug := range c.given {
			lists = append(lists, health.List{Slug: slug, Projects: []health.Project{{Slug: "on-all"}}})
		}
		r := New(Config{Lists: lists})
		if got := r.Slugs(); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		if len(c.given) == 0 {
			continue
		}
		if got := r.List(""); got.Slug != c.want[0] {
			t.Errorf("%s: the default is %s", name, got.Slug)
		}
		if e, _ := r.Entry("on-all"); e.List.Slug != c.want[0] {
			t.Errorf("%s: a project on all lists is shown on %s", name, e.List.Slug)
		}
		if lists[0].Slug != c.given[0] {
			t.Errorf("%s: the caller's lists were changed", name)
		}
	}
}
