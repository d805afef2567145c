package sbom

import "strings"

// spdxCreation reads who and what made an SPDX 2 document.
// Source: https://spdx.github.io/spdx-spec/v2.3/document-creation-information/
func (b *builder) spdxCreation(s *scanner) error {
	return s.object(func(key string) (err error) {
		switch key {
		case "created":
			b.timestamp, err = s.filled()
		case "creators":
			err = s.array(func() error {
				text, err := s.text()
				b.creator(text)
				return err
			})
		default:
			err = s.skip()
		}
		return err
	})
}

// creator notes the kind of a creator such as "Tool: syft", and not who it is.
func (b *builder) creator(text string) {
	switch kind, name, _ := strings.Cut(text, ":"); {
	case strings.TrimSpace(name) == "":
	case kind == "Tool":
		b.tool = true
	case kind == "Organization", kind == "Person":
		b.author = true
	}
}

func (b *builder) spdxPackage(s *scanner) error {
	var g given
	err := s.object(func(key string) (err error) {
		switch key {
		case "name":
			g.name, err = s.text()
		case "SPDXID":
			g.ref, err = s.text()
		case "versionInfo":
			g.version, err = s.text()
		case "primaryPackagePurpose":
			g.kind, err = s.text()
		case "supplier", "originator":
			err = s.orAsserted(&g.has.producer)
		case "licenseConcluded", "licenseDeclared":
			err = s.orAsserted(&g.has.license)
		case "checksums":
			err = s.or(&g.has.hash)
		case "externalRefs":
			err = s.array(func() error { return spdxReference(s, &g) })
		default:
			err = s.skip()
		}
		return err
	})
	if err != nil {
		return err
	}
	return b.add(b.entry(g))
}

// orAsserted sets a flag if a text is not NOASSERTION. A longer text than is kept asserts something.
func (s *scanner) orAsserted(flag *bool) error {
	if c, err := s.peek(); err != nil || c != '"' {
		return firstOf(err, s.skip)
	}
	_, _ = s.next()
	text, long, err := s.chars(true)
	*flag = *flag || long || asserted(text)
	return err
}

func spdxReference(s *scanner, g *given) error {
	var kind, locator string
	err := s.object(func(key string) (err error) {
		switch key {
		case "referenceType":
			kind, err = s.text()
		case "referenceLocator":
			locator, err = s.text()
		default:
			err = s.skip()
		}
		return err
	})
	g.reference(kind, locator)
	return err
}

// reference takes an external reference of SPDX 2, whose kind may be a whole address.
func (g *given) reference(kind, locator string) {
	switch kind = kind[strings.LastIndexByte(kind, '/')+1:]; {
	case locator == "":
	case kind == "purl":
		g.purls = append(g.purls, locator)
	case strings.HasPrefix(kind, "cpe"), kind == "swid", kind == "swh", kind == "gitoid":
		g.has.identifier = true
	}
}

func (b *builder) spdxRelationship(s *scanner) error {
	var from, to, kind string
	err := s.object(func(key string) (err error) {
		switch key {
		case "spdxElementId":
			from, err = s.text()
		case "relatedSpdxElement":
			to, err = s.text()
		case "relationshipType":
			kind, err = s.text()
		default:
			err = s.skip()
		}
		return err
	})
	if err != nil {
		return err
	}
	return b.relationship(from, kind, to)
}

// relationship takes one of SPDX 2.
func (b *builder) relationship(from, kind, to string) error {
	const document = "SPDXRef-DOCUMENT"
	switch {
	case kind == "DESCRIBES" && from == document:
		return b.relate(b.described, to)
	case kind == "DESCRIBED_BY" && to == document:
		return b.relate(b.described, from)
	}
	if err := b.relate(b.related, from); err != nil {
		return err
	}
	return b.relate(b.related, to)
}
