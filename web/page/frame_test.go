package page

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestCollect_namesEveryListButTheDefault(t *testing.T) {
	t.Parallel()
	lists := []health.List{{Slug: "second"}, {Slug: health.DefaultList}} // a site may open with another list
	for want, shown := range map[string]*health.List{"plumbline collect": &lists[1], "plumbline collect --list second": &lists[0]} {
		if got := collect(lists, shown); got != want {
			t.Errorf("%s: got %q, want %q", shown.Slug, got, want)
		}
	}
	if got := collect(lists, nil); got != "plumbline collect" {
		t.Errorf("without a list: %q", got)
	}
}
