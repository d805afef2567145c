package declared_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
)

func TestPlaceOf(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		path  string
		kind  declared.Kind // empty: not read
		wrong bool
	}{
		{"security-insights.yml", declared.SecurityInsights, false},
		{"SECURITY-INSIGHTS.yml", declared.SecurityInsights, false},
		{".github/security-insights.yml", declared.SecurityInsights, false},
		{".gitlab/security-insights.yml", declared.SecurityInsights, false},
		{"security-insights.yaml", declared.SecurityInsights, true},
		{"docs/security-insights.yml", declared.SecurityInsights, true},
		{"vendor/a/security-insights.yml", "", false},
		{"testdata/security-insights.yml", "", false},
		{".github/SECURITY.md", declared.SecurityPolicy, false},
		{"security.rst", declared.SecurityPolicy, false},
		{"docs/SECURITY-POLICY.adoc", declared.SecurityPolicy, false},
		{"doc/SECURITY.md", declared.SecurityPolicy, true},
		{"templates/SECURITY.md", "", false},
		{"security.go", "", false},
		{".clomonitor.yml", declared.CLOMonitor, false},
		{"clomonitor.yaml", declared.CLOMonitor, true},
		{"scorecard.yml", declared.Scorecard, false},
		{".scorecard.yml", declared.Scorecard, false},
		{".github/scorecard.yml", declared.Scorecard, false},
		{".github/.scorecard.yml", declared.Scorecard, true},
		{"scorecard.yaml", declared.Scorecard, true},
		{".github/workflows/scorecard.yml", "", false},
		{"SUPPORT.md", declared.Support, false},
		{"MAINTAINERS", declared.Maintainers, false},
		{"OWNERS.md", declared.Maintainers, false},
		{"OWNERS", declared.Owners, false},
		{"pkg/OWNERS", "", false},
		{"OWNERS_ALIASES", declared.OwnersAliases, false},
		{".github/CODEOWNERS", declared.CodeOwners, false},
		{"SECURITY_CONTACTS", declared.SecurityContacts, false},
		{"README.md", declared.Readme, false},
		{"lib/README.md", "", false},
		{".github/FUNDING.yml", declared.FundingFile, false},
		{".well-known/funding.json", declared.FundingManifest, false},
		{"../SECURITY.md", "", false},
		{"./SECURITY.md", "", false},
		{"", "", false},
	} {
		got, ok := declared.PlaceOf(row.path)
		if got.Kind != row.kind || ok != (row.kind != "") || (got.Wrong != "") != row.wrong {
			t.Errorf("%q: got %+v, %v", row.path, got, ok)
		}
		if ok && got.Kind.Label() == string(got.Kind) {
			t.Errorf("%q: the kind %s has no label", row.path, got.Kind)
		}
	}
}
