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

// Of several files the one counts that the host shows.
func TestObserve_theFundingFileThatTheHostShows(t *testing.T) {
	t.Parallel()
	for channels, files := range map[string]map[string]string{
		`["tidelift"]`:            {".github/FUNDING.yml": "tidelift: x\n", "FUNDING.yml": "ko_fi: x\n", "docs/FUNDING.yml": "patreon: x\n"},
		`["ko_fi"]`:               {"FUNDING.yml": "ko_fi: x\n", "docs/FUNDING.yml": "patreon: x\n"},
		`["patreon"]`:             {"docs/FUNDING.yml": "patreon: x\n"},
		`["github","thanks_dev"]`: {".github/FUNDING.yml": "github: [a, b]\nthanks-dev: gh/x\n"},
	} {
		r := testkit.NewRepo(t)
		r.Commit(testkit.Commit{At: at("2024-01-01"), Files: files})
		_, ins := observe(t, r, time.Time{})
		want(t, ins, map[string]string{"funding_channels": channels})
	}
}

func TestObserve_plansOfFundingJSON(t *testing.T) {
	t.Parallel()
	const good = `{"entity": {}, "funding": {"channels": [{"guid": "k", "type": "bank"}], "plans": [{"name": "A", "status": "active", "amount": 5, "currency": "EUR", "frequency": "yearly", "channels": ["k"]}]}}`
	bad := strings.Replace(good, `"amount": 5`, `"amount": -5`, 1)
	both := strings.Replace(good, `"plans": [`, `"plans": [{"name": "B"}, `, 1)
	const list = `["active 5 EUR yearly A"]`
	for name, tc := range map[string]struct {
		files         map[string]string
		value, reason string
	}{
		"root":        {map[string]string{"funding.json": good}, list, ""},
		"well-known":  {map[string]string{".github/.well-known/funding.json": good}, list, ""},
		"nearest":     {map[string]string{"funding.json": good, "docs/funding.json": bad}, list, ""},
		"one is bad":  {map[string]string{"funding.json": both}, list, "left out, because not valid: plans[0].status"},
		"none":        {map[string]string{"src/funding.json": good, "funding.jsonl": good}, "[]", ""},
		"no plan":     {map[string]string{"funding.json": `{"entity": {}, "funding": {"channels": [], "plans": []}}`}, "[]", funding.NoPlan},
		"all are bad": {map[string]string{"funding.json": bad}, "unknown", "funding.json has no valid plan: plans[0].amount"},
		"other form":  {map[string]string{"funding.json": `["https://example.org"]`}, "unknown", "funding.json is not in the form that its schema describes"},
		"elsewhere":   {map[string]string{".github/.well-known/funding-manifest-urls": "https://example.org/funding.json"}, "unknown", "the tree names a funding.json that is kept elsewhere, which is not read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := testkit.NewRepo(t)
			r.Commit(testkit.Commit{At: at("2024-01-01"), Files: tc.files})
			_, ins := observe(t, r, time.Time{})
			want(t, ins, map[string]string{"funding_plans": tc.value})
			if got := ins.Field(field.FundingPlans); got.Reason != tc.reason || !strings.HasPrefix(got.Version, "git/6 (") || !strings.HasPrefix(ins.Field(field.Licence).Version, "git/5 (") {
				t.Errorf("reason %q, version %q", got.Reason, got.Version)
			}
		})
	}
}
