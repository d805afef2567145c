package registry

import (
	"regexp"
	"strings"

	"github.com/package-url/packageurl-go"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// mostPackages is the maximum number of packages queried for one project: the first of the list. A
// project that publishes hundreds does not justify thousands of requests.
const mostPackages = 20

// pkg is one package of a registry.
type pkg struct {
	kind string // package URL type: "npm"
	name string // name in its registry: "@angular/core", "org.slf4j:slf4j-api"
	registry
}

// packagesOf returns the project's packages in registries, in the order of the list. Other package
// URLs (generic, deb, …) name no registry.
func packagesOf(p health.Project) []pkg {
	var out []pkg
	for _, id := range p.Packages {
		u, err := packageurl.FromString(id)
		if err != nil { // refused when lists are read
			continue
		}
		r, ok := registries[u.Type]
		if !ok || len(out) == mostPackages {
			continue
		}
		out = append(out, pkg{kind: u.Type, name: nameOf(u), registry: r})
	}
	return out
}

var dashes = regexp.MustCompile(`[-_.]+`)

func nameOf(u packageurl.PackageURL) string {
	switch u.Type {
	case "pypi":
		return dashes.ReplaceAllString(strings.ToLower(u.Name), "-")
	case "maven":
		return u.Namespace + ":" + u.Name
	}
	if u.Namespace == "" {
		return u.Name
	}
	return u.Namespace + "/" + u.Name
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
