package sources

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source/distro"
)

func TestDebian_isReadWhereThereIsSomethingToRead(t *testing.T) {
	t.Parallel()
	env := Env{Now: time.Now}
	file := filepath.Join(t.TempDir(), "Packages")
	if err := os.WriteFile(file, []byte("Package: x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		edit              func(*Options)
		asks, opens, fail bool
	}{
		"by default":              {func(*Options) {}, true, true, false},
		"without the source":      {func(o *Options) { o.Sources = nil }, false, true, false},
		"beside a fake GitHub":    {func(o *Options) { o.GitHub.URL = "http://127.0.0.1:1/" }, false, true, false},
		"with a mirror beside it": {func(o *Options) { o.GitHub.URL, o.Debian.Mirror = "http://127.0.0.1:1/", "http://127.0.0.1:2/debian" }, true, true, false},
		"offline without a copy":  {func(o *Options) { o.Offline = true }, true, false, false},
		"offline with files":      {func(o *Options) { o.Offline, o.Debian.Files = true, []string{file, file} }, true, true, false},
		"one file":                {func(o *Options) { o.Debian.Files = []string{"Packages"} }, true, false, true},
		"files and lists":         {func(o *Options) { o.Debian.Files, o.Debian.Lists = []string{"Packages", "Sources"}, "lists" }, true, false, true},
		"no mirror":               {func(o *Options) { o.Debian.Mirror = "ftp://a.example/" }, true, false, true},
	} {
		o := Options{Sources: []string{"distro"}, Cache: t.TempDir(), Debian: Debian{Mirror: distro.DefaultMirror, Suite: distro.DefaultSuite}}
		o.GitHub.URL = "https://api.github.com/"
		tc.edit(&o)
		if o.asksDebian() != tc.asks {
			t.Errorf("%s: it is read: %t", name, !tc.asks)
		}
		if s, err := o.debianSource(env); (s != nil) != tc.opens || (err != nil) != tc.fail {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
}

// An error names the flag and the file, so that a person knows what to mend.
func TestDebian_wrongFlagsNameThemselvesAndTheirFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "Packages")
	if err := os.WriteFile(file, []byte("Package: x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for want, d := range map[string]Debian{
		"--debian-files: cannot read /nope: no such file or directory": {Files: []string{file, "/nope"}},
		"--debian-files: " + dir + " is a folder, not a file":          {Files: []string{dir, file}},
		"--debian-files takes PACKAGES,SOURCES and, if there is one":   {Files: []string{file}},
		"given: 1": {Files: []string{file}},
		"given: 4": {Files: []string{file, file, file, file}},
		"--debian-lists: cannot read /nope: no such file or directory":   {Lists: "/nope"},
		"--debian-lists: " + file + " is no folder":                      {Lists: file},
		"--debian-keyring: cannot read /nope: no such file or directory": {Keyring: "/nope"},
		`--debian-suite is "../x"; allowed: the code name of a release`:  {Suite: "../x"},
	} {
		o := Options{Sources: []string{"distro"}, Cache: t.TempDir(), Debian: d}
		if s, err := o.debianSource(Env{Now: time.Now}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, %v; want %q", s, err, want)
		}
	}
}
