package git

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
)

func TestNameFacts_findsTheFiles(t *testing.T) {
	t.Parallel()
	var all []entry
	for _, p := range []string{
		".github/workflows/ci.yml", ".github/workflows/sub/x.yml", ".github/workflows/README.md", ".github/dependabot.yml", "renovate.json", "docs/SECURITY.md",
		".gitlab/CODEOWNERS", "GOVERNANCE.md", "deep/er/still/LICENSE", "LICENSE.txt", "COPYING", "src/governance.go",
	} {
		all = append(all, entry{path: p, mode: "100644", size: 2})
	}
	all = append(all, entry{path: "module", mode: "160000", size: -1}, entry{path: "link", mode: "120000", size: 3})
	f := nameFacts(all)
	if f.workflows != 1 || !f.security || !f.owners || !f.governance || f.files != 13 || f.bytes != 27 || f.absent != 0 {
		t.Errorf("got %+v", f)
	}
	if len(f.licences) != 2 || f.licences[0].path != "COPYING" || !slices.Equal(f.tools, []string{"Dependabot", "Renovate"}) {
		t.Errorf("licences %v, tools %v", f.licences, f.tools)
	}
}

// The bot list is data of its own; here it is read as plain lines to see that
// it tells the programs of real histories from people with similar names.
func TestBots_listTellsProgramsFromPeople(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "scorecards", "bots.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var rules []bots.Rule
	for _, m := range regexp.MustCompile(`(?m)^  - \{id: (\S+), pattern: '(.*?)', in: (\w+), why: ".+"\}$`).FindAllStringSubmatch(string(b), -1) {
		rules = append(rules, bots.Rule{ID: m[1], Pattern: m[2], In: m[3]})
	}
	bots, err := bots.New(rules)
	if err != nil || len(rules) < 50 {
		t.Fatalf("%d rules, %v", len(rules), err)
	}
	for _, tc := range []struct {
		name, mail string
		bot        bool
	}{
		{"dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", true},
		{"k8s-ci-robot", "x@example.org", true},
		{"GitHub", "noreply@github.com", true},
		{"Renovate Bot", "bot@renovateapp.com", true},
		{"anyone", "acme-bot@example.org", true},
		{"Weblate", "hosted@weblate.org", true},
		{"root", "root@host", true},
		{"acme CI", "x@y", true},
		{"Ada Example", "ada@users.noreply.github.com", false},
		{"Bob Abbott", "abbott@example.org", false},
		{"Jenny Jenkins", "jj@example.org", false},
		{"Lucia Ci", "lucia@example.org", true}, // a person: the price of the rule for names that end in CI
		{"Robert Otto", "robotto@example.org", false},
		{"GitHubber", "g@example.org", false},
	} {
		if got := bots.Match(tc.name, tc.mail); got != tc.bot {
			t.Errorf("%s <%s>: program %v, want %v", tc.name, tc.mail, got, tc.bot)
		}
	}
}

func TestNameFacts_updateToolsByTheirDocumentedNames(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"renovate.json": "Renovate", "renovate.json5": "Renovate", "renovate.jsonc": "Renovate", ".github/renovate.json": "Renovate", ".github/renovate.json5": "Renovate",
		".github/renovate.jsonc": "Renovate", ".gitlab/renovate.jsonc": "Renovate", ".renovaterc": "Renovate", ".renovaterc.json": "Renovate",
		".renovaterc.json5": "Renovate", ".renovaterc.jsonc": "Renovate", ".github/dependabot.yml": "Dependabot", ".github/dependabot.yaml": "Dependabot",
		"docs/renovate.json": "", "renovate.jsonx": "", "renovate.yaml": "", "renovate.md": "", "dependabot.yml": "", ".github/dependabot.json": "", "src/renovate.jsonc": "",
	} {
		f := nameFacts([]entry{{path: path, mode: "100644", size: 2}})
		if got := strings.Join(f.tools, " "); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
