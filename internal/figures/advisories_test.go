package figures_test

import (
	"reflect"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestFixes_readsWhatStringWrote(t *testing.T) {
	t.Parallel()
	fixes := []figures.Fix{
		{ID: "GHSA-1", Published: "2026-01-02", State: figures.FixReleased, Released: "2026-01-12", Version: "1.2.3", Package: "npm/@acme/core"},
		{ID: "GHSA-2", Published: "2026-01-02", State: figures.FixReleased, Released: "2025-12-12"},
		{ID: "GHSA-3", Published: "2026-01-02", State: figures.FixOpen},
		{ID: "GHSA-4", Published: "2026-01-02", State: figures.FixUndated},
	}
	var texts []string
	for _, f := range fixes {
		texts = append(texts, f.String())
	}
	ins := health.Inputs{}
	ins.Put(health.ObsList(field.AdvisoryFixes, append(texts, "odd", "a b released", "a b c d")))
	if got := figures.Fixes(ins); !reflect.DeepEqual(got, fixes) {
		t.Errorf("read %+v", got)
	}
	for i, want := range []struct {
		days  int
		known bool
		url   string
	}{{10, true, "https://deps.dev/npm/@acme%2Fcore/1.2.3"}, {0, true, ""}, {0, false, ""}, {0, false, ""}} {
		if days, known := fixes[i].Days(); days != want.days || known != want.known || fixes[i].ReleaseURL() != want.url {
			t.Errorf("%s: %d days %v, %q", fixes[i].ID, days, known, fixes[i].ReleaseURL())
		}
	}
}

func TestRecentReleases_readsWhatStringWrote(t *testing.T) {
	t.Parallel()
	all := []figures.Release{
		{Version: "2.0.0", Day: "2026-02-01", Package: "pypi/kit"},
		{Version: "1.9.0", Day: "2026-01-01", Package: "pypi/kit", IDs: []string{"GHSA-1", "PYSEC-2"}},
	}
	ins := health.Inputs{}
	ins.Put(health.ObsList(field.ReleasesAffected, []string{all[0].String(), all[1].String(), "odd"}))
	if got := figures.RecentReleases(ins); !reflect.DeepEqual(got, all) {
		t.Errorf("read %+v", got)
	}
	if got := all[1].URL(); got != "https://deps.dev/pypi/kit/1.9.0" {
		t.Error(got)
	}
}
