package sbom_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/sbom"
)

func read(t *testing.T, name string) sbom.Document {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	doc, err := sbom.Read(f, sbom.Limits{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return doc
}

// component returns a component in one line: "name version kind purl upstream".
func component(c sbom.Component) string {
	text := strings.Join([]string{c.Name, c.Version, c.Kind, c.PURL, c.Upstream}, "|")
	if c.Refused != "" {
		text += "|refused"
	}
	return text
}

func TestRead(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		file          string
		format        sbom.Format
		version, name string
		subject       string
		components    []string
		duplicates    int
		missing       sbom.Missing
	}{
		{"cyclonedx.json", sbom.CycloneDXJSON, "1.6", "shop", "shop|2|application|pkg:npm/shop|", []string{
			"inner|1|library||",
			"@babel/core|7.0.0|library|pkg:npm/%40babel/core|",
			"libssl3|3.0.11-1|library|pkg:deb/debian/libssl3|openssl",
			"bad|1|library|||refused",
			"escaped 😀|1|application||",
		}, 1, sbom.Missing{Producer: 5, Identifier: 2, Hash: 5, License: 5, Relationship: 3}},
		{"cyclonedx.xml", sbom.CycloneDXXML, "1.4", "shop", "shop|2|application||", []string{
			"inner & one||library||",
			"org.slf4j/slf4j-api|2.0.1|library|pkg:maven/org.slf4j/slf4j-api|",
		}, 0, sbom.Missing{Context: true, Producer: 2, Version: 1, Identifier: 1, Hash: 1, License: 1, Relationship: 1}},
		{"spdx.json", sbom.SPDXJSON, "2.3", "shop", "shop|2|||", []string{
			"requests|2.31.0|library|pkg:pypi/requests|", "plain|NOASSERTION|||",
		}, 0, sbom.Missing{Context: true, Producer: 1, Version: 1, Identifier: 1, Hash: 1, License: 1, Relationship: 1}},
		{"spdx.spdx", sbom.SPDXTagValue, "2.2", "shop", "shop|2|||", []string{
			"requests|2.31.0||pkg:pypi/requests|",
		}, 0, sbom.Missing{Context: true}},
		{"spdx3.json", sbom.SPDXJSON, "3.0.1", "shop", "shop|2|||", []string{
			"serde|1.0.0|library|pkg:cargo/serde|", "rand|0.8.5||pkg:cargo/rand|",
		}, 0, sbom.Missing{Producer: 1, Hash: 1, License: 1, Relationship: 1}},
		{"lock1.json", sbom.PackageLock, "1", "shop", "", []string{
			"ms|2.0.0||pkg:npm/ms|", "@babel/core|7.0.0||pkg:npm/%40babel/core|", "ms|2.1.0||pkg:npm/ms|",
		}, 0, sbom.Missing{Author: true, Tool: true, Timestamp: true, Context: true, Producer: 3, Hash: 2, License: 3}},
		{"lock2.json", sbom.PackageLock, "2", "shop", "shop|2.0.0||pkg:npm/shop|", []string{
			"@babel/core|7.0.0||pkg:npm/%40babel/core|", "ms|2.0.0||pkg:npm/ms|", "ms|2.1.0||pkg:npm/ms|",
		}, 0, sbom.Missing{Author: true, Tool: true, Timestamp: true, Context: true, Producer: 3, Hash: 2, License: 2}},
		{"go.mod.txt", sbom.GoMod, "", "example.org/shop", "example.org/shop|||pkg:golang/example.org/shop|", []string{
			"github.com/BurntSushi/toml|v1.4.0||pkg:golang/github.com/BurntSushi/toml|",
			"golang.org/x/text|v0.1.0||pkg:golang/golang.org/x/text|",
			"example.org/new|v1.2.0||pkg:golang/example.org/new|",
			"example.org/local|||||refused",
		}, 0, sbom.Missing{Author: true, Tool: true, Timestamp: true, Context: true, Producer: 4, Version: 1, Identifier: 1, Hash: 4, License: 4, Relationship: 4}},
		{"dpkg.txt", sbom.DpkgList, "", "", "", []string{
			"bash|5.2.15-2+b2||pkg:deb/bash|", "libc6|2.36-9||pkg:deb/libc6|",
		}, 0, sbom.Missing{Author: true, Tool: true, Timestamp: true, Context: true, Producer: 2, Hash: 2, License: 2, Relationship: 2}},
		{"apk.txt", sbom.ApkList, "", "", "", []string{
			"musl|1.2.4-r2||pkg:apk/musl|musl", "ssl_client|1.36.1-r2||pkg:apk/ssl_client|busybox",
		}, 0, sbom.Missing{Author: true, Tool: true, Timestamp: true, Context: true, Producer: 2, Hash: 2, Relationship: 2}},
		{"apk_info.txt", sbom.ApkList, "", "", "", []string{
			"musl|1.2.4-r2||pkg:apk/musl|", "libcrypto3|3.1.4-r5||pkg:apk/libcrypto3|",
		}, 0, sbom.Missing{Author: true, Tool: true, Timestamp: true, Context: true, Producer: 2, Hash: 2, License: 2, Relationship: 2}},
	} {
		d := read(t, row.file)
		var got []string
		for _, c := range d.Components {
			got = append(got, component(c))
		}
		if diff := cmp.Diff(row.components, got); diff != "" {
			t.Errorf("%s: components (-want +got):\n%s", row.file, diff)
		}
		if diff := cmp.Diff(row.missing, d.Missing); diff != "" {
			t.Errorf("%s: missing (-want +got):\n%s", row.file, diff)
		}
		subject := ""
		if d.Subject != nil {
			subject = component(*d.Subject)
		}
		if d.Format != row.format || d.SpecVersion != row.version || d.Name != row.name || subject != row.subject {
			t.Errorf("%s: got %q %q %q, subject %q", row.file, d.Format, d.SpecVersion, d.Name, subject)
		}
		if d.Duplicates != row.duplicates || d.Entries != len(d.Components)+d.Duplicates {
			t.Errorf("%s: %d entries, %d duplicates, %d components", row.file, d.Entries, d.Duplicates, len(d.Components))
		}
	}
}

func TestRead_keepsNothingOfAPerson(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"cyclonedx.json", "cyclonedx.xml", "spdx.json", "spdx.spdx", "spdx3.json"} {
		if text := fmt.Sprintf("%+v", read(t, name)); strings.Contains(text, "Private") || strings.Contains(text, "@example.org") {
			t.Errorf("%s: kept %s", name, text)
		}
	}
}

func TestRead_versions(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		file, was string
		versions  []string
	}{
		{"cyclonedx.json", `"1.6"`, []string{`"1.2"`, `"1.3"`, `"1.4"`, `"1.5"`, `"1.6"`, `"1.7"`}},
		{"cyclonedx.xml", "bom/1.4", []string{"bom/1.2", "bom/1.3", "bom/1.4", "bom/1.5", "bom/1.6", "bom/1.7"}},
		{"spdx.json", "SPDX-2.3", []string{"SPDX-2.2", "SPDX-2.3"}},
		{"spdx.spdx", "SPDX-2.2", []string{"SPDX-2.2", "SPDX-2.3"}},
		{"spdx3.json", `"specVersion": "3.0.1"`, []string{`"specVersion": "3.0.0"`}},
		{"lock2.json", `"lockfileVersion": 2`, []string{`"lockfileVersion": 3`}},
	} {
		b, err := os.ReadFile(filepath.Join("testdata", row.file))
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range row.versions {
			text := strings.ReplaceAll(string(b), row.was, v)
			if _, err := sbom.Read(strings.NewReader(text), sbom.Limits{}); err != nil {
				t.Errorf("%s with %s: %v", row.file, v, err)
			}
		}
	}
}
