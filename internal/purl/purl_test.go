package purl_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/purl"
)

func TestParse_givesEachSpellingOfAPackageTheNormalForm(t *testing.T) {
	t.Parallel()
	for want, spellings := range map[string]string{
		"pkg:npm/acme":                          "pkg:npm/acme pkg:/npm/acme pkg://npm/acme PKG:npm/acme pkg:NPM/acme pkg:npm/acme@1.2.3 pkg:npm/acme#lib pkg:npm/acme?vcs_url=x pkg:npm/acme?repository_url=https://registry.npmjs.org",
		"pkg:npm/%40acme/core":                  "pkg:npm/%40acme/core pkg:npm/@acme/core pkg:npm/@acme/core@7.0.0 pkg:npm/%40acme%2Fcore pkg:npm/%40acme/core@7",
		"pkg:npm/JSONThing":                     "pkg:npm/JSONThing", // npm minds case in old names
		"pkg:pypi/acme-lib-x":                   "pkg:pypi/acme-lib-x pkg:pypi/Acme_Lib.x pkg:pypi/acme.lib__X pkg:pypi/ACME--lib-x@2",
		"pkg:golang/example.org/Acme/Kit/v2":    "pkg:golang/example.org/Acme/Kit/v2 pkg:golang/example.org/Acme/Kit/v2@v2.0.0#sub/dir pkg:golang/example.org%2FAcme%2FKit/v2 pkg://golang/example.org/Acme/Kit/v2",
		"pkg:golang/example.org/acme/kit":       "pkg:golang/example.org/acme/kit",
		"pkg:composer/acme/bolt":                "pkg:composer/acme/bolt pkg:composer/Acme/Bolt",
		"pkg:maven/org.acme/Gear":               "pkg:maven/org.acme/Gear pkg:maven/org.acme/Gear@1?type=jar&classifier=dist pkg:maven/org.acme/Gear?repository_url=repo.maven.apache.org/maven2",
		"pkg:gem/Nut":                           "pkg:gem/Nut",
		"pkg:cargo/acme_cog":                    "pkg:cargo/acme_cog",
		"pkg:nuget/Acme.Core":                   "pkg:nuget/Acme.Core",
		"pkg:hex/acme":                          "pkg:hex/acme pkg:hex/Acme",
		"pkg:cran/AcmeR":                        "pkg:cran/AcmeR",
		"pkg:swift/example.org/acme/Kit":        "pkg:swift/example.org/acme/Kit",
		"pkg:deb/debian/acme":                   "pkg:deb/debian/acme pkg:deb/Debian/Acme?arch=amd64",
		"pkg:apk/alpine/acme":                   "pkg:apk/alpine/acme",
		"pkg:rpm/fedora/Acme":                   "pkg:rpm/Fedora/Acme",
		"pkg:conan/acme?channel=stable&user=u1": "pkg:conan/acme?user=u1&channel=stable",
		"pkg:github/acme/kit":                   "pkg:github/Acme/Kit",
		"pkg:generic/acme":                      "pkg:generic/acme",
		"pkg:newtype/Acme":                      "pkg:newtype/Acme", // a type nobody told us of is no mistake
	} {
		for _, text := range strings.Fields(spellings) {
			p, err := purl.Parse(text)
			if err != nil || p.String() != want {
				t.Errorf("%s is %s, want %s; error %v", text, p, want, err)
			}
			if again, err := purl.Parse(p.String()); err != nil || again.String() != want || again.Key() != p.Key() {
				t.Errorf("%s is read again as %s, error %v", p, again, err)
			}
		}
	}
}

