package advisory_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// An open advisory is asked about under its other ids: that it is disputed or was rejected is often
// told only there.
func TestObserve_hearsWhatAliasesSay(t *testing.T) {
	t.Parallel()
	const day = `"modified":"2026-06-01T00:00:00Z","published":"2026-06-01T00:00:00Z"`
	for name, tc := range map[string]struct {
		alias, want, reason string
	}{
		"no record of it":     {"", `100 no ["GHSA-open"] 1 unknown`, "GHSA-open"},
		"says nothing":        {`{"id":"CVE-2026-1","details":"It is slow.",` + day + `}`, `100 no ["GHSA-open"] 1 unknown`, "GHSA-open"},
		"disputed":            {`{"id":"CVE-2026-1","database_specific":{"isDisputed":true},` + day + `}`, "0 no [] 0 unknown", "1 that the maintainers dispute"},
		"disputed late":       {`{"id":"CVE-2026-1","details":"It is slow. NOTE: this is disputed by the vendor.",` + day + `}`, "0 no [] 0 unknown", "1 that the maintainers dispute"},
		"rejected":            {`{"id":"CVE-2026-1","withdrawn":"2026-07-01T00:00:00Z",` + day + `}`, "unknown unknown unknown 1 unknown", "CVE-2026-1 was withdrawn"},
		"another withdrew it": {`{"id":"PYSEC-1","withdrawn":"2026-07-01T00:00:00Z",` + day + `}`, `100 no ["GHSA-open"] 1 unknown`, "GHSA-open"},
		"cannot be read":      {`{"id":"CVE-2026-1"}`, `100 no ["GHSA-open"] 1 unknown`, "GHSA-open"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.npm("@acme/core", "GHSA-open", 100, `{"introduced":"0"}`, `,"aliases":["PYSEC-1","CVE-2026-1"]`)
			if tc.alias != "" {
				w.tell(tc.alias)
			}
			ins := observe(t, w.source(nil), acme("pkg:npm/%40acme/core"))
			if got := says(ins); got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
			if got := ins.Field("advisory_unpatched_days").Reason; testkit.Unsaid(got, tc.reason) != nil {
				t.Errorf("the reason is %q, want %q", got, tc.reason)
			}
		})
	}
}

func TestObserve_asksAboutAliasesOfOpenAdvisoriesAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.npm("@acme/core", "GHSA-done", 100, `{"introduced":"0"},{"fixed":"1.0"}`, `,"aliases":["CVE-2026-2"]`)
	observe(t, w.source(nil), acme("pkg:npm/%40acme/core"))
	if asked := strings.Join(w.requests(), " "); strings.Contains(asked, "CVE-2026-2") {
		t.Errorf("asked %s", asked)
	}
	// If OSV fails, nobody knows, so the last answer stays.
	w.npm("@acme/core", "GHSA-open", 100, `{"introduced":"0"}`, `,"aliases":["CVE-2026-1"]`)
	w.breakWith("vulns/CVE-2026-1", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusInternalServerError) })
	if _, err := w.source(nil).Observe(t.Context(), acme("pkg:npm/%40acme/core"), time.Time{}); !errors.Is(err, source.ErrUnavailable) {
		t.Errorf("error %v, want unavailable", err)
	}
}

func TestObserve_aPackageThatOSVIsNotAskedAboutIsNotWithoutAdvisories(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ins := observe(t, w.source(nil), acme("pkg:npm/%40acme/core", "pkg:conan/acme", "pkg:deb/debian/acme"))
	if in := ins.Field("advisory_unpatched_days"); in.Known() || testkit.Unsaid(in.Reason, "pkg:conan/acme") != nil {
		t.Errorf("%+v", in)
	}
	if in := observe(t, w.source(nil), acme("pkg:npm/%40acme/core", "pkg:deb/debian/acme")).Field("advisory_unpatched_days"); !in.Known() {
		t.Errorf("a distribution's package counts as one of the project: %+v", in)
	}
}
