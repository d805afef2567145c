package ranking

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestListed_namesTheReasonByWhatItHolds(t *testing.T) {
	t.Parallel()
	p := health.Project{Slug: "moon", Name: "Moon", Why: "A former project, archived on 2022-10-19."}
	g := listed(health.List{Slug: "sky", Projects: []health.Project{p}}, "plumbline collect --list sky")
	if got := g.Heads[1].Label; got != "Listed as" || g.Code != "plumbline collect --list sky" {
		t.Errorf("without a review: %q, %q", got, g.Code)
	}
	if got := g.Rows[0].Cells[1].Text; !strings.Contains(got, "19\u00a0Oct\u00a02022") {
		t.Errorf("an ISO day: %q", got)
	}
	p.Exposure = &health.Exposure{}
	if got := listed(health.List{Projects: []health.Project{p}}, "").Heads[1].Label; got != "Why it is critical" {
		t.Errorf("with a review: %q", got)
	}
}
