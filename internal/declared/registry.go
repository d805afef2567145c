package declared

import (
	"encoding/json"
	"errors"
	"strings"
)

// Registry is the kind of a claim that is made in a registry of packages.
const Registry Kind = "registry"

// Deprecation is what a project says of its package in a registry. The zero Deprecation says nothing.
type Deprecation struct {
	// State is deprecated, archived or yanked.
	State string
	// Versions are the versions that are taken back, of Of in all.
	Versions, Of int
}

// The states of a package. Yanked means that all versions are taken back.
const (
	PackageDeprecated = "deprecated"
	PackageArchived   = "archived"
	PackageYanked     = "yanked"
)

// ReadDepsDev reads the answer of deps.dev for a package, of npm, PyPI, NuGet and others. A package is
// deprecated if its default version is, or if PyPI has that status for it. A quarantine is the word
// of PyPI and not of the project. https://docs.deps.dev/api/v3alpha/
func ReadDepsDev(body []byte) (Deprecation, error) {
	var doc struct {
		Versions []struct {
			IsDefault    bool `json:"isDefault"`
			IsDeprecated bool `json:"isDeprecated"`
		} `json:"versions"`
		Status struct {
			Status string `json:"status"`
		} `json:"projectStatus"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return Deprecation{}, errors.New("the answer of deps.dev cannot be read")
	}
	d := Deprecation{Of: len(doc.Versions)}
	for _, v := range doc.Versions {
		if v.IsDeprecated {
			d.Versions++
		}
		if v.IsDefault && v.IsDeprecated {
			d.State = PackageDeprecated
		}
	}
	switch status := strings.ToLower(doc.Status.Status); {
	case strings.HasSuffix(status, "deprecated"):
		d.State = PackageDeprecated
	case strings.HasSuffix(status, "archived"):
		d.State = PackageArchived
	}
	return d, nil
}

// ReadCrate reads the answer of crates.io for a crate. Of a crate only the versions can be taken back.
func ReadCrate(body []byte) (Deprecation, error) {
	var doc struct {
		Versions []struct {
			Yanked bool `json:"yanked"`
		} `json:"versions"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return Deprecation{}, errors.New("the answer of crates.io cannot be read")
	}
	d := Deprecation{Of: len(doc.Versions)}
	for _, v := range doc.Versions {
		if v.Yanked {
			d.Versions++
		}
	}
	if d.Of > 0 && d.Versions == d.Of {
		d.State = PackageYanked
	}
	return d, nil
}

// Claim returns the status that a deprecation of a package says, read on a day; false: it says none.
// The claim has no line.
func (d Deprecation) Claim(pkg, day string) (Claim, bool) {
	if d.State != PackageDeprecated && d.State != PackageArchived {
		return Claim{}, false
	}
	return Claim{Subject: Status, Value: "unsupported", Kind: Registry, Path: pkg, Date: day}, true
}
