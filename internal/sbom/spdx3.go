package sbom

import (
	"errors"
	"strings"
)

// graph reads the elements of SPDX 3. Source: https://spdx.github.io/spdx-spec/v3.0.1/
type graph struct {
	b *builder
	s *scanner
	// name is that of the SpdxDocument.
	name string
}

// element is one member of the graph with the fields of every type that counts.
type element struct {
	given

	typ, from, relation, version string
	to, roots                    []string
	created, by, using, sbomType bool
}

func (g *graph) element() error {
	var e element
	if err := g.s.object(func(key string) error { return g.field(&e, key) }); err != nil {
		return err
	}
	switch e.typ {
	case "software_Package", "software/Package":
		return g.b.add(g.b.entry(e.given))
	case "SpdxDocument":
		g.name = e.name
		return g.roots(&e)
	case "software_Sbom", "software/Sbom":
		g.b.context = g.b.context || e.sbomType
		return g.roots(&e)
	case "CreationInfo":
		return g.creation(&e)
	}
	if strings.HasSuffix(e.typ, "Relationship") {
		return g.relate(&e)
	}
	return nil
}

func (g *graph) creation(e *element) error {
	g.b.timestamp = g.b.timestamp || e.created
	g.b.author = g.b.author || e.by
	g.b.tool = g.b.tool || e.using
	if e.version == "" {
		return nil
	}
	return g.b.version(e.version)
}

func (g *graph) field(e *element, key string) (err error) {
	s := g.s
	switch key {
	case "type", "@type":
		e.typ, err = s.text()
	case "spdxId", "@id":
		e.ref, err = s.text()
	case "name":
		e.name, err = s.text()
	case "software_packageVersion":
		e.given.version, err = s.text()
	case "software_primaryPurpose":
		e.kind, err = s.text()
	case "software_packageUrl":
		var text string
		if text, err = s.text(); text != "" {
			e.purls = append(e.purls, text)
		}
	case "externalIdentifier":
		err = s.array(func() error { return g.identifier(e) })
	case "verifiedUsing":
		err = s.or(&e.has.hash)
	case "suppliedBy", "originatedBy":
		err = s.or(&e.has.producer)
	default:
		err = g.other(e, key)
	}
	return err
}

// other reads the fields of elements that are no packages.
func (g *graph) other(e *element, key string) (err error) {
	s := g.s
	switch key {
	case "from":
		e.from, err = s.text()
	case "relationshipType":
		e.relation, err = s.text()
	case "to":
		err = g.texts(&e.to)
	case "rootElement":
		err = g.texts(&e.roots)
	case "specVersion":
		e.version, err = s.text()
	case "created":
		e.created, err = s.filled()
	case "createdBy":
		e.by, err = s.filled()
	case "createdUsing":
		e.using, err = s.filled()
	case "software_sbomType":
		e.sbomType, err = s.filled()
	default:
		err = s.skip()
	}
	return err
}

func (g *graph) identifier(e *element) error {
	var kind, text string
	err := g.s.object(func(key string) (err error) {
		switch key {
		case "externalIdentifierType":
			kind, err = g.s.text()
		case "identifier":
			text, err = g.s.text()
		default:
			err = g.s.skip()
		}
		return err
	})
	switch {
	case text == "":
	case kind == "packageUrl" || kind == "packageURL":
		e.purls = append(e.purls, text)
	case strings.HasPrefix(kind, "cpe"), kind == "swid", kind == "swhid", kind == "gitoid":
		e.has.identifier = true
	}
	return err
}

// texts reads a list of references, or a single one.
func (g *graph) texts(to *[]string) error {
	one := func() error {
		text, err := g.s.text()
		if text != "" {
			if len(*to) >= 2*g.b.limits.Components {
				return errors.New("a relationship names too many elements")
			}
			*to = append(*to, text)
		}
		return err
	}
	if c, err := g.s.peek(); err != nil || c == '"' {
		return firstOf(err, one)
	}
	return g.s.array(one)
}

func (g *graph) roots(e *element) error {
	for _, ref := range e.roots {
		if err := g.b.relate(g.b.described, ref); err != nil {
			return err
		}
	}
	return nil
}

func (g *graph) relate(e *element) error {
	switch e.relation {
	case "hasConcludedLicense", "hasDeclaredLicense":
		if len(e.to) == 0 || strings.HasSuffix(e.to[0], "NoAssertionLicense") {
			return nil
		}
		return g.b.relate(g.b.licensed, e.from)
	case "describes":
		for _, ref := range e.to {
			if err := g.b.relate(g.b.described, ref); err != nil {
				return err
			}
		}
		return nil
	}
	for _, ref := range append(e.to, e.from) {
		if err := g.b.relate(g.b.related, ref); err != nil {
			return err
		}
	}
	return nil
}

func (g *graph) finish() error {
	g.b.doc.Name = g.name
	v := g.b.doc.SpecVersion
	if v != "3.0" && !strings.HasPrefix(v, "3.0.") {
		return g.b.known(v, []string{"3.0"})
	}
	return nil
}
