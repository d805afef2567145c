package registry_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/source/registry"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestObserve_countsAnNPMPackage(t *testing.T) {
	t.Parallel()
	s := serve(t)
	src, _ := testSource(t, s, nil)
	got := observe(t, src, project(widget))
	wants(t, got, map[string]string{
		"dependents": "4200", "downloads_30d": "20000000", "downloads_percentile": "97", "publishers": "2",
		"registry_release":      "2026-09-20", // of an old line, but the last; not the release candidate, nor the one taken back
		"dependents_percentile": "unknown | npm | dependents",
		"distribution_families": "unknown | Repology",
	})
	if in := got["downloads_percentile"]; !strings.Contains(in.Reason, "npm packages of a day") || !in.ObservedAt.Equal(noon) || in.SourceURL != "https://www.npmjs.com/package/@acme/widget" {
		t.Errorf("downloads_percentile %+v", in)
	}
	if in := got["dependents"]; !strings.Contains(in.Reason, "2.1.0") || in.Error != "" || in.SourceURL != "https://deps.dev/npm/@acme%2Fwidget" {
		t.Errorf("dependents %+v", in)
	}
	if n := s.count(); n > 4 {
		t.Errorf("%d requests for one npm package, want at most 4", n)
	}
}

func TestObserve_takesThePercentileOfDependentsFromATableAlone(t *testing.T) {
	t.Parallel()
	table := model.Reference{Ecosystem: "npm", Measure: model.MeasureDependents, Of: "npm", Points: []model.Point{{X: 0, Y: 10}, {X: 4200, Y: 70}}}
	high := model.Reference{Ecosystem: "npm", Measure: model.MeasureDependents, Of: "the largest", Points: []model.Point{{X: 5000, Y: 99}, {X: 6000, Y: 100}}}
	for want, table := range map[string]model.Reference{"70": table, "unknown | the largest": high} {
		src, _ := testSource(t, serve(t), func(c *registry.Config) { c.References = append(slices.Clone(tables), table) })
		wants(t, observe(t, src, project(widget)), map[string]string{"dependents_percentile": want})
	}
}

func TestObserve_countsWhatEachRegistryTells(t *testing.T) {
	t.Parallel()
	const notThere = "unknown | deps.dev | "
	tests := map[string]map[string]string{
		"pkg:maven/org.acme/gear": {
			"dependents": "4200", "downloads_30d": "n/a | maven", "downloads_percentile": "n/a | maven",
			"publishers": "unknown | Maven Central", "registry_release": "2026-05-05",
			"dependents_percentile": "unknown | maven | dependents",
		},
		"pkg:pypi/Acme_Lib": {
			"downloads_30d": "310000", "downloads_percentile": "unknown | pypi | downloads",
			"publishers": "unknown | PyPI", "dependents": notThere + "acme-lib", "registry_release": notThere + "acme-lib",
			"distribution_families": "4", // Debian with Ubuntu, Fedora with EPEL, Arch, FreeBSD
		},
		"pkg:cargo/cog": {"downloads_30d": "300000", "publishers": "2", "dependents": notThere + "cog", "distribution_families": "unknown | Repology"},
		"pkg:gem/nut": {
			"downloads_30d": "unknown", "publishers": "3", "dependents": "unknown | deps.dev | gem",
		},
		"pkg:composer/acme/bolt": {
			"downloads_30d": "81000", "registry_release": "2026-06-30", "dependents": "unknown | deps.dev | composer",
			"publishers": "unknown",
		},
		"pkg:golang/example.org/spring/v2": {
			"downloads_30d": "n/a | golang", "dependents": "unknown | deps.dev | golang", "registry_release": notThere + "example.org/spring/v2",
		},
		"pkg:nuget/Acme": {"downloads_30d": "unknown", "publishers": "unknown | NuGet"},
	}
	for id, want := range tests {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			src, _ := testSource(t, serve(t), nil)
			wants(t, observe(t, src, project(id)), want)
		})
	}
}

func TestObserve_saysThatACratesMonthIsAThirdOfNinetyDays(t *testing.T) {
	t.Parallel()
	src, _ := testSource(t, serve(t), nil)
	if in := observe(t, src, project("pkg:cargo/cog"))["downloads_30d"]; testkit.Unsaid(in.Reason, "90") != nil {
		t.Errorf("reason %q", in.Reason)
	}
}

func TestObserve_aTeamHasUnknownPeople(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.fails("/owners", says(string(fixture(t, "crates-owners-team"))))
	src, _ := testSource(t, s, nil)
	wants(t, observe(t, src, project("pkg:cargo/cog")), map[string]string{
		"publishers": "unknown",
	})
}

