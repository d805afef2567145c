package sbom

// cycloneMetadata reads what a CycloneDX document says of itself.
// Source: https://cyclonedx.org/docs/1.7/json/
func (b *builder) cycloneMetadata(s *scanner) error {
	return s.object(func(key string) (err error) {
		switch key {
		case "timestamp":
			b.timestamp, err = s.filled()
		case "tools":
			b.tool, err = s.filled()
		case "lifecycles":
			b.context, err = s.filled()
		case "authors", "manufacturer":
			err = s.or(&b.author)
		case "component":
			e, err := b.cycloneFields(s)
			if err == nil && e.Name != "" {
				b.subject = &e
			}
			return err
		default:
			err = s.skip()
		}
		return err
	})
}

// or sets a flag if a value holds anything.
func (s *scanner) or(flag *bool) error {
	filled, err := s.filled()
	*flag = *flag || filled
	return err
}

func (b *builder) cycloneComponent(s *scanner) error {
	if c, err := s.peek(); err != nil || c != '{' {
		return firstOf(err, func() error { return s.fault("a component is no object") })
	}
	e, err := b.cycloneFields(s)
	if err != nil {
		return err
	}
	return b.add(e)
}

// cycloneFields reads one component, and adds those inside it.
func (b *builder) cycloneFields(s *scanner) (entry, error) {
	var g given
	err := s.object(func(key string) (err error) {
		switch key {
		case "group":
			g.group, err = s.text()
		case "name":
			g.name, err = s.text()
		case "version":
			g.version, err = s.text()
		case "type":
			g.kind, err = s.text()
		case "bom-ref":
			g.ref, err = s.text()
		case "purl":
			var text string
			if text, err = s.text(); text != "" {
				g.purls = []string{text}
			}
		case "components":
			err = s.array(func() error { return b.cycloneComponent(s) })
		default:
			return cycloneHas(s, key, &g.has)
		}
		return err
	})
	return b.entry(g), err
}

// cycloneHas reads a field of which only its presence counts.
func cycloneHas(s *scanner, key string, has *elements) error {
	switch key {
	case "supplier", "manufacturer", "publisher", "author", "authors":
		return s.or(&has.producer)
	case "cpe", "swid", "omniborId", "swhid":
		return s.or(&has.identifier)
	case "hashes":
		return s.or(&has.hash)
	case "licenses":
		return s.or(&has.license)
	}
	return s.skip()
}

// cycloneDependency reads what one component needs. An empty list is an answer, too.
func (b *builder) cycloneDependency(s *scanner) error {
	return s.object(func(key string) error {
		switch key {
		case "ref":
			return b.relateText(s, b.related)
		case "dependsOn", "provides":
			return s.array(func() error { return b.relateText(s, b.related) })
		}
		return s.skip()
	})
}
