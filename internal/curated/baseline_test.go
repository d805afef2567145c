package curated

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/baseline"
)

// The counts of the catalogue: its pages of 2025-10-10 and 2026-02-19, and the criteria that the
// badge site extracted from the version of 2026-08-28 (64).
func TestBaselines_shipped(t *testing.T) {
	t.Parallel()
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range set.Baselines {
		levels := [baseline.Levels]int{}
		for _, r := range v.Requirements {
			for _, l := range r.Levels {
				levels[l-1]++
			}
		}
		if !slices.IsSortedFunc(v.Requirements, func(a, b baseline.Requirement) int { return strings.Compare(a.ID, b.ID) }) {
			t.Errorf("%s is not sorted", v.Name)
		}
		got = append(got, fmt.Sprintf("%s after %q: %d requirements, %v, %d families", v.Name, v.Follows, len(v.Requirements), levels, len(v.Families)))
	}
	want := []string{
		`2025.10.10 after "": 62 requirements, [24 40 60], 8 families`,
		`2026.02.19 after "2025.10.10": 64 requirements, [24 41 62], 8 families`,
		`2026.08.28 after "2026.02.19": 64 requirements, [24 41 62], 8 families`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

const firstBaseline = `baseline: {version: 2025.10.10, published: 2025-10-10, url: "https://example.org/1", read: 2026-12-03}
families:
  - {id: AC, label: Access control}
  - {id: QA, label: Quality}
requirements:
  - id: OSPS-AC-01.01
    levels: [1, 2]
    says: "One."
    seen: no
    limit: "Hidden."
  - id: OSPS-QA-01.01
    levels: [1]
    says: "Two."
    active: true
    seen: fully
    met:
      - all: [{field: commits_total, op: ">=", value: 1, public: true}]
        why: "Read."
  - id: OSPS-QA-02.01
    levels: [2]
    says: "Three."
    seen: partly
    fits:
      - all: [{field: License, op: ">=", value: 9}]
        why: "There."
    against:
      - all: [{check: License, warns: "gone", ends: [.md], outside: [test]}]
        why: "Gone."
    limit: "Not all."
`

const secondBaseline = `baseline: {version: 2026.02.19, published: 2026-02-19, url: "https://example.org/2", read: 2026-12-03, follows: 2025.10.10}
changed:
  - ids: [OSPS-AC-01.01]
    to: OSPS-AC-09.01
    levels: [2, 3]
    how: "Renamed and moved."
  - ids: [OSPS-QA-01.01]
    says: "Two, always."
    active: false
    how: "Always."
retired:
  - ids: [OSPS-QA-02.01]
    how: "Dropped."
requirements:
  - id: OSPS-QA-03.01
    levels: [3]
    says: "Four."
    seen: no
    limit: "Hidden."
`

func TestReadBaseline_changes(t *testing.T) {
	t.Parallel()
	all, err := ReadBaseline("baseline/2025.10.10.yaml", []byte(firstBaseline), nil)
	if err != nil {
		t.Fatal(err)
	}
	before := fmt.Sprint(all[0])
	all, err = ReadBaseline("2026.02.19.yaml", []byte(secondBaseline), all)
	if err != nil || len(all) != 2 {
		t.Fatal(err, len(all))
	}
	if after := fmt.Sprint(all[0]); after != before {
		t.Errorf("the earlier version changed:\n%s\n%s", before, after)
	}
	v := all[1]
	got := ""
	for _, r := range v.Requirements {
		got += fmt.Sprintf("%s %v %v %s %v %s %d; ", r.ID, r.Was, r.Levels, r.Says, r.Active, r.Seen, len(r.Changes))
	}
	want := "OSPS-AC-09.01 [OSPS-AC-01.01] [2 3] One. false no 1; OSPS-QA-01.01 [] [1] Two, always. false fully 1; OSPS-QA-03.01 [] [3] Four. false no 0; "
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if want := []baseline.Note{{ID: "OSPS-QA-02.01", Version: "2026.02.19", How: "Dropped."}}; !slices.Equal(v.Retired, want) {
		t.Errorf("retired: %v", v.Retired)
	}
	if c := all[0].Requirements[2].Against[0].All[0]; c.Warns != "gone" || c.Term.Field != "License" || c.Ends[0] != ".md" || c.Outside[0] != "test" {
		t.Errorf("condition: %+v", c)
	}
	third := strings.NewReplacer("2026.02.19", "2026.08.28", "2026-02-19", "2026-08-28", "2025.10.10", "2026.02.19").Replace(secondBaseline)
	_, err = ReadBaseline("2026.08.28.yaml", []byte(third), all)
	for _, want := range []string{"not_allowed changed[0].ids[0] | OSPS-AC-01.01", "not_allowed retired[0].ids[0]", "twice requirements[0].id | OSPS-QA-03.01"} {
		if !Tells(err, want) {
			t.Errorf("want %s, got %v", want, err)
		}
	}
}

func TestReadBaseline_problems(t *testing.T) {
	t.Parallel()
	first, err := ReadBaseline("2025.10.10.yaml", []byte(firstBaseline), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		later          bool
		old, new, want string
	}{
		{false, "version: 2025.10.10", "version: v1", "malformed baseline.version | v1"},
		{false, "version: 2025.10.10", "version: 2025.10.11", "conflict baseline.version | 2025.10.11"},
		{false, "published: 2025-10-10", "published: 2027-10-10", "out_of_order baseline.published"},
		{false, "https://example.org/1", "http://example.org/1", "malformed baseline.url"},
		{false, "read: 2026-12-03", "seen: 2026-12-03", "unknown_field baseline.seen"},
		{false, "id: QA, label", "id: AC, label", "twice families[1].id"},
		{false, "id: QA, label", "id: q, label", "malformed families[1].id"},
		{false, "OSPS-QA-01.01", "OSPS-AC-01.01", "twice requirements[1].id"},
		{false, "OSPS-QA-01.01", "OSPS-XX-01.01", "not_allowed requirements[1].id"},
		{false, "OSPS-QA-01.01", "QA-01", "malformed requirements[1].id"},
		{false, "levels: [1, 2]", "levels: [2, 1]", "out_of_order requirements[0].levels[1]"},
		{false, "levels: [1, 2]", "levels: [1, 4]", "out_of_range requirements[0].levels[1]"},
		{false, "levels: [1, 2]", "levels: []", "empty requirements[0].levels"},
		{false, "    says: \"One.\"\n", "", "missing requirements[0].says"},
		{false, "seen: no", "seen: perhaps", "not_allowed requirements[0].seen | perhaps | fully"},
		{false, "    limit: \"Hidden.\"\n", "", "missing requirements[0].limit"},
		{false, "    limit: \"Not all.\"\n", "", "missing requirements[2].limit"},
		{false, "seen: fully", "seen: no\n    limit: No.", "conflict requirements[1]"},
		{false, "seen: fully", "seen: partly\n    limit: No.", "conflict requirements[1].met"},
		{false, "seen: partly", "seen: fully", "missing requirements[2].met"},
		{false, "        why: \"Read.\"\n", "", "missing requirements[1].met[0].why"},
		{false, "[{field: commits_total, op: \">=\", value: 1, public: true}]", "[]", "empty requirements[1].met[0].all"},
		{false, "commits_total", "commits", "not_allowed requirements[1].met[0].all[0].field | commits"},
		{false, "commits_total", "licence", "not_allowed requirements[1].met[0].all[0].field | licence"},
		{false, "License, op: \">=\"", "License, op: \"<=\"", "not_allowed requirements[2].fits[0].all[0].op"},
		{false, "{check: License, warns: \"gone\", ends: [.md], outside: [test]}", "{field: License, op: \">=\", value: 1}", "not_allowed requirements[2].against[0].all[0].op"},
		{false, "check: License,", "check: Licence,", "not_allowed requirements[2].against[0].all[0].check"},
		{false, "check: License,", "check: License, value: 3,", "conflict requirements[2].against[0].all[0].value"},
		{false, "field: License,", "field: License, warns: no,", "conflict requirements[2].fits[0].all[0].warns"},
		{false, "warns: \"gone\"", "warns: \"gone\", without: \"here\"", "conflict requirements[2].against[0].all[0]"},
		{false, "warns: \"gone\"", "names: [license]", "conflict requirements[2].against[0].all[0]"},
		{false, "warns: \"gone\", ends: [.md], outside: [test]", "names: [LICENSE]", "malformed requirements[2].against[0].all[0]"},
		{false, "ends: [.md]", "ends: [.MD]", "malformed requirements[2].against[0].all[0]"},
		{false, "families:", "retired: []\nfamilies:", "not_allowed retired"},
		{true, "follows: 2025.10.10", "follows: 2024.10.10", "conflict baseline.follows | 2024.10.10"},
		{true, "published: 2026-02-19", "published: 2025-02-19", "out_of_order baseline.published"},
		{true, "ids: [OSPS-AC-01.01]", "ids: [OSPS-AC-01.02]", "not_allowed changed[0].ids[0] | OSPS-AC-01.02"},
		{true, "ids: [OSPS-AC-01.01]", "ids: [OSPS-AC-01.01, OSPS-QA-01.01]", "conflict changed[0]"},
		{true, "ids: [OSPS-QA-01.01]", "ids: [OSPS-AC-01.01]", "twice changed[1].ids[0]"},
		{true, "to: OSPS-AC-09.01", "to: OSPS-QA-01.01", "twice changed[0].to"},
		{true, "    to: OSPS-AC-09.01\n    levels: [2, 3]\n", "", "no_change changed[0]"},
		{true, "    how: \"Always.\"\n", "", "missing changed[1].how"},
		{true, "ids: [OSPS-QA-02.01]", "ids: [OSPS-QA-09.01]", "not_allowed retired[0].ids[0]"},
		{true, "id: OSPS-QA-03.01", "id: OSPS-QA-02.01", "twice requirements[0].id"},
		{true, "changed:", "families: [{id: AC, label: Again}]\nchanged:", "twice families[0].id"},
	} {
		name, text, earlier := "2025.10.10.yaml", firstBaseline, []baseline.Version(nil)
		if tc.later {
			name, text, earlier = "2026.02.19.yaml", secondBaseline, first
		}
		changed := strings.Replace(text, tc.old, tc.new, 1)
		if changed == text {
			t.Errorf("%q is not in the file", tc.old)
		}
		all, err := ReadBaseline(name, []byte(changed), earlier)
		var p Problems
		if !errors.As(err, &p) || !Tells(err, tc.want) || all != nil {
			t.Errorf("%s: got %v, want %q", tc.new, err, tc.want)
		}
	}
}

func FuzzReadBaseline(f *testing.F) {
	first, err := ReadBaseline("2025.10.10.yaml", []byte(firstBaseline), nil)
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range []string{"2025.10.10", "2026.02.19", "2026.08.28"} {
		b, err := os.ReadFile("../../scorecards/baseline/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(firstBaseline))
	f.Add([]byte(secondBaseline))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, earlier := range [][]baseline.Version{nil, first} {
			all, err := ReadBaseline("2026.02.19.yaml", b, earlier)
			if err == nil && len(all) != len(earlier)+1 {
				t.Errorf("%d versions", len(all))
			}
		}
	})
}
