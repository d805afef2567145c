package advisory

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

var (
	acmeCore  = subject{"npm", "@acme/core"}
	acmeTools = subject{"PyPI", "acme-tools"}
	acmeGo    = subject{"Go", "example.org/acme/v2"}
	acmeMaven = subject{"Maven", "org.acme:acme-core"}
	libacme   = subject{repositories, "https://github.com/Acme/libacme"}
)

// story reads one of the hand-made records.
func story(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", "advisory", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func told(t testing.TB, name string, s subject) record {
	t.Helper()
	r, err := readRecord(story(t, name))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return reduce(r, s)
}

func TestReduce_stories(t *testing.T) {
	t.Parallel()
	type want struct {
		about  bool
		ending ending
		serious
		fixed, last, versions string
	}
	for _, tc := range []struct {
		story string
		of    subject
		want  want
	}{
		{"fixed", acmeCore, want{true, fixed, true, "4.17.21", "", ""}},
		{"fixed", subject{"npm", "core"}, want{}},
		{"fixed", subject{"PyPI", "@acme/core"}, want{}},
		{"introduced_only", acmeCore, want{true, open, true, "", "", ""}},
		{"last_affected", acmeCore, want{true, ended, true, "", "2.0.1", ""}},
		{"last_known_range", acmeCore, want{true, fixed, true, "3.0.0 3.28.3", "", ""}},
		{"withdrawn", acmeCore, want{true, open, true, "", "", ""}},
		{"alias_pysec", acmeTools, want{true, fixed, false, "1.4.0", "", ""}},
		{"alias_pysec", subject{repositories, "https://github.com/acme/tools"}, want{true, fixed, false, "1.4.0", "", ""}},
		{"alias_ghsa", acmeTools, want{true, ended, true, "", "1.3", ""}},
		{"no_severity", acmeGo, want{true, open, false, "", "", ""}},
		{"go_custom", acmeGo, want{true, fixed, false, "2.10.10 2.9.12", "", ""}},
		{"cvss4_only", acmeMaven, want{true, fixed, true, "2.1", "", ""}},
		{"malicious", acmeCore, want{true, ended, false, "", "", "4.17.99"}},
		{"multi_branch", acmeCore, want{true, ended, true, "4.17.21", "3.9.9", ""}},
		{"multi_branch", subject{"npm", "@acme/other"}, want{true, open, true, "", "", ""}},
		{"reopened", acmeCore, want{true, open, true, "1.2.0", "", ""}},
		{"git_fixed", libacme, want{true, fixed, true, "", "", ""}},
		{"git_last", libacme, want{true, ended, true, "", "", "v1.7 v1.8 v1.9"}},
		{"git_fixed", subject{repositories, "https://github.com/acme/libacme2"}, want{}},
		{"git_disputed", libacme, want{true, open, true, "", "", ""}},
		{"debian", libacme, want{}},
		{"unknown_ecosystem", acmeCore, want{}},
		{"no_versions", acmeCore, want{true, unclear, true, "", "", ""}},
	} {
		r := told(t, tc.story, tc.of)
		got := want{r.About, r.Ending, serious(r.Severity.serious()), strings.Join(r.Fixed, " "), strings.Join(r.Last, " "), strings.Join(r.Versions, " ")}
		if !r.About {
			got = want{}
		}
		if got != tc.want {
			t.Errorf("%s of %v: %+v, want %+v", tc.story, tc.of, got, tc.want)
		}
	}
}

type serious bool

