package cause

import (
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Cause is why a figure of a project differs between two runs. Every difference has exactly one
// cause. If several apply, it is the first in the order of All, because a later cause can be judged
// only if the earlier ones did not change.
type Cause string

// The causes.
const (
	Model      Cause = "model"      // other weights, curves or rules
	List       Cause = "list"       // the editors of the list changed an entry
	Source     Cause = "source"     // figures have another origin: own scan, published, imported
	Instrument Cause = "instrument" // another version of the instrument, or other checks
	Coverage   Cause = "coverage"   // it became known, unknown or not applicable
	Clock      Cause = "clock"      // a window moved without any activity
	Project    Cause = "project"    // the measured project changed
)

// All lists the causes in the order they are tested and applied.
var All = []Cause{Model, List, Source, Instrument, Coverage, Clock, Project}

// Change is one input of one project that differs between two runs.
type Change struct {
	Project string // slug
	Field   field.ID
	Axis    model.Axis // the input's axis; empty if it has none
	// Counts is whether a score may depend on it: through an axis, a gate or the rule for finished
	// software.
	Counts        bool
	Before, After health.Input
	Cause         Cause
	// Why is the fact from which the cause was derived, in words, without a full stop.
	Why string
}

// Share is the part of a change of risk that one cause explains.
type Share struct {
	Cause  Cause
	Points float64 // of risk; the shares of a Difference sum to its change exactly
	Parts  []Part  // by input, largest first; they sum to Points
}

// Part is the points of a change of risk that one input, or the gate, explains.
type Part struct {
	Axis   model.Axis // empty for the gate
	Input  string
	Label  string
	Points float64
}

// Difference is everything that changed for one project between two runs.
type Difference struct {
	Project       string
	From, To      health.Run
	Before, After health.Score
	Changes       []Change // in the order of All, then of the catalogue
	Shares        []Share  // in the order of All; nil if risk is unknown on either side
	// Assumed is what the comparison had to assume, e.g. the model of a run whose model was not
	// kept; empty means nothing.
	Assumed string
}

// Notice is an instrument that moved many projects at once: one message instead of one for each
// project.
type Notice struct {
	Field field.ID // the check or figure that moved
	// Instrument names what measured it: source and version.
	Instrument string
	// Up is the direction. Compared projects had the field from that instrument on both sides, and
	// Moved of them moved in that direction. Mean is their mean change in the field's unit.
	Up              bool
	Moved, Compared int
	Mean            float64
	// Still is how many of those that moved stayed at one commit, or were measured by another
	// version. StillMean is their mean change. 0 if no commit is known.
	Still     int
	StillMean float64
	Projects  []string // slugs that moved in that direction, sorted
}

// Comparison is the difference between two runs of a list.
type Comparison struct {
	From, To    health.Run
	Differences []Difference // by slug, including projects without differences
	Notices     []Notice
	// Ranges are the differences between the published ranges of ranks; zero if the ranking of one
	// of the runs is not kept.
	Ranges Ranges
	// Assumed is what the comparison had to assume, as in Difference; empty means nothing.
	Assumed string
}
