package curated

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestReadList_copiesOfTheRepository(t *testing.T) {
	t.Parallel()
	l, err := ReadList("l.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	want := health.Copy{
		URL: "https://github.com/somebody/xz", Branch: "topic/main", Mark: `^Merged-from: \d+$`, Notes: "fossil",
		Reason: "A fork.", Checked: "2026-12-02", Measured: health.Marks{Commits: 200, Marked: 60, Covered: 180},
	}
	if got := l.Projects[1].Copies; len(got) != 1 || got[0] != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	for _, x := range []struct{ old, new, want string }{
		{"covered: 180", "covered: 179", "copies[0].measured.covered: 179 of 200 commits are fewer than 90%, so the copy is not trusted"},
		{"marked: 60", "marked: 181", "copies[0].measured: of 200 commits 181 cannot carry the mark and 180 be covered by one"},
		{", measured: {commits: 200, marked: 60, covered: 180}", "", "copies[0].measured"},
		{"commits: 200", "commits: 201", "copies[0].measured.commits"},
		{`'^Merged-from: \d+$'`, `'^Merged-from: ('`, "copies[0].mark"},
		{`'^Merged-from: \d+$'`, `'.'`, "matches any commit, so it marks none"},
		{`'^Merged-from: \d+$'`, `'^author'`, "matches any commit, so it marks none"},
		{"branch: topic/main", "branch: --upload-pack", "copies[0].branch"},
		{"branch: topic/main", "branch: a..b/../c", "copies[0].branch"},
		{"notes: fossil", "notes: ../heads/main", "copies[0].notes"},
		{"somebody/xz.git", "tukaani-project/xz", "copies[0].url"},
		{"reason: A fork., ", "", "copies[0].reason"},
		{"checked: 2026-12-02", "checked: lately", "copies[0].checked"},
	} {
		text := strings.Replace(good, x.old, x.new, 1)
		if text == good {
			t.Fatalf("%q is not in the list", x.old)
		}
		if _, err := ReadList("l.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v, want %q", x.new, err, x.want)
		}
	}
	text := strings.Replace(good, "    no_repository: Published", "    copies:\n      - {url: https://github.com/a/b, mark: '^X$', reason: R., checked: 2026-12-02, measured: {commits: 9, marked: 9, covered: 9}}\n    no_repository: Published", 1)
	if _, err := ReadList("l.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), "given without a primary repository") {
		t.Errorf("a copy of no repository: %v", err)
	}
}
