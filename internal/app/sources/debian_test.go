package sources

import (
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source/distro"
)

func TestDebian_isReadWhereThereIsSomethingToRead(t *testing.T) {
	t.Parallel()
	env := Env{Now: time.Now}
	for name, tc := range map[string]struct {
		edit              func(*Options)
		asks, opens, fail bool
	}{
		"by default":              {func(*Options) {}, true, true, false},
		"without the source":      {func(o *Options) { o.Sources = nil }, false, true, false},
		"beside a fake GitHub":    {func(o *Options) { o.GitHub.URL = "http://127.0.0.1:1/" }, false, true, false},
		"with a mirror beside it": {func(o *Options) { o.GitHub.URL, o.Debian.Mirror = "http://127.0.0.1:1/", "http://127.0.0.1:2/debian" }, true, true, false},
		"offline without a copy":  {func(o *Options) { o.Offline = true }, true, false, false},
		"offline with files":      {func(o *Options) { o.Offline, o.Debian.Files = true, []string{"Packages", "Sources"} }, true, true, false},
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
