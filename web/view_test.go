package web

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

func TestSplit_firstSentenceIsTheClaim(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]ui.Finding{
		"One person. Nobody else.": {Claim: "One person.", Rest: "Nobody else."},
		"Only one.":                {Claim: "Only one."},
		"Node.js is carried by 3.": {Claim: "Node.js is carried by 3."},
		"":                         {},
	} {
		if got := split(text); got != want {
			t.Errorf("%q: got %+v, want %+v", text, got, want)
		}
	}
}

func TestValueOf_saysTheUnit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   health.Input
		want string
	}{
		{health.Obs("active_months_12m", 8), "8 of 12"},
		{health.Obs("regulars_12m", 1), "1 person"},
		{health.Obs("regulars_12m", 0), "0 people"},
		{health.Obs("human_commits_12m", 12345), "12\u00a0345 commits"},
		{health.Obs("top_author_share_12m", 0.93), "93\u00a0%"},
		{health.Obs("commit_trend_log2", -1), "0.50\u00a0× the years before"},
		{health.Obs("downloads_percentile", 91.6), "92nd percentile"},
		{health.Obs("downloads_percentile", 99.97), "99th percentile"},
		{health.Obs("dependents_percentile", 11), "11th percentile"},
		{health.Obs("months_since_release", 4.66), "4.7 months"},
		{health.Obs("exposure_points", 3), "3 of 4"},
		{health.Obs("substitutability", 0), "0 of 3"},
		{health.ObsBool("security_policy", false), "no"},
		{health.ObsText("last_release", "2026-03-31"), "31\u00a0Mar\u00a02026"},
		{health.ObsList("funding_channels", []string{"github", "patreon"}), "github, patreon"},
		{health.Missing("regulars_12m", "not collected yet", nil), ""},
	} {
		f, _ := health.FieldByID(c.in.Field)
		if got := ui.Value(f, c.in); got != c.want {
			t.Errorf("%s: got %q, want %q", c.in.Field, got, c.want)
		}
	}
}

func TestValueIn_saysTheWindowWhereItIsAnother(t *testing.T) {
	t.Parallel()
	f, _ := health.FieldByID("contributor_absence_factor")
	for commits, want := range map[float64]string{0: "1 person (of 24\u00a0months)", 19: "1 person (of 24\u00a0months)", 20: "1 person"} {
		ins := health.Inputs{}
		ins.Put(health.Obs("human_commits_12m", commits), health.Obs(f.ID, 1))
		if got := ui.ValueIn(ins, f, ins.Field(f.ID)); got != want {
			t.Errorf("%v commits: got %q, want %q", commits, got, want)
		}
	}
	ins := health.Inputs{}
	ins.Put(health.Obs(f.ID, 1))
	if got := ui.ValueIn(ins, f, ins.Field(f.ID)); got != "1 person" {
		t.Errorf("a window is told though commits are not known: %q", got)
	}
}

