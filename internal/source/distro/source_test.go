package distro_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pierrec/lz4/v4"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/distro"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, c distro.Config) *distro.Source {
	t.Helper()
	if c.Now == nil {
		c.Now = func() time.Time { return noon }
	}
	c.Transport = http.DefaultTransport
	s, err := distro.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var zlib = health.Project{Slug: "zlib", Debian: &health.Debian{Sources: []string{"zlib"}}}

// observe returns the inputs of a project.
func observe(t *testing.T, s *distro.Source, p health.Project) health.Inputs {
	t.Helper()
	sn, err := s.Observe(t.Context(), p, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	ins := health.Inputs{}
	ins.Put(sn.Inputs...)
	for _, row := range field.Catalogue {
		if _, ok := ins[row.ID]; ok != (row.Source == field.SourceDistro) {
			t.Errorf("%s is reported: %t", row.ID, ok)
		}
	}
	return ins
}

func TestObserve_countsFromAMirrorAndKeepsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clock := testkit.NewClock(noon)
	c := distro.Config{Mirror: w.URL + "/debian", Cache: t.TempDir(), Keyring: w.keyring(t), Now: clock.Now}
	s := open(t, c)
	ins := observe(t, s, zlib)
	for id, want := range map[field.ID]string{
		field.DebianRunShare: "1", field.DebianBuildShare: "0.5", field.DebianBase: "required", field.DebianRunDependents: "2",
		field.DebianBuildDependents: "1", field.DebianSources: "2", field.DebianRunQuantiles: "[[50,0],[75,2],[90,2],[95,2],[99,2],[99.5,2],[99.9,2]]",
	} {
		row, _ := field.ByID(id)
		if in := ins.Field(id); in.String(row.Kind) != want || !in.ObservedAt.Equal(time.Date(2026, 11, 21, 9, 15, 44, 0, time.UTC)) || in.Reason != "zlib; Debian trixie of 21 Nov 2026" || !strings.Contains(in.Version, "trixie main amd64") {
			t.Errorf("%s: %+v, want %s", id, in, want)
		}
	}
	if text := ins.Field(field.DebianArchive).Text; !strings.Contains(text, "trixie main, 2026-11-21; main/binary-amd64/Packages.xz sha256:") || !strings.HasSuffix(text, "; signature checked") {
		t.Errorf("archive: %s", text)
	}
	observe(t, s, zlib)
	observe(t, open(t, c), zlib)
	if n := w.requests(); n != 3 {
		t.Errorf("%d requests in a week, want 3: %q", n, w.asked)
	}
	clock.On(8 * 24 * time.Hour)
	w.publish(t, packages+"Package: more\nVersion: 2\nArchitecture: all\nFilename: x.deb\nSource: app\nDepends: libz\n\n", "Sat, 28 Nov 2026 09:15:44 UTC")
	if at := observe(t, s, zlib).Field(field.DebianRunShare).ObservedAt; at.Day() != 28 || w.requests() != 5 {
		t.Errorf("a week later: of %s, after %d requests; Sources did not change", at, w.requests())
	}
	offline := c
	offline.Mirror = ""
	if s := open(t, offline); !s.Kept() || !observe(t, s, zlib).Field(field.DebianBase).Known() {
		t.Error("the kept copy is not read offline")
	}
}

func TestObserve_theMirrorFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clock := testkit.NewClock(noon)
	c := distro.Config{Mirror: w.URL + "/debian", Cache: t.TempDir(), Now: clock.Now}
	s := open(t, c)
	if text := observe(t, s, zlib).Field(field.DebianArchive).Text; !strings.HasSuffix(text, "signature not checked: no keyring") {
		t.Errorf("archive: %s", text)
	}
	w.mu.Lock()
	w.files = nil
	w.mu.Unlock()
	clock.On(30 * 24 * time.Hour)
	if at := observe(t, s, zlib).Field(field.DebianBase).ObservedAt; at.Day() != 21 {
		t.Errorf("the kept copy is not read when the mirror fails: %s", at)
	}
	c.Cache = t.TempDir()
	s = open(t, c)
	for range 2 {
		if _, err := s.Observe(t.Context(), zlib, time.Time{}); !errors.Is(err, source.ErrUnavailable) {
			t.Errorf("without a copy: %v", err)
		}
	}
	before := w.requests()
	if s.Observe(t.Context(), zlib, time.Time{}); w.requests() != before {
		t.Error("a failure is not remembered")
	}
}

