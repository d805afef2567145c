package project_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/explain"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestProject_whatItsHostSays(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Hosted("xz", health.ObsText("repository_name", pagetest.Polyglot)).
		Project("zlib", nil).Measured("zlib", 2, 9, 200).Site()
	doc := pagetest.Page(t, h, "/p/xz", 200)
	for section, facts := range map[string][]fact{
		"answers": {
			{id: "first_response_days_p50", state: "observed", numbers: []string{"2.5"}, words: "6 items of outsiders in 180 days, 1 unanswered"},
			{id: "orgs_of_regulars", state: "unknown", words: "fewer than half of the regulars"},
		},
		"host": {
			{id: "stars", state: "observed", numbers: []string{"12345"}, says: "unscored"},
			{id: "topics", state: "observed", words: "compression, c"},
			{id: "funding_links", state: "observed"},
		},
	} {
		for _, want := range facts {
			if got := want.lacks(doc.Find("section[aria-labelledby=" + section + "]")); got != "" {
				t.Error(got)
			}
		}
	}
	if got := doc.Find("section[aria-labelledby=answers] .sec__head p").Text(); !strings.Contains(got, explain.DayOf("2024-11-22")) {
		t.Errorf("the answers do not say since when they were read: %q", got)
	}
	if got := doc.Find("[data-field=funding_links]").Text(); strings.TrimSpace(got) == "" {
		t.Error("that there are no links for funding is an empty line")
	}
	if got := pagetest.Says(doc.Find(".notice")); !slices.Equal(got, []string{"moved"}) {
		t.Errorf("the notices state %q", got)
	}
	if doc.Find("main script, main img").Length() > 0 {
		t.Error("a name of a host is not shown as text")
	}
	if got := pagetest.Page(t, h, "/p/zlib", 200).Find("section[aria-labelledby=answers]"); got.Find("p[data-state=unknown] .unk").Length() != 1 || got.Find("dd").Length() != 0 || !strings.Contains(strings.ToLower(got.Text()), health.Inputs{}.Field("repository_name").Reason) {
		t.Errorf("a project whose host was not asked says %q", got.Text())
	}
}

func TestProject_funding(t *testing.T) {
	t.Parallel()
	none := health.ObsList(field.FundingChannels, []string{})
	itsOwn := none
	itsOwn.Reason = funding.NoneNamed
	for name, tc := range map[string]struct {
		tree  health.Input
		owner []string // nil: the host was not asked
		words []string
	}{
		"its own":              {health.ObsList(field.FundingChannels, []string{"patreon"}), []string{"github"}, []string{"patreon"}},
		"the owner's":          {none, []string{"github"}, []string{"github", "in the owner's .github repository"}},
		"neither":              {none, []string{}, []string{"none named", "and in the owner’s .github repository"}},
		"without its host":     {none, nil, []string{"none named in this tree", "is not read"}},
		"its own names no-one": {itsOwn, []string{"github"}, []string{"none named in its file"}},
	} {
		b := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184, tc.tree)
		if tc.owner != nil {
			b = b.Hosted("xz", health.ObsList(field.OwnerFundingChannels, tc.owner))
		}
		row := pagetest.Page(t, b.Site(), "/p/xz", 200).Find("[data-field=funding_channels]")
		for _, want := range tc.words {
			if got := pagetest.Words(row); row.Length() != 1 || row.AttrOr("data-says", "") != "channel-only" || !strings.Contains(got, want) {
				t.Errorf("%s: %d rows, %q, want %q", name, row.Length(), got, want)
			}
		}
	}
}

func TestProject_archivedOnItsHost(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).
		Hosted("xz", health.ObsBool("repository_archived", true), health.ObsText("repository_archived_on", "2026-08-01")).Site()
	doc := pagetest.Page(t, h, "/p/xz", 200)
	if got := doc.Find(".notice[data-says='archived:2026-08-01']").Text(); !strings.Contains(got, explain.DayOf("2026-08-01")) {
		t.Errorf("the notices are %q", doc.Find(".notice").Text())
	}
	if got := doc.Find(".ass__b [data-value]").First().AttrOr("data-value", ""); got != string(health.StatusArchived) {
		t.Errorf("the status is %q", got)
	}
}

func TestProject_aRenameIsToldFromATransfer(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Hosted("xz", health.ObsText("repository_name", "XZ/xz-utils")).
		Project("zlib", nil).Measured("zlib", 2, 9, 200).Hosted("zlib", health.ObsText("repository_name", "Zlib/ZLIB")).
		Project("mirror", nil).Measured("mirror", 2, 9, 200).Hosted("mirror", health.ObsText("repository_name", "mirror/mirror"), health.ObsBool("repository_mirror", true)).
		Project("fork", nil).Measured("fork", 2, 9, 200).Hosted("fork", health.ObsText("repository_name", "fork/fork"), health.ObsBool("repository_fork", true), health.ObsText("repository_parent", "up/stream")).Site()
	for slug, want := range map[string]string{"xz": "renamed", "mirror": "mirror", "fork": "fork", "zlib": ""} {
		doc := pagetest.Page(t, h, "/p/"+slug, 200)
		if got := strings.Join(pagetest.Says(doc.Find(".notice")), " "); got != want {
			t.Errorf("the notices of %s state %q, want %q", slug, got, want)
		}
		if got := doc.Find("main").Text(); (slug == "fork") != strings.Contains(got, "up/stream") {
			t.Errorf("%s says what it was forked from: %v", slug, slug != "fork")
		}
	}
}
