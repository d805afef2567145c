package project_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// beside is what the page of a project says of it beside others.
func beside(t *testing.T, h http.Handler, slug string) []string {
	t.Helper()
	return pagetest.Texts(pagetest.Page(t, h, "/p/"+slug, 200).Find("section[aria-labelledby=peers] [data-says=beside]"))
}

// alike is a list of n measured projects of a language and a group, the first the least healthy.
func alike(t *testing.T, n int, language, group string) *pagetest.Builder {
	t.Helper()
	b := pagetest.New(t)
	for i := range n {
		slug := fmt.Sprintf("p%d", i)
		b.Project(slug, func(p *health.Project) { p.Language, p.Peers = language, group }).Measured(slug, 1, 2+i, 40).Posture(slug, 5)
	}
	return b
}

// A project is set beside its declared peers, or else the projects of its language, if five others
// have the figure. Equal figures are named as equal.
func TestProject_besideOthersOfItsKind(t *testing.T) {
	t.Parallel()
	tied := "Posture: better than none of 6 other projects of the group c-parser, equal to 6."
	if got, want := beside(t, alike(t, 7, "C", "c-parser").Site(), "p4"), []string{"Health: better than 4 of 6 other projects of the group c-parser.", tied}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := beside(t, alike(t, 6, "Rust", "").Site(), "p5"); len(got) != 2 || got[0] != "Health: better than 5 of 5 other Rust projects of this list." {
		t.Errorf("without a group: %q", got)
	}
	b := alike(t, 6, "Rust", "")
	for i := range b.List.Projects { // each is alone in its group
		b.List.Projects[i].Peers = b.List.Projects[i].Slug
	}
	if got := beside(t, b.Site(), "p5"); len(got) != 2 || !strings.Contains(got[0], "5 of 5 other Rust projects") {
		t.Errorf("in a small group: %q", got)
	}
	if got := beside(t, alike(t, 5, "Rust", "").Site(), "p4"); len(got) != 2 || !strings.HasPrefix(got[0], "Health: fewer than five") || strings.Contains(strings.Join(got, " "), "better") {
		t.Errorf("with four others: %q", got)
	}
}

// Only figures that are known count, and nothing is said of a project without a rank.
func TestProject_besideKnowsOnlyWhatIsKnown(t *testing.T) {
	t.Parallel()
	b := alike(t, 7, "C", "c-parser")
	b.List.Projects[6].Corrections = []health.Correction{{Kind: health.OptDown, What: "No rank.", Why: "Asked.", By: "maintainer", Date: "2026-03-01", Expires: "2027-02-28"}}
	b.Project("unread", func(p *health.Project) { p.Language, p.Peers = "C", "c-parser" })
	h := b.Site()
	if got := beside(t, h, "p4"); len(got) != 2 || got[0] != "Health: better than 4 of 5 other projects of the group c-parser." {
		t.Errorf("beside one without a rank and one that was not read: %q", got)
	}
	for _, slug := range []string{"p6", "unread"} {
		if got := beside(t, h, slug); len(got) != 0 {
			t.Errorf("%s has no rank: %q", slug, got)
		}
	}
}