func TestObserve_refusesWhatIsNotSignedForOrListed(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*testing.T, *world, *distro.Config){
		"another key":    func(t *testing.T, _ *world, c *distro.Config) { c.Keyring = newWorld(t).keyring(t) },
		"no key at all":  func(t *testing.T, _ *world, c *distro.Config) { c.Keyring = write(t, "k", []byte("none")) },
		"an empty one":   func(t *testing.T, _ *world, c *distro.Config) { c.Keyring = write(t, "k", nil) },
		"no such file":   func(t *testing.T, _ *world, c *distro.Config) { c.Keyring = filepath.Join(t.TempDir(), "k") },
		"changed text":   func(_ *testing.T, w *world, _ *distro.Config) { w.edit("Suite: stable", "Suite: Stable") },
		"another suite":  func(_ *testing.T, _ *world, c *distro.Config) { c.Suite = "forky" },
		"not signed":     func(_ *testing.T, w *world, _ *distro.Config) { w.files["InRelease"] = []byte("Codename: trixie\n") },
		"another file":   func(t *testing.T, w *world, _ *distro.Config) { w.replace(packXZ(t, packages+"\n")) },
		"no packed file": func(_ *testing.T, w *world, _ *distro.Config) { w.replace([]byte("no such file")) },
	} {
		w := newWorld(t)
		c := distro.Config{Mirror: w.URL + "/debian", Cache: t.TempDir(), Keyring: w.keyring(t)}
		spoil(t, w, &c)
		_, err := open(t, c).Observe(t.Context(), zlib, time.Time{})
		if !errors.Is(err, source.ErrUnavailable) || strings.Contains(err.Error(), "%!") {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := filepath.Glob(filepath.Join(c.Cache, "*", "InRelease")); len(left) > 0 {
			t.Errorf("%s: it is kept", name)
		}
	}
}

func TestObserve_fromFilesHoweverPacked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, b := range map[string][]byte{
		"Packages": []byte(packages), "Packages.xz": packXZ(t, packages),
		"Packages.gz":  pack(t, packages, func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil }),
		"Packages.lz4": pack(t, packages, func(w io.Writer) (io.WriteCloser, error) { return lz4.NewWriter(w), nil }),
	} {
		c := distro.Config{Packages: write(t, name, b), Sources: write(t, "Sources", []byte(sources))}
		in := observe(t, open(t, c), zlib).Field(field.DebianArchive)
		if !in.Known() || !strings.Contains(in.Text, name+" sha256:") || !strings.HasSuffix(in.Text, "not compared with a signed InRelease") {
			t.Errorf("%s: %+v", name, in)
		}
		c.InRelease, c.Keyring = write(t, "InRelease", w.files["InRelease"]), w.keyring(t)
		if in := observe(t, open(t, c), zlib).Field(field.DebianArchive); !strings.HasSuffix(in.Text, "signature checked") {
			t.Errorf("%s with its InRelease: %+v", name, in)
		}
	}
	c := distro.Config{Packages: write(t, "Packages", []byte(packages+"\n")), Sources: write(t, "Sources", []byte(sources)), InRelease: write(t, "InRelease", w.files["InRelease"])}
	if _, err := open(t, c).Observe(t.Context(), zlib, time.Time{}); !errors.Is(err, source.ErrUnavailable) || !strings.Contains(err.Error(), "SHA-256") {
		t.Errorf("a file that is not listed: %v", err)
	}
}

