package proof_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/proof"
)

// Every valid spelling of a package makes the same command.
func TestOf_packagesInAnySpelling(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		id   field.ID
		purl string
		want string
	}{
		{field.Downloads30d, "pkg:npm/@acme/tool@1.2.3", "last-month/@acme/tool'"},
		{field.Downloads30d, "pkg:npm/%40acme%2Ftool#lib", "last-month/@acme/tool'"},
		{field.RegistryRelease, "pkg:PyPI/Acme_Tool?x=y", "/pypi/acme-tool/json'"},
		{field.Publishers, "pkg:npm/%40acme/tool", "/@acme%2Ftool'"},
		{field.AdvisoriesUnpatched, "pkg:npm/@acme/tool@1.2.3", `"pkg:npm/%40acme/tool"`},
	} {
		p := proof.Of(tc.id, subject("https://github.com/acme/tool", "v1.0", tc.purl))
		if len(p.Commands) != 1 || !strings.Contains(p.Commands[0].Run, tc.want) {
			t.Errorf("%s of %s: %+v, want %s", tc.id, tc.purl, p, tc.want)
		}
	}
	if p := proof.Of(field.Downloads30d, subject("https://github.com/acme/tool", "v1.0", "npm/tool")); p.Why == "" {
		t.Errorf("what is no package made a command: %+v", p)
	}
}
