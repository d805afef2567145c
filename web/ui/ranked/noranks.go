package ranked

import "github.com/plumbline-scorecard/plumbline/internal/query"

// NoRanks says why a list without any rank has none: says is a word for programs, why a clause for
// people. A list whose editors have said nothing of criticality lacks that; others lack posture.
func NoRanks(o query.Summary) (says, why string) {
	if CriticalityUnknown(o) {
		return " lacks:criticality", "criticality is unknown: the list does not say what depends on its projects"
	}
	return "", "posture (how changes are reviewed and built) has not been collected"
}

// CriticalityUnknown reports whether too little is known of the criticality of every measured project.
func CriticalityUnknown(o query.Summary) bool {
	for _, w := range o.Why {
		if w.Code == "coverage_C" {
			return o.Measured > 0 && w.N >= o.Measured
		}
	}
	return false
}
