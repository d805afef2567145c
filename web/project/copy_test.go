package project_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestProject_figuresOfACopySaySoAndLeadThere(t *testing.T) {
	t.Parallel()
	const at = "https://github.com/somebody/xz"
	b := pagetest.New(t).Project("xz", func(p *health.Project) {
		p.Copies = []health.Copy{{
			URL: at, Mark: "^Merged-from: ", Reason: "A maintainer's fork.", Checked: "2026-11-20", Measured: health.Marks{Commits: 200, Marked: 63, Covered: 191},
		}}
	}).Measured("xz", 1, 8, 184).Project("zlib", nil).Measured("zlib", 2, 9, 200)
	commit := ""
	for _, a := range b.Answers {
		for i := range a.Snapshots {
			sn := &a.Snapshots[i]
			if a.Attempt.Project != "xz" || sn.Source != field.SourceGit {
				continue
			}
			sn.SourceURL, commit = at, sn.Commit
			for j := range sn.Inputs {
				sn.Inputs[j].SourceURL = at
			}
		}
	}
	h := b.Site()
	page := pagetest.Page(t, h, "/p/xz", 200)
	notice := page.Find(".notice[data-says='copy:github.com/somebody/xz']")
	for _, want := range []string{"public copy at " + commit[:12], "A maintainer's fork. Of its newest 200 commits, 63 carry", "191"} {
		if got := notice.Text(); !strings.Contains(got, want) {
			t.Errorf("the notice does not say %q: %q", want, got)
		}
	}
	if href, _ := notice.Find("a").Attr("href"); href != at+"/commit/"+commit {
		t.Errorf("the notice leads to %s", href)
	}
	if got := page.Find(`a[href="` + at + `/commit/` + commit + `"]`).Length(); got < 2 {
		t.Errorf("%d links lead to the commit in the copy", got)
	}
	if got := pagetest.Says(pagetest.Page(t, h, "/p/zlib", 200).Find(".notice")); slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "copy") }) {
		t.Errorf("a project that was read itself has the notices %q", got)
	}
	if doc := pagetest.Body(t, pagetest.Get(t, h, "/p/xz.json")); !strings.Contains(doc, `"copy": "github.com/somebody/xz"`) {
		t.Error("the document does not name the copy")
	}
	if rows := pagetest.Body(t, pagetest.Get(t, h, "/projects.csv")); !strings.Contains(rows, ",2026-11-22,github.com/somebody/xz,") {
		t.Errorf("the ranking does not name the copy: %s", rows)
	}
}
