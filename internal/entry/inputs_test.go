package entry_test

import (
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func curated() health.List {
	return health.List{Revision: "abc", Sources: map[string]health.ExpertList{
		"set":    {ID: "set", URL: "https://example.org/set", Group: "openssf"},
		"census": {ID: "census", URL: "https://example.org/census", Group: "openssf"},
		"fund":   {ID: "fund", URL: "https://example.org/fund"},
	}}
}

func byFieldOf(t *testing.T, c health.List, p health.Project) health.Inputs {
	t.Helper()
	out := health.Inputs{}
	last := ""
	for _, in := range entry.Inputs(c, p) {
		if string(in.Field) <= last {
			t.Errorf("field %q after %q: want sorted by name, each once", in.Field, last)
		}
		last = string(in.Field)
		if _, ok := field.ByID(in.Field); !ok {
			t.Errorf("field %q is not in the catalogue", in.Field)
		}
		if in.State != health.Observed && in.Reason == "" {
			t.Errorf("%s is %s without a reason", in.Field, in.State)
		}
		if in.Source != field.SourceList || in.Version != c.Revision {
			t.Errorf("%s: source %q version %q, want %q %q", in.Field, in.Source, in.Version, field.SourceList, c.Revision)
		}
		out.Put(in)
	}
	return out
}

func TestListInputs_groupOfListsCountsOnce(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		lists []string
		want  float64
		state health.State
	}{
		{nil, 0, health.Unknown},
		{[]string{"set"}, 1, health.Observed},
		{[]string{"set", "census"}, 1, health.Observed},
		{[]string{"set", "census", "fund"}, 2, health.Observed},
	} {
		in := byFieldOf(t, curated(), health.Project{ExpertLists: tc.lists}).Field("expert_lists")
		if in.State != tc.state || in.Value != tc.want {
			t.Errorf("lists %v: got %s %v, want %s %v", tc.lists, in.State, in.Value, tc.state, tc.want)
		}
	}
}

func TestListInputs_unjudgedIsUnknown(t *testing.T) {
	t.Parallel()
	ins := byFieldOf(t, curated(), health.Project{Added: "2026-01-02"})
	for _, f := range []string{"exposure_points", "substitutability", "toolchain", "archived", "successor"} {
		if in := ins.Field(field.ID(f)); in.State != health.Unknown {
			t.Errorf("%s of a project nobody judged is %s %v, want unknown", f, in.State, in.Value)
		}
	}
	if got, want := ins.Field("toolchain").ObservedAt, time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("without a review the instant is %v, want the day it was added %v", got, want)
	}
}

func TestListInputs_judgementsCarryTheirDate(t *testing.T) {
	t.Parallel()
	p := health.Project{
		Added:        "2025-01-01",
		Exposure:     &health.Exposure{UntrustedInput: true, Toolchain: true, Reviewed: "2026-02-03"},
		Substitution: &health.Substitution{Value: 0, Reviewed: "2026-03-04"},
		EndOfLife:    &health.EndOfLife{Archived: true, Since: "2024-05-06", URL: "https://example.org/end", Successor: "next"},
	}
	ins := byFieldOf(t, curated(), p)
	for name, want := range map[string]float64{"exposure_points": 2, "toolchain": 1, "substitutability": 0, "archived": 1, "successor": 1} {
		if in := ins.Field(field.ID(name)); !in.Known() || in.Value != want {
			t.Errorf("%s is %s %v, want observed %v", name, in.State, in.Value, want)
		}
	}
	if got := ins.Field("substitutability").ObservedAt.Format(time.DateOnly); got != "2026-03-04" {
		t.Errorf("substitutability observed %s, want 2026-03-04", got)
	}
	if got := ins.Field("archived").SourceURL; got != "https://example.org/end" {
		t.Errorf("evidence of the end is %q", got)
	}
	p.EndOfLife.Successor = ""
	if in := byFieldOf(t, curated(), p).Field("successor"); !in.Known() || in.True() {
		t.Errorf("ended without successor: %s %v, want an observed no", in.State, in.Value)
	}
}

