package web_test

import (
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// A list of addresses alone: nothing is known of criticality, so nothing is ranked. It is in the order
// of health, and pages say what is missing instead of blaming posture, which is known.
func TestBlankList_isInTheOrderOfHealth(t *testing.T) {
	t.Parallel()
	blank := func(p *health.Project) {
		p.Why, p.Tags, p.ExpertLists, p.Exposure, p.Substitution, p.Category = "", nil, nil, nil, nil, "unsorted"
	}
	b := pagetest.New(t).Project("fine", blank).Project("weak", blank).Project("mid", blank).Project("unread", blank)
	if links := pagetest.Page(t, b.Site(), "/projects", 200).Find("main .unk").Length(); links < 4 {
		t.Errorf("before the first run %d projects are marked as without a reason, want 4", links)
	}
	b.Measured("fine", 6, 12, 400).Posture("fine", 7).Measured("weak", 0, 1, 2).Posture("weak", 7).Measured("mid", 1, 6, 40).Posture("mid", 7)
	b.Failed("unread", "the repository could not be reached or read")
	h := b.Site()
	order := func(doc *goquery.Document, in string) (out []string) {
		doc.Find(in + " a[href^='/p/']").Each(func(_ int, a *goquery.Selection) {
			if slug := a.AttrOr("href", "")[len("/p/"):]; !slices.Contains(out, slug) {
				out = append(out, slug)
			}
		})
		return out
	}
	for _, path := range []string{"/", "/projects"} {
		doc := pagetest.Page(t, h, path, 200)
		if got := pagetest.Says(doc.Find(".lead .finding")); !slices.Contains(got, "no-ranks") || !slices.Contains(got, "lacks:criticality") {
			t.Errorf("%s says %q", path, got)
		}
		got := order(doc, "main table")
		if want := []string{"weak", "mid", "fine"}; len(got) < 3 || !slices.Equal(got[:3], want) {
			t.Errorf("%s: order %q, want %q first", path, got, want)
		}
	}
	doc := pagetest.Page(t, h, "/p/weak", 200)
	if doc.Find("[data-reason=no-why]").Length() != 1 || doc.Find("meta[name=description]").AttrOr("content", "") == "" {
		t.Error("the page of a project without a reason does not say so")
	}
}
