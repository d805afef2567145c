package health_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"pgregory.net/rapid"
)

func TestParseRepository_accepts(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"curl/curl":                                 "github.com/curl/curl",
		"https://github.com/curl/curl":              "github.com/curl/curl",
		"https://GitHub.com/curl/curl.git":          "github.com/curl/curl",
		"https://github.com/curl/curl/":             "github.com/curl/curl",
		"gitlab.com/a/b/c":                          "gitlab.com/a/b/c",
		"https://git.savannah.gnu.org/git/make":     "git.savannah.gnu.org/git/make",
		"https://git.openembedded.org/bitbake":      "git.openembedded.org/bitbake",
		" https://salsa.debian.org/brlink/reprepro": "salsa.debian.org/brlink/reprepro",
		// Pages of a repository, as people copy them.
		"https://github.com/curl/curl/tree/master/lib":              "github.com/curl/curl",
		"https://github.com/curl/curl/blob/master/README.md":        "github.com/curl/curl",
		"https://github.com/curl/curl/issues":                       "github.com/curl/curl",
		"https://www.github.com/curl/curl/pull/12/files":            "github.com/curl/curl",
		"github.com/curl/curl/releases":                             "github.com/curl/curl",
		"https://github.com/curl/curl.git/":                         "github.com/curl/curl",
		"https://github.com/curl/curl.git/info/refs":                "github.com/curl/curl",
		"https://codeberg.org/a/b/src/branch/main/x.c":              "codeberg.org/a/b",
		"https://bitbucket.org/a/b/src/main/":                       "bitbucket.org/a/b",
		"https://gitlab.com/a/b/c/-/tree/main/src":                  "gitlab.com/a/b/c",
		"https://gitlab.example.org/a/b/-/issues":                   "gitlab.example.org/a/b",
		"https://salsa.debian.org/brlink/reprepro/-/merge_requests": "salsa.debian.org/brlink/reprepro",
		"https://gitlab.com/a/b/tree/main":                          "gitlab.com/a/b",
		"https://git.example.org/cgit/bash.git/tree/doc":            "git.example.org/cgit/bash",
		// Names that look like pages.
		"https://github.com/curl/tree":        "github.com/curl/tree",
		"https://gitlab.com/a/issues":         "gitlab.com/a/issues",
		"https://git.example.org/a/tree/main": "git.example.org/a/tree/main",
	} {
		got, err := repository.Parse(in)
		if err != nil || got.String() != want {
			t.Errorf("ParseRepository(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestParseRepository_refuses(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"", "curl", "http://github.com/curl/curl", "ssh://git@github.com/curl/curl", "git@github.com:curl/curl", "ext::sh -c id",
		"file:///etc", "/etc/passwd", "../../etc", "--upload-pack=id/x", "github.com/-x/y", "https://github.com/curl", "https://u:p@github.com/a/b",
		"https://github.com:8080/a/b", "https://github.com/a/b?x=1", "https://github.com/a/b#x", "https://github.com/a/../b", "https://github.com/a//b",
		"https://localhost/a/b", "a b/c", "https://github.com/orgs/curl/repositories", "https://github.com/topics/c", "https://gitlab.com/-/tree/main",
		"https://raw.githubusercontent.com/a/b/main/x", "https://github.com/curl/.git/x", "a/b\x00", "https://github.com/a/b%2e%2e/c", "a/b/c", "https://[::1]/a/b",
	} {
		if got, err := repository.Parse(in); !errors.Is(err, repository.ErrBad) {
			t.Errorf("ParseRepository(%q) = %q, %v; want it refused", in, got, err)
		}
	}
}

func FuzzParseRepository(f *testing.F) {
	for _, s := range []string{"curl/curl", "https://github.com/curl/curl.git", "a.b/c/d", "ext::x", "-a/b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := repository.Parse(s)
		if err != nil {
			return
		}
		again, err := repository.Parse(id.URL())
		if err != nil || again != id {
			t.Errorf("%q gave %q, which reads as %q, %v", s, id.URL(), again, err)
		}
		if strings.ContainsAny(id.String(), " \x00\"'<>&?#%\\") || strings.Contains(id.Path, "..") && strings.Contains(id.Path, "/../") || strings.HasPrefix(id.Path, "-") {
			t.Errorf("%q gave the unsafe %q", s, id)
		}
	})
}

func TestInputs_precedenceOfStates(t *testing.T) {
	t.Parallel()
	early, late := time.Unix(100, 0), time.Unix(200, 0)
	at := func(in health.Input, when time.Time) health.Input { in.ObservedAt = when; return in }
	unknown, seen, na := health.Missing("x", "why", nil), health.Obs("x", 1), health.NotApplies("x", "who")
	for name, row := range map[string]struct {
		put  []health.Input
		want health.State
	}{
		"observed replaces unknown":                 {[]health.Input{at(unknown, late), at(seen, early)}, health.Observed},
		"unknown does not replace observed":         {[]health.Input{at(seen, early), at(unknown, late)}, health.Observed},
		"not applicable stays":                      {[]health.Input{at(na, early), at(seen, late)}, health.NotApplicable},
		"not applicable replaces what was observed": {[]health.Input{at(seen, late), at(na, early)}, health.NotApplicable},
	} {
		ins := health.Inputs{}
		ins.Put(row.put...)
		if got := ins.Field("x").State; got != row.want {
			t.Errorf("%s: state is %q", name, got)
		}
	}
	if in := (health.Inputs{}).Field("x"); in.State != health.Unknown || in.Reason == "" {
		t.Errorf("a field nobody reported is %+v; want unknown with a reason", in)
	}
}

