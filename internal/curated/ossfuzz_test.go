package curated_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

const fuzzTable = `oss_fuzz:
  date: "2026-08-20"
  commit: 955c6866c152471d78c7472c0f1f354343548b9f
  url: https://github.com/google/oss-fuzz
  total: 1373
  projects:
    - {repository: "https://github.com/curl/curl", project: curl, since: "2016-11-29", by: repository}
    - {repository: "https://github.com/gpg/gnupg", project: gnupg, since: "2017-04-11", by: name, reviewed: "2026-12-01"}
`

func TestReadOSSFuzz_readsARow(t *testing.T) {
	t.Parallel()
	got, err := curated.ReadOSSFuzz("f.yaml", []byte(fuzzTable))
	if err != nil {
		t.Fatal(err)
	}
	want := curated.FuzzedProject{Repository: "https://github.com/curl/curl", Project: "curl", Since: "2016-11-29", By: curated.ByRepository}
	if got.Date != "2026-08-20" || got.Total != 1373 || len(got.Projects) != 2 || got.Projects[0] != want {
		t.Errorf("got %+v", got)
	}
}

func TestReadOSSFuzz_refuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ want, old, text string }{
		{"missing oss_fuzz", fuzzTable, "{}"},
		{"malformed commit", "955c", "main"},
		{"malformed date", `"2026-08-20"`, "soon"},
		{"malformed project", "project: curl", `project: "../curl"`},
		{"malformed repository", "https://github.com/curl/curl", "curl"},
		{"twice repository", "gpg/gnupg", "curl/curl"},
		{"not_allowed by", "by: repository", "by: guess"},
		{"conflict by", "by: repository", "by: name"},
		{"conflict by", "by: name", "by: upstream"},
		{"unknown_field", "total:", "sum:"},
	} {
		if _, err := curated.ReadOSSFuzz("f.yaml", []byte(strings.Replace(fuzzTable, tc.old, tc.text, 1))); !curated.Tells(err, tc.want) {
			t.Errorf("error is %v, want one that says %q", err, tc.want)
		}
	}
}

// The list and the table say the same, so neither is refreshed without the other.
func TestLoad_entriesSayWhatTheTableSays(t *testing.T) {
	t.Parallel()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	list, _ := set.List("critical")
	if len(list.Fuzzed) < 70 {
		t.Errorf("%d projects are in OSS-Fuzz", len(list.Fuzzed))
	}
	for _, p := range list.Projects {
		f, in := list.Fuzzed[p.Slug]
		if listed := slices.Contains(p.ExpertLists, "oss-fuzz"); in != listed {
			t.Errorf("%s: in the table %v, in its entry %v", p.Slug, in, listed)
		}
		if in && (f.Since < "2016" || f.Since > f.Date || f.Date != list.Sources["oss-fuzz"].Date || !strings.HasSuffix(f.URL, "/projects/"+f.Project+"/project.yaml")) {
			t.Errorf("%s: %+v", p.Slug, f)
		}
	}
}
