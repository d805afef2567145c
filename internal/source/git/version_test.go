package git

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// kind returns what one name says in a repository named own: "release", "early", or "" for no
// version.
func kind(name, own string) string {
	v, ok := parseVersion(name, own)
	switch {
	case !ok:
		return ""
	case v.mark == early:
		return "early"
	}
	return "release"
}

func TestParseVersion_namesOfReleases(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"v1.2.3", "1.0", "net-8_21_0", "R12", "20240101", "pkg@v2", "V_9_8_P1", "n6.1", "rel/2.25.5", "release-2024-01-02", "version-3.45.0",
		"2026b", "r2025a", "zone2024a", "kit-24-ga", "kit-24+36", "kit-21.0.2+13", "1.0.2a", "2.0.Final", "SUITE_3_12_RTM", "App-26", "FILE5_45", "n8u202",
		"archiver-1.0", "pytest-8.0", "prettier-3.0", "nextcloud-28.0.1", "basecamp-2.1", "libdevel-1.0", "v1.2.3+k3s1", "20240203a", "code-20230512-rev2",
		"lib2-2.9.10", "log5j-2.17.1", "v1.0-x64", "@scope/test-tools@1.2.0", "@scope/branch@2.0.1", "1.10.3-lgpl",
	} {
		if got := kind(name, "example"); got != "release" {
			t.Errorf("%q: %q, want a release", name, got)
		}
	}
}

func TestParseVersion_namesOfEarlyVersions(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"v1.0-rc1", "2.0.0-beta.1", "v3.0a1", "nightly-1.2", "v1.0-M2", "1.0.dev3", "1.0-alpha2", "3.0-CR1", "v2.92test11", "editor-pretest-31.0.90",
		"v18.0.0-next", "2.0.0-prerelease.1", "BROWSER_131_0b3_BUILD1", "v2.6.3c1", "weekly.2026-10-01", "1.0-SNAPSHOT", "beta/1.2", "1.0-trial", "kit-24-ea", "1.0prealpha",
	} {
		if got := kind(name, "example"); got != "early" {
			t.Errorf("%q: %q, want early", name, got)
		}
	}
}

func TestParseVersion_namesOfOtherThings(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"latest", "before-merge", "", "CVE-2026-3541", "GHSA-12-34", "issue-77", "pr-1234", "backup-before-reformat-2026", "sbom-production-20260615-72e18417",
		"archive/backport-12089-to-4.0.x", "4.0.x", "stable/3.x", "LIB_1_X", "tool-15.12-base", "suite-2_46-branchpoint", "basepoints/tool-16", "branch-off-26.11",
		"v2.42-start", "kit-17-init", "v1.9-eol", "build-7e18417", "v1.0-gdeadbe3f", "demo-3-slides", "phase2", "12345678901", "staging-2026-01-02", "before-2.0", "x",
	} {
		if got := kind(name, "example"); got != "" {
			t.Errorf("%q: %q, want no version", name, got)
		}
	}
}

// A project may be called like a word that would otherwise tell of no release.
func TestParseVersion_theProjectsOwnNameIsNoMark(t *testing.T) {
	t.Parallel()
	for _, own := range []string{"canary", "backup", "branch", "next", "test", "archive"} {
		if got := kind(own+"-1.2.3", own); got != "release" {
			t.Errorf("%s: %q, want a release", own, got)
		}
		if got := kind(own+"-1.2.3-rc1", own); got != "early" {
			t.Errorf("%s with rc1: %q, want early", own, got)
		}
	}
	if got := kind("weekly-2026-10-01", "weekly"); got != "early" {
		t.Errorf("the state of a week is %q, want early", got)
	}
}

func TestCompareVersions_ordersAsReleased(t *testing.T) {
	t.Parallel()
	order := []string{"v1.8.7", "v1.9.0", "v1.9.0p1", "v1.10.0", "v1.10.0a", "v1.10.0b", "v2", "v2.0", "2026a", "2026b"}
	for i, a := range order {
		for j, b := range order {
			x, _ := parseVersion(a, "")
			y, _ := parseVersion(b, "")
			if got := compareVersions(x, y); (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("%s and %s: %d", a, b, got)
			}
		}
	}
}

// released returns the tags of a repository named "tool" that are releases. The tags follow each
// other by one month.
func released(names ...string) []string {
	var tags []tag
	for i, name := range names {
		if v, ok := parseVersion(name, "tool"); ok {
			tags = append(tags, tag{name: name, version: v, at: time.Date(2020, time.Month(i+1), 1, 0, 0, 0, 0, time.UTC).Unix()})
		}
	}
	var out []string
	all, _ := mainLine(tags)
	for _, t := range all {
		out = append(out, t.name)
	}
	return out
}

