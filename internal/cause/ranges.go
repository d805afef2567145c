package cause

// RangeCause is why the published range of ranks of a project differs between two runs. If several
// apply, it is the first in the order of AllRanges.
type RangeCause string

// The causes of another range.
const (
	RangeModel   RangeCause = "model"   // other weights, curves or rules
	RangeFigures RangeCause = "figures" // the project's own figures changed
	RangeMembers RangeCause = "members" // projects entered or left the ranked ones
	RangeRivals  RangeCause = "rivals"  // figures of other ranked projects changed
	RangeVersion RangeCause = "version" // another version of Plumbline published it
)

// AllRanges lists the causes in the order they are tested.
var AllRanges = []RangeCause{RangeModel, RangeFigures, RangeMembers, RangeRivals, RangeVersion}

// RangeMove is a project whose range of ranks differs.
type RangeMove struct {
	Project       string // slug
	Before, After [2]int // 5% and 95% of the draws
	Cause         RangeCause
}

// Ranges are the differences between the published ranges of two runs. All slugs are sorted.
type Ranges struct {
	// Ranked is how many projects have a range in both runs; Moves are those of them whose range
	// differs.
	Ranked int
	Moves  []RangeMove
	// Entered and Left are the projects with a range in only one of the runs. Changed are those in
	// both whose own figures differ.
	Entered, Left, Changed []string
}
