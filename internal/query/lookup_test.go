package query

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// lookedUp is searched with tags, an owner of two projects and three scored inputs.
func lookedUp(t *testing.T) *Reader {
	t.Helper()
	c := searched(t).c
	c.Lists = slices.Clone(c.Lists)
	c.Lists[0].Title, c.Lists[1].Title = "Critical projects", "Other things"
	ps := slices.Clone(c.Lists[0].Projects)
	for i := range ps {
		ps[i].Tags = []string{"compression"}
		if ps[i].Slug != "xz" {
			ps[i].Tags = []string{"network"}
		}
	}
	ps = append(ps, health.Project{Slug: "trurl", Name: "trurl", Repositories: []health.Repository{{URL: "https://github.com/curl/trurl", Role: health.Primary}}})
	c.Lists[0].Projects = ps
	c.Model.Axes = map[model.Axis][]model.InputRule{
		model.Posture:    {{ID: "Code-Review", Field: field.CodeReview}, {ID: "License", Field: field.LicenseCheck}},
		model.Resilience: {{ID: "R2", Field: field.Regulars12m, Label: "Regulars"}},
	}
	return New(c)
}

func TestLookUp(t *testing.T) {
	t.Parallel()
	r := lookedUp(t)
	for text, want := range map[string]string{
		"curl":                                   "project:curl=name:curl owner:github.com/curl=name:curl | project:curl-rust=name:curl-rust project:trurl=repository:github.com/curl/trurl",
		"libcurl":                                "project:curl=alias:libcurl |",
		"https://github.com/curl/curl/issues/12": "project:curl=address:github.com/curl/curl/issues/12 |",
		"github.com/curl/curl":                   "project:curl=repository:github.com/curl/curl |",
		"pkg:npm/express@4":                      "project:express=package:pkg:npm/express |",
		"github.com/curl":                        "owner:github.com/curl=name:github.com/curl | project:curl=repository:github.com/curl/curl project:trurl=repository:github.com/curl/trurl",
		"compression":                            "tag:compression=name:compression |",
		"COMPRESS":                               "| tag:compression=name:compression",
		"critical":                               "list:critical=name:critical |",
		"other things":                           "list:other=name:Other things |",
		"code review":                            "check:Code-Review=name:Code-Review |",
		"regulars":                               "check:regulars_12m=name:Regulars |",
		"licence":                                "| check:License=name:A licence file is present",
		"openssl":                                "project:openssl=name:openssl owner:github.com/openssl=name:openssl |",
		"opens":                                  "| project:openssl=name:openssl", // the owner of one project says no more
		"c":                                      "|",
		"":                                       "|",
		" -._ ":                                  "|",
		"\x00":                                   "|",
		"nothing of the kind":                    "|",
		strings.Repeat("x", 200):                 "|",
	} {
		h := r.LookUp(text)
		line := func(hits []Hit) string {
			var out []string
			for _, x := range hits {
				out = append(out, fmt.Sprintf("%s:%s=%s:%s", x.Kind, x.Key, x.By, x.Matched))
			}
			return strings.Join(out, " ")
		}
		if got := strings.TrimSpace(line(h.Exact) + " | " + line(h.Part)); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
	if o := r.LookUp("github.com/curl").Exact[0]; o.Projects != 2 || len(o.Lists) != 1 || o.Lists[0].List.Slug != "critical" || o.Lists[0].Projects != 2 {
		t.Errorf("curl owns %d projects: %+v", o.Projects, o.Lists)
	}
}

// A text that much holds gives 20 of a kind, and how many there are.
func TestLookUp_isBounded(t *testing.T) {
	t.Parallel()
	l := health.List{Slug: "critical"}
	for i := range 300 {
		l.Projects = append(l.Projects, health.Project{Slug: fmt.Sprintf("lib-%03d", i), Name: "Thing", Tags: []string{fmt.Sprint("lib", i)}})
	}
	h := New(Config{Lists: []health.List{l}}).LookUp("lib")
	if len(h.Part) != 40 || h.Of[KindProject] != 300 || h.Of[KindTag] != 300 || h.Part[0].Key != "lib-000" {
		t.Errorf("%d hits of %v, the first %+v", len(h.Part), h.Of, h.Part[0])
	}
	if h := New(Config{Lists: []health.List{l}}).LookUp("thing"); len(h.Exact) != 20 {
		t.Errorf("%d exact hits", len(h.Exact))
	}
}

func TestNearestThings(t *testing.T) {
	t.Parallel()
	r := lookedUp(t)
	for text, want := range map[string]string{
		"compresion": "tag compression", "code-revew": "check Code-Review", "netwrok": "tag network", "critcal": "list critical", "qqqqqqqqqq": "",
	} {
		got := ""
		for _, x := range r.NearestThings(text) {
			got = strings.TrimSpace(got + " " + string(x.Kind) + " " + x.Key)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzLookUp(f *testing.F) {
	for _, s := range []string{"curl", "pkg:npm/%zz", "https://", "\u202e", "a/b/c", "\xff"} {
		f.Add(s)
	}
	r := New(Config{Lists: []health.List{{Slug: "critical", Projects: []health.Project{{Slug: "curl", Name: "curl"}}}}})
	f.Fuzz(func(t *testing.T, text string) {
		for _, x := range r.LookUp(text).Exact {
			if x.Matched == "" {
				t.Errorf("%q names %+v by nothing", text, x)
			}
		}
		r.NearestThings(text)
	})
}
