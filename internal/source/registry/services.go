package registry

import (
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

// The hosts of this source.
const (
	hostDepsDev   = "api.deps.dev"
	hostNPM       = "registry.npmjs.org"
	hostNPMCounts = "api.npmjs.org"
	hostPyPIStats = "pypistats.org"
	hostCrates    = "crates.io"
	hostGems      = "rubygems.org"
	hostPackagist = "packagist.org"
	hostRepology  = "repology.org"
)

// rates are the maximum requests per second: the host's own limit if it has one (Repology and
// crates.io: one), otherwise a low rate.
var rates = map[string]float64{
	hostDepsDev: 10, hostNPM: 2, hostNPMCounts: 2, hostPyPIStats: .5, hostCrates: 1, hostGems: 2, hostPackagist: 2, hostRepology: 1,
}

// sizes are the maximum bytes of large answers: an npm package with thousands of versions has a
// document of tens of MB.
var sizes = map[string]int64{hostNPM: 64 << 20, hostPackagist: 32 << 20}

// registry describes the available data about the packages of a registry.
type registry struct {
	words string // "the npm registry"
	// system is the name at deps.dev; empty if it is not there. Dependents are counted for some
	// only.
	system    string
	dependent bool
	// downloads and publishers return the questions; nil means none, with the reason.
	downloads, publishers     func(name string) fetch.Question
	noDownloads, noPublishers string
	// uncounted registries have no download counts.
	uncounted bool
	// page is the page of the package for people.
	page string
}

const (
	byTag  = "packages are published by tagging the repository, so the registry does not show who can publish"
	totals = "its registry shows only all-time downloads"
)

var registries = map[string]registry{
	"npm": {
		words: "the npm registry", system: "npm", dependent: true, page: "https://www.npmjs.com/package/",
		downloads: func(name string) fetch.Question {
			return ask(hostNPMCounts, "/downloads/point/last-month/"+strings.ReplaceAll(url.PathEscape(name), "%2F", "/"), "npm downloads 1", npmDownloads)
		},
		publishers: func(name string) fetch.Question {
			return ask(hostNPM, "/"+url.PathEscape(name), "npm package 1", npmPackage)
		},
	},
	"pypi": {
		words: "PyPI", system: "pypi", dependent: true, page: "https://pypi.org/project/", noPublishers: "PyPI does not show how many people can publish",
		downloads: func(name string) fetch.Question {
			return ask(hostPyPIStats, "/api/packages/"+url.PathEscape(name)+"/recent", "pypistats 1", pypiDownloads)
		},
	},
	"cargo": {
		words: "crates.io", system: "cargo", dependent: true, page: "https://crates.io/crates/",
		downloads: func(name string) fetch.Question {
			return ask(hostCrates, "/api/v1/crates/"+url.PathEscape(name), "crate 1", crateDownloads)
		},
		publishers: func(name string) fetch.Question {
			return ask(hostCrates, "/api/v1/crates/"+url.PathEscape(name)+"/owners", "crate owners 1", crateOwners)
		},
	},
	"gem": {
		words: "RubyGems", system: "rubygems", page: "https://rubygems.org/gems/", noDownloads: totals,
		publishers: func(name string) fetch.Question {
			return ask(hostGems, "/api/v1/gems/"+url.PathEscape(name)+"/owners.json", "gem owners 1", gemOwners)
		},
	},
	"composer": {
		words: "Packagist", page: "https://packagist.org/packages/", noPublishers: byTag,
		downloads: func(name string) fetch.Question {
			return ask(hostPackagist, "/packages/"+strings.ReplaceAll(url.PathEscape(name), "%2F", "/")+".json", "packagist 1", packagist)
		},
	},
	"nuget":  {words: "NuGet", system: "nuget", page: "https://www.nuget.org/packages/", noDownloads: totals, noPublishers: "NuGet shows owners only in its search, which Plumbline does not use"},
	"golang": {words: "the Go module index", system: "go", page: "https://pkg.go.dev/", uncounted: true, noPublishers: byTag},
	"maven":  {words: "Maven Central", system: "maven", dependent: true, page: "https://central.sonatype.com/artifact/", uncounted: true, noPublishers: "Maven Central does not show how many people can publish"},
}

// ask returns a question whose answer is cached in the form of the reducer.
func ask(host, path, form string, reduce func([]byte) (facts, error)) fetch.Question {
	return fetch.Question{Host: host, Path: path, Size: sizes[host], Form: form, Reduce: func(body []byte) ([]byte, error) {
		f, err := reduce(body)
		if err != nil {
			return nil, err
		}
		return f.encode()
	}}
}

// versions queries deps.dev for the versions of a package.
func (p pkg) versions() fetch.Question {
	kind := p.kind
	return ask(hostDepsDev, "/v3/systems/"+p.system+"/packages/"+url.PathEscape(p.name), "deps.dev package 1",
		func(body []byte) (facts, error) { return depsDevPackage(kind, body) })
}

// dependentsOf queries deps.dev for the dependents of one version. Its v3 has no such method;
// v3alpha has, and may change.
func (p pkg) dependentsOf(version string) fetch.Question {
	return ask(hostDepsDev, "/v3alpha/systems/"+p.system+"/packages/"+url.PathEscape(p.name)+"/versions/"+url.PathEscape(version)+":dependents",
		"deps.dev dependents 1", depsDevDependents)
}

// link returns public evidence: the page of the package.
func (p pkg) link() string {
	return p.page + strings.ReplaceAll(p.name, ":", "/")
}

func (p pkg) depsDevLink() string {
	return "https://deps.dev/" + p.system + "/" + url.PathEscape(p.name)
}