func TestMainLine_tellsDatedSnapshots(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ tags, want []string }{
		"weekly states between versions":       {[]string{"v6_5", "v6_5_20250104", "v6_6", "v6_6_20260103", "v6_6_20260110"}, []string{"v6_5", "v6_6"}},
		"states before the version":            {[]string{"1.1.20250104", "1.1.20250111", "1.1"}, []string{"1.1"}},
		"the day is how versions count":        {[]string{"6.5.20250104", "6.6.20260103", "6.6.20260110"}, []string{"6.5.20250104", "6.6.20260103", "6.6.20260110"}},
		"only the version with a tag":          {[]string{"1.0", "1.0.20240101", "1.1.20250101"}, []string{"1.0", "1.1.20250101"}},
		"three parts before the day":           {[]string{"v0.4.0", "v0.4.0-20130613", "v0.4.0-20130726"}, []string{"v0.4.0", "v0.4.0-20130613", "v0.4.0-20130726"}},
		"a high number that is no day":         {[]string{"1.0", "1.0.20261399", "1.0.12345678"}, []string{"1.0", "1.0.20261399", "1.0.12345678"}},
		"the version of another line, no sign": {[]string{"1.0", "1.2.20250101", "glob-1.2"}, []string{"1.0", "1.2.20250101"}},
	} {
		if got := released(tc.tags...); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}

func TestMainLine_tellsThePackagesApart(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ tags, want []string }{
		"versions without a name":     {[]string{"1.0", "glob-0.4.1", "glob-0.4.2", "ignore-0.4.1", "1.1", "cli/v0.3.0"}, []string{"1.0", "1.1"}},
		"the project's own name":      {[]string{"tool-1.0", "glob-0.4.1", "release/tool-1.1", "glob-0.4.2"}, []string{"tool-1.0", "release/tool-1.1"}},
		"the name of most":            {[]string{"engine-v1.0", "engine-v1.1", "engine-v1.2", "agent-v0.1"}, []string{"engine-v1.0", "engine-v1.1", "engine-v1.2"}},
		"packaging":                   {[]string{"engine-v1.0", "helm-chart-4.0", "engine-v1.1", "helm-chart-4.1", "helm-chart-4.2"}, []string{"engine-v1.0", "engine-v1.1"}},
		"packages of equal standing":  {[]string{"@s/a@1.0.0", "@s/b@1.0.0", "@s/a@1.0.1-next.0", "@s/c@2.0.0"}, []string{"@s/a@1.0.0", "@s/b@1.0.0", "@s/c@2.0.0"}},
		"an earlier name":             {[]string{"old-1.0", "old-1.1", "v2.0", "v2.1"}, []string{"old-1.0", "old-1.1", "v2.0", "v2.1"}},
		"packages after one product":  {[]string{"v9.0", "v9.1", "scan-v8.1", "tree-v10.2", "scan-v8.2", "keys-v4.0"}, []string{"v9.0", "v9.1", "scan-v8.1", "tree-v10.2", "scan-v8.2", "keys-v4.0"}},
		"one stray number":            {[]string{"v0.1", "a/v1.0", "a/v1.1", "a/v1.2", "a/v1.3", "a/v1.4"}, []string{"v0.1", "a/v1.0", "a/v1.1", "a/v1.2", "a/v1.3", "a/v1.4"}},
		"a number after any word":     {[]string{"v1.0", "task-45", "v1.1", "sprint-2020-05-01"}, []string{"v1.0", "v1.1"}},
		"only days":                   {[]string{"code-20200101", "code-20200201"}, []string{"code-20200101", "code-20200201"}},
		"builds before a final mark":  {[]string{"kit-24+35", "kit-24+36", "kit-24-ga", "kit-25+1"}, []string{"kit-24-ga"}},
		"builds that are the release": {[]string{"kit-24+36", "kit-25+37"}, []string{"kit-24+36", "kit-25+37"}},
		"nothing":                     {nil, nil},
	} {
		if got := released(tc.tags...); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %v, want %v", name, got, tc.want)
		}
	}
}

func TestMainLine_numbersOfTrials(t *testing.T) {
	t.Parallel()
	if got := released("v2.72", "v2.72.90", "v2.72.91", "v2.73", "v2.73.9000"); !slices.Equal(got, []string{"v2.72", "v2.73"}) {
		t.Errorf("got %v", got)
	}
	var counted []string
	for i := range 96 {
		counted = append(counted, fmt.Sprintf("v1.0.%d", i))
	}
	if got := released(counted...); len(got) != 96 {
		t.Errorf("of 96 versions counted one by one %d are releases", len(got))
	}
	if got := released("v0.90.0", "v0.90.1", "v5.90", "v95.0"); len(got) != 4 {
		t.Errorf("high numbers in other places: %v", got)
	}
}

