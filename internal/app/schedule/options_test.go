package schedule

import (
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestCollected_listsOnRequestNeedTheirName(t *testing.T) {
	t.Parallel()
	lists := []health.List{{Slug: "a"}, {Slug: "b", OnRequest: true}, {Slug: "c", OnRequest: true}}
	for want, also := range map[string][]string{"a": nil, "a c": {"c"}} {
		got := ""
		for _, l := range (Options{Also: also}).Collected(lists) {
			got += " " + l.Slug
		}
		if got != " "+want {
			t.Errorf("with %q: %s, want %s", also, got, want)
		}
	}
	if !slices.ContainsFunc(lists, func(l health.List) bool { return l.Slug == "b" }) {
		t.Error("the lists were changed")
	}
}
