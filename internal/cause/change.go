package cause

import (
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Cause is why a figure of a project differs between two runs. Every difference
// has exactly one; where several could be named, the first in the order of All
// is, because what comes later can be judged only when the earlier stood still.
type Cause string

// The causes.
const (
	Model      Cause = "model"      // other weights, curves or rules
	List       Cause = "list"       // the list's editors changed an entry
	Source     Cause = "source"     // figures come from elsewhere: own scan, published, imported
	Instrument Cause = "instrument" // another version of what measures, or other checks
	Coverage   Cause = "coverage"   // it became known, or unknown, or not applicable
	Clock      Cause = "clock"      // a window moved and nobody did anything
	Project    Cause = "project"    // what was measured changed
)

// All lists the causes in the order they are tested and applied.
var All = []Cause{Model, List, Source, Instrument, Coverage, Clock, Project}

// Change is one input of one project that differs between two runs.
type Change struct {
	Project string // slug
	Field   field.ID
	Axis    model.Axis // it enters; empty when it enters none
	// Counts is whether a score may depend on it: by an axis, a gate or the rule for
	// finished software.
	Counts        bool
	Before, After health.Input
	Cause         Cause
	// Why is the fact the cause was told by, in words, without a full stop.
	Why string
}

// Share is what one cause accounts for of a change of risk.
type Share struct {
	Cause  Cause
	Points float64 // of risk; the shares of a Difference sum to its change exactly
	Parts  []Part  // by input, largest first; they sum to Points
}

// Part is the points of a change of risk that one input, or the gate, accounts for.
type Part struct {
	Axis   model.Axis // empty for the gate
	Input  string
	Label  string
	Points float64
}

// Difference is everything that changed of one project between two runs.
type Difference struct {
	Project       string
	From, To      health.Run
	Before, After health.Score
	Changes       []Change // by All, then the catalogue's order
	Shares        []Share  // by All, those that are not 0; nil when risk is not known on both sides
	// Assumed says what the comparison had to take for granted, such as the model of
	// a run that was not kept; empty: nothing.
	Assumed string
}

// Notice is an instrument that moved many projects at once: one message in the
// place of one a project.
type Notice struct {
	Field field.ID // the check or figure that moved
	// Instrument names what measured it: source and version.
	Instrument string
	// Up is the direction. Moved of Compared projects, those that had the field
	// by that instrument on both sides, went that way; Mean is their mean change in
	// the field's unit.
	Up              bool
	Moved, Compared int
	Mean            float64
	// Still of those that moved are known to have been at one commit throughout, or
	// were measured by another version; StillMean is their mean change. 0 when no
	// commit is known.
	Still     int
	StillMean float64
	Projects  []string // slugs that moved that way, sorted
}

// Comparison is what differs of a list between two of its runs.
type Comparison struct {
	From, To    health.Run
	Differences []Difference // by slug, those too of which nothing differs
	Notices     []Notice
	// Assumed says what had to be taken for granted, as in Difference; empty: nothing.
	Assumed string
}
