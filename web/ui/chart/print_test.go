package chart_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// On paper without colours, fills that occur in one chart still differ.
func TestPrint_fillsDifferWithoutColour(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../static/app.css")
	if err != nil {
		t.Fatal(err)
	}
	css := string(data)
	light, _, _ := strings.Cut(css, "@media screen and (prefers-color-scheme: dark)")
	_, printed, ok := strings.Cut(css, "@media print {")
	if !ok {
		t.Fatal("no rules for print")
	}
	grey := func(name string) float64 {
		for _, text := range []string{printed, light} {
			if m := regexp.MustCompile(regexp.QuoteMeta(name) + `\s*[:{](?:fill:)?\s*#([0-9a-f]{3,6})`).FindStringSubmatch(text); m != nil {
				return lightness(t, m[1])
			}
		}
		t.Fatalf("%s has no colour", name)
		return 0
	}
	for _, c := range []struct {
		chart string
		fills []string
	}{
		{"the map", []string{"use.m-met", "--risk", "--paper"}},
		{"results of checks", []string{"--ink-2", "--risk-soft", "--wash-2", "--paper"}},
		{"columns", []string{"--rule-2", "--risk", "--paper"}},
		{"a waterfall", []string{"--risk-soft", "--risk", "--paper"}},
		{"people", []string{"--ink-2", "--rule-2", "--wash-2"}},
		{"intervals", []string{"--bar", "--mark", "--paper"}},
	} {
		for i, a := range c.fills {
			for _, b := range c.fills[:i] {
				if d := grey(a) - grey(b); max(d, -d) < .11 {
					t.Errorf("%s: %s and %s differ by %.2f of black to white, at least .11 is wanted", c.chart, a, b, max(d, -d))
				}
			}
		}
	}
}

// lightness is how light a colour is as grey, 0 to 1.
func lightness(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 3 {
		hex = strings.Repeat(hex[:1], 2) + strings.Repeat(hex[1:2], 2) + strings.Repeat(hex[2:], 2)
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	return (.2126*float64(n>>16) + .7152*float64(n>>8&255) + .0722*float64(n&255)) / 255
}