func TestRange_endings(t *testing.T) {
	t.Parallel()
	for events, want := range map[string]ending{
		`{"introduced":"0"},{"fixed":"1"}`: fixed, `{"fixed":"1"},{"introduced":"0"}`: fixed, `{"introduced":"0"}`: open, ``: unclear, `{}`: unclear,
		`{"introduced":"0"},{"last_affected":"1"}`:                                  ended,
		`{"introduced":"0"},{"fixed":"1"},{"introduced":"2"},{"last_affected":"3"}`: ended,
		`{"introduced":"0"},{"fixed":"1"},{"introduced":"2"}`:                       open,
		`{"introduced":"0"},{"fixed":"1"},{"introduced":"2"},{"fixed":"3"}`:         fixed,
		`{"introduced":"0"},{"introduced":"2"},{"last_affected":"3"}`:               open,
		`{"introduced":"0"},{"limit":"3"}`:                                          ended,
	} {
		var r rawRange
		if err := json.Unmarshal([]byte(`{"type":"SEMVER","events":[`+events+`]}`), &r); err != nil {
			t.Fatal(err)
		}
		if got := r.ending(&record{}); got != want {
			t.Errorf("%s ends %d, want %d", events, got, want)
		}
	}
	for events, want := range map[string]ending{ // of commits
		`{"introduced":"a"},{"introduced":"b"},{"fixed":"c"}`:         fixed,
		`{"introduced":"a"},{"last_affected":"b"},{"fixed":"c"}`:      fixed,
		`{"introduced":"a"},{"introduced":"b"},{"last_affected":"c"}`: ended,
		`{"introduced":"a"}`: open,
	} {
		r := rawRange{Type: repositories}
		if err := json.Unmarshal([]byte(`[`+events+`]`), &r.Events); err != nil {
			t.Fatal(err)
		}
		if got := r.ending(&record{}); got != want {
			t.Errorf("commits %s end %d, want %d", events, got, want)
		}
	}
}

// The worst of several ranges counts; versions go before commits, and commits of
// another repository do not count.
func TestEntry_endings(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		of     subject
		ranges string
		want   ending
	}{
		"open, then fixed":           {acmeCore, `{"type":"SEMVER","events":[{"introduced":"2"}]},{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1"}]}`, open},
		"versions go before commits": {acmeCore, `{"type":"SEMVER","events":[{"introduced":"0"},{"last_affected":"1"}]},{"type":"GIT","repo":"https://github.com/acme/libacme","events":[{"introduced":"a"},{"fixed":"b"}]}`, ended},
		"and commits do not spoil":   {acmeCore, `{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1"}]},{"type":"GIT","repo":"https://github.com/acme/libacme","events":[{"introduced":"a"}]}`, fixed},
		"of another repository":      {libacme, `{"type":"GIT","repo":"https://github.com/acme/libacme","events":[{"introduced":"a"},{"fixed":"b"}]},{"type":"GIT","repo":"https://github.com/acme/fork","events":[{"introduced":"a"}]}`, fixed},
	} {
		r, err := readRecord([]byte(`{"id":"X-1","published":"2026-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":"@acme/core"},"ranges":[` + tc.ranges + `]}]}`))
		if err != nil {
			t.Fatal(err)
		}
		if got := reduce(r, tc.of); !got.About || got.Ending != tc.want {
			t.Errorf("%s: %+v, want %d", name, got, tc.want)
		}
	}
}

// A database's word goes before a score, of whatever part.
func TestReduce_severityByWordThenByScore(t *testing.T) {
	t.Parallel()
	const vector = `"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]`
	for body, want := range map[string]severity{
		`"database_specific":{"severity":"LOW"},` + vector:                                                                       low,
		`"database_specific":{"severity":"LOW"},"affected":[{"package":{"ecosystem":"npm","name":"@acme/core"},` + vector + `}]`: low,
		`"affected":[{"package":{"ecosystem":"npm","name":"@acme/core"},` + vector + `}]`:                                        critical,
		`"affected":[{"package":{"ecosystem":"npm","name":"@acme/other"},` + vector + `}]`:                                       unrated,
		vector: critical,
		`"database_specific":{"severity":"unheard of"},` + vector: critical,
	} {
		r, err := readRecord([]byte(`{"id":"X-1","published":"2026-01-01T00:00:00Z",` + body + `}`))
		if err != nil {
			t.Fatal(err)
		}
		if got := reduce(r, acmeCore).Severity; got != want {
			t.Errorf("%s is %d, want %d", body, got, want)
		}
	}
}

