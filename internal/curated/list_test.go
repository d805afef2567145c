package curated

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// good is a list that uses everything the format has.
const good = `# A list.
list: {slug: small, title: Small list, purpose: "To test: reading.", owner: list editors, licence: CC-BY-4.0}
expert_lists:
  - {id: set, title: A set, url: https://example.org/set, date: 2023, group: openssf}
  - {id: fund, title: A fund, url: https://example.org/fund, date: "2024-05"}
projects:
  - slug: xz
    name: XZ Utils
    why: In the base system of most distributions.
    category: compression
    language: C
    added: 2026-11-22
    added_by: list editors
    tags: [compression, os]
    peers: c-parser
    homepage: http://example.org/
    repositories:
      - {url: https://github.com/tukaani-project/xz, role: primary, branch: devel, note: Work lands there.}
      - {url: https://git.example.org/xz.git, role: mirror, mirror: true, upstream: "https://example.org", note: Not ours.}
    packages: ["pkg:generic/xz"]
    aliases: [liblzma, LZMA Utils]
    expert_lists: [set, fund]
    exposure: {untrusted_input: true, privileged: false, crypto: false, toolchain: true, reason: Parses archives., reviewed: "2026-11-22"}
    substitution: {value: 2, reason: Stored data use it., reviewed: 2026-11-22, confirmed_by: a maintainer}
    tracker: https://example.org/bugs
    review: mailing_list
    rolling: true
    debian: {sources: [xz-utils, lzma-N], confirmed: 2026-12-01, not_applicable: People start it.}
    copies:
      - {url: https://github.com/somebody/xz.git, branch: topic/main, mark: '^Merged-from: \d+$', notes: fossil, reason: A fork., checked: 2026-12-02, measured: {commits: 200, marked: 60, covered: 180}}
    end_of_life: {archived: false, since: 2026-01-01, url: https://example.org/end, successor: xz2}
  - slug: abc
    name: "123"
    why: |
      Because of
      two lines.
    category: other
    added: 2026-11-22
    added_by: list editors
    repology: "python:abc"
    endoflife: abc-d
    no_repository: Published as archives.
    debian: {none: Nobody packages it.}
excluded:
  - {name: Gone, url: https://example.org/gone, reason: It is gone., date: 2026-11-22}
`

func TestReadList_readsEverything(t *testing.T) {
	t.Parallel()
	l, err := ReadList("small/list.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Projects) != 2 || l.Projects[0].Slug != "abc" || l.Projects[1].Slug != "xz" {
		t.Fatalf("projects %+v, want abc and xz", l.Projects)
	}
	p := l.Projects[1]
	if l.Projects[0].Name != "123" || !strings.Contains(l.Projects[0].Why, "two lines.") || l.Projects[0].NoRepository == "" || l.Projects[0].Repology != "python:abc" || l.Projects[0].Product != "abc-d" {
		t.Errorf("project %+v", l.Projects[0])
	}
	if len(p.Repositories) != 2 || !p.Repositories[1].Mirror || p.Repositories[1].URL != "https://git.example.org/xz" || p.Repositories[1].Note != "Not ours." || p.Repositories[0].Branch != "devel" {
		t.Errorf("repositories %+v", p.Repositories)
	}
	if p.Exposure.Points() != 2 || p.Substitution.Value != 2 || p.Substitution.ConfirmedBy == "" || !p.Rolling || p.Review != "mailing_list" || p.EndOfLife.Successor != "xz2" || strings.Join(p.Aliases, ",") != "liblzma,LZMA Utils" {
		t.Errorf("project %+v", p)
	}
	if d := p.Debian; d == nil || strings.Join(d.Sources, ",") != "xz-utils,lzma-N" || d.Confirmed != "2026-12-01" || d.NotApplicable == "" || d.None != "" {
		t.Errorf("in Debian %+v", d)
	}
	if d := l.Projects[0].Debian; d == nil || d.None == "" || len(d.Sources) > 0 {
		t.Errorf("in Debian %+v", d)
	}
	if l.Sources["set"].Date != "2023" || len(l.Excluded) != 1 || len(l.Revision) != 12 || l.Licence != "CC-BY-4.0" {
		t.Errorf("list %+v", l)
	}
}

