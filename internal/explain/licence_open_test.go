package explain

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func TestOpenLicence_whoMayChooseIsFree(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"MIT": "MIT", "MIT OR Apache-2.0": "MIT OR Apache-2.0", "AGPL-3.0 OR SSPL-1.0": "AGPL-3.0 OR SSPL-1.0",
		"SSPL-1.0": "", "SSPL-1.0 OR Elastic-2.0": "", "FSL-1.1-MIT": "", "MIT AND BUSL-1.1": "", "other": "", "several": "",
	} {
		if got := OpenLicence(health.ObsText(field.Licence, text)); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
