package sbom_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/sbom"
)

// BenchmarkRead reads 100,000 components with fields such as generators write, about 700 bytes each.
func BenchmarkRead(b *testing.B) {
	const n = 100_000
	for _, row := range []struct{ name, text string }{{"json", bigJSON(n)}, {"xml", bigXML(n)}} {
		b.Run(row.name, func(b *testing.B) {
			b.SetBytes(int64(len(row.text)))
			b.ReportAllocs()
			for b.Loop() {
				d, err := sbom.Read(strings.NewReader(row.text), sbom.Limits{})
				if err != nil || len(d.Components) != n {
					b.Fatal(len(d.Components), err)
				}
			}
		})
	}
}

func bigJSON(n int) string {
	var t strings.Builder
	t.WriteString(`{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [`)
	for i := range n {
		if i > 0 {
			t.WriteString(",\n")
		}
		ref := fmt.Sprintf("pkg:npm/%%40scope%d/package-%d@1.2.%d", i%100, i, i%7)
		fmt.Fprintf(&t, `{"type": "library", "bom-ref": %q, "group": "@scope%d", "name": "package-%d", "version": "1.2.%d", "purl": %q,
 "description": "%s", "hashes": [{"alg": "SHA-512", "content": "%0128x"}], "licenses": [{"license": {"id": "MIT"}}],
 "externalReferences": [{"type": "vcs", "url": "git+https://example.org/scope/package-%d.git"}]}`, ref, i%100, i, i%7, ref, strings.Repeat("words of it ", 8), i, i)
	}
	t.WriteString(`]}`)
	return t.String()
}

func bigXML(n int) string {
	var t strings.Builder
	t.WriteString(xmlHead + "<components>")
	for i := range n {
		ref := fmt.Sprintf("pkg:npm/%%40scope%d/package-%d@1.2.%d", i%100, i, i%7)
		fmt.Fprintf(&t, `<component type="library" bom-ref="%s"><group>@scope%d</group><name>package-%d</name><version>1.2.%d</version>
 <description>%s</description><hashes><hash alg="SHA-512">%0128x</hash></hashes><licenses><license><id>MIT</id></license></licenses><purl>%s</purl></component>`,
			ref, i%100, i, i%7, strings.Repeat("words of it ", 8), i, ref)
	}
	t.WriteString("</components></bom>")
	return t.String()
}
