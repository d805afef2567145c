package sbom

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/foreign"
)

// readXML reads CycloneDX. Source: https://cyclonedx.org/docs/1.7/xml/
func (b *builder) readXML(in *bufio.Reader) error {
	p := &paced{in: in}
	x := &elementsOf{d: xml.NewDecoder(p), in: p, limits: b.limits}
	for {
		t, err := x.token()
		if err != nil {
			return err
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		if err := b.xmlRoot(x, e); err != nil {
			return x.fault(err)
		}
		return x.end()
	}
}

// end refuses a second element after the first.
func (x *elementsOf) end() error {
	for {
		x.in.left = mostToken
		t, err := x.d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return x.fault(err)
		}
		switch t.(type) {
		case xml.StartElement, xml.Directive:
			return x.fault(errors.New("more after the end of the document"))
		}
	}
}

func (b *builder) xmlRoot(x *elementsOf, e xml.StartElement) error {
	switch {
	case e.Name.Local == "RDF":
		return kind("SPDX in RDF; write it as JSON")
	case e.Name.Local == "html":
		return kind("a web page")
	case e.Name.Local != "bom" || !strings.HasPrefix(e.Name.Space, namespace):
		return kind(fmt.Sprintf("XML with the first element %q", foreign.Line(e.Name.Local)))
	}
	b.doc.Format, x.space = CycloneDXXML, e.Name.Space
	if err := b.known(strings.TrimPrefix(x.space, namespace), cycloneVersions); err != nil {
		return err
	}
	err := x.children(func(e xml.StartElement) error {
		switch name := e.Name.Local; name {
		case "metadata", "components", "dependencies":
			if b.once[name] {
				return fmt.Errorf("%q is given twice", name)
			}
			b.once[name] = true
			return b.xmlPart(x, name)
		}
		return x.skip()
	})
	if b.subject != nil {
		b.doc.Name = b.subject.Name
	}
	return err
}

func (b *builder) xmlPart(x *elementsOf, name string) error {
	switch name {
	case "metadata":
		return b.xmlMetadata(x)
	case "components":
		return b.xmlComponents(x)
	}
	return x.children(func(e xml.StartElement) error { return b.xmlDependency(x, e) })
}

func (b *builder) xmlMetadata(x *elementsOf) error {
	return x.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "timestamp":
			return x.or(e, &b.timestamp)
		case "tools":
			return x.or(e, &b.tool)
		case "lifecycles":
			return x.or(e, &b.context)
		case "authors", "manufacturer":
			return x.or(e, &b.author)
		case "component":
			c, err := b.xmlComponent(x, e)
			if err == nil && c.Name != "" {
				b.subject = &c
			}
			return err
		}
		return x.skip()
	})
}

func (b *builder) xmlComponents(x *elementsOf) error {
	return x.children(func(e xml.StartElement) error {
		if e.Name.Local != "component" {
			return x.skip()
		}
		c, err := b.xmlComponent(x, e)
		if err != nil {
			return err
		}
		return b.add(c)
	})
}

// xmlComponent reads one component, and adds those inside it.
func (b *builder) xmlComponent(x *elementsOf, e xml.StartElement) (entry, error) {
	g := given{kind: attribute(e, "type"), ref: attribute(e, "bom-ref")}
	err := x.children(func(e xml.StartElement) (err error) {
		switch e.Name.Local {
		case "group":
			g.group, err = x.text()
		case "name":
			g.name, err = x.text()
		case "version":
			g.version, err = x.text()
		case "purl":
			var text string
			if text, err = x.text(); text != "" {
				g.purls = []string{text}
			}
		case "components":
			err = b.xmlComponents(x)
		case "supplier", "manufacturer", "publisher", "author", "authors":
			err = x.or(e, &g.has.producer)
		case "cpe", "swid", "omniborId", "swhid":
			err = x.or(e, &g.has.identifier)
		case "hashes":
			err = x.or(e, &g.has.hash)
		case "licenses":
			err = x.or(e, &g.has.license)
		default:
			err = x.skip()
		}
		return err
	})
	return b.entry(g), err
}

// xmlDependency reads what one component needs.
func (b *builder) xmlDependency(x *elementsOf, e xml.StartElement) error {
	if ref := attribute(e, "ref"); ref != "" {
		if err := b.relate(b.related, ref); err != nil {
			return err
		}
	}
	return x.children(func(e xml.StartElement) error { return b.xmlDependency(x, e) })
}
