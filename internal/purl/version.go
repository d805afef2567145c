package purl

import (
	"regexp"
	"strings"
)

// prereleases are the patterns of pre-release versions by type: a hyphen in a semantic version,
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

// Stable reports whether a version of a package of a type is not a pre-release. It is false for types
// whose versions are not known.
func Stable(kind, version string) bool {
	v, _, _ := strings.Cut(version, "+") // drop build metadata
	p := prereleases[kind]
	return v != "" && p != nil && !p.MatchString(v)
}
