package sbom

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/foreign"
)

// root is what the first level of a JSON file says of its form, which may come after the components.
type root struct {
	bom, spdx, lock, spec, context string
	name                           string
	// nested are the entries of "dependencies" in the first version of lock files.
	nested []entry
	keys   []string
}

// readJSON reads every JSON form: no list has the same name and type in two of them.
func (b *builder) readJSON(s *scanner) error {
	var r root
	graph := graph{b: b, s: s}
	err := s.object(func(key string) error {
		if len(r.keys) < 100 {
			r.keys = append(r.keys, key)
		}
		switch key {
		case "bomFormat", "spdxVersion", "lockfileVersion", "specVersion", "@context", "components", "packages", "@graph":
			if b.once[key] {
				return fmt.Errorf("%q is given twice", key)
			}
			b.once[key] = true
		}
		return b.rootField(s, &r, &graph, key)
	})
	if err != nil {
		return err
	}
	if err := s.end(); err != nil {
		return err
	}
	return s.wrap(b.decide(&r, &graph))
}

func (b *builder) rootField(s *scanner, r *root, g *graph, key string) (err error) {
	switch key {
	case "bomFormat":
		r.bom, err = s.text()
	case "specVersion":
		r.spec, err = s.text()
	case "spdxVersion":
		r.spdx, err = s.text()
	case "@context":
		r.context, err = s.text()
	case "lockfileVersion":
		err = s.skip()
		r.lock = string(s.buf)
	case "name":
		r.name, err = s.text()
	case "metadata":
		err = b.cycloneMetadata(s)
	case "components":
		err = s.array(func() error { return b.cycloneComponent(s) })
	case "creationInfo":
		err = b.spdxCreation(s)
	case "documentDescribes":
		err = s.array(func() error { return b.relateText(s, b.described) })
	case "relationships":
		err = s.array(func() error { return b.spdxRelationship(s) })
	case "@graph":
		err = s.array(g.element)
	case "packages":
		err = b.packagesField(s)
	case "dependencies":
		err = b.dependenciesField(s, r)
	default:
		err = s.skip()
	}
	return err
}

// packagesField reads the list of SPDX or the object of a lock file.
func (b *builder) packagesField(s *scanner) error {
	if c, err := s.peek(); err != nil || c == '{' {
		return firstOf(err, func() error { return b.lockPackages(s) })
	}
	return s.array(func() error { return b.spdxPackage(s) })
}

// dependenciesField reads the list of CycloneDX or the object of a lock file.
func (b *builder) dependenciesField(s *scanner, r *root) error {
	if c, err := s.peek(); err != nil || c == '{' {
		return firstOf(err, func() error { return b.lockNested(s, r) })
	}
	return s.array(func() error { return b.cycloneDependency(s) })
}

func firstOf(err error, next func() error) error {
	if err != nil {
		return err
	}
	return next()
}

// relateText reads a reference into a set.
func (b *builder) relateText(s *scanner, to refs) error {
	ref, err := s.text()
	if err != nil || ref == "" {
		return err
	}
	return b.relate(to, ref)
}

// versions of the specifications that Read knows.
var (
	cycloneVersions = []string{"1.2", "1.3", "1.4", "1.5", "1.6", "1.7"}
	spdxVersions    = []string{"2.2", "2.3"}
)

// decide finds the form, and refuses two of them in one file.
func (b *builder) decide(r *root, g *graph) error {
	var forms []string
	for _, row := range []struct {
		is   bool
		form string
	}{
		{r.bom != "", "CycloneDX"},
		{r.spdx != "", "SPDX 2"},
		{r.context != "" && b.once["@graph"], "SPDX 3"},
		{r.lock != "", "package-lock.json"},
	} {
		if row.is {
			forms = append(forms, row.form)
		}
	}
	switch {
	case len(forms) > 1:
		return fmt.Errorf("two forms in one file: %s", strings.Join(forms, " and "))
	case len(forms) == 0:
		return kind("JSON" + looksLike(r.keys))
	case forms[0] == "CycloneDX":
		if r.bom != "CycloneDX" {
			return kind(fmt.Sprintf("JSON with bomFormat %q", foreign.Line(r.bom)))
		}
		b.doc.Format = CycloneDXJSON
		if b.subject != nil {
			b.doc.Name = b.subject.Name
		}
		return b.known(r.spec, cycloneVersions)
	case forms[0] == "SPDX 2":
		b.doc.Format, b.doc.Name = SPDXJSON, r.name
		return b.known(strings.TrimPrefix(r.spdx, "SPDX-"), spdxVersions)
	case forms[0] == "SPDX 3":
		b.doc.Format = SPDXJSON
		return g.finish()
	}
	return b.lockFinish(r)
}

// known sets the version if Read knows it.
func (b *builder) known(v string, versions []string) error {
	if !slices.Contains(versions, v) {
		return fmt.Errorf("version %q of the specification is not supported; supported are %s", foreign.Line(v), strings.Join(versions, ", "))
	}
	return b.version(v)
}

// looksLike names a JSON file by its keys.
func looksLike(keys []string) string {
	for _, row := range []struct{ key, what string }{
		{"content-hash", ", perhaps composer.lock"},
		{"devDependencies", ", perhaps package.json; package-lock.json can be read"},
		{"scripts", ", perhaps package.json; package-lock.json can be read"},
		{"SchemaVersion", ", perhaps a report of Trivy; write one with --format cyclonedx"},
		{"artifacts", ", perhaps Syft's own form; write one with -o cyclonedx-json"},
		{"predicateType", ", perhaps an attestation; take the predicate out of it"},
		{"payloadType", ", perhaps a signed attestation; take the predicate out of it"},
		{"sbom", ", perhaps an answer of GitHub; take the value of \"sbom\" out of it"},
	} {
		if slices.Contains(keys, row.key) {
			return row.what
		}
	}
	return " without bomFormat, spdxVersion, @graph or lockfileVersion"
}
