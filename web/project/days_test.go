package project_test

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/score"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

// What people judged is of the day they looked, whenever the list was read.
func TestProject_judgementsAreOfTheirOwnDay(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", func(p *health.Project) {
		p.Exposure.Reviewed, p.Substitution.Reviewed = "2026-03-04", "2026-05-06"
		p.BaseImage = &health.BaseImage{In: "Debian 12", URL: "https://example.org/image", Reviewed: "2026-02-03"}
	}).Measured("xz", 1, 8, 184)
	b.Now = pagetest.AsOf.Add(time.Hour) // the list was read within the hour
	h, st := b.SiteAndStore()
	doc := pagetest.Page(t, h, "/p/xz", 200)
	from := func(id string) *goquery.Selection {
		return doc.Find("section[aria-labelledby=inputs] tr[data-row=" + id + "] td").Last()
	}
	for id, day := range map[string]string{"expert_lists": "2023-01-01", "exposure_points": "2026-03-04", "substitutability": "2026-05-06"} {
		if got := from(id); !strings.Contains(got.Text(), explain.DayOf(day)) || got.Find(".age").Length() != 0 {
			t.Errorf("%s is from %q, want %s and no age", id, got.Text(), day)
		}
	}
	if got := from("regulars_12m"); got.Find(".age").Length() != 1 || got.Find("time").AttrOr("datetime", "") != explain.ISO(pagetest.AsOf) {
		t.Errorf("what was measured is from %q", got.Text())
	}

	var got exchange.ProjectJSON
	if err := json.Unmarshal([]byte(pagetest.Body(t, pagetest.Get(t, h, "/p/xz.json"))), &got); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"expert_lists": "2023-01-01", "exposure_points": "2026-03-04", "base_image": "2026-02-03"} {
		if in := got.Inputs[field.ID(name)]; in.Judged != want || in.ObservedAt != nil {
			t.Errorf("%s: judged %q, observed at %v, want %q and null", name, in.Judged, in.ObservedAt, want)
		}
	}
	if in := got.Inputs["regulars_12m"]; in.Judged != "" || in.ObservedAt == nil || !in.ObservedAt.Equal(pagetest.AsOf) {
		t.Errorf("what was measured: judged %q, observed at %v", in.Judged, in.ObservedAt)
	}

	// Only what is said of the days differs: the score is of what is stored.
	f, err := st.Project(context.Background(), "xz")
	if err != nil {
		t.Fatal(err)
	}
	f = f.Judged(b.Model)
	want := score.Evaluate(b.Model, b.List.Projects[0], f.Inputs, f.At(), b.Now)
	for _, a := range []model.Axis{model.Vitality, model.Resilience, model.Criticality} {
		x := got.Axes[a]
		if x.Value == nil || math.Abs(*x.Value-want.Axis(a).Value) > 1e-9 || x.Freshness != want.Axis(a).Freshness || x.Confidence != want.Axis(a).Confidence {
			t.Errorf("%s: %+v, want %+v", a.Name(), x, want.Axis(a).Interval)
		}
	}
}

// History that is too old is not settled by reading it again.
func TestProject_anOldCopyIsSettledByANewerOne(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", nil).Failed("xz", "its only available copy is from 25 Oct 2024, older than the bundled figures (since 2025)")
	doc := pagetest.Page(t, b.Site(), "/p/xz", 200)
	unknowns := doc.Find("section[aria-labelledby=unknowns]")
	if got := pagetest.Words(unknowns.Find("[data-settle=newer-copy]")); !strings.Contains(got, "older than the bundled figures (since 2025)") || unknowns.Find("[data-settle=history]").Length() != 0 {
		t.Errorf("unknowns: %q", pagetest.Words(unknowns))
	}
	if got := pagetest.Words(doc.Find(".lead .finding")); !strings.Contains(got, "xz") || !strings.Contains(got, "its only available copy is from 25 Oct 2024, older than the bundled figures (since 2025)") {
		t.Errorf("the finding is %q", got)
	}
}

// A floor of another fact stands under the name of what it settles, as in explain.
func TestProject_namesAnInputAsTheModelDoes(t *testing.T) {
	t.Parallel()
	b := pagetest.New(t).Project("xz", func(p *health.Project) {
		p.BaseImage = &health.BaseImage{In: "Debian 12", URL: "https://example.org/image", Reviewed: "2026-02-03"}
	}).Measured("xz", 1, 8, 184)
	doc := pagetest.Page(t, b.Site(), "/p/xz", 200)
	row := doc.Find("section[aria-labelledby=inputs] tr[data-row=distribution_families]")
	image, _ := field.ByID("base_image")
	value := row.Find("[data-field=base_image]").Text()
	if got := pagetest.Words(row); !strings.Contains(value, image.Label) || !strings.Contains(got, image.Dated+" "+pagetest.Spaced(explain.DayOf("2026-02-03"))) {
		t.Errorf("the row is %q", got)
	}
	if got := row.Find("th a").AttrOr("href", ""); !strings.HasSuffix(got, "distribution_families") {
		t.Errorf("the name leads to %q", got)
	}
}

// What waits for a release is a count; the host shows what it is of.
func TestProject_linksToWhatCameAfterTheLastTag(t *testing.T) {
	t.Parallel()
	const commit = "28a66a3d1b6a28a66a3d1b6a28a66a3d1b6a0000"
	for _, tc := range []struct{ url, tag, want string }{
		{"https://github.com/o/n", "v5.8.3", "https://github.com/o/n/compare/v5.8.3..." + commit},
		{"https://github.com/o/n", "rel/5.8+1", "https://github.com/o/n/compare/rel/5.8+1..." + commit},
		{"https://github.com/o/n", "5.8?x#y", ""},
		{"https://github.com/o/n", "../../settings", ""},
		{"https://github.com/o/n", "a...b", ""},
		{"https://gitlab.com/o/n", "v5.8.3", ""},
	} {
		b := pagetest.New(t).Project("xz", func(p *health.Project) { p.Repositories[0].URL = tc.url }).Measured("xz", 1, 8, 184, health.ObsText("last_release_tag", tc.tag))
		part := pagetest.Page(t, b.Site(), "/p/xz", 200).Find("section[aria-labelledby=releases]")
		if got := part.Find("a[href*=compare]").AttrOr("href", ""); got != tc.want {
			t.Errorf("%s %s: the link is %q, want %q", tc.url, tc.tag, got, tc.want)
		}
		if got := part.Find("[data-field=unreleased_human_commits][data-says=any-commit]"); got.Length() != 1 || (got.Find("a").Length() == 1) != (tc.want != "") {
			t.Errorf("%s %s: %q", tc.url, tc.tag, part.Text())
		}
	}
	aside := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184, health.ObsText("last_release_tag", "v5.8.3"), health.ObsList("release_tags_off_branch_names", []string{"v5.8.3"}))
	if got := pagetest.Page(t, aside.Site(), "/p/xz", 200).Find("section[aria-labelledby=releases]"); got.Find("a[href*=compare]").Length() > 0 || got.Find("[data-says=aside]").Length() != 1 {
		t.Errorf("the last release is on another line, and yet: %q", got.Text())
	}
	none := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184, health.Obs("unreleased_human_commits", 0))
	if got := pagetest.Page(t, none.Site(), "/p/xz", 200).Find("section[aria-labelledby=releases]"); got.Find("a[href*=compare], [data-says=any-commit]").Length() > 0 {
		t.Errorf("nothing waits, and yet: %q", got.Text())
	}
}
