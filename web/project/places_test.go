package project_test

import (
	"fmt"
	"slices"
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
	section := doc.Find("section[aria-labelledby=peers]")
	place := section.Find("tr[data-row=axis-H] td").Last()
	among := place.Find(".tbl__sub").Text()
	if section.Find("tbody tr").Length() != 4 || section.Find("tbody tr").First().AttrOr("data-row", "") != "axis-H" ||
		!slices.Equal(pagetest.Numbers(place.Text()), []string{"8", "8", "9"}) || !strings.Contains(among, "c-parser") {
		t.Errorf("places among peers: %q", pagetest.Texts(section.Find("tbody tr")))
	}
	views := doc.Find("section[aria-labelledby=views] tbody tr")
	if got := pagetest.Attrs(views, "data-row"); !slices.Equal(got, []string{"published", "people"}) || !strings.Contains(views.Last().Text(), "People alone") || !slices.Contains(pagetest.Numbers(views.Last().Find("td").First().Text()), "9") {
		t.Errorf("places under other weights: %q, %q", got, pagetest.Texts(views))
	}
	if got := section.Text(); strings.Contains(got, "grade A") || !slices.Contains(pagetest.Says(section), "not-a-grade") {
		t.Errorf("the words: %q", got)
	}
}

func TestProject_withoutEnoughEvidenceHasNoPlaceAmongPeers(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("a", nil).Measured("a", 1, 8, 40, health.Missing("regulars_12m", "too large to be counted", nil), health.Missing("active_months_12m", "too large to be counted", nil),
		health.Missing("contributor_absence_factor", "too large to be counted", nil), health.Missing("integrators_12m", "too large to be counted", nil), health.Missing("months_since_human_act", "too large to be counted", nil))
	doc := pagetest.Page(t, b.Site(), "/p/a", 200)
	if got := doc.Find("section[aria-labelledby=peers]"); got.Find("[data-reason=too-little-seen] .unk").Length() != 1 || got.Find("tbody").Length() != 0 {
		t.Errorf("the section says %q", got.Text())
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