func TestObserve_nobodyMayPublishIsNoCount(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.fails("/owners.json", says("[]"))
	src, _ := testSource(t, s, nil)
	wants(t, observe(t, src, project("pkg:gem/nut")), map[string]string{"publishers": "unknown | RubyGems"})
}

func TestObserve_aProjectIsOneUnit(t *testing.T) {
	t.Parallel()
	src, _ := testSource(t, serve(t), nil)
	wants(t, observe(t, src, project("pkg:gem/nut", "pkg:maven/org.acme/gear", "pkg:cargo/cog", widget, "pkg:composer/acme/bolt")), map[string]string{
		"dependents": "4200", "downloads_30d": "20000000", "downloads_percentile": "97",
		"publishers": "2", "registry_release": "2026-09-20",
	})
}

func TestObserve_aProjectWithoutPackagesHasNoRegistry(t *testing.T) {
	t.Parallel()
	s := serve(t)
	src, _ := testSource(t, s, nil)
	for _, tt := range []struct {
		p    health.Project
		none string
	}{
		{project(), "n/a"},
		// These name what others make of it, or its source, and no registry: nobody said that it publishes none.
		{project("pkg:generic/xz", "pkg:deb/debian/xz-utils"), "unknown | " + entry.NoRegistryNamed},
	} {
		wants(t, observe(t, src, tt.p), map[string]string{
			"dependents": tt.none, "dependents_percentile": tt.none, "downloads_30d": tt.none, "downloads_percentile": tt.none, "publishers": tt.none, "registry_release": tt.none,
		})
	}
	// Of a repository on no list nobody looked whether it publishes any.
	stranger, unnamed := project(), "unknown | "+entry.NoPackageNamed
	stranger.Unlisted = true
	wants(t, observe(t, src, stranger), map[string]string{
		"dependents": unnamed, "dependents_percentile": unnamed, "downloads_30d": unnamed, "downloads_percentile": unnamed, "publishers": unnamed, "registry_release": unnamed,
	})
	if s.count() != 0 {
		t.Errorf("%d requests for nothing", s.count())
	}
}

func TestObserve_aRegistryThatIsNotAskedLeavesAllUnknown(t *testing.T) {
	t.Parallel()
	for id, whom := range map[string]string{
		"pkg:hex/acme": "hex.pm", "pkg:cran/AcmeR": "CRAN", "pkg:swift/example.org/acme/kit": "Swift", "pkg:newtype/acme": "newtype",
		"pkg:npm/acme?repository_url=https://npm.example.org": "npm.example.org", "pkg:maven/org.acme/gear?repository_url=https://maven.example.org/m2": "maven.example.org",
	} {
		s := serve(t)
		src, _ := testSource(t, s, nil)
		none := "unknown | does not ask " + whom
		if whom == "Swift" || whom == "newtype" {
			none = "unknown | does not ask the | " + whom
		}
		wants(t, observe(t, src, project(id)), map[string]string{
			"dependents": none, "dependents_percentile": none, "downloads_30d": none, "downloads_percentile": none, "publishers": none, "registry_release": none,
		})
		if s.count() != 0 {
			t.Errorf("%s: %d requests", id, s.count())
		}
		// What another registry tells of the project still counts.
		wants(t, observe(t, src, project(id, widget)), map[string]string{"dependents": "4200", "publishers": "2"})
	}
}

func TestObserve_asksForANameInItsCase(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"pkg:golang/example.org/Acme/Kit-SDK": "/systems/go/packages/example.org%2FAcme%2FKit-SDK",
		"pkg:npm/JSONKit":                     "/systems/npm/packages/JSONKit",
		"pkg:maven/org.acme/Gear":             "/systems/maven/packages/org.acme:Gear",
		"pkg:nuget/Acme.Core":                 "/systems/nuget/packages/Acme.Core",
		"pkg:gem/Nut":                         "/gems/Nut/owners.json",
		"pkg:composer/Acme/Bolt":              "/packages/acme/bolt.json", // Packagist has small letters only
		"pkg://pypi/Acme_Lib":                 "/systems/pypi/packages/acme-lib",
	} {
		s := serve(t)
		src, _ := testSource(t, s, nil)
		observe(t, src, project(id))
		if all := strings.Join(s.asked, " "); !strings.Contains(all, want) {
			t.Errorf("%s: asked %s, want %s", id, all, want)
		}
	}
}

