package sbom

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// head is how many bytes the form is recognised by.
const head = 4096

// Read reads a document of any form. The error of a file of another kind wraps ErrKind and says
// what the file is; that of a broken file names the line or byte.
func Read(r io.Reader, limits Limits) (Document, error) {
	limits = limits.withDefaults()
	in := bufio.NewReaderSize(&bounded{r, limits.Bytes, limits.Bytes}, 64<<10)
	start, err := in.Peek(head)
	if err != nil && !errors.Is(err, io.EOF) {
		return Document{}, err
	}
	if bytes.HasPrefix(start, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3) // peeked
		start = start[3:]
	}
	b := newBuilder(limits)
	if err := b.read(in, start); err != nil {
		return Document{}, err
	}
	return b.finish(), nil
}

func (b *builder) read(in *bufio.Reader, start []byte) error {
	trimmed := bytes.TrimLeft(start, " \t\r\n")
	if what := other(start, trimmed); what != "" {
		return kind(what)
	}
	switch trimmed[0] {
	case '{':
		return b.readJSON(&scanner{in: in, limits: b.limits})
	case '<':
		return b.readXML(in)
	}
	lines := &lines{in: in, most: b.limits.Text}
	for line := range strings.Lines(string(start)) {
		line = strings.TrimSpace(line)
		switch first, _, _ := strings.Cut(line, " "); {
		case line == "", strings.HasPrefix(line, "#"), strings.HasPrefix(line, "//"), strings.HasPrefix(line, "WARNING:"):
			continue
		case strings.HasPrefix(line, "SPDXVersion:"):
			return b.readTagValue(lines)
		case first == "module":
			return b.readGoMod(lines)
		case strings.HasPrefix(line, "Desired="), len(first) <= 3 && dpkgState.MatchString(first) && len(strings.Fields(line)) >= 4:
			return b.readDpkg(lines)
		case apkName.MatchString(first):
			return b.readApk(lines)
		}
		break
	}
	return kind("text of an unknown form")
}

// magics are the first bytes of files that are given by mistake.
var magics = []struct{ bytes, what string }{
	{"PK\x03\x04", "a zip file; unpack it first"},
	{"\x1f\x8b", "a gzip file; unpack it first"},
	{"\x28\xb5\x2f\xfd", "a zstd file; unpack it first"},
	{"%PDF", "a PDF"},
	{"\xff\xfe", "UTF-16 text; save it as UTF-8"},
	{"\xfe\xff", "UTF-16 text; save it as UTF-8"},
	{"\x7fELF", "a program"},
	{"<!DOCTYPE html", "a web page"},
	{"<!doctype html", "a web page"},
	{"<html", "a web page"},
	{"[", "a JSON list"},
}

// other says what a file is that can be no SBOM. Empty means that it can be one.
func other(start, trimmed []byte) string {
	if len(trimmed) == 0 {
		return "empty"
	}
	for _, m := range magics {
		if bytes.HasPrefix(start, []byte(m.bytes)) || bytes.HasPrefix(trimmed, []byte(m.bytes)) {
			return m.what
		}
	}
	if bytes.IndexByte(start, 0) >= 0 {
		return "a binary file"
	}
	return ""
}

func kind(what string) error {
	return fmt.Errorf("%w: the file is %s", ErrKind, what)
}
