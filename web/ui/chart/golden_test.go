package chart_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

var update = flag.Bool("update", false, "write the drawings of testdata anew")

// most is how many bytes a drawing of any number of points has at most; mostOf has the exceptions:
// the links and labels of the map are a part of its page.
const most = 20_000

var mostOf = map[string]int{"scatter": 60_000}

// Every drawing is as it was when a person looked at it. After a change: go test ./web/ui/chart
// -update, and look at what differs.
func TestGolden_drawingsAreAsTheyWereLookedAt(t *testing.T) {
	t.Parallel()
	want := map[string]bool{}
	for kind, cases := range goldens() {
		for name, c := range cases {
			text := markupOf(t, c)
			for i, one := range pictures(t, kind+" "+name, text) {
				file := kind + "-" + name + ".svg"
				if i > 0 {
					file = kind + "-" + name + "-narrow.svg"
				}
				want[file] = true
				one = strings.Replace(one, "<svg ", `<svg xmlns="http://www.w3.org/2000/svg" `, 1) + "\n"
				sound(t, kind, file, one)
				same(t, filepath.Join("testdata", file), one)
			}
			if n := strings.Count(text, "<svg"); (name == "none") != (n == 0) && kind != "spark" && kind != "interval" && kind != "stack" {
				t.Errorf("%s of %s has %d drawings", kind, name, n)
			}
		}
	}
	files, err := filepath.Glob("testdata/*.svg")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !want[filepath.Base(f)] {
			t.Errorf("%s is of no case", f)
		}
	}
}

func markupOf(t *testing.T, c templ.Component) string {
	t.Helper()
	var buf bytes.Buffer
	if err := c.Render(context.Background(), &buf); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// pictures are the drawings of a text, the inner ones within the outer.
func pictures(t *testing.T, what, text string) []string {
	t.Helper()
	var out []string
	for depth, from, at := 0, 0, 0; ; {
		open, end := strings.Index(text[at:], "<svg"), strings.Index(text[at:], "</svg>")
		switch {
		case end < 0:
			return out
		case open >= 0 && open < end:
			if depth++; depth == 1 {
				from = at + open
			}
			at += open + len("<svg")
		default:
			at += end + len("</svg>")
			if depth--; depth == 0 {
				out = append(out, text[from:at])
			}
			if depth < 0 {
				t.Fatalf("%s: a drawing ends twice", what)
			}
		}
	}
}

// sound fails for what no drawing may have.
func sound(t *testing.T, kind, what, text string) {
	t.Helper()
	limit := most
	if n, ok := mostOf[kind]; ok {
		limit = n
	}
	if len(text) > limit {
		t.Errorf("%s: %d bytes, at most %d", what, len(text), limit)
	}
	var outer *xml.StartElement
	said := map[string]string{}
	within := ""
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Errorf("%s is no XML: %v", what, err)
			return
		}
		switch x := token.(type) {
		case xml.StartElement:
			if outer == nil {
				outer = new(x.Copy())
			}
			within = x.Name.Local
			for _, a := range x.Attr {
				if a.Name.Local == "style" || strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") {
					t.Errorf("%s: %s has %s=%q", what, x.Name.Local, a.Name.Local, a.Value)
				}
			}
		case xml.CharData:
			if said[within] == "" {
				said[within] = strings.TrimSpace(string(x))
			}
		case xml.EndElement:
			within = ""
		}
	}
	named := attr(outer, "aria-label") != "" || attr(outer, "aria-hidden") == "true" || said["title"] != "" && said["desc"] != ""
	if !named {
		t.Errorf("%s has no title or no sentence", what)
	}
	for _, s := range []string{"NaN", "Inf"} {
		if strings.Contains(text, s) {
			t.Errorf("%s says %s", what, s)
		}
	}
	if kind != "scatter" { // whose places are shares of a width: its own tests look at widths
		if err := readable(text); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := places(text); err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

func attr(e *xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// same compares a drawing with its file, or writes it.
func same(t *testing.T, file, text string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	was, err := os.ReadFile(file)
	if err != nil {
		t.Error(err)
		return
	}
	if string(was) != text {
		at := 0
		for at < min(len(was), len(text)) && was[at] == text[at] {
			at++
		}
		t.Errorf("%s differs at byte %d: %q, was %q", file, at, clip(text, at), clip(string(was), at))
	}
}

func clip(s string, at int) string { return s[min(len(s), at):min(len(s), at+60)] }

// Each kind has a drawing of each case, so that none is forgotten.
func TestGolden_everyKindHasEveryCase(t *testing.T) {
	t.Parallel()
	for kind, cases := range goldens() {
		for _, name := range []string{"none", "one", "two", "many", "gaps", "equal", "extremes"} {
			if cases[name] == nil {
				t.Errorf("%s has no case %s; it has %s", kind, name, fmt.Sprint(slices.Sorted(maps.Keys(cases))))
			}
		}
	}
}
