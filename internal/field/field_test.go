package field_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

func TestCatalogue_eachIDOnceWithAllItsWords(t *testing.T) {
	t.Parallel()
	seen := map[field.ID]bool{}
	for _, row := range field.Catalogue {
		if seen[row.ID] {
			t.Errorf("%s appears twice in the catalogue", row.ID)
		}
		seen[row.ID] = true
		if row.Label == "" || row.Unit == "" || row.About == "" || row.Source == "" {
			t.Errorf("%s lacks its label, unit, definition or source", row.ID)
		}
		for _, p := range row.Phrases {
			if p.Of != "" && !known(p.Of) {
				t.Errorf("%s: a phrase uses %q, which is not a field", row.ID, p.Of)
			}
			one, many, forms := strings.Cut(p.Text, "|")
			if forms && strings.Contains(one, "{n}") != strings.Contains(many, "{n}") {
				t.Errorf("%s: the forms of %q differ in their numbers", row.ID, p.Text)
			}
		}
	}
}

func known(id field.ID) bool {
	_, ok := field.ByID(id)
	return ok
}

// What a mark says is of one source; what git's fields do is seen in source/git.
func TestCatalogue_marksOfMovementAreOfTheirSource(t *testing.T) {
	t.Parallel()
	const (
		git   = field.WithPeople | field.WithCommits | field.WithTags | field.WithTime | field.OnlyFalls
		forge = field.WithTracker | field.WithHost
	)
	allowed := map[string]field.Moves{field.SourceGit: git, field.SourceGitHub: forge}
	for _, row := range field.Catalogue {
		if row.Moves.Has(^allowed[row.Source]) {
			t.Errorf("%s: a mark is not one of source %s", row.ID, row.Source)
		}
		if row.Moves.Has(field.OnlyFalls) && !row.Moves.Windowed() {
			t.Errorf("%s: time can only lower it, and it has no window", row.ID)
		}
		if row.Moves.Has(field.OnlyFalls) && row.Kind != field.Count {
			t.Errorf("%s: time can only lower it, and it is no count", row.ID)
		}
	}
}

// ofTheTracker are the fields of the host that are counted over a window of issues and
// change requests, ofTheHost others that are read as the host has them now.
var (
	ofTheTracker = []field.ID{
		field.FirstResponseDaysP50, field.ChangeRequestClosure, field.TrackerReadSince, field.OutsideItems12m,
		field.OutsideItemsAnswered12m, field.OutsideItems24m, field.OutsideItemsAnswered24m, field.Mergers12m,
	}
	ofTheHost = []field.ID{field.LastMaintainerAct, field.OrgsOfRegulars, field.OpenIssues, field.OpenChangeRequests, field.HostRelease}
)

func TestCatalogue_marksOfTheHostAreThoseThatAreMeant(t *testing.T) {
	t.Parallel()
	for _, row := range field.Catalogue {
		tracker := slices.Contains(ofTheTracker, row.ID)
		if row.Moves.Has(field.WithTracker) != tracker {
			t.Errorf("%s: moved with the tracker is %t, want %t", row.ID, !tracker, tracker)
		}
		host := tracker && row.ID != field.TrackerReadSince || slices.Contains(ofTheHost, row.ID)
		if row.Moves.Has(field.WithHost) != host {
			t.Errorf("%s: moved with the host is %t, want %t", row.ID, !host, host)
		}
	}
}

// inFiles are names of files and keys that are spelled like a field and are none.
var inFiles = map[string][]string{
	"internal/curated":     nil, // keys of list files
	"internal/source/ossf": nil, // Scorecard's own names of its checks
}

// A constant cannot be misspelled and a string can: outside this package and tests
// no literal names a field where a constant could.
func TestIDs_areNamedByConstants(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		if _, skip := inFiles[rel]; d.IsDir() && (skip || d.Name() == "field" || d.Name() == ".git" || d.Name() == "node_modules" || rel == "testdata") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
			return nil
		}
		return literals(t, path, rel)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// takesField are the functions and methods whose first argument is a field.
var takesField = map[string]bool{
	"Obs": true, "ObsBool": true, "ObsText": true, "ObsList": true, "Missing": true, "NotApplies": true, "Field": true,
}

func literals(t *testing.T, path, rel string) error {
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return err
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && !strings.Contains(rel, "test") {
			// One word may be many things; two joined by a stroke are a field.
			if text, err := strconv.Unquote(lit.Value); err == nil && strings.Contains(text, "_") && known(field.ID(text)) {
				t.Errorf("%s: %q: use the constant of package field", rel, text)
			}
		}
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		name := ""
		switch fn := call.Fun.(type) {
		case *ast.SelectorExpr:
			name = fn.Sel.Name
		case *ast.Ident:
			name = fn.Name
		}
		if lit, ok := call.Args[0].(*ast.BasicLit); ok && takesField[name] && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil && text != "" && !strings.Contains(rel, "test") {
				t.Errorf("%s: %s(%q): use the constant of package field", rel, name, text)
			}
		}
		return true
	})
	return nil
}
