package foreign_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml/parser"
	"github.com/plumbline-scorecard/plumbline/internal/foreign"
)

func TestYAML_limits(t *testing.T) {
	t.Parallel()
	l := foreign.YAML{Size: 400, Depth: 5, Tokens: 100, Keys: 10, Blank: 20, Documents: 2, Aliases: 3, Tags: 3}
	keys := func(n int, indent string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%sk%d: v\n", indent, i)
		}
		return b.String()
	}
	for _, row := range []struct{ name, text, want string }{
		{"ordinary", "a: b\nc:\n  - d: e\n    f: [g, {h: i}]\n", ""},
		{"size", "a: " + strings.Repeat("b", 400), "line 1: more than 400 bytes"},
		{"most brackets", "a: [[[[[b]]]]]\n", ""},
		{"brackets", "a:\n- [[[[[[b]]]]]]\n", "line 2: more than 5 levels"},
		{"most markers", "- - - - - a\n", ""},
		{"markers", "\n- - - - - - a\n", "line 2: more than 5 levels"},
		{"questions", "? ? ? ? ? ? a\n", "line 1: more than 5 levels"},
		{"indentation", "a:\n b:\n  c:\n   d:\n    e:\n     f: g\n", "line 6: more than 5 levels"},
		{"most keys", keys(10, ""), ""},
		{"keys", "\n" + keys(11, ""), "line 12: more than 10 keys of one mapping"},
		{"keys at another depth", "a:\n" + keys(11, "  "), "line 12: more than 10 keys of one mapping"},
		{"carriage returns", strings.ReplaceAll(keys(11, ""), "\n", "\r"), "line 11: more than 10 keys of one mapping"},
		{"keys with marks", strings.Repeat("? a\n", 11), "line 11: more than 10 keys of one mapping"},
		{"mappings of items", strings.Repeat("- a: b\n  c: d\n", 8), ""},
		{"items with mappings under a key", "a:\n" + strings.Repeat("- b: c\n  d: e\n", 8), ""},
		{"tokens", strings.Repeat("- a\n", 51), "line 51: more than 100 marks and lines"},
		{"empty items", strings.Repeat("-\n", 9), "line 9: more than 100 marks and lines"},
		{"blank lines", "a: |\n" + strings.Repeat("\n", 30) + " b\n", "bytes of white space"},
		{"blank", "a: |\n" + strings.Repeat(" ", 30) + "b\n", "bytes of white space"},
		{"documents", "---\na\n---\nb\n---\nc\n", "line 5: more than 2 documents"},
		{"aliases", "- &a b\n- [*a, *a, *a, *a]\n", "line 2: more than 3 aliases"},
		{"no aliases", "- \"a*b ** c * d *\"\n- a*b*c*d*e*f\n", ""},
		{"tags", "!a\n!b\n!c\n!d\n", "line 4: more than 3 tags"},
		{"empty", "", ""},
	} {
		err := l.Check([]byte(row.text))
		var e *foreign.Excess
		switch {
		case row.want == "" && err != nil:
			t.Errorf("%s: %v", row.name, err)
		case row.want != "" && (!errors.As(err, &e) || !strings.Contains(err.Error(), row.want)):
			t.Errorf("%s: got %v, want %q", row.name, err, row.want)
		}
	}
}

// What the limits let pass costs a parser about as much for each byte as it does for half of it.
func TestYAML_whatPassesCostsByItsSize(t *testing.T) {
	limits := foreign.YAML{}
	for _, unit := range []string{
		"- a\n", "a: b\n", "a:\n", "\n", " \n", "? a\n", "- - a\n", "a: b # c\n", "- a: b\n  c: d\n", "a:\n - b\n", "[a],", "{a: b}\n", "&a b: c\n",
		"!a b: c\n", "<<: a\n", "# c\n", "'a': b\n", "---\na\n", " b\n\n\n", "a,", "\r", "-\n",
	} {
		for _, head := range []string{"", "a: |\n", "x:\n"} {
			text := []byte(head + strings.Repeat(unit, (48<<10)/len(unit)))
			for len(text) > 0 && limits.Check(text) != nil {
				text = text[:len(text)/2]
			}
			if len(text) < 1<<10 {
				continue
			}
			whole, half := allocated(text), allocated(text[:len(text)/2])
			if ratio := whole / half; whole > 8<<20 && ratio > 3 {
				t.Errorf("%q after %q: %.0f bytes for %d, %.1f times that of half of it", unit, head, whole, len(text), ratio)
			}
		}
	}
}

// allocated returns the bytes that parsing a text allocates.
func allocated(text []byte) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	func() {
		defer func() { _ = recover() }() // only its cost is of interest
		_, _ = parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	}()
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc - before.TotalAlloc)
}

// No file of our own comes near a limit.
func TestYAML_filesThatPeopleWrite(t *testing.T) {
	t.Parallel()
	half := foreign.YAML{Size: 512 << 10, Depth: 20, Tokens: 100_000, Keys: 500, Blank: 1000, Documents: 5, Aliases: 10}
	for _, pattern := range []string{"../../scorecards/*.yaml", "../../scorecards/*/*.yaml", "../../.github/workflows/*.yml", "../../.github/*.yml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := half.Check(b); err != nil {
				t.Errorf("%s: half of the limits: %v", name, err)
			}
		}
	}
}

func TestClip(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "short", strings.Repeat("x", 200), strings.Repeat("x", 201), strings.Repeat("é", 500), "x" + strings.Repeat("€", 500), strings.Repeat("\xff", 1000)} {
		got := foreign.Clip(s)
		if len(s) <= 200 && got != s || len(got) > 210 || len(s) > 200 && !utf8.ValidString(got) {
			t.Errorf("%.10q (%d bytes): got %q", s, len(s), got)
		}
	}
}

func FuzzYAML(f *testing.F) {
	f.Add([]byte("a:\n - b: [c, *d]\n? e\n: f\r\n--- |\n  g"))
	f.Fuzz(func(_ *testing.T, b []byte) { _ = foreign.YAML{}.Check(b) })
}

func TestLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain":                          "plain",
		" two\r\n lines\tand\u2028more ": "two lines and more",
		"a\x00b\x1b[31mc":                "a b [31mc",
		"left\u202eright\u200b":          "leftright",
		"bad \xff byte":                  "bad \uFFFD byte",
	} {
		if got := foreign.Line(text); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
	if got := foreign.Line(strings.Repeat("é", 5000)); len(got) > 210 || !utf8.ValidString(got) || strings.ContainsRune(got, '\uFFFD') {
		t.Errorf("a long text gives %d bytes, valid %v", len(got), utf8.ValidString(got))
	}
}
