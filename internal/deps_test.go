// Package internal_test holds the rules of who may import whom. A new
// dependency is a visible one-line diff here.
package internal_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
)

const module = "github.com/plumbline-scorecard/plumbline"

// nouns are the rooms that hold the words everybody shares: types and pure functions
// of the standard library alone, but for the readers of package URLs, YAML and encodings. A rule that says "nouns"
// allows all of them.
var nouns = []string{
	"internal/alert", "internal/bots", "internal/candidate", "internal/cause", "internal/check", "internal/cohort", "internal/cost",
	"internal/declared", "internal/entry", "internal/field", "internal/figures", "internal/foreign", "internal/forge", "internal/funding", "internal/health",
	"internal/measured", "internal/model", "internal/network", "internal/permanent", "internal/proof", "internal/purl", "internal/ranking", "internal/recheck", "internal/repository", "internal/shortlist", "internal/source",
	"internal/stats", "internal/textfile", "internal/tree",
}

// allowed lists, for each package of the module (by path prefix, the longest
// wins), what it may import: packages of the module, and modules from outside.
// "std" is implied.
var allowed = map[string][]string{
	// The nouns, lowest first.
	"internal/field": {}, "internal/model": {"internal/field"}, "internal/bots": {}, "internal/stats": {},
	"internal/check": {}, "internal/cost": {}, "internal/foreign": {}, "internal/network": {}, "internal/tree": {}, "internal/recheck": {}, "internal/permanent": {}, "internal/repository": {}, "internal/shortlist": {},
	"internal/purl":      {"github.com/package-url/packageurl-go"},
	"internal/textfile":  {"golang.org/x/text"},
	"internal/health":    {"internal/field", "internal/model", "internal/check", "internal/cost"},
	"internal/alert":     {"internal/field"},
	"internal/declared":  {"internal/field", "internal/foreign", "internal/funding", "internal/health", "internal/textfile", "github.com/goccy/go-yaml"},
	"internal/cohort":    {"internal/health", "internal/repository"},
	"internal/entry":     {"internal/field", "internal/health", "internal/purl", "internal/stats"},
	"internal/candidate": {"internal/health", "internal/repository", "internal/stats"},
	"internal/cause":     {"internal/field", "internal/health", "internal/model"},
	"internal/forge":     {"internal/health", "internal/tree"},
	"internal/funding":   {"internal/foreign", "internal/source", "github.com/goccy/go-yaml"},
	"internal/measured":  {"internal/candidate", "internal/model"},
	"internal/proof":     {"internal/field", "internal/health", "internal/purl", "internal/repository"},
	"internal/ranking":   {"internal/alert", "internal/field", "internal/health", "internal/model"},
	"internal/figures": {
		"internal/alert", "internal/check", "internal/field", "internal/forge", "internal/funding",
		"internal/health", "internal/model", "internal/ranking", "internal/stats",
	},
	"internal/source": {"internal/cost", "internal/health"},
	// The rooms.
	"internal":                                 {},
	"internal/httpx":                           {},
	"internal/app":                             {"*"}, // the wiring: no row but those of cmd and its own may name it
	"internal/app/doctor":                      {"internal/app/sources", "nouns", "internal/store", "internal/source/github/transport", "internal/source/ossf"},
	"internal/app/schedule":                    {"internal/app/sources", "internal/app/usage", "nouns", "internal/collect", "internal/queue", "internal/store", "internal/query"},
	"internal/app/sources":                     {"internal/app/usage", "nouns", "internal/batch", "internal/store", "internal/source/advisory", "internal/source/distro", "internal/source/git", "internal/source/github", "internal/source/github/transport", "internal/source/ossf", "internal/source/published", "internal/source/registry", "internal/curated", "internal/fetch", "golang.org/x/net"},
	"internal/app/usage":                       {},
	"internal/access":                          {"golang.org/x/crypto"},
	"internal/fetch":                           {"nouns", "github.com/hashicorp/go-retryablehttp", "golang.org/x/time"},
	"internal/batch":                           {},
	"internal/sbom":                            {"nouns"},
	"internal/score":                           {"nouns"},
	"internal/remedy":                          {"nouns", "internal/score"},
	"internal/baseline":                        {"nouns"},
	"internal/intervention":                    {"nouns"},
	"internal/reply":                           {"nouns", "internal/explain"},
	"internal/fixplan":                         {"nouns", "internal/score", "internal/explain"},
	"internal/manifest":                        {"nouns", "internal/explain"},
	"internal/decision":                        {"nouns", "internal/score", "internal/explain"},
	"internal/portfolio":                       {"nouns", "internal/score", "internal/remedy"},
	"internal/threshold":                       {"nouns", "github.com/agnivade/levenshtein"},
	"internal/backtest":                        {"nouns", "internal/score", "internal/change"},
	"internal/collect":                         {"nouns", "internal/score", "internal/change", "internal/upgrade", "internal/summary", "internal/exchange"},
	"internal/survey":                          {"internal/field", "internal/health", "internal/model", "internal/ranking"},
	"internal/report":                          {"nouns", "internal/survey", "internal/exchange"},
	"internal/summary":                         {"nouns"},
	"internal/change":                          {"nouns", "internal/score"},
	"internal/upgrade":                         {"nouns", "internal/score"},
	"internal/cli":                             {"nouns", "internal/score", "internal/change", "internal/upgrade", "internal/collect", "internal/exchange", "internal/explain", "internal/backtest", "internal/draft", "internal/threshold", "internal/report"},
	"internal/draft":                           {"nouns"},
	"internal/curated":                         {"nouns", "internal/baseline", "internal/fixplan", "internal/remedy", "internal/score", "internal/portfolio", "scorecards", "github.com/goccy/go-yaml"},
	"internal/exchange":                        {"nouns"},
	"internal/query":                           {"internal/survey", "internal/report", "internal/baseline", "nouns", "internal/reply", "internal/fixplan", "internal/intervention", "internal/decision", "internal/portfolio", "internal/remedy", "internal/quarters", "internal/score", "internal/change", "internal/explain", "internal/summary", "internal/exchange", "github.com/agnivade/levenshtein"},
	"internal/explain":                         {"nouns", "internal/score"},
	"internal/livecheck":                       {"nouns", "internal/batch", "internal/source/github", "internal/source/github/transport"},
	"internal/queue":                           {"nouns", "github.com/riverqueue/river", "github.com/jackc/pgx/v5", "modernc.org/sqlite"},
	"internal/store":                           {"nouns", "internal/store/migrations", "modernc.org/sqlite", "github.com/jackc/pgx/v5", "github.com/pressly/goose/v3"},
	"internal/store/storetest":                 {"nouns", "internal/store", "internal/testkit", "github.com/google/go-cmp", "pgregory.net/rapid"},
	"internal/source/git":                      {"nouns", "internal/fetch", "github.com/goccy/go-yaml", "github.com/google/licensecheck", "golang.org/x/text", "golang.org/x/sys"},
	"internal/source/github":                   {"nouns", "internal/fetch", "internal/batch", "internal/source/github/transport", "github.com/google/go-github/v58"},
	"internal/source/github/transport":         {"nouns", "internal/fetch", "github.com/bradleyfalzon/ghinstallation/v2", "github.com/golang-jwt/jwt/v4", "golang.org/x/time"},
	"internal/source/github/githubtest":        {"testdata/github", "github.com/vektah/gqlparser/v2", "github.com/goccy/go-yaml"},
	"internal/source/github/githubtest/schema": {"internal/testkit", "github.com/getkin/kin-openapi", "github.com/vektah/gqlparser/v2"},
	"internal/source/ossf":                     {"nouns", "internal/fetch", "internal/batch", "github.com/ossf/scorecard/v4", "github.com/google/go-containerregistry"},
	"internal/source/advisory":                 {"nouns", "internal/fetch", "github.com/pandatix/go-cvss"},
	"internal/source/distro":                   {"nouns", "internal/fetch", "internal/source/distro/archive", "github.com/ulikunitz/xz", "github.com/pierrec/lz4/v4", "github.com/ProtonMail/go-crypto"},
	"internal/source/distro/archive":           {}, // pure: files come as readers
	"internal/source/registry":                 {"nouns", "internal/fetch"},
	"internal/source/published":                {"nouns", "internal/exchange", "internal/fetch"}, // one reader of the format, for files and answers
	"internal/quarters":                        {"nouns"},                                        // the form of figures: neither measured nor scored here
	"internal/synth":                           {"nouns"},                                        // pure: it knows no list, no store and no score
	"internal/testkit":                         {"nouns"},
	"internal/testkit/bundled":                 {"nouns", "internal/curated", "internal/exchange", "internal/score", "internal/report", "internal/survey"},
	"testdata":                                 {},
	"scorecards":                               {},
	"web":                                      {"web/baseline", "internal/baseline", "web/ui", "nouns", "internal/fixplan", "internal/portfolio", "internal/score", "internal/httpx", "github.com/klauspost/compress", "internal/query", "web/page", "web/method", "web/overview", "web/project", "web/ranking", "web/status", "web/history", "web/past", "web/search", "web/statements", "web/wellknown", "web/changes", "web/lists", "web/cohorts", "web/reports", "web/policy", "web/compare", "web/mapping", "web/matrix", "web/practice", "web/fund", "web/beforeafter", "web/maintain", "web/reread", "web/whatif", "internal/access", "web/login", "web/shortlist"},
	"web/compare":                              {"web/page", "web/ui", "web/ui/chart", "web/ui/table", "internal/exchange", "internal/explain", "nouns", "internal/quarters", "internal/query", "github.com/a-h/templ"},
	"web/overview":                             {"web/page", "web/ui", "web/ui/chart", "web/ui/ranked", "web/ui/table", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/method":                               {"internal/intervention", "internal/portfolio", "internal/remedy", "web/page", "web/ui", "web/ui/table", "internal/exchange", "internal/explain", "nouns", "internal/query", "internal/score", "github.com/a-h/templ"},
	"web/history":                              {"web/page", "web/ui", "web/ui/table", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/changes":                              {"web/feed", "web/listing", "web/page", "web/ui", "web/ui/table", "internal/exchange", "internal/explain", "internal/quarters", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/feed":                                 {"web/page", "internal/explain", "nouns", "internal/query"},
	"web/fund":                                 {"internal/shortlist", "web/page", "web/ui", "web/ui/chart", "web/ui/ranked", "web/ui/table", "internal/exchange", "internal/explain", "nouns", "internal/portfolio", "internal/query", "internal/remedy", "github.com/a-h/templ"},
	"web/beforeafter":                          {"web/listing", "web/page", "web/ui", "web/ui/chart", "web/ui/table", "internal/explain", "internal/intervention", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/whatif":                               {"web/page", "web/ui", "web/ui/chart", "web/ui/table", "internal/exchange", "internal/explain", "nouns", "internal/query", "internal/score", "github.com/a-h/templ"},
	"web/maintain":                             {"web/page", "web/ui", "web/ui/table", "internal/exchange", "internal/explain", "nouns", "github.com/a-h/templ"},
	"web/lists":                                {"web/page", "web/ui", "web/ui/chart", "web/ui/ranked", "web/ui/table", "internal/exchange", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/policy":                               {"web/page", "web/ui", "web/ui/chart", "web/ui/table", "internal/exchange", "internal/explain", "internal/survey", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/reports":                              {"internal/report", "internal/survey", "internal/httpx", "web/page", "web/ui", "web/ui/table", "internal/exchange", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/cohorts":                              {"internal/httpx", "web/page", "web/ui", "web/ui/table", "internal/exchange", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/reread":                               {"web/page", "web/ui", "web/ui/table", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/past":                                 {"web/page", "web/ui", "web/ui/chart", "web/ui/table", "internal/explain", "nouns", "internal/quarters", "internal/query", "github.com/a-h/templ"},
	"web/page":                                 {"internal/baseline", "web/ui", "nouns", "internal/httpx", "internal/query", "github.com/a-h/templ", "internal/explain", "internal/access"},
	"web/pagetest":                             {"internal/report", "internal/testkit/bundled", "web/reports", "internal/baseline", "web", "web/reread", "internal/fixplan", "internal/portfolio", "internal/quarters", "internal/change", "internal/collect", "nouns", "internal/query", "internal/score", "internal/store", "internal/curated", "github.com/PuerkitoBio/goquery", "internal/access"},
	"web/search":                               {"web/page", "web/ui", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/statements":                           {"web/page", "web/ui", "nouns", "github.com/a-h/templ"},
	"web/status":                               {"web/page", "web/ui", "web/ui/chart", "web/ui/table", "internal/explain", "nouns", "internal/query", "internal/score", "github.com/a-h/templ"},
	"web/project/ownwords":                     {"web/page", "web/project/facts", "web/ui", "web/ui/table", "internal/explain", "internal/fixplan", "internal/query", "internal/reply", "nouns", "github.com/a-h/templ"},
	"web/project/fix":                          {"web/page", "web/project/facts", "web/ui", "web/ui/table", "internal/explain", "internal/fixplan", "internal/query", "nouns", "github.com/a-h/templ", "internal/reply"},
	"web/project/baseline":                     {"web/page", "web/project/facts", "web/ui", "web/ui/osps", "web/ui/table", "internal/baseline", "internal/explain", "internal/query", "nouns", "github.com/a-h/templ"},
	"web/ui/osps":                              {"internal/baseline", "web/ui", "web/ui/table", "github.com/a-h/templ"},
	"web/baseline":                             {"web/page", "web/ui", "web/ui/osps", "web/ui/table", "internal/baseline", "internal/exchange", "internal/explain", "internal/query", "nouns", "github.com/a-h/templ"},
	"web/project/manifest":                     {"web/page", "web/project/facts", "web/ui", "web/ui/table", "internal/explain", "internal/manifest", "internal/query", "nouns", "github.com/a-h/templ"},
	"web/project":                              {"web/project/baseline", "web/page", "web/project/fix", "web/project/manifest", "web/project/ownwords", "web/project/brief", "web/project/checks", "web/project/facts", "web/project/fundcard", "web/project/verdict", "web/ui", "web/ui/chart", "web/ui/table", "internal/change", "internal/exchange", "internal/explain", "nouns", "internal/query", "internal/score", "github.com/a-h/templ", "internal/reply"},
	"web/project/brief":                        {"web/page", "web/project/decided", "web/project/facts", "web/project/fundcard", "web/project/verdict", "web/ui", "web/ui/chart", "web/ui/table", "internal/explain", "nouns", "internal/query", "internal/remedy", "internal/score", "github.com/a-h/templ"},
	"web/project/fundcard":                     {"internal/decision", "web/project/decided", "web/page", "web/project/facts", "web/ui", "web/ui/table", "internal/explain", "nouns", "internal/portfolio", "internal/query", "internal/remedy", "github.com/a-h/templ"},
	"web/project/decided":                      {"web/page", "web/ui/table", "internal/decision", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/project/verdict":                      {"web/page", "web/ui", "web/ui/chart", "web/ui/table", "internal/explain", "nouns", "internal/query", "internal/score", "github.com/a-h/templ"},
	"web/project/checks":                       {"web/page", "web/ui", "web/ui/chart", "web/ui/table", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ", "internal/reply"},
	"web/listing":                              {"web/feed", "web/page", "web/ui", "web/ui/table", "internal/exchange", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/matrix":                               {"web/listing", "web/page", "web/ui", "internal/exchange", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/ranking":                              {"web/listing", "web/page", "web/ui", "web/ui/chart", "web/ui/ranked", "web/ui/table", "internal/explain", "nouns", "internal/query", "internal/remedy", "github.com/a-h/templ"},
	"web/mapping":                              {"web/listing", "web/page", "web/ui", "web/ui/chart", "web/ui/ranked", "web/ui/table", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/login":                                {"internal/access", "internal/explain", "web/page", "web/ui", "nouns", "github.com/a-h/templ"},
	"web/shortlist":                            {"internal/decision", "internal/httpx", "web/page", "web/ui", "web/ui/table", "internal/exchange", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/practice":                             {"web/page", "web/ui", "web/ui/chart", "web/ui/table", "internal/exchange", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ"},
	"web/project/facts":                        {"web/ui", "web/ui/chart", "web/ui/table", "internal/explain", "nouns", "internal/query", "github.com/a-h/templ", "internal/reply"},
	"web/static":                               {},
	"web/wellknown":                            {"web/page", "nouns", "internal/httpx", "internal/query"},
	"web/ui":                                   {"web/ui/chart", "nouns", "github.com/a-h/templ", "internal/explain"},
	"web/ui/table":                             {"web/ui", "github.com/a-h/templ"},
	"web/ui/ranked":                            {"web/ui", "web/ui/chart", "nouns", "internal/query", "github.com/a-h/templ", "internal/explain"},
	"web/ui/chart":                             {"internal/explain", "nouns", "github.com/a-h/templ"},
	"cmd/plumbline":                            {"internal/app", "internal/app/schedule", "internal/app/sources", "internal/app/usage", "internal/backtest", "internal/cli", "nouns", "internal/source/ossf", "internal/curated", "internal/explain", "internal/synth", "internal/threshold", "github.com/alecthomas/kong", "internal/access", "golang.org/x/term", "web/reports"},
	"cmd/fakegithub":                           {"internal/source/github/githubtest"},
	".ci":                                      {},
	".ci/proxy":                                {"golang.org/x/mod"},
}

// testOnly are packages no other build than a test may reach; the exceptions
// are the program that shows what a test would see.
var testOnly = map[string][]string{
	"internal/testkit":                         {},
	"internal/store/storetest":                 {},
	"internal/source/github/githubtest":        {"cmd/fakegithub"},
	"internal/source/github/githubtest/schema": {},
	"testdata/github":                          {},
}

type pkg struct {
	ImportPath string
	Standard   bool
	Imports    []string
	Module     *struct{ Path string }
}

func TestImports_followTheMap(t *testing.T) {
	t.Parallel()
	packages := goList(t)
	std := map[string]bool{}
	for _, p := range packages {
		if p.Standard {
			std[p.ImportPath] = true
		}
	}
	for _, p := range packages {
		rel, ours := strings.CutPrefix(p.ImportPath, module+"/")
		if !ours {
			continue
		}
		rule, ok := ruleFor(rel)
		if !ok {
			t.Errorf("%s has no row in the map of allowed imports", rel)
			continue
		}
		for _, imp := range p.Imports {
			if target, ours := strings.CutPrefix(imp, module+"/"); ours {
				if except, only := testOnly[target]; only && !isTestOnly(rel) && !slices.Contains(except, rel) {
					t.Errorf("%s imports %s, which is for tests", rel, target)
				}
				if !permits(rule, target, true) {
					t.Errorf("%s imports %s", rel, target)
				}
			} else if !std[imp] && imp != "C" && !permits(rule, imp, false) {
				t.Errorf("%s imports %s", rel, imp)
			}
		}
	}
}

// The queue opens a pool of its own and hands it to River; see the next test.
func TestSQL_livesInTheStoreAlone(t *testing.T) {
	t.Parallel()
	for _, p := range goList(t) {
		rel, ours := strings.CutPrefix(p.ImportPath, module+"/")
		if !ours || strings.HasPrefix(rel, "internal/store") || rel == "internal/queue" {
			continue
		}
		for _, imp := range p.Imports {
			if strings.HasPrefix(imp, "database/sql") {
				t.Errorf("%s imports %s; all SQL is in internal/store", rel, imp)
			}
		}
	}
}

// The queue imports database/sql to open the pool River works with, and says no
// SQL itself: of the package it uses Open and what has no statements.
func TestQueue_opensAPoolAndSaysNoSQL(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("queue/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, error %v", len(files), err)
	}
	opened := false
	selectors(t, files, func(name, of, what string) {
		if of == "sql" {
			opened = opened || what == "Open"
			if what != "Open" {
				t.Errorf("%s uses sql.%s", name, what)
			}
		}
		switch strings.TrimSuffix(what, "Context") {
		case "Exec", "Query", "QueryRow", "Prepare", "BeginTx", "Where":
			t.Errorf("%s uses %s; all SQL is in internal/store", name, what)
		}
	})
	if !opened {
		t.Error("the queue opens no pool: take it out of the exceptions")
	}
}

// The default client has no time-out, knows the environment's tokens through
// libraries that wrap it, and is shared by everybody: whoever asks a host has a
// client of its own. Scorecard's library uses it, so the child that runs it is
// where it is replaced.
func TestDefaultClient_isUsedByNobody(t *testing.T) {
	t.Parallel()
	for _, p := range goList(t) {
		rel, ours := strings.CutPrefix(p.ImportPath, module+"/")
		if !ours || rel == "internal/source/ossf" {
			continue
		}
		files, err := filepath.Glob(filepath.Join("..", rel, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		selectors(t, files, func(name, of, what string) {
			switch what {
			case "DefaultClient", "DefaultTransport", "Get", "Head", "Post", "PostForm":
				if of == "http" {
					t.Errorf("%s uses http.%s", name, what)
				}
			}
		})
	}
}

// selectors calls fn for every "of.what" in the files that are no tests; of is
// empty where it is no plain name.
func selectors(t *testing.T, files []string, fn func(name, of, what string)) {
	t.Helper()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				of := ""
				if x, ok := sel.X.(*ast.Ident); ok {
					of = x.Name
				}
				fn(name, of, sel.Sel.Name)
			}
			return true
		})
	}
}

func isTestOnly(rel string) bool {
	_, only := testOnly[rel]
	return only
}

func ruleFor(rel string) ([]string, bool) {
	best := ""
	for prefix := range allowed {
		if (rel == prefix || strings.HasPrefix(rel, prefix+"/")) && len(prefix) > len(best) {
			best = prefix
		}
	}
	return allowed[best], best != ""
}

// permits reports whether a rule names the import: exactly for our own
// packages, by module for others.
func permits(rule []string, imp string, ours bool) bool {
	for _, r := range rule {
		if r == "*" || imp == r || r == "nouns" && slices.Contains(nouns, imp) || !ours && strings.HasPrefix(imp, r+"/") {
			return true
		}
	}
	return false
}

func goList(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Imports", "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	d := json.NewDecoder(strings.NewReader(string(out)))
	for d.More() {
		var p pkg
		if err := d.Decode(&p); err != nil {
			t.Fatalf("go list: %v", err)
		}
		all = append(all, p)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ImportPath < all[j].ImportPath })
	return all
}
