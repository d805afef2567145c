package project_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestProject_placesAmongPeersAndUnderOtherWeights(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t)
	for i := range 9 {
		slug := fmt.Sprintf("p%d", i)
		b.Project(slug, func(p *health.Project) { p.Peers = "c-parser" }).Measured(slug, 1, 1+i, 40).Posture(slug, 5)
	}
	b.Views = []score.Scenario{pagetest.Resilient(b.Model)}
	doc := pagetest.Page(t, b.Site(), "/p/p8", 200)
	peers := pagetest.Texts(doc.Find("section[aria-labelledby=peers] tbody tr"))
	if len(peers) != 4 || !strings.HasPrefix(peers[0], "Health") || !strings.Contains(peers[0], "Higher than 8 of the 8 others.") ||
		!strings.Contains(peers[0], "9 projects of the group c-parser with at most one regular") {
		t.Errorf("places among peers: %q", peers)
	}
	views := pagetest.Texts(doc.Find("section[aria-labelledby=views] tbody tr"))
	if len(views) != 2 || !strings.HasPrefix(views[0], "As published") || !strings.HasPrefix(views[1], "People alone") || !strings.Contains(views[1], "of 9") {
		t.Errorf("places under other weights: %q", views)
	}
	if got := doc.Find("section[aria-labelledby=peers]").Text(); strings.Contains(got, "grade A") || !strings.Contains(got, "Not a grade") {
		t.Errorf("the words: %q", got)
	}
}

func TestProject_withoutEnoughEvidenceHasNoPlaceAmongPeers(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("a", nil).Measured("a", 1, 8, 40, health.Missing("regulars_12m", "too large to be counted", nil), health.Missing("active_months_12m", "too large to be counted", nil),
		health.Missing("contributor_absence_factor", "too large to be counted", nil), health.Missing("integrators_12m", "too large to be counted", nil), health.Missing("months_since_human_act", "too large to be counted", nil))
	doc := pagetest.Page(t, b.Site(), "/p/a", 200)
	if got := doc.Find("section[aria-labelledby=peers]").Text(); !strings.Contains(got, "Too little was seen of it") {
		t.Errorf("the section says %q", got)
	}
	if doc.Find("section[aria-labelledby=views]").Length() != 0 {
		t.Error("a project nobody ranks has places under other weights")
	}
}

// Nothing was read, so the page gives the reason where it matters and lays out
// no empty tables.
func TestProject_neverReadSaysWhyOnceAndLaysOutNothing(t *testing.T) {
	t.Parallel()
	const why = "no copy of it was at hand"
	doc := pagetest.Page(t, pagetest.New(t).Project("a", nil).Failed("a", why).Site(), "/p/a", 200)
	for _, id := range []string{"peers", "checks", "people", "releases", "tree", "answers"} {
		if doc.Find("section[aria-labelledby="+id+"]").Length() != 0 || doc.Find("a[href='#"+id+"']").Length() != 0 {
			t.Errorf("the section %s stands on the page or is linked to", id)
		}
	}
	text := strings.ToLower(doc.Find("main").Text())
	if n := strings.Count(text, why); n < 1 || n > 5 {
		t.Errorf("the reason stands %d times", n)
	}
	if got := doc.Find("section[aria-labelledby=critical]").Length(); got != 1 {
		t.Error("why it is on the list is left out, too")
	}
}
