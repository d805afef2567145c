package sbom_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/sbom"
)

const xmlHead = `<bom xmlns="http://cyclonedx.org/schema/bom/1.4">`

func TestRead_bad(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat(`{"a":[`, 100)
	for _, row := range []struct {
		name, text string
		kind       bool
		want       string
	}{
		{"empty", "", true, "the file is empty"},
		{"blank", " \n\t", true, "the file is empty"},
		{"zip", "PK\x03\x04rest", true, "a zip file"},
		{"gzip", "\x1f\x8brest", true, "a gzip file"},
		{"PDF", "%PDF-1.7", true, "a PDF"},
		{"page", "<!DOCTYPE html><html></html>", true, "a web page"},
		{"binary", "abc\x00def", true, "a binary file"},
		{"wide", "\xff\xfe{\x00}\x00", true, "UTF-16"},
		{"list", "[]", true, "a JSON list"},
		{"other JSON", `{"a": 1}`, true, "JSON without bomFormat"},
		{"package.json", `{"name": "x", "scripts": {}, "dependencies": {"a": "^1"}}`, true, "perhaps package.json"},
		{"composer.lock", `{"content-hash": "x", "packages": [{"name": "a/b"}]}`, true, "perhaps composer.lock"},
		{"other XML", `<project><a/></project>`, true, `XML with the first element "project"`},
		{"RDF", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>`, true, "SPDX in RDF"},
		{"prose", "Dear reader,\n", true, "text of an unknown form"},
		{"other bomFormat", `{"bomFormat": "X"}`, true, `bomFormat "X"`},
		{"deep", `{"bomFormat": "CycloneDX", "x": ` + deep, false, "byte 224: more than 64 levels"},
		{"deep XML", xmlHead + strings.Repeat("<a>", 100), false, "line 1: more than 64 levels"},
		{"entities", `<!DOCTYPE bom [<!ENTITY a "b">]>` + xmlHead + "&a;</bom>", false, "line 1: a DOCTYPE is not accepted"},
		{"entity", xmlHead + "\n&a;</bom>", false, "line 2: invalid character entity &a;"},
		{"two versions", `{"bomFormat": "CycloneDX", "specVersion": "1.4", "specVersion": "1.5"}`, false, `"specVersion" is given twice`},
		{"two versions in XML", xmlHead + `<components xmlns="http://cyclonedx.org/schema/bom/1.5"/></bom>`, false, `two versions of the specification in one file: "1.4" and "1.5"`},
		{"two versions of tags", "SPDXVersion: SPDX-2.2\nSPDXVersion: SPDX-2.3\n", false, "line 2: two versions"},
		{"two versions of SPDX 3", `{"@context": "x", "@graph": [{"type": "CreationInfo", "specVersion": "3.0.0"}, {"type": "CreationInfo", "specVersion": "3.0.1"}]}`, false, "two versions"},
		{"two forms", `{"bomFormat": "CycloneDX", "specVersion": "1.4", "spdxVersion": "SPDX-2.3"}`, false, "two forms in one file: CycloneDX and SPDX 2"},
		{"two lists", `{"components": [], "components": []}`, false, `"components" is given twice`},
		{"unknown version", `{"bomFormat": "CycloneDX", "specVersion": "9.9"}`, false, `version "9.9" of the specification is not supported`},
		{"no version", `{"bomFormat": "CycloneDX"}`, false, `version "" of the specification`},
		{"more after", `{"bomFormat": "CycloneDX", "specVersion": "1.4"} {`, false, "after the end of the document"},
		{"number", `{"a": 01}`, false, `"01" is no value`},
		{"comma", `{"a": 1 "b": 2}`, false, "where a comma or"},
		{"escape", `{"a": "\x"}`, false, "after a backslash"},
		{"component", `{"components": ["a"]}`, false, "a component is no object"},
		{"long name", `{"components": [{"name": "` + strings.Repeat("x", 5000) + `"}]}`, false, "a text is longer than 4096 bytes"},
		{"tag", "SPDXVersion: SPDX-2.2\nPackageNa", false, "line 2: neither a tag"},
		{"long tag", "SPDXVersion: SPDX-2.2\nPackageName: " + strings.Repeat("x", 5000), false, "line 2: PackageName is longer than 4096 bytes"},
		{"open text", "SPDXVersion: SPDX-2.2\nPackageComment: <text>a\n", false, "line 2: a <text> has no end"},
		{"open block", "module a.b/c\nrequire (\n a.b/d v1\n", false, "line 3: a block of require has no end"},
		{"no module", "module\n", false, "no module is named"},
		{"dpkg", "ii  bash  5  amd64  shell\nnonsense\n", false, "line 2: no line of dpkg -l"},
		{"apk", "musl-1.2.4-r2\nnonsense\n", false, "line 2: no line of apk"},
	} {
		d, err := sbom.Read(strings.NewReader(row.text), sbom.Limits{})
		if err == nil || !strings.Contains(err.Error(), row.want) || errors.Is(err, sbom.ErrKind) != row.kind {
			t.Errorf("%s: got %v, want %q", row.name, err, row.want)
		}
		if len(d.Components) > 0 {
			t.Errorf("%s: components beside an error", row.name)
		}
	}
}

// A JSON or XML file that is cut off anywhere is refused.
func TestRead_cutOff(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"cyclonedx.json", "cyclonedx.xml", "spdx.json", "spdx3.json", "lock2.json"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.TrimSpace(string(b))
		for n := range len(text) {
			if _, err := sbom.Read(strings.NewReader(text[:n]), sbom.Limits{}); err == nil {
				t.Fatalf("%s: the first %d bytes are accepted", name, n)
			} else if n > 200 && !strings.Contains(err.Error(), "cut off") {
				t.Fatalf("%s: the first %d bytes: %v", name, n, err)
			}
		}
	}
}

func TestRead_limits(t *testing.T) {
	t.Parallel()
	for name, limits := range map[string]sbom.Limits{
		"longer than 200 bytes":  {Bytes: 200},
		"more than 2 components": {Components: 2},
		"more than 2 levels":     {Depth: 2},
		"longer than 3 bytes":    {Text: 3},
	} {
		for _, file := range []string{"cyclonedx.json", "spdx.json", "spdx3.json", "lock2.json"} {
			b, err := os.ReadFile(filepath.Join("testdata", file))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := sbom.Read(strings.NewReader(string(b)), limits); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s: %+v: got %v", file, limits, err)
			}
		}
	}
}

// repeat is a reader of one text again and again. It notes the largest live heap.
type repeat struct {
	text     string
	at, left int
	live     uint64
}

func (r *repeat) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), r.left)
	for i := range n {
		p[i] = r.text[(r.at+i)%len(r.text)]
	}
	if (r.at+n)>>22 > r.at>>22 {
		r.live = max(r.live, live())
	}
	r.at += n
	r.left -= n
	return n, nil
}

func live() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// Parts that are skipped cost no memory, however long they are.
func TestRead_memoryOfSkippedParts(t *testing.T) {
	for _, row := range []struct{ name, before, text, after string }{
		{"a text", `{"bomFormat": "CycloneDX", "specVersion": "1.5", "x": "`, "abcd", `"}`},
		{"a list", `{"bomFormat": "CycloneDX", "specVersion": "1.5", "x": [1`, ", 12", `]}`},
		{"fields", `{"bomFormat": "CycloneDX", "specVersion": "1.5", "x": {"a": 1`, `,"b":2  `, `}}`},
		{"elements", xmlHead + "<x>", "<a/>", "</x></bom>"},
		{"lines", "SPDXVersion: SPDX-2.2\nPackageComment: <text>", "abc\n", "</text>\n"},
		{"a line", "SPDXVersion: SPDX-2.2\nPackageComment: <text>", "abcd", "</text>\n"},
	} {
		r := &repeat{text: row.text, left: 16 << 20}
		before := live()
		if _, err := sbom.Read(io.MultiReader(strings.NewReader(row.before), r, strings.NewReader(row.after)), sbom.Limits{}); err != nil {
			t.Errorf("%s: %v", row.name, err)
		}
		if r.live > before+1<<20 {
			t.Errorf("%s: the heap grew from %d to %d bytes", row.name, before, r.live)
		}
	}
}
