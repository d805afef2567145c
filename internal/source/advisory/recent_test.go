package advisory_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// published has deps.dev know versions of a package, each published so many days ago.
func (w *world) published(name string, days map[string]int) {
	var all []string
	for version, n := range days {
		all = append(all, fmt.Sprintf(`{"versionKey":{"version":%q},"publishedAt":%q}`, version, noon.AddDate(0, 0, -n).Format(time.RFC3339)))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.releases[name] = `{"versions":[` + strings.Join(all, ",") + `]}`
}

// Each advisory has its patched release with both days; those without one say why.
func TestObserve_fixes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.npm("@acme/core", "GHSA-old", 6*365, `{"introduced":"0"},{"fixed":"0.1"}`, "")
	w.npm("@acme/core", "GHSA-a", 100, `{"introduced":"0"},{"fixed":"1.1"}`, "")
	w.npm("@acme/core", "GHSA-b", 60, `{"introduced":"0"},{"fixed":"7.7"}`, "")
	w.npm("@acme/core", "GHSA-c", 40, `{"introduced":"0"}`, "")
	w.published("@acme/core", map[string]int{"1.1": 90, "1.0": 200})
	in := observe(t, w.source(nil), acme("pkg:npm/%40acme/core")).Field(field.AdvisoryFixes)
	day := func(n int) string { return noon.AddDate(0, 0, -n).Format(time.DateOnly) }
	want := []string{"GHSA-c " + day(40) + " open", "GHSA-b " + day(60) + " undated", "GHSA-a " + day(100) + " released " + day(90) + " 1.1 npm/@acme/core"}
	if got := in.Strings(); !slices.Equal(got, want) || !strings.Contains(in.Reason, "3 advisories") {
		t.Errorf("got %q because %q, want %q", got, in.Reason, want)
	}
}

// The ten newest releases are those without pre-releases, each with what affects it.
func TestObserve_releasesAffected(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.npm("@acme/core", "GHSA-a", 100, `{"introduced":"0"},{"fixed":"1.1"}`, "")
	w.npm("@acme/core", "GHSA-d", 90, `{"introduced":"0"},{"fixed":"1.1"}`, `,"details":"** DISPUTED ** It is none."`)
	w.affects["GHSA-a"], w.affects["GHSA-d"] = []string{"1.0.3", "1.0.2"}, []string{"1.0.5"}
	days := map[string]int{"2.0.0-rc.1": 1, "odd version": 2}
	for i := range 14 {
		days[fmt.Sprintf("1.0.%d", i)] = 100 - i
	}
	w.published("@acme/core", days)
	s, p := w.source(nil), acme("pkg:npm/%40acme/core")
	in := observe(t, s, p).Field(field.ReleasesAffected)
	var got []string
	for _, text := range in.Strings() {
		parts := strings.Split(text, " ")
		got = append(got, parts[0]+" "+parts[3])
	}
	want := []string{"1.0.13 -", "1.0.12 -", "1.0.11 -", "1.0.10 -", "1.0.9 -", "1.0.8 -", "1.0.7 -", "1.0.6 -", "1.0.5 -", "1.0.4 -"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	// A new advisory has them checked again on the next day, without one they are after a week.
	asked := func() int { return strings.Count(strings.Join(w.requests(), " "), "querybatch") }
	asked()
	w.later(25 * time.Hour)
	observe(t, s, p)
	if n := asked(); n != 1 {
		t.Errorf("the next day took %d batches", n)
	}
	w.npm("@acme/core", "GHSA-e", 0, `{"introduced":"1.0.12"}`, "")
	w.mu.Lock()
	w.affects["GHSA-e"] = []string{"1.0.12", "1.0.13"}
	w.mu.Unlock()
	w.later(25 * time.Hour)
	if text := observe(t, s, p).Field(field.ReleasesAffected).Strings(); !strings.HasSuffix(text[0], " GHSA-e") || !strings.HasSuffix(text[2], " -") {
		t.Errorf("with a new advisory they are %q", text)
	}
	asked()
	for range 7 {
		w.later(25 * time.Hour)
		observe(t, s, p)
	}
	if n := asked(); n != 8 {
		t.Errorf("a week took %d batches, want one a day and one more", n)
	}
}

// What cannot be asked is unknown, alone; nothing is a zero.
func TestObserve_releasesAffectedUnknown(t *testing.T) {
	t.Parallel()
	const core = "pkg:npm/%40acme/core"
	broken := func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "down", http.StatusServiceUnavailable) }
	for name, tc := range map[string]struct {
		packages []string
		advisory bool
		known    bool // to deps.dev
		fault    string
		want     health.State
		reason   string
		others   bool // other figures are known
	}{
		"no package":        {nil, false, false, "", health.Unknown, "OSV has no advisory", false},
		"a registry unread": {[]string{"pkg:composer/acme/core", core}, false, false, "", health.Unknown, "Packagist", true},
		"no advisory":       {[]string{core}, false, true, "", health.Observed, "no advisory for @acme/core", true},
		"not at deps.dev":   {[]string{core}, true, false, "", health.Unknown, "knows no release", true},
		"deps.dev down":     {[]string{core}, true, true, "deps.dev", health.Unknown, "deps.dev could not be asked", true},
	} {
		w := newWorld(t)
		if tc.advisory {
			w.npm("@acme/core", "GHSA-a", 100, `{"introduced":"0"}`, "")
		}
		if tc.known {
			w.published("@acme/core", map[string]int{"1.1": 90})
		}
		if tc.fault != "" {
			w.breakWith(tc.fault, broken)
		}
		ins := observe(t, w.source(nil), acme(tc.packages...))
		in := ins.Field(field.ReleasesAffected)
		if in.State != tc.want || !strings.Contains(in.Reason, tc.reason) || (tc.fault != "") != !in.Late.IsZero() {
			t.Errorf("%s: %s %q because %q", name, in.State, in.Text, in.Reason)
		}
		if ins.Field(field.Advisories24m).Known() != tc.others {
			t.Errorf("%s: other figures are %s", name, ins.Field(field.Advisories24m).State)
		}
	}
}
