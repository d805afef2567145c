package registry

import (
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
