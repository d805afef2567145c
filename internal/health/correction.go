package health

import "time"

// CorrectionKind is what the editors of a list decided.
type CorrectionKind string

// The kinds of correction.
const (
	// Corrected: an entry was wrong and was changed.
	Corrected CorrectionKind = "corrected"
	// OptDown: the page is shown without a rank.
	OptDown CorrectionKind = "opt_down"
	// Kept: a report was judged, and nothing was changed.
	Kept CorrectionKind = "kept"
)

// CorrectionKinds are all kinds.
var CorrectionKinds = []CorrectionKind{Corrected, OptDown, Kept}

// Correction is what the editors of a list decided about an entry on request, for everybody to read.
type Correction struct {
	Kind CorrectionKind
	What string // what was asked for or changed
	Why  string
	By   string // the role of who asked: maintainer, editor or reader; never a name
	Date string // YYYY-MM-DD, of the decision
	// Expires is the last day on which it applies, YYYY-MM-DD; empty: no end.
	Expires string
	URL     string // of the public request; empty: there is none
}

// Applies reports whether the correction applies at an instant.
func (c Correction) Applies(at time.Time) bool {
	day := at.UTC().Format(time.DateOnly)
	return c.Date <= day && (c.Expires == "" || day <= c.Expires)
}

// OptedDown returns the decision by which the project is shown without a rank at an instant.
func (p Project) OptedDown(at time.Time) (Correction, bool) {
	for _, c := range p.Corrections {
		if c.Kind == OptDown && c.Applies(at) {
			return c, true
		}
	}
	return Correction{}, false
}
