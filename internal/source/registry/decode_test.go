package registry

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestFamily_countsADistributionWithTheOneItIsMadeOf(t *testing.T) {
	t.Parallel()
	for want, repos := range map[string]string{
		"debian":      "debian_13 debian_unstable debian_12_backports ubuntu_24_04 ubuntu_26_04_proposed kali_rolling raspbian_stable deb_multimedia_unstable kde_neon_user devuan_unstable trisquel_11_0",
		"arch":        "arch aur artix_testing archlinuxarm_aarch64 manjaro_stable parabola blackarch",
		"fedora":      "fedora_41 fedora_rawhide epel_9 rpmfusion_fedora_41 amazon_2 terra_41",
		"centos":      "centos_8 centos_stream_10 almalinux_9 rocky_9 openeuler_24_03 ubi_8",
		"opensuse":    "opensuse_tumbleweed opensuse_leap_15_6 packman_factory",
		"alpine":      "alpine_3_21 alpine_edge",
		"gentoo":      "gentoo gentoo_ovl_guru calculate liguros_stable",
		"freebsd":     "freebsd mports",
		"guix":        "gnuguix",
		"slackware":   "slackware_current slackware64_15_0 slackwarearm_15_0",
		"sisyphus":    "sisyphus altsisyphus alt_p11",
		"nix":         "nix_unstable nix_stable_25_05",
		"homebrew":    "homebrew homebrew_casks",
		"openwrt":     "openwrt_24_10_x86_64 entware",
		"newcomer":    "newcomer_7 newcomer",
		"":            "pypi crates_io rubygems metacpan cpan cran hackage stackage_lts melpa_stable gnu_elpa luarocks opam openvsx wikidata libregamewiki",
		"conan":       "conan",
		"openbsd":     "openbsd",
		"pkgsrc":      "pkgsrc_current pkgsrc_2026_3",
		"openindiana": "openindiana",
	} {
		for _, repo := range strings.Fields(repos) {
			if got := family(repo); got != want {
				t.Errorf("%s is of %q, want %q", repo, got, want)
			}
		}
	}
}

func TestPackagesOf_namesAPackageAsItsRegistryDoes(t *testing.T) {
	t.Parallel()
	p := health.Project{Packages: []string{
		"pkg:npm/%40angular/core", "pkg:npm/async@3.2.0", "pkg:pypi/Foo.Bar__baz", "pkg:maven/org.slf4j/slf4j-api",
		"pkg:golang/github.com/traefik/traefik/v3", "pkg:composer/symfony/symfony", "pkg:deb/debian/curl", "pkg:golang/example.org/Acme/Kit", "pkg:swift/github.com/a/b", "no package",
	}}
	want := []string{"npm @angular/core", "npm async", "pypi foo-bar-baz", "maven org.slf4j:slf4j-api", "golang github.com/traefik/traefik/v3", "composer symfony/symfony", "golang example.org/Acme/Kit", "swift github.com/a/b"}
	var got []string
	for _, p := range packagesOf(p) {
		got = append(got, p.kind+" "+p.name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for range 30 {
		p.Packages = append(p.Packages, "pkg:npm/async")
	}
	if got := len(packagesOf(p)); got != mostPackages {
		t.Errorf("%d packages are asked about, want %d", got, mostPackages)
	}
}

func TestDepsDevPackage_withoutADefaultTheNewestReleaseIsTaken(t *testing.T) {
	t.Parallel()
	f, err := depsDevPackage("golang", []byte(`{"versions":[
		{"versionKey":{"version":"v1.0.0"},"publishedAt":"2020-01-01T00:00:00Z"},{"versionKey":{"version":"v1.1.0"},"publishedAt":"2021-01-01T23:00:00-05:00"},
		{"versionKey":{"version":"v2.0.0-rc.1"},"publishedAt":"2022-01-01T00:00:00Z"},{"versionKey":{"version":"v0.1.0"},"publishedAt":"1970-01-01T00:00:00Z"}]}`))
	if err != nil || f.Default != "v1.1.0" || f.Released != "2021-01-02" {
		t.Errorf("facts %+v, error %v", f, err)
	}
}

// decoders are all that read what a service says.
var decoders = map[string]func([]byte) (facts, error){
	"depsdev-package-npm": func(b []byte) (facts, error) { return depsDevPackage("npm", b) },
	"depsdev-dependents":  depsDevDependents,
	"npm-package":         npmPackage, "npm-downloads": npmDownloads, "pypistats-recent": pypiDownloads,
	"crates-crate": crateDownloads, "crates-owners-team": crateOwners, "rubygems-owners": gemOwners,
	"packagist-package": packagist, "repology-project": repologyProject,
}

// FuzzDecoders: whatever a service says, what is kept of it is whole, in range
// and short, or it is an error that quotes none of it.
func FuzzDecoders(f *testing.F) {
	for name := range decoders {
		b, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", "registry", name+".json"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"downloads":1e400,"maintainers":[null],"time":{"1.0.0":7},"versions":{"1.0.0":null}}`))
	f.Add([]byte(`[{"repo":"_"},{"repo":"pypi"},null]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		for name, decode := range decoders {
			got, err := decode(body)
			if err != nil {
				if !strings.HasPrefix(err.Error(), errShape.Error()) || len(err.Error()) > 120 {
					t.Errorf("%s: error %v", name, err)
				}
				continue
			}
			for _, n := range []*int64{got.Dependents, got.Downloads, got.Publishers} {
				if n != nil && *n < 0 {
					t.Errorf("%s: %+v has a count below 0", name, got)
				}
			}
			if _, err := time.Parse(time.DateOnly, got.Released); got.Released != "" && err != nil {
				t.Errorf("%s: released on %q", name, got.Released)
			}
			b, err := got.encode()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if again, err := readFacts(b); err != nil || again.Default != got.Default || len(again.Families) != len(got.Families) || len(again.Modules) != len(got.Modules) {
				t.Errorf("%s: %+v is read back as %+v, error %v", name, got, again, err)
			}
		}
	})
}