func TestParse_saysWhatToWriteInstead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"npm/acme": "pkg:npm/express", "": "pkg:npm/express", "pkg:npm/": "name", "pkg:npm": "name", "pkg:npm/%zz": "escap",
		"pkg:npm/acme/core": "pkg:npm/%40acme/core", "pkg:npm/@acme/a/b": "one scope",
		"pkg:crates/cog": "pkg:cargo/cog", "pkg:rubygems/nut": "pkg:gem/nut", "pkg:go/example.org/Acme/x": "pkg:golang/example.org/Acme/x",
		"pkg:packagist/acme/bolt": "pkg:composer/acme/bolt", "pkg:python/acme": "pkg:pypi/acme",
		"pkg:maven/org.acme:gear": "pkg:maven/org.acme/gear", "pkg:maven/gear": "group", "pkg:maven/org.acme%3Agear": "pkg:maven/org.acme/gear", "pkg:maven/org/acme/gear": "group",
		"pkg:pypi/acme/lib": "pkg:pypi/lib", "pkg:composer/bolt": "vendor", "pkg:github/kit": "owner",
		"pkg:golang/example.org/!acme/!kit": "pkg:golang/example.org/Acme/Kit", "pkg:golang/https://example.org/x": "scheme",
		"pkg:golang/example.org/../x": "no part", "pkg:npm/a%20b": "space", "pkg:pypi/acme%402.0": "version", "pkg:gem/a%0ab": "control",
		"pkg:npm/" + strings.Repeat("a", 400): "longer", "pkg:swift/Kit": "namespace", "pkg:julia/Acme": "uuid",
	} {
		p, err := purl.Parse(text)
		if !errors.Is(err, purl.ErrBad) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q is %+v, error %v, want %s", text, p, err, want)
		}
	}
}

func TestKey_ignoresWhatTheRegistryIgnores(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		one  bool
	}{
		{"pkg:nuget/Acme.Core", "pkg:nuget/acme.core", true},
		{"pkg:cargo/acme_cog", "pkg:cargo/Acme-Cog", true},
		{"pkg:swift/github.com/Acme/Kit", "pkg:swift/github.com/acme/kit", true},
		{"pkg:pypi/acme.lib", "pkg:pypi/acme_lib", true},
		{"pkg:npm/JSONThing", "pkg:npm/jsonthing", false},
		{"pkg:gem/Nut", "pkg:gem/nut", false},
		{"pkg:cran/AcmeR", "pkg:cran/acmer", false},
		{"pkg:golang/example.org/Acme/x", "pkg:golang/example.org/acme/x", false},
		{"pkg:golang/example.org/x", "pkg:golang/example.org/x/v2", false},
		{"pkg:maven/org.acme/gear", "pkg:maven/org.acme/gear?repository_url=https://maven.example.org", false},
		{"pkg:npm/acme", "pkg:pypi/acme", false},
	} {
		a, errA := purl.Parse(tt.a)
		b, errB := purl.Parse(tt.b)
		if errA != nil || errB != nil || (a.Key() == b.Key()) != tt.one {
			t.Errorf("%s and %s: keys %s and %s, errors %v, %v", tt.a, tt.b, a.Key(), b.Key(), errA, errB)
		}
	}
}

func TestPackage_namesItsRegistry(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"pkg:hex/acme": "hex.pm", "pkg:maven/org.acme/gear?repository_url=https://Maven.example.org/m2": "maven.example.org",
		"pkg:newtype/acme": "the registry of newtype packages",
	} {
		p, err := purl.Parse(text)
		if err != nil || p.RegistryName() != want || !p.Published() {
			t.Errorf("%s: %s, error %v", text, p.RegistryName(), err)
		}
	}
	if p, err := purl.Parse("pkg:deb/debian/acme"); err != nil || p.Published() {
		t.Errorf("%s is published by its project, error %v", p, err)
	}
	if p, err := purl.Parse("pkg:maven/org.acme/gear"); err != nil || p.Named() != "org.acme:gear" {
		t.Errorf("%s is named %s, error %v", p, p.Named(), err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"pkg:npm/@acme/core@1", "pkg:golang/example.org/Acme", "pkg://pypi/a_b?x=y#z", "pkg:julia/A?uuid=1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := purl.Parse(s)
		if err != nil {
			return
		}
		again, err := purl.Parse(p.String())
		if err != nil || again.String() != p.String() || again.Key() != p.Key() {
			t.Errorf("%q is %s and then %s, error %v", s, p, again, err)
		}
	})
}
