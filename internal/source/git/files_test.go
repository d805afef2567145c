package git

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
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

// A file of its own that names nobody is another thing than none: the owner's does not apply.
func TestObserve_aFundingFileThatNamesNobody(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ path, reason string }{
		"its own": {".github/FUNDING.yml", funding.NoneNamed}, "none": {"other/FUNDING.yml", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := testkit.NewRepo(t)
			r.Commit(testkit.Commit{At: at("2024-01-01"), Files: map[string]string{tc.path: "# github: x\n"}})
			_, ins := observe(t, r, time.Time{})
			want(t, ins, map[string]string{"funding_channels": "[]"})
			if got := ins.Field(field.FundingChannels).Reason; got != tc.reason {
				t.Errorf("reason %q, want %q", got, tc.reason)
			}
		})
	}
}
