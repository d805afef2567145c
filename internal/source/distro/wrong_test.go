package distro_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/distro"
)

// Wrong files are a failure of the source, which keeps the earlier figures, and never a count of 0.
func TestObserve_refusesWrongFilesWithoutInRelease(t *testing.T) {
	t.Parallel()
	lone := strings.ReplaceAll(packages, "Depends: libz\n", "")
	p, s := write(t, "Packages", []byte(packages)), write(t, "Sources", []byte(sources))
	for name, c := range map[string]distro.Config{
		"swapped":             {Packages: s, Sources: p},
		"Packages twice":      {Packages: p, Sources: p},
		"Sources twice":       {Packages: s, Sources: s},
		"no package needs":    {Packages: write(t, "Packages", []byte(lone)), Sources: s},
		"another release":     {Packages: p, Sources: write(t, "Sources", []byte(strings.ReplaceAll(sources, "Package: ", "Package: not-")))},
		"another processor's": {Packages: p, Sources: s, Arch: "arm64"},
	} {
		o := open(t, c)
		if _, err := o.Observe(t.Context(), zlib, time.Time{}); !errors.Is(err, source.ErrUnavailable) {
			t.Errorf("%s: %v", name, err)
		}
		if a, err := o.Survey(t.Context(), nil, .01); err == nil || !strings.Contains(err.Error(), "Packages") {
			t.Errorf("%s: %d sources, %v", name, len(a.Sources), err)
		}
	}
}

func TestObserve_aSuiteThatNothingVerifies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := distro.Config{Packages: write(t, "Packages", []byte(packages)), Sources: write(t, "Sources", []byte(sources)), Suite: "banana"}
	in := observe(t, open(t, c), zlib).Field(field.DebianRunShare)
	if !strings.HasPrefix(in.Reason, "zlib; Debian banana (not verified) of ") {
		t.Errorf("without InRelease: %q", in.Reason)
	}
	plan, err := open(t, c).Plan(t.Context(), []health.Project{zlib})
	if err != nil || plan.Without != "Debian banana is not verified: its InRelease is not given" {
		t.Errorf("what is said before: %+v, %v", plan, err)
	}
	c.InRelease = write(t, "InRelease", w.files["InRelease"])
	_, err = open(t, c).Observe(t.Context(), zlib, time.Time{})
	if !errors.Is(err, source.ErrUnavailable) || !strings.Contains(err.Error(), "of trixie, not of banana") {
		t.Errorf("with that of another suite: %v", err)
	}
	for _, suite := range []string{"../trixie", "Trixie", "a b", "*", "-x", "trixie-", strings.Repeat("x", 41)} {
		if _, err := distro.New(distro.Config{Suite: suite, Now: time.Now, Transport: http.DefaultTransport}); err == nil {
			t.Errorf("%q is taken as a suite", suite)
		}
	}
}
