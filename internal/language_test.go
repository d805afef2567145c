package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// crept are words and patterns that made earlier texts hard to read, each with what to
// write instead. They are looked for in every text a person reads: pages, help, errors,
// data files and documents.
var crept = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`(?i)\b(is|are|was|were|be|been) told\b|\btells? (of|apart)\b|\btold apart\b`), "show, say, distinguish"},
	{regexp.MustCompile(`(?i)\bstands\b`), "is, appears"},
	{regexp.MustCompile(`(?i)\bof before\b`), "earlier"},
	{regexp.MustCompile(`(?i)\bwhoever\b`), "anyone who, the person who"},
	{regexp.MustCompile(`(?i)\bon what we know\b`), "given the data"},
	{regexp.MustCompile(`(?i)\b(is|are) of (the|a|an|\d)`), "comes from, describes"},
	{regexp.MustCompile(`(?i)\brests? on\b`), "uses, comes from"},
	{regexp.MustCompile(`(?i)\bsomebody\b`), "someone, a person, a maintainer"},
	{regexp.MustCompile(`(?i)\bforsaken\b|\btaken for granted\b|\bbe had\b|\bgo(es)? on with\b`), "abandoned, assumed, available, continue"},
	{regexp.MustCompile(`(?i)\bwould settle it\b`), "to find out: ..."},
	{regexp.MustCompile(`(?i)\b(clones?|lists?) of today\b`), "today's clone, today's list"},
	{regexp.MustCompile(`(?i)\bnothing of (that|the) day\b`), "no run on or before that day"},
	{regexp.MustCompile(`(?i)\bas (the|its) entr(y|ies) says?\b`), "entries give ..."},
	{regexp.MustCompile(`\d[ \x{a0}\x{202f}]%%?([^a-zA-Z0-9.%]|$)`), "90%, without a space"},
	{regexp.MustCompile(`\d\x{202f}\d|\d\x{a0}\d{3}\b`), "12,345"},
}

// reading yields the texts a person reads: name of the file with line, and text.
func reading(t *testing.T, yield func(where, text string)) {
	t.Helper()
	root := filepath.Join("..")
	for _, path := range []string{"README.md", ".github/CONTRIBUTING.md", "internal/README.md", "findings/README.md", "scorecards/LICENSES.md"} {
		byLine(t, filepath.Join(root, path), yield)
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch name := d.Name(); {
		case d.IsDir() && (name == "testdata" || name == ".git" || name == "node_modules" || name == "githubtest" || name == "testkit"):
			return fs.SkipDir
		case strings.HasSuffix(name, ".templ"), strings.HasSuffix(name, ".yaml") && strings.Contains(path, "scorecards"):
			byLine(t, path, yield)
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && !strings.HasSuffix(name, "_templ.go"):
			literals(t, path, yield)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func byLine(t *testing.T, path string, yield func(where, text string)) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		yield(path+":"+strconv.Itoa(n), line)
	}
}

// literals yields the string literals of a Go file; those with SQL or code are among
// them, and hold none of the words.
func literals(t *testing.T, path string, yield func(where, text string)) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil && strings.Contains(text, " ") {
				yield(set.Position(lit.Pos()).String(), text)
			}
		}
		return true
	})
}

func TestTexts_areInPlainEnglish(t *testing.T) {
	t.Parallel()
	texts := 0
	reading(t, func(where, text string) {
		texts++
		for _, c := range crept {
			if found := c.pattern.FindString(text); found != "" {
				t.Errorf("%s: %q; write: %s", where, strings.TrimSpace(found), c.instead)
			}
		}
	})
	if texts < 5000 {
		t.Errorf("only %d texts were read", texts)
	}
}

func TestTexts_everyPatternFindsWhatItIsFor(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"it is told here", "what stands there", "the figures of before", "whoever asks", "on what we know", "the run is of the day",
		"it rests on git", "somebody working", "taken for granted", "a review would settle it", "clones of today", "has nothing of that day", "added as the entries say", "93 % seen", "12\u00a0345 rows",
	} {
		found := false
		for _, c := range crept {
			found = found || c.pattern.MatchString(text)
		}
		if !found {
			t.Errorf("nothing finds %q", text)
		}
	}
	for _, text := range []string{"90% of 12,345", "%d %s", "%.1f %%s", "a % b", "it stood", "the rest of it"} {
		for _, c := range crept {
			if c.pattern.MatchString(text) {
				t.Errorf("%s finds %q", c.pattern, text)
			}
		}
	}
}
