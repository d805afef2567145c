package health

import (
	"time"
)

// Answer is what one project said in one run.
type Answer struct {
	Attempt   Attempt
	Snapshots []Snapshot
}

// Mark is what tells whether anything that is known of a project may have changed:
// while two are equal, it is not.
type Mark struct {
	// Revision counts what was recorded of it. Attempt is the run of its newest answer,
	// Run the one whose ranking it stands in; 0: none.
	Revision, Attempt, Run int64
	// Checked is when its host was last asked where it is; zero: never.
	Checked time.Time
}
