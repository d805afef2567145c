package ranking_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// What may be finished or abandoned is below the ranked rows, with its risk and without a rank.
func TestProjects_whatCannotBeToldFromFinishedStandsApart(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t)
	for i := range 4 {
		slug := fmt.Sprintf("p%d", i)
		b.Project(slug, nil).Measured(slug, 2+i, 8, 100).Posture(slug, 7)
	}
	h := b.Project("quiet", nil).Measured("quiet", 0, 0, 0, health.Missing("integrators_12m", "only the host shows who merges", nil)).Posture("quiet", 7).Project("bare", nil).Measured("bare", 1, 8, 10).Site()
	doc := pagetest.Page(t, h, "/projects", 200)
	if got := pagetest.Texts(doc.Find("table.plumbed tbody .proj")); slices.Contains(got, "quiet") || len(got) != 4 {
		t.Errorf("ranked are %q", got)
	}
	apart := doc.Find("section[aria-labelledby=apart]")
	if got := pagetest.Texts(apart.Find("tbody .proj")); !slices.Equal(got, []string{"quiet"}) {
		t.Errorf("apart are %q, want quiet", got)
	}
	if text := apart.Find("tbody").Text(); !strings.Contains(text, "–") || !strings.Contains(text, "token") {
		t.Errorf("the row has no interval of its risk, or nothing that would settle it: %q", text)
	}
	if got := pagetest.Texts(doc.Find("section[aria-labelledby=rest] tbody .proj")); !slices.Equal(got, []string{"bare"}) {
		t.Errorf("not ranked are %q, want bare", got)
	}
	for address, want := range map[string]string{
		"/projects.csv":  ",cannot_tell,",
		"/projects.json": `"rank_state":"cannot_tell"`,
		"/p/quiet.json":  `"rank_state":"cannot_tell"`,
	} {
		if body := strings.ReplaceAll(pagetest.Body(t, pagetest.Get(t, h, address)), `": "`, `":"`); strings.Count(body, want) != 1 {
			t.Errorf("%s does not tell %s once", address, want)
		}
	}
	if got := doc.Find("section[aria-labelledby=apart] h2").AttrOr("data-value", ""); got != "1" {
		t.Errorf("the section counts %s", got)
	}
	page := pagetest.Page(t, h, "/p/quiet", 200)
	if page.Find("[data-says~=cannot_tell]").Length() != 1 {
		t.Error("the project's page does not say why it has no rank")
	}
}

func TestProjects_withFewRegulars(t *testing.T) {
	t.Parallel()
	h := pagetest.Unranked(t) // xz has one, zlib two, curl eight, lost is unknown
	for query, want := range map[string]string{
		"?regulars=0": "", "?regulars=1": "xz", "?regulars=2": "xz zlib", "?regulars=99": "xz zlib curl", "?regulars=2&lang=Go": "",
	} {
		doc := pagetest.Page(t, h, "/projects"+query, 200)
		if got := strings.Join(pagetest.Texts(doc.Find("table.plumbed tbody .proj")), " "); got != want {
			t.Errorf("%s shows %q, want %q", query, got, want)
		}
		if doc.Find(".chip").Length() == 0 || want != "" && doc.Find("#filters input[type=hidden][name=regulars]").Length() != 1 {
			t.Errorf("%s: the filter cannot be removed, or is lost by another", query)
		}
	}
	for _, bad := range []string{"one", "-1", "100", "1.5"} {
		pagetest.Page(t, h, "/projects?regulars="+bad, 400)
	}
}