func TestSamePackage_caseAsTheRegistryMindsIt(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		of              subject
		ecosystem, name string
		want            bool
	}{
		{subject{"Packagist", "drupal/core"}, "Packagist", "Drupal/Core", true},
		{subject{"Maven", "a:b"}, "Maven:https://maven.google.com", "a:b", true},
		{subject{"Maven", "a:b"}, "Maven", "a:B", false},
		{subject{"Go", "example.org/a"}, "Go", "example.org/A", false},
		{subject{"PyPI", "zope-interface"}, "PyPI", "Zope.Interface", true},
		{subject{"npm", "a"}, "PyPI", "a", false},
	} {
		if got := tc.of.samePackage(tc.ecosystem, tc.name); got != tc.want {
			t.Errorf("%v and %s %s: %v", tc.of, tc.ecosystem, tc.name, got)
		}
	}
}

// What is kept of a record is what is used: no text, and nobody's name.
func TestReadRecord_keepsNoPersons(t *testing.T) {
	t.Parallel()
	r, err := readRecord(story(t, "fixed"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(b); strings.Contains(text, "Somebody") || strings.Contains(text, "example.org") || strings.Contains(text, "made-up") {
		t.Errorf("kept: %s", text)
	}
	again, err := readRecord(b)
	if err != nil || !reflect.DeepEqual(r, again) {
		t.Errorf("what is kept reads as %+v (%v), want %+v", again, err, r)
	}
}

func TestReadRecord_refuses(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"nothing": "", "a page": "<html>", "a list": "[]", "no id": `{"published":"2026-01-01T00:00:00Z"}`, "no day": `{"id":"GHSA-1"}`,
		"a number as id": `{"id":7,"published":"2026-01-01T00:00:00Z"}`, "an id that leaves its folder": `{"id":"../x","published":"2026-01-01T00:00:00Z"}`,
		"an id of marks": `{"id":"<b>","published":"2026-01-01T00:00:00Z"}`, "a day of another form": `{"id":"GHSA-1","published":"yesterday"}`,
		"affected is a word": `{"id":"GHSA-1","published":"2026-01-01T00:00:00Z","affected":"all"}`, "cut short": `{"id":"GHSA-1","published":"2026-01-01T00`,
		"a year of the past": `{"id":"GHSA-1","published":"0001-01-02T00:00:00Z"}`, "no day but one to come": `{"id":"GHSA-1","modified":"2999-01-02T00:00:00Z"}`,
	} {
		if r, err := readRecord([]byte(body)); err == nil {
			t.Errorf("%s is read as %+v", name, r)
		}
	}
}

// Without a day of publication the last change stands in its place.
func TestReadRecord_theLastChangeForTheFirstDay(t *testing.T) {
	t.Parallel()
	r, err := readRecord(story(t, "go_custom"))
	if want := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC); err != nil || !r.Published.Equal(want) {
		t.Errorf("%s, %v; want %s", r.Published, err, want)
	}
	// What a registry adds in a form we do not know is passed over.
	for _, other := range []string{`"x"`, `7`, `[]`, `{"custom_ranges":"all"}`, `null`} {
		r, err := readRecord([]byte(`{"id":"X-1","published":"2026-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":"@acme/core"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}],"ecosystem_specific":` + other + `}]}`))
		if got := reduce(r, acmeCore); err != nil || got.Ending != open {
			t.Errorf("%s: %+v, %v", other, got, err)
		}
	}
}

