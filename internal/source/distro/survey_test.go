package distro_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/candidate"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/distro"
)

const described = `Package: zlib
Binary: zlib
Directory: pool/main/zlib
Version: 1:1.3-1
Homepage: https://zlib.net/
Vcs-Git: https://salsa.debian.org/debian/zlib.git -b debian/sid

Package: tar
Binary: tar
Directory: pool/main/tar
Version: 1.35-3

Package: zlib
Binary: zlib
Directory: pool/main/zlib
Version: 0-1

Package: app
Binary: app
Directory: pool/main/app
Version: 1.2
Homepage: https://github.com/app/app
Build-Depends: tar

`

func TestSurvey_countsAndDescribesWhatIsNotCovered(t *testing.T) {
	t.Parallel()
	s := open(t, distro.Config{Packages: write(t, "Packages", []byte(packages)), Sources: write(t, "Sources", []byte(described))})
	for _, c := range []struct {
		names []string
		share float64
		want  candidate.Source // of zlib
	}{
		{nil, .9, candidate.Source{Name: "zlib", Run: 2, Build: 1, Base: "required", Version: "1:1.3-1", Homepage: "https://zlib.net/", VcsGit: "https://salsa.debian.org/debian/zlib.git"}},
		{[]string{"zlib", "gone"}, .9, candidate.Source{Name: "zlib", Run: 2, Build: 1, Base: "required", Covered: true}},
	} {
		a, err := s.Survey(t.Context(), c.names, c.share)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Sources) != 3 || a.Sources[0] != c.want || a.Sources[2].Version != "" {
			t.Errorf("%v: %+v", c.names, a.Sources)
		}
		if !strings.HasPrefix(a.Index, "Sources sha256:") || a.Suite != "trixie" || a.Signature == "" || len(a.Date) != 10 {
			t.Errorf("%+v", a)
		}
	}
}

func TestSurvey_fromAMirrorAndItsCopy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := distro.Config{Mirror: w.URL + "/debian", Cache: t.TempDir(), Keyring: w.keyring(t)}
	for range 2 {
		a, err := open(t, c).Survey(t.Context(), []string{"zlib"}, .01)
		if err != nil || a.Date != "2026-11-21" || a.Signature != "signature checked" || !strings.HasPrefix(a.Packages, "main/binary-amd64/Packages.xz sha256:") {
			t.Fatalf("%+v, %v", a, err)
		}
	}
	if n := w.requests(); n != 3 {
		t.Errorf("%d requests, want 3", n)
	}
}

func TestSurvey_withoutAnArchiveOrWithAWrongOne(t *testing.T) {
	t.Parallel()
	if _, err := open(t, distro.Config{Cache: t.TempDir()}).Survey(t.Context(), nil, .01); !errors.Is(err, source.ErrUnavailable) {
		t.Errorf("without an archive: %v", err)
	}
	none := open(t, distro.Config{Packages: "/nonexistent/Packages", Sources: "/nonexistent/Sources"})
	if _, err := none.Survey(t.Context(), nil, .01); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("files that do not exist: %v", err)
	}
	bad := open(t, distro.Config{Packages: write(t, "Packages", []byte(packages)), Sources: write(t, "Sources", []byte("no index\n"))})
	if _, err := bad.Survey(t.Context(), nil, .01); err == nil || !strings.Contains(err.Error(), "Sources") {
		t.Errorf("a file that is no index: %v", err)
	}
}
