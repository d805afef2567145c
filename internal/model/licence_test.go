package model

import "testing"

func TestOpens_whoMayChooseIsFree(t *testing.T) {
	t.Parallel()
	r := ScorecardRule{OpenLicences: []string{"MIT", "Apache-2.0", "AGPL-3.0", "GPL-2.0"}}
	for text, want := range map[string][2]bool{
		"MIT": {true, true}, "mit": {true, true}, "MIT OR Apache-2.0": {true, true}, "AGPL-3.0 OR SSPL-1.0": {true, true},
		"GPL-2.0-or-later": {true, true}, "GPL-2.0-only WITH Classpath-exception-2.0": {true, true}, "MIT AND Apache-2.0": {true, true},
		"SSPL-1.0": {false, true}, "SSPL-1.0 OR Elastic-2.0": {false, true}, "FSL-1.1-MIT": {false, true}, "MIT AND BUSL-1.1": {false, true},
		"MIT AND BUSL-1.1 OR GPL-2.0": {true, true}, "MIT-0": {false, true}, // not on this list
		"other": {false, false}, "several": {false, false}, "": {false, false},
	} {
		if open, sure := r.Opens(text); open != want[0] || sure != want[1] {
			t.Errorf("%s: open %v, sure %v, want %v", text, open, sure, want)
		}
	}
}
