package project_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestProject_whatItsHostSays(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Hosted("xz", health.ObsText("repository_name", pagetest.Polyglot)).
		Project("zlib", nil).Measured("zlib", 2, 9, 200).Site()
	doc := pagetest.Page(t, h, "/p/xz", 200)
	answers := doc.Find("section[aria-labelledby=answers]").Text()
	for _, want := range []string{"2.5", "6 items of outsiders in 180 days, 1 unanswered", "read since 22\u00a0Nov\u00a02024", "fewer than half of the regulars"} {
		if !strings.Contains(strings.ToLower(answers), strings.ToLower(want)) {
			t.Errorf("the answers lack %q in %s", want, answers)
		}
	}
	facts := doc.Find("section[aria-labelledby=host]").Text()
	for _, want := range []string{"12\u202f345", "shown, never scored", "compression, c", "none"} {
		if !strings.Contains(strings.ReplaceAll(facts, "\u00a0", "\u202f"), want) {
			t.Errorf("the facts lack %q in %s", want, facts)
		}
	}
	if got := doc.Find(".notice").Text(); !strings.Contains(got, "Its repository moved to another owner.") {
		t.Errorf("the notices are %q", got)
	}
	if doc.Find("main script, main img").Length() > 0 {
		t.Error("a name of a host is not shown as text")
	}
	if got := pagetest.Page(t, h, "/p/zlib", 200).Find("section[aria-labelledby=answers]").Text(); !strings.Contains(got, "? unknown") || !strings.Contains(got, "Not collected yet.") {
		t.Errorf("a project whose host was not asked says %q", got)
	}
}

func TestProject_archivedOnItsHost(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).
		Hosted("xz", health.ObsBool("repository_archived", true), health.ObsText("repository_archived_on", "2026-08-01")).Site()
	doc := pagetest.Page(t, h, "/p/xz", 200)
	if got := doc.Find(".notice").Text(); !strings.Contains(got, "archived on its host on 1\u00a0Aug\u00a02026") {
		t.Errorf("the notices are %q", got)
	}
	if got := doc.Find(".ass__b").First().Text(); !strings.Contains(got, "Archived") {
		t.Errorf("the status is %q", got)
	}
}

func TestProject_aRenameIsToldFromATransfer(t *testing.T) {
	t.Parallel()
	h := pagetest.New(t).Project("xz", nil).Measured("xz", 1, 8, 184).Hosted("xz", health.ObsText("repository_name", "XZ/xz-utils")).
		Project("zlib", nil).Measured("zlib", 2, 9, 200).Hosted("zlib", health.ObsText("repository_name", "Zlib/ZLIB")).
		Project("mirror", nil).Measured("mirror", 2, 9, 200).Hosted("mirror", health.ObsText("repository_name", "mirror/mirror"), health.ObsBool("repository_mirror", true)).
		Project("fork", nil).Measured("fork", 2, 9, 200).Hosted("fork", health.ObsText("repository_name", "fork/fork"), health.ObsBool("repository_fork", true), health.ObsText("repository_parent", "up/stream")).Site()
	for slug, want := range map[string]string{"xz": "renamed by its owner", "mirror": "A mirror.", "fork": "Held as a fork.", "zlib": ""} {
		doc := pagetest.Page(t, h, "/p/"+slug, 200)
		if got := doc.Find(".notice").Text(); !strings.Contains(got, want) || want == "" && strings.Contains(got, "repository") {
			t.Errorf("the notices of %s are %q, want %q", slug, got, want)
		}
		if got := doc.Find("main").Text(); (slug == "fork") != strings.Contains(got, "it was forked from up/stream") {
			t.Errorf("%s says what it was forked from: %v", slug, slug != "fork")
		}
	}
}
