package curated

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 12, 2, 12, 0, 0, 0, time.UTC)

// A list that an editor checks has no date to come, no name that git refuses and no empty claim.
// Each mistake is said once.
func TestOpenList_refusesWhatCannotBeMeant(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ old, text, want string }{
		{"branch: topic/main", "branch: a..b", `.copies[0].branch: "a..b" is not the name of a branch`},
		{"branch: devel", "branch: a.lock", `.repositories[0].branch: "a.lock" is not the name of a branch`},
		{"branch: devel", "branch: a.lock/b", `"a.lock/b" is not the name of a branch`},
		{"branch: devel", "branch: a.", `"a." is not the name of a branch`},
		{"checked: 2026-12-02", "checked: 2030-01-01", `.copies[0].checked: "2030-01-01" is in the future`},
		{"confirmed: 2026-12-01", "confirmed: 2031-01-01", `.debian.confirmed: "2031-01-01" is in the future`},
		{"date: 2023,", "date: 2027,", `expert_lists[0].date: "2027" is in the future`},
		{"{commits: 200, marked: 60, covered: 180}", "{commits: 10, covered: 10}", ".measured.marked: missing"},
		{"sources: [xz-utils, lzma-N]", "sources: [12]", ".debian.sources[0]: a text expected, this is a number"},
		{"sources: [xz-utils, lzma-N]", "sources: [xz-utils, xz-utils]", "source package xz-utils appears twice"},
		{"sources: [xz-utils, lzma-N]", "sources: xz-utils", ".debian.sources: a list expected, this is a text"},
		{"sources: [xz-utils, lzma-N]", "sources: []", ".debian.sources: empty"},
		{"debian: {sources: [xz-utils, lzma-N], confirmed: 2026-12-01, not_applicable: People start it.}", "debian: curl", ".debian: fields with values expected"},
		{"debian: {sources: [xz-utils, lzma-N], confirmed: 2026-12-01, not_applicable: People start it.}", "debian: {none: N., confirmed: 2026-12-01}", ".debian.confirmed: given together with none"},
		{"substitution: {", "substitution: much #{", ".substitution: fields with values expected"},
	} {
		name := folder(t, map[string]string{"l.yaml": strings.Replace(good, tc.old, tc.text, 1)}) + "/l.yaml"
		_, err := OpenList(name, noon)
		said := fmt.Sprint(err)
		if !strings.Contains(said, tc.want) || strings.Count(said, "\n") > 0 || !strings.HasPrefix(said, name+":") {
			t.Errorf("%s:\n got %s\nwant %s once", tc.text, said, tc.want)
		}
	}
	copies := good[:strings.Index(good, "    copies:")] + "    copies: []\n" + good[strings.Index(good, "    end_of_life:"):]
	if _, err := OpenList(folder(t, map[string]string{"l.yaml": copies})+"/l.yaml", noon); err == nil || !strings.Contains(err.Error(), ".copies: empty: ") {
		t.Errorf("no copies: %v", err)
	}
}

// The clock of a machine that starts may be wrong, and the zone of an editor may be ahead.
func TestReadList_hasNoClock(t *testing.T) {
	t.Parallel()
	if _, err := ReadList("l.yaml", []byte(strings.Replace(good, "checked: 2026-12-02", "checked: 2030-01-01", 1))); err != nil {
		t.Error(err)
	}
	name := folder(t, map[string]string{"l.yaml": strings.Replace(good, "checked: 2026-12-02", "checked: 2026-12-03", 1)}) + "/l.yaml"
	if _, err := OpenList(name, noon); err != nil {
		t.Errorf("the next day in another zone: %v", err)
	}
}