func TestReadList_aListCopiedFromIsAmongTheExpertLists(t *testing.T) {
	t.Parallel()
	from := func(what string) string {
		return strings.Replace(good, "licence: CC-BY-4.0}", "licence: CC-BY-4.0, copied_from: "+what+"}", 1)
	}
	if l, err := ReadList("l.yaml", []byte(from("[set]"))); err != nil || strings.Join(l.CopiedFrom, ",") != "set" {
		t.Errorf("%v, %v", l.CopiedFrom, err)
	}
	for _, wrong := range []string{"[moon]", "[set, set]"} {
		if _, err := ReadList("l.yaml", []byte(from(wrong))); err == nil || !strings.Contains(err.Error(), "copied_from") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

func TestReadList_aListOnRequest(t *testing.T) {
	t.Parallel()
	l, err := ReadList("l.yaml", []byte(strings.Replace(good, "licence: CC-BY-4.0}", "licence: CC-BY-4.0, on_request: true}", 1)))
	var b strings.Builder
	if err = errors.Join(err, WriteHead(&b, l)); err != nil || !l.OnRequest || !strings.Contains(b.String(), "on_request: true") {
		t.Errorf("%v, %v: %s", l.OnRequest, err, b.String())
	}
	if l, err := ReadList("l.yaml", []byte(good)); err != nil || l.OnRequest {
		t.Errorf("without it: %v, %v", l.OnRequest, err)
	}
}

func TestReadList_readsUTF16(t *testing.T) {
	t.Parallel()
	want, err := ReadList("l.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]encoding.Encoding{
		"UTF-16 LE": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "UTF-16 BE": unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "UTF-8 with a mark": unicode.UTF8BOM,
	} {
		b, err := e.NewEncoder().Bytes([]byte(good))
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadList("l.yaml", b)
		got.Revision = want.Revision // of the bytes
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, error %v", name, got, err)
		}
	}
}

func TestReadList_givesPackagesTheirNormalForm(t *testing.T) {
	t.Parallel()
	text := strings.Replace(good, `["pkg:generic/xz"]`, `["pkg://npm/@acme/kit@1.0", "PKG:Composer/Acme/Bolt", "pkg:golang/example.org/Acme/kit"]`, 1)
	l, err := ReadList("small/list.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	got, want := l.Projects[1].Packages, []string{"pkg:npm/%40acme/kit", "pkg:composer/acme/bolt", "pkg:golang/example.org/Acme/kit"}
	if !slices.Equal(got, want) {
		t.Errorf("packages %q, want %q", got, want)
	}
}

func TestReadList_tellsFileLineField(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ old, new, want string }{
		"unknown field":           {"    category: compression\n", "    category: compression\n    stars: 7\n", "unknown_field l.yaml:11: projects[0].stars | slug"},
		"field twice":             {"    language: C\n", "    language: C\n    language: D\n", "twice l.yaml:12: projects[0].language | 11"},
		"unknown field in a row":  {"role: primary, branch", "role: primary, stars: 1, branch", "unknown_field l.yaml:18: projects[0].repositories[0].stars"},
		"slug twice":              {"slug: abc", "slug: xz", "twice l.yaml:32: projects[1].slug | xz | 7"},
		"bad slug":                {"slug: abc", "slug: A_b", "malformed l.yaml:32: projects[1].slug | A_b"},
		"missing category":        {"    category: compression\n", "", "missing l.yaml:7: projects[0].category"},
		"why is a list":           {"why: In the base system of most distributions.", "why: [a]", "wrong_kind projects[0].why"},
		"repository over http":    {"https://github.com/tukaani-project/xz", "http://github.com/tukaani-project/xz", "malformed repositories[0].url | http://github.com/tukaani-project/xz"},
		"repository with a port":  {"https://github.com/tukaani-project/xz", "https://github.com:8080/a/b", "malformed repositories[0].url"},
		"repository with a user":  {"https://github.com/tukaani-project/xz", "https://u@github.com/a/b", "malformed repositories[0].url"},
		"repository as an option": {"https://github.com/tukaani-project/xz", "https://github.com/a/--upload-pack", "malformed repositories[0].url"},
		"repository twice":        {"https://git.example.org/xz.git", "https://GitHub.com/Tukaani-project/xz/", "twice repositories[1].url | github.com/tukaani-project/xz | 18"},
		"bad role":                {"role: mirror", "role: fork", "not_allowed repositories[1].role | fork | primary | component | docs | website | mirror"},
		"no primary":              {"role: primary", "role: docs", "wrong_count projects[0].repositories | 0"},
		"two primaries":           {"role: mirror", "role: primary", "wrong_count projects[0].repositories | 2"},
		"no repository, no word":  {"    no_repository: Published as archives.\n", "", "missing l.yaml:32: projects[1]"},
		"both":                    {"    tracker: https", "    no_repository: None.\n    tracker: https", "conflict no_repository"},
		"bad package":             {"pkg:generic/xz", "npm/xz", "malformed packages[0] | npm/xz"},
		"type of another name":    {"pkg:generic/xz", "pkg:crates/xz", "malformed packages[0] | pkg:crates/xz | pkg:cargo/xz"},
		"scope without a sign":    {"pkg:generic/xz", "pkg:npm/acme/xz", "malformed packages[0] | pkg:npm/%40acme/xz"},
		"package otherwise twice": {`["pkg:generic/xz"]`, `["pkg:pypi/acme.kit", "pkg:pypi/Acme_Kit"]`, "twice packages[1] | pkg:pypi/acme-kit | 20"},
		"package of two projects": {"    repology: \"python:abc\"\n", "    packages: [\"PKG:generic/xz@5\"]\n", "twice projects[1].packages[0] | pkg:generic/xz | 20"},
		"bad Repology name":       {`"python:abc"`, "../abc", "malformed projects[1].repology | ../abc"},
		"package twice":           {`["pkg:generic/xz"]`, `["pkg:generic/xz", "pkg:generic/xz"]`, "twice packages[1] | pkg:generic/xz"},
		"bad product":             {"abc-d", "../abc", "malformed projects[1].endoflife | ../abc"},
		"unknown word of Debian":  {"none: Nobody", "nobody: Nobody", "unknown_field projects[1].debian.nobody | sources"},
		"nothing of Debian":       {"debian: {none: Nobody packages it.}", "debian: {confirmed: 2026-12-01}", "missing projects[1].debian"},
		"no source in Debian":     {"[xz-utils, lzma-N]", "[]", "empty debian.sources"},
		"no date for Debian":      {"confirmed: 2026-12-01, ", "", "missing debian.confirmed"},
		"no reason for Debian":    {"not_applicable: People start it.", `not_applicable: ""`, "empty debian.not_applicable"},
		"in Debian and not":       {"not_applicable: People", "none: People", "conflict debian.none"},
		"bad source of Debian":    {"xz-utils", "XZ", "malformed debian.sources[0] | XZ | gcc-N"},
		"source of Debian twice":  {"lzma-N]", "xz-utils]", "twice debian.sources[1] | xz-utils"},
		"source of two projects":  {"none: Nobody packages it.", "sources: [xz-utils], confirmed: 2026-12-01", "twice l.yaml:43: projects[1].debian.sources[0] | xz-utils | 28"},
		"source of a pattern":     {"none: Nobody packages it.", "sources: [lzma-9], confirmed: 2026-12-01", "twice projects[1].debian.sources[0] | lzma-9 | 28 | lzma-N"},
		"alias twice":             {"    name: \"123\"\n", "    name: \"123\"\n    aliases: [Lib-LZMA]\n", "twice projects[1].aliases[0] | liblzma | 21"},
		"alias twice in one":      {"LZMA Utils", "lib.lzma", "twice projects[0].aliases[1] | liblzma | 21"},
		"alias is its own slug":   {"LZMA Utils", "XZ", "twice projects[0].aliases[1] | XZ"},
		"alias is another slug":   {"    name: \"123\"\n", "    name: \"123\"\n    aliases: [XZ]\n", "twice projects[1].aliases[0] | XZ | 7"},
		"slug is another alias":   {"slug: abc", "slug: liblzma", "twice projects[1].slug | liblzma | 21"},
		"alias without a letter":  {"LZMA Utils", `"--"`, "malformed projects[0].aliases[1] | --"},
		"unknown expert list":     {"[set, fund]", "[set, sett]", "not_allowed projects[0].expert_lists[1] | sett"},
		"expert list twice":       {"[set, fund]", "[set, set]", "twice expert_lists[1] | set"},
		"expert list id twice":    {"{id: fund", "{id: set", "twice expert_lists[1].id | set"},
		"expert list over http":   {"https://example.org/set", "http://example.org/set", "malformed expert_lists[0].url | http://example.org/set"},
		"script as homepage":      {"http://example.org/\n", "javascript:alert(1)\n", "malformed projects[0].homepage | javascript:alert(1)"},
		"bad date":                {"added: 2026-11-22\n    added_by: list editors\n    tags", "added: 2026-13-01\n    added_by: list editors\n    tags", "malformed l.yaml:12: projects[0].added | 2026-13-01"},
		"year as date":            {"since: 2026-01-01", "since: 2026", "malformed end_of_life.since | 2026"},
		"bad rough date":          {"date: 2023,", "date: soon,", "malformed expert_lists[0].date | soon"},
		"value out of range":      {"value: 2", "value: 4", "out_of_range substitution.value | 4 | 0 | 3"},
		"value broken":            {"value: 2", "value: 1.5", "out_of_range substitution.value | 1.5"},
		"value as text":           {"value: 2", "value: two", "wrong_kind substitution.value"},
		"bool as text":            {"crypto: false", "crypto: maybe", "wrong_kind exposure.crypto"},
		"bool missing":            {"crypto: false, ", "", "missing exposure.crypto"},
		"reason missing":          {"reason: Parses archives., ", "", "missing exposure.reason"},
		"exclusion without one":   {", reason: It is gone.", "", "missing excluded[0].reason"},
		"bad review":              {"review: mailing_list", "review: never", "not_allowed review | never"},
		"anchor":                  {"name: XZ Utils", "name: &x XZ Utils", "wrong_kind projects[0].name"},
		"merge":                   {"    peers: c-parser\n", "    <<: {a: b}\n", "wrong_kind l.yaml:15: projects[0].<<"},
		"tag of YAML":             {"name: XZ Utils", "name: !!str XZ Utils", "wrong_kind projects[0].name"},
		"not a mapping":           {"list: {slug: small, title: Small list, purpose: \"To test: reading.\", owner: list editors, licence: CC-BY-4.0}", "list: [small]", "wrong_kind l.yaml:2: list"},
		"projects not a list":     {"projects:\n", "projects: {}\nothers:\n", "wrong_kind projects"},
	} {
		text := strings.Replace(good, tc.old, tc.new, 1)
		if text == good {
			t.Errorf("%s: nothing was changed", name)
			continue
		}
		l, err := ReadList("l.yaml", []byte(text))
		if !Tells(err, tc.want) {
			t.Errorf("%s: got %v, want a problem with %q", name, err, tc.want)
		}
		if l.Slug != "" || len(l.Projects) > 0 {
			t.Errorf("%s: part of the list was loaded", name)
		}
	}
}

func TestReadList_tellsEveryProblem(t *testing.T) {
	t.Parallel()
	text := good
	for _, change := range [][2]string{{"slug: abc", "slug: A"}, {"value: 2", "value: 9"}, {"licence: CC-BY-4.0", "license: CC-BY-4.0"}, {"role: mirror", "role: x"}} {
		text = strings.Replace(text, change[0], change[1], 1)
	}
	_, err := ReadList("l.yaml", []byte(text))
	var p Problems
	if !errors.As(err, &p) || len(p) != 5 {
		t.Fatalf("got %v, want five problems: licence missing and unknown, role, value, slug", err)
	}
	for i := range p {
		if p[i].File != "l.yaml" || p[i].Line < 1 || i > 0 && p[i].Line < p[i-1].Line {
			t.Errorf("problem %d, %+v, is out of order or has no place", i, p[i])
		}
	}
}

func TestReadList_refusesWhatIsNotAList(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ text, want string }{
		"empty":            {"", "unreadable l.yaml:1"},
		"only a comment":   {"# nothing\n", "unreadable l.yaml:1"},
		"not YAML":         {"list: {slug: a\nb: [", "unreadable"},
		"a tab":            {"list:\n\tslug: a\n", "unreadable"},
		"a text":           {"hello", "wrong_kind"},
		"two documents":    {good + "---\nlist: {}\n", "unreadable"},
		"too large":        {strings.Repeat("#", maxSize+1), "unreadable l.yaml:1: | 4194304"},
		"deep brackets":    {"list: " + strings.Repeat("[", 1e6), "unreadable"},
		"deep lists":       {strings.Repeat("- ", 1e6) + "a", "unreadable"},
		"deep keys":        {strings.Repeat("? ", 1e6) + "a", "unreadable"},
		"no projects":      {"list: {slug: a, title: a, purpose: a, owner: a, licence: a}\nprojects: []\n", "wrong_count"},
		"an alias bomb":    {"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nlist: *c\n", "unknown_field"},
		"bytes not UTF-8":  {"list: \xff\xfe\n", "unreadable l.yaml:1 | UTF-8"},
		"a NUL in a text":  {"list: {slug: \"a\x00b\"}\n", "malformed l.yaml:1: list.slug"},
		"a carriage break": {strings.ReplaceAll(good, "value: 2", "value: 7") + "\r\n", "out_of_range substitution.value | 7"},
	} {
		start := time.Now()
		_, err := ReadList("l.yaml", []byte(tc.text))
		if !Tells(err, tc.want) {
			t.Errorf("%s: got %.200v, want %q", name, err, tc.want)
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%s took %v", name, d)
		}
	}
}

