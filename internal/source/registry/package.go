package registry

import (
	"regexp"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
)

// mostPackages is the maximum number of packages queried for one project: the first of the list. A
// project that publishes hundreds does not justify thousands of requests.
const mostPackages = 20

// pkg is one package of a registry.
type pkg struct {
	kind string // package URL type: "npm"
	name string // name in its registry: "@angular/core", "org.slf4j:slf4j-api"
	// unasked is the registry that holds it if it is not one of ours: "hex.pm". No question is sent.
	unasked string
	registry
}

// packagesOf returns the project's packages in registries, in the order of the list. Packages of
// distributions and addresses of source (deb, generic, …) name no registry of the project's.
func packagesOf(p health.Project) []pkg {
	var out []pkg
	for _, id := range p.Packages {
		u, err := purl.Parse(id)
		if err != nil || !u.Published() { // wrong ones are refused when lists are read
			continue
		}
		if len(out) == mostPackages {
			break
		}
		one := pkg{kind: u.Type, name: u.Named()}
		if r, ok := registries[u.Type]; ok && u.Registry == "" {
			one.registry = r
		} else {
			one.unasked = u.RegistryName()
		}
		out = append(out, one)
	}
	return out
}

// prereleases are the patterns of pre-release versions by registry: a hyphen in a semantic version,
// any letter in a gem's. Maven uses words for them, and other words for other purposes.
var prereleases = map[string]*regexp.Regexp{
	"npm":      regexp.MustCompile(`-`),
	"cargo":    regexp.MustCompile(`-`),
	"nuget":    regexp.MustCompile(`-`),
	"golang":   regexp.MustCompile(`-`),
	"gem":      regexp.MustCompile(`[A-Za-z]`),
	"pypi":     regexp.MustCompile(`(?i)[0-9._-](a|b|c|rc|alpha|beta|pre|preview|dev)[._-]?[0-9]*($|[._-])`),
	"maven":    regexp.MustCompile(`(?i)[0-9._-](alpha|beta|b[0-9]|rc|cr|m[0-9]|milestone|snapshot|preview|pre|ea|dev)`),
	"composer": regexp.MustCompile(`(?i)dev|alpha|beta|rc|-(a|b)[0-9]*$`),
}

// stable reports whether a version is not a pre-release.
func stable(kind, version string) bool {
	v, _, _ := strings.Cut(version, "+") // drop build metadata
	p := prereleases[kind]
	return v != "" && p != nil && !p.MatchString(v)
}
