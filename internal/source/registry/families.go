package registry

import "strings"

// family returns the family of distributions a repository of Repology belongs
// to: "debian_12" → "debian". Empty for registries of languages and for sites,
// which distribute nothing.
//
// A distribution that is made out of another counts with it, as Repology itself
// counts: twenty rebuilds of Debian carry what Debian carries, and are no sign
// that twenty have chosen it. A name nobody here has heard of is a family of its
// own. Checked against the names in Repology's configuration of August 2026.
func family(repo string) string {
	first, _, _ := strings.Cut(strings.ToLower(repo), "_")
	for _, whole := range []string{"gnu_elpa", "crates_io", "deb_multimedia", "kde_neon"} {
		if repo == whole || strings.HasPrefix(repo, whole+"_") {
			first = whole
		}
	}
	if f, ok := families[first]; ok {
		return f
	}
	return first
}

// families by the beginning of a repository's name, where the two differ.
var families = func() map[string]string {
	out := map[string]string{}
	for family, names := range map[string]string{
		"": "pypi crates_io rubygems metacpan cpan cran hackage stackage melpa elpa gnu_elpa luarocks opam openvsx wikidata libregamewiki",
		"debian": "ubuntu antix apertis backbox deb_multimedia deepin devuan endlessos kali kde_neon mx pardus parrot pureos " +
			"raspbian siduction sparky tails trisquel",
		"arch":      "archlinux32 archlinuxarm archpower artix aur bioarch blackarch manjaro parabola rebornos",
		"fedora":    "amazon epel rpmfusion rpmsphere terra",
		"centos":    "almalinux rocky eurolinux elrepo openeuler ubi sclo",
		"opensuse":  "packman",
		"gentoo":    "calculate liguros",
		"freebsd":   "mports",
		"openwrt":   "entware",
		"guix":      "gnuguix",
		"slackware": "slackware64 slackwarearm",
		"sisyphus":  "altsisyphus alt",
		"termux":    "tur",
		"pisi":      "side",
		"aix":       "aixtoolbox",
	} {
		for _, name := range strings.Fields(names) {
			out[name] = family
		}
	}
	return out
}()