func TestObserve_fromTheListsOfApt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := t.TempDir()
	stem := filepath.Join(dir, "deb.example.org_debian_dists_trixie_")
	c := distro.Config{Lists: dir, Keyring: w.keyring(t)}
	if _, err := open(t, c).Observe(t.Context(), zlib, time.Time{}); !errors.Is(err, source.ErrUnavailable) || !strings.Contains(err.Error(), "deb-src") {
		t.Errorf("no lists: %v", err)
	}
	lz := pack(t, packages, func(w io.Writer) (io.WriteCloser, error) { return lz4.NewWriter(w), nil })
	for name, b := range map[string][]byte{"InRelease": w.files["InRelease"], "main_binary-amd64_Packages.lz4": lz, "main_source_Sources": []byte(sources)} {
		if err := os.WriteFile(stem+name, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if in := observe(t, open(t, c), zlib).Field(field.DebianArchive); !strings.Contains(in.Text, "main/binary-amd64/Packages sha256:") || !strings.HasSuffix(in.Text, "signature checked") {
		t.Errorf("%+v", in)
	}
}

func TestObserve_whatTheListSays(t *testing.T) {
	t.Parallel()
	c := distro.Config{Packages: write(t, "Packages", []byte(packages)), Sources: write(t, "Sources", []byte(sources))}
	s := open(t, c)
	for name, tc := range map[string]struct {
		p            health.Project
		share, count health.State
		reason       string
	}{
		"nothing":        {health.Project{}, health.Unknown, health.Unknown, "the list does not say"},
		"on no list":     {health.Project{Unlisted: true}, health.Unknown, health.Unknown, "on no list"},
		"not packaged":   {health.Project{Debian: &health.Debian{None: "nobody packages it"}}, health.NotApplicable, health.NotApplicable, "nobody"},
		"starts itself":  {health.Project{Debian: &health.Debian{Sources: []string{"app"}, NotApplicable: "people start it"}}, health.NotApplicable, health.Observed, "people start it"},
		"an ecosystem":   {health.Project{Debian: &health.Debian{NotApplicable: "few are packaged"}}, health.NotApplicable, health.NotApplicable, "few"},
		"not in trixie":  {health.Project{Debian: &health.Debian{Sources: []string{"gone", "gone-N"}}}, health.Unknown, health.Unknown, "Debian trixie (not verified) has no source package gone, gone-N"},
		"one is missing": {health.Project{Debian: &health.Debian{Sources: []string{"gone", "app"}}}, health.Observed, health.Observed, "app; Debian trixie (not verified)"},
	} {
		ins := observe(t, s, tc.p)
		share, count := ins.Field(field.DebianRunShare), ins.Field(field.DebianRunDependents)
		if share.State != tc.share || count.State != tc.count || !strings.Contains(share.Reason, tc.reason) {
			t.Errorf("%s: share %+v, count %+v", name, share, count)
		}
	}
	if _, err := s.Observe(t.Context(), zlib, noon.AddDate(-1, 0, 0)); !errors.Is(err, source.ErrUnavailable) {
		t.Errorf("a past day: %v", err)
	}
}

func TestObserve_aProjectThatIsGivenUpDoesNotSpoilTheOthers(t *testing.T) {
	t.Parallel()
	s := open(t, distro.Config{Packages: write(t, "Packages", []byte(packages)), Sources: write(t, "Sources", []byte(sources))})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Observe(ctx, zlib, time.Time{}); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	observe(t, s, zlib)
}

func TestPlan_asksForTheArchiveOnceAndOnlyIfNeeded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := distro.Config{Mirror: w.URL + "/debian", Cache: t.TempDir()}
	s := open(t, c)
	plan := func(ps ...health.Project) string {
		p, err := s.Plan(t.Context(), ps)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(p.Projects, p.First, p.Cost.Requests)
	}
	if got := plan(health.Project{Slug: "x"}); got != "0 0 0" {
		t.Errorf("no project needs it: %s", got)
	}
	if got := plan(zlib, health.Project{Slug: "x"}); got != "1 1 3" {
		t.Errorf("the first time: %s", got)
	}
	observe(t, s, zlib)
	if got := plan(zlib); got != "1 0 0" {
		t.Errorf("it is kept: %s", got)
	}
}

func TestNew_refusesWhatIsNoMirror(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"debian", "ftp://a.example/debian", "https://u@a.example/", "https://a.example/?x"} {
		if _, err := distro.New(distro.Config{Mirror: address, Now: time.Now, Transport: http.DefaultTransport}); err == nil {
			t.Errorf("%s is taken", address)
		}
	}
	if _, err := distro.New(distro.Config{Mirror: "http://a.example/debian", Now: time.Now, Transport: http.DefaultTransport}); err != nil {
		t.Errorf("http, with sums compared: %v", err)
	}
}

// A small file must not claim much memory.
func TestUnpack_limitsTheDictionary(t *testing.T) {
	t.Parallel()
	b := packXZ(t, packages)
	at := bytes.IndexByte(b[12:], 0x21) + 12 + 2
	b[at] = 40 // 4 GiB
	c := distro.Config{Packages: write(t, "Packages.xz", b), Sources: write(t, "Sources", []byte(sources))}
	if _, err := open(t, c).Observe(t.Context(), zlib, time.Time{}); !errors.Is(err, source.ErrLimit) {
		t.Errorf("%v", err)
	}
}

// Whoever names files wants to know which of them is wrong, and why.
func TestObserve_namesTheFileAndTheCause(t *testing.T) {
	t.Parallel()
	lines := write(t, "passwd", []byte("root\n"))
	cache := t.TempDir()
	for name, tc := range map[string]struct {
		c    distro.Config
		says []string
	}{
		"no folder":  {distro.Config{Lists: "/nonexistent"}, []string{"/nonexistent: no such file"}},
		"no lists":   {distro.Config{Lists: cache}, []string{cache, "deb-src"}},
		"no file":    {distro.Config{Packages: "/nonexistent/Packages", Sources: lines}, []string{"/nonexistent/Packages: no such file"}},
		"other text": {distro.Config{Packages: lines, Sources: lines}, []string{lines, "line 1: a line that is no field"}},
		"no keyring": {distro.Config{Packages: lines, Sources: lines, InRelease: write(t, "InRelease", newWorld(t).files["InRelease"]), Keyring: "/nonexistent/keys"}, []string{"/nonexistent/keys: no such file"}},
	} {
		_, err := open(t, tc.c).Observe(t.Context(), zlib, time.Time{})
		whom, why, ok := source.RefusalOf(err)
		for _, says := range append(tc.says, "Debian's archive could not be read: ") {
			if !ok || whom != "" || !strings.Contains(why, says) || strings.Contains(why, source.ErrUnavailable.Error()) {
				t.Errorf("%s: %q of %v, want %q", name, why, err, says)
			}
		}
	}
}
