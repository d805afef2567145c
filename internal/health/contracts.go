package health

import (
	"time"
)

// Answer is the result of one project in one run.
type Answer struct {
	Attempt   Attempt
	Snapshots []Snapshot
}

// Mark identifies the stored state of a project. If two marks are equal, nothing stored about the
// project changed between them.
type Mark struct {
	// Revision counts the records stored for the project. Attempt is the run of its newest answer.
	// Run is the run whose ranking contains it. 0 means none.
	Revision, Attempt, Run int64
	// Checked is when the repository host was last asked for the location; zero means never.
	Checked time.Time
}