func FuzzReadList(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("list: {slug: a"))
	f.Add([]byte("? - a\n: b"))
	f.Add([]byte("projects:\n - {slug: !!binary x, name: *a}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := ReadList("l.yaml", b)
		var p Problems
		switch {
		case err == nil && len(l.Projects) == 0:
			t.Error("a list without projects was accepted")
		case err != nil && !errors.As(err, &p):
			t.Errorf("error %v is not a list of problems", err)
		}
	})
}

// A list may say where its mistakes are reported: by https, on a host that others reach.
func TestReadList_tracker(t *testing.T) {
	t.Parallel()
	read := func(tracker string) (string, error) {
		l, err := ReadList("l.yaml", []byte(strings.Replace(good, "licence: CC-BY-4.0}", "licence: CC-BY-4.0, tracker: "+tracker+"}", 1)))
		if err != nil {
			return "", err
		}
		var b strings.Builder
		if err := WriteHead(&b, l); err != nil || !strings.Contains(b.String(), `  tracker: "`+l.Tracker+`"`) {
			t.Errorf("the head is written as %q, %v", b.String(), err)
		}
		return l.Tracker, nil
	}
	for text, want := range map[string]string{
		`"https://github.com/o/n/issues"`: "https://github.com/o/n/issues",
		`http://example.org/bugs`:         "", `"javascript:alert(1)"`: "", `"mailto:a@example.org"`: "", `https://localhost/x`: "",
		`"https://user@example.org/"`: "", `[https://example.org/]`: "",
	} {
		if got, err := read(text); got != want || (err == nil) != (want != "") {
			t.Errorf("%s is read as %q, %v; want %q", text, got, err, want)
		}
	}
}
