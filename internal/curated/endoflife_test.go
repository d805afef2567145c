package curated_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

const lifeTable = `endoflife:
  date: "2026-08-22"
  commit: a70eca337600e7d721dc48112c271f98661d208b
  url: https://github.com/endoflife-date/endoflife.date
  total: 464
  products:
    - product: openssl
      lines:
        - "4.0 2026-04-14 2027-05-14"
        - "3.0 LTS - open"
    - product: nginx
      lines: ["1.29 2025-06-24 ended"]
`

func TestReadEndOfLife_readsLines(t *testing.T) {
	t.Parallel()
	got, err := curated.ReadEndOfLife("e.yaml", []byte(lifeTable))
	if err != nil {
		t.Fatal(err)
	}
	if got.Date != "2026-08-22" || got.Total != 464 || strings.Join(got.Lines["openssl"], "|") != "4.0 2026-04-14 2027-05-14|3.0 LTS - open" {
		t.Errorf("got %+v", got)
	}
}

func TestReadEndOfLife_refuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ want, old, text string }{
		{"missing endoflife", lifeTable, "{}"},
		{"malformed commit", "a70e", "main"},
		{"malformed product", "nginx", "../nginx"},
		{"twice product", "nginx", "openssl"},
		{"malformed lines", "2027-05-14", "soon"},
		{"malformed lines", "4.0 2026", "2026"},
		{"missing lines", `      lines: ["1.29 2025-06-24 ended"]` + "\n", ""},
		{"unknown_field", "total:", "sum:"},
	} {
		if _, err := curated.ReadEndOfLife("e.yaml", []byte(strings.Replace(lifeTable, tc.old, tc.text, 1))); !curated.Tells(err, tc.want) {
			t.Errorf("%s: error is %v, want one that says %q", tc.text, err, tc.want)
		}
	}
}

// A product that an entry names is in the table, and the table has no others.
func TestLoad_productsAreThoseOfTheTable(t *testing.T) {
	t.Parallel()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	list, _ := set.List("critical")
	for _, p := range list.Projects {
		if _, in := list.Support[p.Slug]; in != (p.Product != "") {
			t.Errorf("%s: product %q, in the table %v", p.Slug, p.Product, in)
		}
	}
}
