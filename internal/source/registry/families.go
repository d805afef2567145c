package registry

import "strings"

// family returns the family of distributions of a repository at Repology: "debian_12" → "debian".
// It returns "" for language registries and for sites, which distribute nothing.
//
// A distribution that is derived from another counts with it, as Repology itself counts: twenty
// rebuilds of Debian carry the packages of Debian, which does not mean that twenty distributions
// chose them. An unknown name is its own family. Checked against the names in Repology's
// configuration of August 2026.
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

// families by the prefix of a repository's name, if the two differ.
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
