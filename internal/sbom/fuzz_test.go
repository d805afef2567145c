package sbom_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/purl"
	"github.com/plumbline-scorecard/plumbline/internal/sbom"
)

// FuzzRead checks what holds for every file: purls are normal, and counts fit.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := sbom.Read(strings.NewReader(string(b)), sbom.Limits{Components: 1000})
		if err != nil {
			return
		}
		if d.Entries != len(d.Components)+d.Duplicates || d.Format == "" || d.Missing.Name > d.Entries {
			t.Errorf("counts: %+v", d)
		}
		for _, c := range d.Components {
			if p, err := purl.Parse(c.PURL); c.PURL != "" && (err != nil || p.String() != c.PURL) {
				t.Errorf("%q is no normal purl: %q, %v", c.PURL, p.String(), err)
			}
		}
	})
}

// FuzzRead_skip compares what is skipped with encoding/json: both accept the same texts.
func FuzzRead_skip(f *testing.F) {
	for _, text := range []string{`null`, `-1.5e+3`, `"a\u00e9\n"`, `[1,{"a":[]},true]`, `{"a":"b","c":{}}`, `01`, `[1,]`, `"\x"`, "\"\x01\"", `tru`, `[`, `{"a" 1}`, ``} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, value string) {
		text := `{"bomFormat":"CycloneDX","specVersion":"1.5","skipped":` + value + `}`
		_, err := sbom.Read(strings.NewReader(text), sbom.Limits{Depth: 9000})
		var fault *sbom.Fault
		if valid := json.Valid([]byte(value)); valid && err != nil || !json.Valid([]byte(text)) && err == nil {
			if errors.As(err, &fault) && (strings.Contains(fault.What, "longer than") || strings.Contains(fault.What, "more than")) {
				return
			}
			t.Errorf("%q: valid %v, got %v", value, valid, err)
		}
	})
}