func TestSubjects_namesByOSV(t *testing.T) {
	t.Parallel()
	for purl, want := range map[string]subject{
		"pkg:npm/%40babel/core":                      {"npm", "@babel/core"},
		"pkg:npm/@babel/core@7.1.0":                  {"npm", "@babel/core"},
		"pkg:npm/async":                              {"npm", "async"},
		"pkg:npm/async@3.2.0?x=y#z":                  {"npm", "async"},
		"pkg:pypi/Zope.Interface_x":                  {"PyPI", "zope-interface-x"},
		"pkg:maven/org.apache.spark/spark-core_2.13": {"Maven", "org.apache.spark:spark-core_2.13"},
		"pkg:golang/github.com/traefik/traefik/v3":   {"Go", "github.com/traefik/traefik/v3"},
		"pkg:golang/example.org/Acme/Kit":            {"Go", "example.org/Acme/Kit"},
		"pkg://npm/async":                            {"npm", "async"},
		"pkg:/npm/async":                             {"npm", "async"},
		"PKG:NPM/%40babel%2Fcore":                    {"npm", "@babel/core"},
		"pkg:composer/Drupal/core":                   {"Packagist", "drupal/core"},
		"pkg:hex/Plug":                               {"Hex", "plug"},
		"pkg:maven/a/b?repository_url=example.org":   {},
		"pkg:composer/drupal/core":                   {"Packagist", "drupal/core"},
		"pkg:gem/rails":                              {"RubyGems", "rails"},
		"pkg:cargo/serde":                            {"crates.io", "serde"},
		"pkg:deb/debian/curl":                        {},
		"pkg:generic/curl":                           {},
		"pkg:npm/":                                   {},
		"pkg:npm/%zz":                                {},
		"pkg:npm/a%00b":                              {},
		"pkg:maven/alone":                            {},
		"npm/async":                                  {},
		"":                                           {},
	} {
		got, ok := packageOf(purl)
		if got != want || ok != (want != subject{}) {
			t.Errorf("%q is %v (%v), want %v", purl, got, ok, want)
		}
	}
	p := health.Project{
		Packages:     []string{"pkg:npm/async", "pkg:deb/debian/async"},
		Repositories: []health.Repository{{URL: "https://github.com/Caolan/Async", Role: health.Primary, Upstream: "https://git.example.org/async.git"}},
	}
	var names []string
	for _, s := range subjects(p, "github.com/async/async") {
		names = append(names, s.Ecosystem+" "+s.Name)
	}
	want := "GIT https://git.example.org/async|GIT https://github.com/Caolan/Async|GIT https://github.com/async/async|GIT https://github.com/caolan/async|npm async"
	if got := strings.Join(names, "|"); got != want {
		t.Errorf("asked about %s, want %s", got, want)
	}
}

// Whatever a record says, it is reduced within bounds, and its ending is one of
// the four. A record about nothing of ours says nothing of us.
func TestReduce_staysWithinBounds(t *testing.T) {
	t.Parallel()
	event := rapid.Custom(func(t *rapid.T) rawEvent {
		v := rapid.SampledFrom([]string{"0", "1.0", "v2", ""}).Draw(t, "version")
		return [...]rawEvent{{Introduced: v}, {Fixed: v}, {LastAffected: v}, {Limit: v}, {}}[rapid.IntRange(0, 4).Draw(t, "kind")]
	})
	entry := rapid.Custom(func(t *rapid.T) rawAffected {
		var a rawAffected
		a.Package.Ecosystem, a.Package.Name = rapid.SampledFrom([]string{"npm", "Debian:11", ""}).Draw(t, "ecosystem"), rapid.SampledFrom([]string{"@acme/core", "x"}).Draw(t, "name")
		for range rapid.IntRange(0, 3).Draw(t, "ranges") {
			a.Ranges = append(a.Ranges, rawRange{rapid.SampledFrom([]string{"GIT", "SEMVER", "?"}).Draw(t, "type"), rapid.SampledFrom([]string{libacme.Name, ""}).Draw(t, "repo"), rapid.SliceOfN(event, 0, 5).Draw(t, "events")})
		}
		a.Versions = rapid.SliceOfN(rapid.SampledFrom([]string{"1", "2"}), 0, 3).Draw(t, "versions")
		return a
	})
	rapid.Check(t, func(t *rapid.T) {
		r := raw{ID: "X-1", Affected: rapid.SliceOfN(entry, 0, 6).Draw(t, "affected")}
		for _, s := range []subject{acmeCore, libacme} {
			got := reduce(r, s)
			if got.Ending < fixed || got.Ending > open || !got.About && (got.Ending != fixed || len(got.Fixed)+len(got.Last)+len(got.Versions) > 0) {
				t.Fatalf("%v: %+v", s, got)
			}
			if again := reduce(raw{ID: "X-1", Affected: append(r.Affected, rawAffected{})}, s); !reflect.DeepEqual(got, again) {
				t.Fatalf("an entry about nothing changes %+v to %+v", got, again)
			}
		}
	})
}
