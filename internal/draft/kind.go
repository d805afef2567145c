package draft

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/plumbline-scorecard/plumbline/internal/textfile"
)

// Kind is what a file is by its content.
type Kind string

// The kinds that a draft can be made from, and those that people confuse them with. The text is what
// a person reads: "FILE is …".
const (
	AddressFile Kind = "a text with an address a line"
	Table       Kind = "CSV with a header"
	Headless    Kind = "CSV without a header"
	Empty       Kind = "empty"
	ListFile    Kind = "a list file of Plumbline"
	ListLines   Kind = "a file of projects of Plumbline (projects.jsonl)"
	Workbook    Kind = "an Excel or OpenDocument workbook"
	Zip         Kind = "a zip archive"
	Gzip        Kind = "a file packed with gzip"
	PDF         Kind = "a PDF"
	HTML        Kind = "a web page (HTML)"
	XML         Kind = "XML"
	CycloneDX   Kind = "a CycloneDX bill of materials (JSON)"
	SPDX        Kind = "an SPDX bill of materials"
	Scorecard   Kind = "a result of OpenSSF Scorecard"
	Manifest    Kind = "a manifest of packages"
	JSON        Kind = "JSON"
	Database    Kind = "an SQLite database"
	Binary      Kind = "not a text"
	Unknown     Kind = "a text without an address in its first lines"
)

// magic are the first bytes of files that are no text.
var magic = []struct {
	start string
	kind  Kind
}{
	{"PK\x03\x04", Zip}, {"%PDF", PDF}, {"\x1f\x8b", Gzip}, {"SQLite format 3\x00", Database}, {"\xd0\xcf\x11\xe0", Workbook},
}

// KindOf returns what a file is. Its name says nothing: people save anything as .csv.
func KindOf(b []byte) Kind {
	for _, m := range magic {
		switch {
		case !bytes.HasPrefix(b, []byte(m.start)):
		case m.kind == Zip && (bytes.Contains(b, []byte("xl/")) || bytes.Contains(b, []byte("opendocument"))):
			return Workbook
		default:
			return m.kind
		}
	}
	b = textfile.Bytes(b)
	if !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0 {
		return Binary
	}
	text := strings.TrimSpace(string(b))
	switch {
	case text == "":
		return Empty
	case text[0] == '<':
		if strings.HasPrefix(text, "<?xml") {
			return XML
		}
		if !strings.Contains(text[:min(len(text), 300)], "://") || strings.Contains(strings.ToLower(text[:min(len(text), 300)]), "<html") {
			return HTML
		}
	case text[0] == '{' || text[0] == '[':
		return kindOfJSON(text)
	case strings.HasPrefix(text, "SPDXVersion:"):
		return SPDX
	}
	return kindOfText(text)
}

// kindOfJSON looks for the fields that only one format has.
func kindOfJSON(text string) Kind {
	head := text[:min(len(text), 64<<10)]
	for _, x := range []struct {
		field string
		kind  Kind
	}{
		{`"bomFormat"`, CycloneDX},
		{`"spdxVersion"`, SPDX},
		{`"@context"`, SPDX},
		{`"scorecard"`, Scorecard},
		{`"repositories"`, ListLines},
		{`"dependencies"`, Manifest},
		{`"lockfileVersion"`, Manifest},
	} {
		if strings.Contains(head, x.field) {
			return x.kind
		}
	}
	return JSON
}

var (
	listForm     = regexp.MustCompile(`(?m)^(list|projects|expert_lists):`)
	manifestForm = regexp.MustCompile(`(?m)^(module \S+$|\[(package|dependencies|project|tool\.[a-z.-]+)\]$|source ["']https://rubygems|[A-Za-z0-9._-]+==[0-9])`)
)

// kindOfText distinguishes addresses, CSV and YAML by the first lines that say something.
func kindOfText(text string) Kind {
	if listForm.MatchString(text) {
		return ListFile
	}
	lines, comma, _ := header(text)
	line, _, _ := strings.Cut(lines, "\n")
	in := csv.NewReader(strings.NewReader(line))
	in.Comma, in.LazyQuotes = comma, true
	cells, err := in.Read()
	if err == nil {
		if at, _ := placesOf(cells); len(at) > 0 && (len(cells) > 1 || at["url"] == 0 && hasURL(at)) {
			return Table
		}
		if len(cells) > 1 && addressed(cells) {
			return Headless
		}
	}
	if manifestForm.MatchString(text) {
		return Manifest
	}
	n := 0
	for line := range strings.Lines(text) {
		s := content(line)
		if s == "" {
			continue
		}
		if addressed([]string{s}) {
			return AddressFile
		}
		if n++; n == 20 {
			break
		}
	}
	return Unknown
}

func hasURL(at map[string]int) bool {
	_, ok := at["url"]
	return ok
}

// addressed reports whether one of the texts is an address.
func addressed(texts []string) bool {
	m := Maker{}
	for _, s := range texts {
		if _, err := m.address(s); err == nil || err == errPackage {
			return true
		}
	}
	return false
}