func TestListInputs_notApplicable(t *testing.T) {
	t.Parallel()
	mirror := []health.Repository{{URL: "https://github.com/a/b", Role: health.Primary, Mirror: true}}
	for name, tc := range map[string]struct {
		p    health.Project
		want string
	}{
		"plain npm package":    {health.Project{Packages: []string{"pkg:npm/a"}}, ""},
		"no package":           {health.Project{}, "dependents_percentile downloads_percentile"},
		"generic package":      {health.Project{Packages: []string{"pkg:generic/a"}}, ""},
		"distribution package": {health.Project{Packages: []string{"pkg:deb/debian/a"}}, ""},
		"registry not asked":   {health.Project{Packages: []string{"pkg:hex/a"}}, ""},
		"go module, npm too":   {health.Project{Packages: []string{"pkg:golang/a/b", "pkg:npm/a"}}, ""},
		"go module, deb too":   {health.Project{Packages: []string{"pkg:deb/debian/a", "pkg:golang/a/b"}}, "downloads_percentile"},
		"go module":            {health.Project{Packages: []string{"pkg:golang/a/b"}}, "downloads_percentile"},
		"maven":                {health.Project{Packages: []string{"pkg:maven/a/b"}}, "downloads_percentile"},
		"mirror":               {health.Project{Packages: []string{"pkg:npm/a"}, Repositories: mirror}, "change_request_closure first_response_days_p50 integrators_12m"},
		"mirror with tracker":  {health.Project{Packages: []string{"pkg:npm/a"}, Repositories: mirror, Tracker: "https://bugs"}, "change_request_closure first_response_days_p50 integrators_12m"},
		"tracker elsewhere":    {health.Project{Packages: []string{"pkg:npm/a"}, Tracker: "https://bugs"}, "change_request_closure first_response_days_p50"},
		"both elsewhere":       {health.Project{Packages: []string{"pkg:npm/a"}, Tracker: "https://bugs", Review: "phabricator"}, "change_request_closure first_response_days_p50"},
		"mailing list":         {health.Project{Packages: []string{"pkg:npm/a"}, Review: "mailing_list"}, "Code-Review"},
		"gerrit":               {health.Project{Packages: []string{"pkg:npm/a"}, Review: "gerrit"}, "Code-Review"},
		"other review":         {health.Project{Packages: []string{"pkg:npm/a"}, Review: "other"}, ""},
		"rolling":              {health.Project{Packages: []string{"pkg:npm/a"}, Rolling: true}, "release_flow_months"},
		"safe, not parsing":    {health.Project{Packages: []string{"pkg:npm/a"}, Language: "Go", Exposure: &health.Exposure{}}, "Fuzzing"},
		"safe, parsing":        {health.Project{Packages: []string{"pkg:npm/a"}, Language: "Go", Exposure: &health.Exposure{UntrustedInput: true}}, ""},
		"unsafe, not parsing":  {health.Project{Packages: []string{"pkg:npm/a"}, Language: "C", Exposure: &health.Exposure{}}, ""},
		"safe, exposure unset": {health.Project{Packages: []string{"pkg:npm/a"}, Language: "Go"}, ""},
	} {
		var got []string
		for _, in := range entry.Inputs(curated(), tc.p) {
			if in.State == health.NotApplicable {
				got = append(got, string(in.Field))
			}
		}
		if s := strings.Join(got, " "); s != tc.want {
			t.Errorf("%s: not applicable %q, want %q", name, s, tc.want)
		}
	}
}

func TestListInputs_ofAStrangerNobodyLookedForPackages(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"dependents_percentile", "downloads_percentile"} {
		for _, tc := range []struct {
			p    health.Project
			want health.State
		}{
			{health.Project{}, health.NotApplicable},
			{health.Project{Unlisted: true}, health.Unknown},
			{health.Project{Unlisted: true, Packages: []string{"pkg:deb/debian/xz"}}, health.Unknown},
			{health.Project{Packages: []string{"pkg:deb/debian/xz"}}, health.Unknown},
		} {
			if in := byFieldOf(t, curated(), tc.p).Field(field.ID(name)); in.State != tc.want {
				t.Errorf("%s of %+v: %s (%s), want %s", name, tc.p, in.State, in.Reason, tc.want)
			}
		}
	}
}

func TestListInputs_theListCopiedFromIsNoEvidence(t *testing.T) {
	t.Parallel()
	c := curated()
	c.CopiedFrom = []string{"set"}
	for _, tc := range []struct {
		lists []string
		want  float64
		state health.State
	}{
		{[]string{"set"}, 0, health.Unknown},
		{[]string{"set", "census"}, 1, health.Observed}, // the census is not the set, though of its group
		{[]string{"set", "fund"}, 1, health.Observed},
	} {
		in := byFieldOf(t, c, health.Project{ExpertLists: tc.lists}).Field(field.ExpertLists)
		if in.State != tc.state || in.Value != tc.want || in.SourceURL == "https://example.org/set" {
			t.Errorf("lists %v: got %s %v, %q, want %s %v", tc.lists, in.State, in.Value, in.SourceURL, tc.state, tc.want)
		}
	}
}