func TestMainLine_oddMinorsOfAProjectThatCountsTrialsInThem(t *testing.T) {
	t.Parallel()
	odd := []string{"2.27.90", "2.28.0", "2.29.90", "2.30.0", "2.31.91", "2.32.0", "2.89.1", "2.88.3", "40.1", "41.1"}
	if got, want := released(odd...), []string{"2.28.0", "2.30.0", "2.32.0", "2.88.3", "40.1", "41.1"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for name, also := range map[string][]string{"too few": {"2.27.90", "2.29.90"}, "of both kinds": {"2.27.90", "2.29.90", "2.31.90", "2.32.90"}} {
		if got := released(append(also, "2.33.1")...); !slices.Equal(got, []string{"2.33.1"}) {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestMainLine_oddMinorsWithoutCandidates(t *testing.T) {
	t.Parallel()
	var names, want []string
	for minor := 22; minor < 30; minor += 2 {
		even := []string{fmt.Sprintf("v5.%d.0", minor), fmt.Sprintf("v5.%d.1", minor)}
		names = append(names, fmt.Sprintf("v5.%d.1", minor-1), fmt.Sprintf("v5.%d.0-RC1", minor), even[0], fmt.Sprintf("v5.%d.0", minor+1), even[1])
		want = append(want, even...)
	}
	if got := released(names...); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	// An odd series with a candidate, or one that is still maintained, is no development.
	for _, one := range []string{"v5.23.0-RC1", "v5.23.7"} {
		if got := released(append(slices.Clone(names), one)...); len(got) < 16 {
			t.Errorf("with %s: %v", one, got)
		}
	}
}

func TestMainLine_buildsBesideFinalMarks(t *testing.T) {
	t.Parallel()
	if got := released("v1", "v2", "v2-rel", "v3", "v4", "v4-rel", "v5", "v5-rel", "v5-sp1", "v6"); !slices.Equal(got, []string{"v2-rel", "v4-rel", "v5-rel", "v5-sp1"}) {
		t.Errorf("got %v", got)
	}
	if got := released("1.0", "1.0.Final", "1.1", "1.2.Final", "1.3"); len(got) != 5 {
		t.Errorf("one version with both names: %v", got)
	}
}

func TestMainLine_lettersBeforeAndAfterTheVersion(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ tags, want []string }{
		"corrections":                {[]string{"1.0.2", "1.0.2a", "1.0.2b", "1.1.0", "1.1.0a"}, []string{"1.0.2", "1.0.2a", "1.0.2b", "1.1.0", "1.1.0a"}},
		"trials":                     {[]string{"v2.71a", "v2.71", "v2.72a", "v2.72e", "v2.72", "v2.73a"}, []string{"v2.71", "v2.72"}},
		"letters instead of numbers": {[]string{"2025a", "2025b", "2026a"}, []string{"2025a", "2025b", "2026a"}},
	} {
		if got := released(tc.tags...); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %v, want %v", name, got, tc.want)
		}
	}
}

func TestMainLine_doesNotDependOnOrder(t *testing.T) {
	t.Parallel()
	names := []string{"v1.0", "glob-1.0", "v1.1-rc1", "v1.1", "kit-24-ga", "v1.1.90"}
	var tags []tag
	for i, n := range names {
		v, _ := parseVersion(n, "tool")
		tags = append(tags, tag{name: n, version: v, at: int64(i+1) * day})
	}
	want, early := mainLine(tags)
	slices.Reverse(tags)
	got, again := mainLine(tags)
	slices.Reverse(got)
	if len(got) != len(want) || early != again {
		t.Fatalf("got %d and %d, want %d and %d", len(got), again, len(want), early)
	}
	for i := range got {
		if got[i].name != want[i].name {
			t.Errorf("got %s, want %s", got[i].name, want[i].name)
		}
	}
}

// FuzzParseVersion reads any name without a panic, and finds a number in each version.
func FuzzParseVersion(f *testing.F) {
	for _, s := range []string{"v1.2.3", "a2-3.4", "2026b", "+", "1+2", "x-1-x", "p1p", "é1.0"} {
		f.Add(s, "tool")
	}
	f.Fuzz(func(t *testing.T, name, own string) {
		if v, ok := parseVersion(name, own); ok && len(v.numbers) == 0 {
			t.Errorf("%q is a version without a number", name)
		}
	})
}