func TestHomeView_namesWhatTheListShows(t *testing.T) {
	t.Parallel()
	s := &server{Site: Site{Model: health.Model{Bands: map[string][]health.Band{}}}}
	for _, c := range []struct {
		name string
		o    overview
		want string
	}{
		{"nothing measured", overview{Total: 5}, "None of the 5 projects could be measured."},
		{"one of one", overview{Total: 1, Measured: 1, RegularsKnown: 1, OneRegular: 1}, "One of 1 measured projects rests on one regular contributor or none."},
		{"none weak", overview{Total: 20, Measured: 20, RegularsKnown: 20}, "None of 20 measured projects rests on one regular contributor or none."},
		{"all high lean on one", overview{Total: 60, Ranked: 48, HighRisk: 7, OneOfHigh: 7}, "Seven of 48 ranked projects are at high or very high risk, and all seven lean on one regular contributor or none."},
		{"none high", overview{Total: 48, Ranked: 48}, "None of 48 ranked projects is at high or very high risk."},
	} {
		if got := s.homeView(c.o, nil, time.Time{}).Finding.Claim; got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestWeakest_leavesOutWhatIsOldOrSucceeded(t *testing.T) {
	t.Parallel()
	iv := func(v float64) *health.Interval { return &health.Interval{Value: v} }
	posture := health.Reason{Code: "coverage_S"}
	rows := []health.Ranked{
		{Slug: "strong", C: iv(90), R: iv(90), Reasons: []health.Reason{posture}},
		{Slug: "weak", C: iv(90), R: iv(10), Reasons: []health.Reason{posture}},
		{Slug: "old", C: iv(90), R: iv(0), Reasons: []health.Reason{posture, {Code: "too_old"}}},
		{Slug: "moved", C: iv(90), R: iv(0), Reasons: []health.Reason{{Code: "archived_with_successor"}}},
		{Slug: "unknown", C: iv(90), Reasons: []health.Reason{posture}},
	}
	var got []string
	for _, r := range weakest(rows) {
		got = append(got, r.Slug)
	}
	if want := "weak strong"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEncode_isCanonical(t *testing.T) {
	t.Parallel()
	a := encode(url.Values{"per": {"25"}, "tag": {"b", "a"}, "q": {"x y&z"}, "nobody": {"1"}, "sort": {""}})
	if want := "?q=x+y%26z&tag=b&tag=a&per=25"; a != want {
		t.Errorf("got %s, want %s", a, want)
	}
	if got := encode(nil); got != "" {
		t.Errorf("nothing: got %q", got)
	}
}

func TestIndex_findsByAddressOnlyWhatIsUnique(t *testing.T) {
	t.Parallel()
	at := func(slug, repo, purl string) health.Project {
		return health.Project{Slug: slug, Name: slug, Packages: []string{purl}, Repositories: []health.Repository{{URL: repo, Role: health.Primary}}}
	}
	x := newIndex([]health.Curated{{Projects: []health.Project{
		at("curl", "https://github.com/curl/curl", "pkg:generic/curl"),
		at("a", "https://gitlab.com/group/sub/one", "pkg:npm/shared"),
		at("b", "https://gitlab.com/group/sub/two", "pkg:npm/shared"),
	}}})
	for q, want := range map[string]string{
		"curl/curl": "curl", "https://github.com/Curl/curl/tree/master": "curl", "http://github.com/curl/curl": "curl", "pkg:generic/curl": "curl",
		"https://gitlab.com/group/sub/one": "a", "https://github.com/curl/curl?tab=readme#x": "curl",
		"pkg:npm/shared": "", "curl": "", "": "", "/": "", "no/body": "", "https://user@github.com/curl/curl": "", "../..": "",
	} {
		if got, _ := x.byText(q); got != want {
			t.Errorf("%q: got %q, want %q", q, got, want)
		}
	}
	if got := x.nearest("crul"); len(got) == 0 || got[0].Slug != "curl" {
		t.Errorf("nearest to crul: got %v", got)
	}
	if got := x.nearest(strings.Repeat("z", 10_000)); len(got) != 0 {
		t.Errorf("nearest to noise: got %v", got)
	}
}

func TestSpans_readOnlyCodeAndSafeLinks(t *testing.T) {
	t.Parallel()
	for md, want := range map[string][]span{
		"plain":                              {{Text: "plain"}},
		"use `x.lock` now":                   {{Text: "use "}, {Text: "x.lock", Code: true}, {Text: " now"}},
		"see [this](https://example.org/a).": {{Text: "see "}, {Text: "this", URL: "https://example.org/a"}, {Text: "."}},
		"[x](javascript:alert(1))":           {{Text: "[x](javascript:alert(1))"}},
		"a [b c `d":                          {{Text: "a [b c `d"}},
		"``":                                 {{Text: "``"}},
		"[[x](https://example.org/)":         {{Text: "["}, {Text: "x", URL: "https://example.org/"}},
		"":                                   nil,
	} {
		if got := spans(md); !slices.Equal(got, want) {
			t.Errorf("%q: got %+v, want %+v", md, got, want)
		}
	}
}

func TestLasted_isReadable(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		1500 * time.Millisecond: "1.5\u00a0s", 126 * time.Second: "2\u00a0min 6\u00a0s", 90 * time.Minute: "1\u00a0h 30\u00a0min", 24 * time.Hour: "24\u00a0h 0\u00a0min", 168 * time.Hour: "7\u00a0days", -1: "–",
	} {
		if got := lasted(d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
}
