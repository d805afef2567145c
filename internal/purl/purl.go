// Package purl reads package URLs (https://github.com/package-url/purl-spec): the one parser for
// lists, registries, advisories and searches. Each package has one normal form, so two ways to
// write it are seen to be one.
//
// The parts are read by packageurl-go. Where a registry's own rule differs from what that library
// does, the registry is right: Go minds the case of a module path, and PyPI joins hyphens,
// underscores and dots.
package purl

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/package-url/packageurl-go"
)

// ErrBad means that a text is not a package URL that we accept. The message says what to write.
var ErrBad = errors.New("not a package URL such as pkg:npm/express")

// Package is a package of a registry, or of whatever else its type names. Version and subpath are
// not part of it.
type Package struct {
	// Type is in lower case: "npm".
	Type string
	// Namespace and Name are as the registry writes them: "@babel", "core". Namespace may be empty
	// and may have several segments.
	Namespace, Name string
	// Registry is the address of a registry other than the usual one of the type; empty means the
	// usual one.
	Registry string
	// qualifiers are those that belong to the identity, as they are written in a purl.
	qualifiers packageurl.Qualifiers
}

// most is the maximum length of a path.
const most = 300

// Parse reads a package URL in any valid spelling. The error wraps ErrBad and says what to write.
func Parse(text string) (Package, error) {
	text = strings.TrimSpace(text)
	u, err := parts(text)
	if err != nil {
		return Package{}, err
	}
	p := Package{Type: u.Type, Namespace: u.Namespace, Name: u.Name}
	if slash := strings.LastIndexByte(u.Name, '/'); slash >= 0 { // an escaped slash: "%40babel%2Fcore"
		p.Namespace, p.Name = strings.Trim(u.Namespace+"/"+u.Name[:slash], "/"), u.Name[slash+1:]
	}
	for _, q := range u.Qualifiers {
		switch {
		case q.Key == "repository_url" && usual(p.Type, q.Value), q.Value == "":
		case q.Key == "repository_url":
			p.Registry = q.Value
			fallthrough
		case slices.Contains(identity, q.Key):
			p.qualifiers = append(p.qualifiers, q)
		}
	}
	p.normalize()
	return p, p.check()
}

// identity are the qualifiers without which a purl names another package, or none.
var identity = []string{"uuid", "tag_id", "user", "channel"}

// parts reads the parts of a purl. packageurl-go puts the path of a Go module in lower case, so
// it reads that as a purl of a type without rules.
func parts(text string) (packageurl.PackageURL, error) {
	u, err := packageurl.FromString(text)
	if err != nil {
		return u, fmt.Errorf("%q is %w: %w", text, ErrBad, err)
	}
	if u.Type != packageurl.TypeGolang {
		return u, nil
	}
	_, rest, _ := strings.Cut(text, ":")
	_, path, _ := strings.Cut(strings.TrimLeft(rest, "/"), "/")
	plain, err := packageurl.FromString("pkg:generic/" + path)
	if err != nil {
		return u, fmt.Errorf("%q is %w: %w", text, ErrBad, err)
	}
	plain.Type = u.Type
	return plain, nil
}

var dashes = regexp.MustCompile(`[-_.]+`)

// normalize applies the rules of the types that packageurl-go lacks.
func (p *Package) normalize() {
	switch p.Type {
	case "pypi":
		p.Name = PyPIName(p.Name)
	case "hex", "pub", "oci", "vscode-extension", "luarocks":
		p.Namespace, p.Name = strings.ToLower(p.Namespace), strings.ToLower(p.Name)
	case "rpm":
		p.Namespace = strings.ToLower(p.Namespace)
	case "cpan":
		p.Namespace = strings.ToUpper(p.Namespace)
	}
}

// PyPIName returns the normal form of a name at PyPI, by PEP 503.
func PyPIName(name string) string { return dashes.ReplaceAllString(strings.ToLower(name), "-") }

// Path returns namespace and name: "@babel/core".
func (p Package) Path() string {
	if p.Namespace == "" {
		return p.Name
	}
	return p.Namespace + "/" + p.Name
}

// Named returns the name that the registry itself uses: "org.slf4j:slf4j-api" for Maven, otherwise
// the path.
func (p Package) Named() string {
	if p.Type == "maven" {
		return p.Namespace + ":" + p.Name
	}
	return p.Path()
}

// String returns the normal form, which Parse reads: "pkg:npm/%40babel/core".
func (p Package) String() string {
	u := packageurl.PackageURL{Type: p.Type, Namespace: p.Namespace, Name: p.Name, Qualifiers: p.qualifiers}
	return u.ToString()
}

// Key returns what two packages are compared by: equal keys mean one package. It ignores what the
// registry ignores in names, so it is not a name to ask for.
func (p Package) Key() string {
	q := p
	switch p.Type {
	case "nuget", "swift", "gitlab", "chocolatey", "julia", "conda":
		q.Namespace, q.Name = strings.ToLower(p.Namespace), strings.ToLower(p.Name)
	case "cargo": // crates.io refuses names that differ only in this
		q.Name = strings.ToLower(strings.ReplaceAll(p.Name, "_", "-"))
	}
	return q.String()
}
