package page

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestEncode_isCanonical(t *testing.T) {
	t.Parallel()
	a := Encode(url.Values{"per": {"25"}, "tag": {"b", "a"}, "q": {"x y&z"}, "nobody": {"1"}, "sort": {""}})
	if want := "?q=x+y%26z&tag=b&tag=a&per=25"; a != want {
		t.Errorf("got %s, want %s", a, want)
	}
	if got := Encode(nil); got != "" {
		t.Errorf("nothing: got %q", got)
	}
}

// TestParams_haveEveryParameterOfPages fails if a page reads a parameter that Encode and Hidden drop: its
// links would lose what they are about.
func TestParams_haveEveryParameterOfPages(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	deeper, err := filepath.Glob("../*/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, file := range append(files, deeper...) {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Names) != len(spec.Values) {
				return true
			}
			for i, name := range spec.Names {
				lit, ok := spec.Values[i].(*ast.BasicLit)
				if !ok || !strings.HasPrefix(name.Name, "param") && !strings.HasPrefix(name.Name, "Param") {
					continue
				}
				value, _ := strconv.Unquote(lit.Value)
				seen++
				if value != "back" && !slices.Contains(Params, value) { // back is never part of a link
					t.Errorf("%s: %s is %q, which Params does not have", file, name.Name, value)
				}
			}
			return true
		})
	}
	if seen < 10 {
		t.Errorf("only %d parameters were found", seen)
	}
}
