package advisory

import (
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/purl"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// subject is the subject of a query, by OSV's names: a package of a registry, or a repository.
type subject struct {
	Ecosystem string // "npm", …, or repositories
	Name      string // "@babel/core"; for a repository "https://host/path"
}

// repositories is OSV's ecosystem for projects identified only by their repository.
const repositories = "GIT"

func (s subject) repository() bool { return s.Ecosystem == repositories }

func (s subject) key() string {
	// The number is the version of the stored form and of its meaning.
	k := "advisory 3 " + s.Ecosystem + " " + s.Name
	return k[:min(len(k), 500)]
}

// registry returns the type of the purls of the subject and the name of its registry at deps.dev, which
// is empty if deps.dev does not know it.
func (s subject) registry() (kind, deps string) {
	for kind, e := range ecosystems {
		if e.osv == s.Ecosystem {
			return kind, e.deps
		}
	}
	return "", ""
}

// atDepsDev returns the subject as deps.dev names it: "npm/lodash"; empty if it is not there.
func (s subject) atDepsDev() string {
	if _, deps := s.registry(); deps != "" {
		return deps + "/" + s.Name
	}
	return ""
}

// page returns OSV's page about the subject for people.
func (s subject) page() string {
	return "https://osv.dev/list?ecosystem=" + url.QueryEscape(s.Ecosystem) + "&q=" + url.QueryEscape(s.Name)
}

// ecosystem is the names of a purl type at OSV and deps.dev. deps is empty if deps.dev does not
// know the registry.
type ecosystem struct{ osv, deps string }

// ecosystems by purl type. Other types are not queried: those of distributions describe the
// distribution's package, and OSV rejects a complete batch with an unknown ecosystem.
var ecosystems = map[string]ecosystem{
	"npm": {"npm", "npm"}, "pypi": {"PyPI", "pypi"}, "maven": {"Maven", "maven"}, "golang": {"Go", "go"},
	"cargo": {"crates.io", "cargo"}, "gem": {"RubyGems", "rubygems"}, "nuget": {"NuGet", "nuget"}, "composer": {"Packagist", ""},
	"hex": {"Hex", ""}, "pub": {"Pub", ""}, "hackage": {"Hackage", ""}, "cran": {"CRAN", ""}, "swift": {"SwiftURL", ""},
}

// packageOf returns the subject of a purl; false if it is invalid, or not queried: see ecosystems.
func packageOf(text string) (subject, bool) {
	p, err := purl.Parse(text)
	eco, known := ecosystems[p.Type]
	if err != nil || !known || p.Registry != "" {
		return subject{}, false
	}
	return subject{eco.osv, p.Named()}, true
}

// unasked returns the purls of packages that the project publishes and that are not queried, in the
// order of the list.
func unasked(p health.Project) []string {
	var out []string
	for _, text := range p.Packages {
		if _, asked := packageOf(text); asked {
			continue
		}
		if u, err := purl.Parse(text); err == nil && u.Published() {
			out = append(out, u.String())
		}
	}
	return out
}

// subjects returns the subjects of a project: its packages, and its repository under each of its
// names. OSV is case-sensitive in the path of a repository: records converted from CVE have
// github.com paths in lower case, others as written.
func subjects(p health.Project, now string) []subject {
	var out []subject
	for _, text := range p.Packages {
		if s, ok := packageOf(text); ok {
			out = append(out, s)
		}
	}
	repo, _ := p.PrimaryRepository()
	for _, name := range []string{repo.URL, repo.Upstream, now} {
		id, err := repository.Parse(name)
		if name == "" || err != nil {
			continue
		}
		out = append(out, subject{repositories, id.URL()})
		if id.Host == "github.com" {
			out = append(out, subject{repositories, strings.ToLower(id.URL())})
		}
	}
	slices.SortFunc(out, func(a, b subject) int {
		return strings.Compare(a.Ecosystem+" "+a.Name, b.Ecosystem+" "+b.Name)
	})
	return slices.Compact(out)
}

// sameRepository reports whether an address from OSV is that of the subject. The scheme, ".git", a
// trailing slash and case are ignored, as on forges.
func (s subject) sameRepository(address string) bool {
	return s.repository() && address != "" && plainRepository(address) == plainRepository(s.Name)
}

func plainRepository(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	return strings.ToLower(strings.TrimSuffix(strings.TrimRight(address, "/"), ".git"))
}

// samePackage reports whether a package named by OSV is the subject. An ecosystem may have a
// suffix: "Maven:https://maven.google.com".
func (s subject) samePackage(ecosystem, name string) bool {
	base, _, _ := strings.Cut(ecosystem, ":")
	if base != s.Ecosystem {
		return false
	}
	if base == "PyPI" {
		name = purl.PyPIName(name)
	}
	return name == s.Name || base != "Maven" && base != "Go" && strings.EqualFold(name, s.Name)
}