func TestObserve_countsFamiliesOfTheProjectTheListNames(t *testing.T) {
	t.Parallel()
	src, _ := testSource(t, serve(t), nil)
	p := project()
	p.Repology = "acme-lib"
	got := observe(t, src, p)
	wants(t, got, map[string]string{"distribution_families": "4"})
	if in := got["distribution_families"]; in.SourceURL != "https://repology.org/project/acme-lib/versions" {
		t.Errorf("evidence %s", in.SourceURL)
	}
	p.Repology = "nowhere"
	wants(t, observe(t, src, p), map[string]string{"distribution_families": "unknown | Repology | nowhere"})
}

func TestObserve_anEmptyProjectAtRepologyIsNone(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.fails("/repology.org/", says("[]"))
	src, _ := testSource(t, s, nil)
	p := project()
	p.Repology = "acme-lib"
	wants(t, observe(t, src, p), map[string]string{"distribution_families": "unknown | Repology | acme-lib"})
}

func TestObserve_aGuessedNameNeedsItsOwnPackageAsProof(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.fails("/repology.org/", says(`[{"repo":"debian_12","srcname":"acme-lib"},{"repo":"pypi","srcname":"another"}]`))
	src, _ := testSource(t, s, nil)
	wants(t, observe(t, src, project("pkg:pypi/acme-lib")), map[string]string{"distribution_families": "unknown | Repology"})
}

func TestObserve_theSecondRoundWithinAMonthAsksNobody(t *testing.T) {
	t.Parallel()
	s := serve(t)
	src, at := testSource(t, s, nil)
	p := project(widget)
	p.Repology = "acme-lib"
	first := observe(t, src, p)
	if n := s.count(); n != 5 {
		t.Errorf("the first round took %d requests, want 5", n)
	}
	at.On(20 * day)
	second := observe(t, src, p)
	if n := s.count(); n != 5 {
		t.Errorf("after the second round there are %d requests, want 5", n)
	}
	for field, in := range second {
		if in.Known() && !in.ObservedAt.Equal(first[field].ObservedAt) {
			t.Errorf("%s was asked on %s and is said to be of %s", field, first[field].ObservedAt, in.ObservedAt)
		}
	}
	if snap, err := src.Observe(t.Context(), p, time.Time{}); err != nil || !snap.ObservedAt.Equal(noon) {
		t.Errorf("the snapshot is said to be of %s, error %v; want the day its answers are of", snap.ObservedAt, err)
	}
	at.On(10 * day)
	meter := new(cost.Meter)
	if _, err := src.Observe(cost.WithMeter(t.Context(), meter), p, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if got := meter.Cost(); got != (cost.Cost{Requests: 5, Unchanged: 5}) {
		t.Errorf("a month later it costs %+v, want five that confirm", got)
	}
}

func TestPlan_tellsWhatItWillCost(t *testing.T) {
	t.Parallel()
	src, at := testSource(t, serve(t), nil)
	named := project(widget)
	named.Repology = "acme-lib"
	projects := []health.Project{named, project(), project("pkg:golang/example.org/a")}
	plan, err := src.Plan(t.Context(), projects)
	if want := (cost.Plan{Projects: 3, First: 2, Cost: cost.Cost{Requests: 6}}); err != nil || plan != want {
		t.Errorf("plan %+v, error %v; want %+v", plan, err, want)
	}
	observe(t, src, named)
	if plan, _ = src.Plan(t.Context(), projects); plan.First != 1 || plan.Cost.Requests != 1 {
		t.Errorf("plan %+v, want one request", plan)
	}
	at.On(30 * day)
	if plan, _ = src.Plan(t.Context(), projects); plan.First != 1 || plan.Cost.Requests != 6 {
		t.Errorf("plan %+v, want six requests", plan)
	}
}

func TestObserve_doesNotKnowThePast(t *testing.T) {
	t.Parallel()
	s := serve(t)
	src, _ := testSource(t, s, nil)
	if _, err := src.Observe(t.Context(), project(widget), noon.AddDate(-1, 0, 0)); !unavailable(err) || s.count() != 0 {
		t.Errorf("error %v after %d requests", err, s.count())
	}
}

func TestObserve_endsWithItsContext(t *testing.T) {
	t.Parallel()
	src, _ := testSource(t, serve(t), nil)
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("stop")
	cancel(stop)
	if _, err := src.Observe(ctx, project(widget), time.Time{}); !errors.Is(err, stop) {
		t.Errorf("error %v", err)
	}
}