// A list's table is read anew with every collection, and is not newer for it.
func TestInputs_whatWasMeasuredTakesThePlaceOfWhatAListHolds(t *testing.T) {
	t.Parallel()
	held, measured := health.Obs("x", 1), health.Obs("x", 2)
	held.Source, held.ObservedAt = field.SourceList, time.Unix(200, 0)
	measured.Source, measured.ObservedAt = field.SourceRegistry, time.Unix(100, 0)
	unknown := health.Missing("x", "could not be asked", nil)
	unknown.Source, unknown.ObservedAt = field.SourceRegistry, time.Unix(300, 0)
	for want, orders := range map[float64][][]health.Input{
		2: {{held, measured, unknown}, {measured, held, unknown}, {unknown, measured, held}},
		1: {{held, unknown}, {unknown, held}},
	} {
		for _, order := range orders {
			ins := health.Inputs{}
			ins.Put(order...)
			if got := ins.Field("x").Value; got != want {
				t.Errorf("%v: the value is %g, want %g", order, got, want)
			}
		}
	}
}

// A list knows that issues are elsewhere. It does not know whether the host shows change requests.
func TestInputs_whatTheHostShowsTakesThePlaceOfWhatAListExcludes(t *testing.T) {
	t.Parallel()
	from := func(in health.Input, source string) health.Input { in.Source = source; return in }
	listed := from(health.NotApplies("x", "elsewhere"), field.SourceList)
	shown := from(health.Obs("x", 1), field.SourceGitHub)
	unknown := from(health.Missing("x", "needs a token", nil), field.SourceGitHub)
	other := from(health.Obs("x", 2), field.SourceGit)
	for want, orders := range map[health.State][][]health.Input{
		health.Observed:      {{listed, shown}, {shown, listed}, {unknown, listed, shown}},
		health.NotApplicable: {{listed, unknown}, {unknown, listed}, {listed, other}, {other, listed}},
	} {
		for _, order := range orders {
			ins := health.Inputs{}
			ins.Put(order...)
			if got := ins.Field("x").State; got != want {
				t.Errorf("%v: it is %s, want %s", order, got, want)
			}
		}
	}
}

func TestInputs_newerObservationWinsInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		times := rapid.SliceOfNDistinct(rapid.Int64Range(1, 1e6), 1, 8, rapid.ID).Draw(t, "times")
		ins, newest := health.Inputs{}, int64(0)
		for _, s := range times {
			in := health.Obs("x", float64(s))
			in.ObservedAt = time.Unix(s, 0)
			ins.Put(in)
			newest = max(newest, s)
		}
		if got := ins.Field("x").Value; got != float64(newest) {
			t.Fatalf("value is that of %v, want that of %d", got, newest)
		}
	})
}

func TestJudged_unreadRepositoryCarriesTheReason(t *testing.T) {
	t.Parallel()
	f := figures.Project{Inputs: health.Inputs{"expert_lists": health.Obs("expert_lists", 1)}, Last: health.Attempt{Reason: "it is gone"}}
	if got := f.Judged(model.Model{}).Inputs.Field("active_months_12m"); got.State != health.Unknown || got.Reason != "it is gone" {
		t.Errorf("the figure is %+v; want unknown because it is gone", got)
	}
	if got := f.Judged(model.Model{}).Inputs.Field("expert_lists"); !got.Known() {
		t.Errorf("what the list says was lost: %+v", got)
	}
	f.Snapshots = []health.Snapshot{{Source: field.SourceGit, ObservedAt: time.Unix(1, 0)}}
	if got := f.Judged(model.Model{}).Inputs.Field("active_months_12m"); got.Reason == "it is gone" {
		t.Error("a carried project is told as never read")
	}
}

func TestCatalogue_fieldsAreUniqueAndDescribed(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, f := range field.Catalogue {
		if seen[string(f.ID)] {
			t.Errorf("field %s stands twice", f.ID)
		}
		seen[string(f.ID)] = true
		if f.Label == "" || f.Unit == "" || f.Source == "" || f.About == "" || f.Kind == "" {
			t.Errorf("field %s lacks something: %+v", f.ID, f)
		}
	}
}

func TestBots_namesTheRuleThatIsWrong(t *testing.T) {
	t.Parallel()
	for _, rules := range [][]bots.Rule{{{ID: "open", Pattern: "(", In: "name"}}, {{ID: "open", Pattern: "x", In: "login"}}} {
		if _, err := bots.New(rules); err == nil || !strings.Contains(err.Error(), `"open"`) {
			t.Errorf("error is %v, want one that names the rule", err)
		}
	}
	b, err := bots.New([]bots.Rule{{ID: "b", Pattern: `\[bot\]$`, In: "name"}})
	if err != nil {
		t.Fatal(err)
	}
	if !b.Match("Renovate[BOT]", "x@example.org") || b.Match("Ada Example", "a[bot]") || (bots.List{}).Match("x[bot]", "") {
		t.Error("a rule on names must match names alone, whatever the case; no rules match nobody")
	}
}

func TestAgeDays_isNeverNegative(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for at, want := range map[time.Time]int{now.Add(-36 * time.Hour): 1, now.Add(time.Hour): 0, {}: 0, now: 0} {
		if got := health.AgeDays(at, now); got != want {
			t.Errorf("AgeDays(%v) = %d, want %d", at, got, want)
		}
	}
}

func TestBand_noiseDoesNotCross(t *testing.T) {
	t.Parallel()
	m := model.Model{Bands: map[string][]model.Band{"C": {{Word: "high", From: 60}, {Word: "low"}}}}
	for v, want := range map[float64]string{60: "high", 59.99999999999999: "high", 59.999: "low", 0: "low", -1e-12: "low"} {
		if got := m.Band("C", v).Word; got != want {
			t.Errorf("%v is %s, want %s", v, got, want)
		}
	}
}
