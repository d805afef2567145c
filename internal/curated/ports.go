package curated

import (
	"errors"
	"io/fs"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// Ports is the dated table of dependents in two collections of C and C++ libraries.
type Ports struct {
	Collections []PortCollection
}

// PortCollection is one collection, as read on Date.
type PortCollection struct {
	// ID is "vcpkg" or "conan".
	ID, Date, Commit, URL string
	// Total is the number of its ports or recipes.
	Total int
	Ports []Port
}

// Port is a library in a collection.
type Port struct {
	// Repository is the primary repository of a project as lists give it; a person compared the two
	// on Reviewed.
	Repository, Port, Reviewed string
	// Dependents counts the other ports that need it, directly or indirectly.
	Dependents int
}

// ReadPorts reads the table of dependents in collections. The error is Problems with everything that
// is wrong.
func ReadPorts(name string, b []byte) (Ports, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return Ports{}, d.problems.err()
	}
	r := listReader{first: map[thing]place{}}
	var out Ports
	for _, n := range root.fields("collections")["collections"].required().list() {
		f := n.fields("id", "date", "commit", "url", "total", "ports")
		c := PortCollection{
			ID: choice(f["id"].required(), "vcpkg", "conan"), Date: date(f["date"].required(), false),
			Commit: matching(f["commit"], commitForm, "a commit id of 40 digits"),
			URL:    address(f["url"].required(), "https"), Total: f["total"].required().whole(1, 1e6),
		}
		r.once(f["id"], "collection", c.ID)
		for _, n := range f["ports"].required().list() {
			f := n.fields("repository", "port", "dependents", "reviewed")
			p := Port{
				Port: matching(f["port"], fuzzName, "the name of a port"), Reviewed: date(f["reviewed"].required(), false),
				Dependents: f["dependents"].required().whole(0, max(1, c.Total)-1),
			}
			if id, ok := readRepository(f["repository"].required()); ok {
				p.Repository = id.URL()
				r.once(f["repository"], "repository in "+c.ID, id.Key())
			}
			c.Ports = append(c.Ports, p)
		}
		out.Collections = append(out.Collections, c)
	}
	return out, d.problems.err()
}

// readPortsFile reads the shipped table; a set without the file has none.
func readPortsFile(fsys fs.FS) (Ports, string, error) {
	const name = "ports.yaml"
	b, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return Ports{}, "", nil
	}
	if err != nil {
		return Ports{}, "", err
	}
	t, err := ReadPorts(name, b)
	return t, digest(b), err
}

// of returns the ports of the projects of a list, by slug and collection.
func (t Ports) of(projects []health.Project) map[string]map[string]health.Port {
	rows := map[string]map[string]health.Port{}
	for _, c := range t.Collections {
		folder := map[string]string{"vcpkg": "ports", "conan": "recipes"}[c.ID]
		for _, p := range c.Ports {
			id, err := repository.Parse(p.Repository)
			if err != nil {
				continue
			}
			if rows[id.Key()] == nil {
				rows[id.Key()] = map[string]health.Port{}
			}
			rows[id.Key()][c.ID] = health.Port{
				Name: p.Port, Dependents: p.Dependents, Of: c.Total, Date: c.Date,
				URL: c.URL + "/tree/" + c.Commit + "/" + folder + "/" + p.Port,
			}
		}
	}
	out := map[string]map[string]health.Port{}
	for _, p := range projects {
		if row, ok := rows[primaryKey(p)]; ok {
			out[p.Slug] = row
		}
	}
	return out
}
