package sbom

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// tags reads SPDX tag-value. Source: https://spdx.github.io/spdx-spec/v2.3/conformance/
type tags struct {
	b *builder
	l *lines
	// open is the package that the present lines describe. Nil in the document, in files and snippets.
	open *given
	// free is whether the line is inside of a text of several lines.
	free bool
}

func (b *builder) readTagValue(l *lines) error {
	b.doc.Format = SPDXTagValue
	t := tags{b: b, l: l}
	if err := l.each(t.line); err != nil {
		return err
	}
	if t.free {
		return l.fault("a <text> has no end: " + cut)
	}
	return t.close()
}

// kept are the tags whose values must not be clipped.
var kept = []string{"DocumentName", "PackageName", "PackageVersion", "SPDXID", "ExternalRef", "Relationship"}

func (t *tags) line(line string) error {
	if t.free {
		t.free = !strings.Contains(line, endOfText) && !t.l.closes
		return nil
	}
	if line == "" || line[0] == '#' {
		return nil
	}
	tag, value, ok := strings.Cut(line, ":")
	if !ok {
		return errors.New("neither a tag nor inside of a <text>; the file may be cut off")
	}
	value = strings.TrimSpace(value)
	if rest, ok := strings.CutPrefix(value, "<text>"); ok {
		value, _, ok = strings.Cut(rest, endOfText)
		t.free = !ok && !t.l.closes
	}
	return t.tag(tag, value)
}

func (t *tags) tag(tag, value string) error {
	if t.l.long && slices.Contains(kept, tag) {
		return fmt.Errorf("%s is longer than %d bytes", tag, t.l.most)
	}
	switch tag {
	case "SPDXVersion":
		return t.b.known(strings.TrimPrefix(value, "SPDX-"), spdxVersions)
	case "DocumentName":
		t.b.doc.Name = value
	case "Creator":
		t.b.creator(value)
	case "Created":
		t.b.timestamp = value != ""
	case "PackageName":
		err := t.close()
		t.open = &given{name: value}
		return err
	case "FileName", "SnippetSPDXID", "LicenseID":
		return t.close()
	case "Relationship":
		if f := strings.Fields(value); len(f) >= 3 {
			return t.b.relationship(f[0], f[1], f[2])
		}
		return errors.New("a relationship has two elements and a type")
	}
	if t.open != nil {
		t.open.tag(tag, value)
	}
	return nil
}

// tag takes a field of a package.
func (g *given) tag(tag, value string) {
	switch tag {
	case "SPDXID":
		g.ref = value
	case "PackageVersion":
		g.version = value
	case "PrimaryPackagePurpose":
		g.kind = value
	case "PackageSupplier", "PackageOriginator":
		g.has.producer = g.has.producer || asserted(value)
	case "PackageLicenseConcluded", "PackageLicenseDeclared":
		g.has.license = g.has.license || asserted(value)
	case "PackageChecksum":
		g.has.hash = g.has.hash || value != ""
	case "ExternalRef":
		if f := strings.Fields(value); len(f) >= 3 {
			g.reference(f[1], f[2])
		}
	}
}

// close adds the open package.
func (t *tags) close() error {
	if t.open == nil {
		return nil
	}
	e := t.b.entry(*t.open)
	t.open = nil
	return t.b.add(e)
}
