package ossf

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
)

func TestSecurityPolicy_namesTheFileThatWasJudged(t *testing.T) {
	t.Parallel()
	const other = "# A helper for security\n"
	for name, tc := range map[string]struct {
		files  map[string]string
		score  int
		judged string // the file that was read in the place of the policy
	}{
		"hidden":               {map[string]string{".agents/security.md": other, "SECURITY.md": policy}, 3, ".agents/security.md"},
		"hidden in upper case": {map[string]string{"A/SECURITY.MD": other, "SECURITY.md": policy}, 3, "A/SECURITY.MD"},
		"alone":                {map[string]string{"SECURITY.md": policy}, 10, ""},
		"other file later":     {map[string]string{"SECURITY.md": policy, "zoo/security.md": other}, 10, ""},
		"other file empty":     {map[string]string{".agents/security.md": "", "SECURITY.md": policy}, 10, ""},
		"other name":           {map[string]string{".agents/security.rst": other, "SECURITY.md": policy}, 10, ""},
		"in a folder":          {map[string]string{".agents/security.md": other, ".github/SECURITY.md": policy}, 10, ""},
	} {
		c := got(t, scan(t, tc.files, nil), "Security-Policy")
		said := ""
		for _, d := range c.Details {
			if strings.Contains(d.Text, "in the place of") {
				said = d.Path
			}
		}
		if c.State != check.Scored || c.Score != tc.score || said != tc.judged {
			t.Errorf("%s: %s %d, judged %q, want %d and %q; %+v", name, c.State, c.Score, said, tc.score, tc.judged, c.Details)
		}
	}
}
