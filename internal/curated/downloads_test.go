package curated_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

const table = `downloads:
  - of: npm packages
    date: "2026-11-22"
    url: https://www.npmjs.com/
    packages:
      - {package: "pkg:npm/async", percentile: 99.88}
`

func TestReadDownloads_readsAPercentile(t *testing.T) {
	t.Parallel()
	got, err := curated.ReadDownloads("d.yaml", []byte(table))
	if err != nil {
		t.Fatal(err)
	}
	if p := got["pkg:npm/async"]; p.Value != 99.88 || p.Of != "npm packages" || p.Date != "2026-11-22" {
		t.Errorf("got %+v", p)
	}
}

func TestReadDownloads_refuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ want, text string }{
		{"out_of_range percentile | 101", strings.Replace(table, "99.88", "101", 1)},
		{"malformed", strings.Replace(table, "pkg:npm/async", "async", 1)},
		{"twice", table + `      - {package: "pkg:npm/async", percentile: 1}` + "\n"},
		{"unknown_field", table + "    colour: blue\n"},
		{"malformed date | soon", strings.Replace(table, `"2026-11-22"`, `"soon"`, 1)},
		{"missing of", strings.Replace(table, "of: npm packages\n    date", "date", 1)},
		{"missing downloads", "{}"},
	} {
		if _, err := curated.ReadDownloads("d.yaml", []byte(tc.text)); !curated.Tells(err, tc.want) {
			t.Errorf("error is %v, want one that says %q", err, tc.want)
		}
	}
}

func TestLoad_downloadsReachTheInputs(t *testing.T) {
	t.Parallel()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	l, _ := set.List("critical")
	if p, ok := l.Downloads["pkg:npm/express"]; !ok || p.Value < 99 {
		t.Errorf("express stands at %+v", p)
	}
}
