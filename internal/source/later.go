package source

import (
	"fmt"
	"time"
)

// LaterError is what a source returns when it may not ask before an instant: a
// rate limit, not an answer. The project is asked again then, and nothing is
// recorded until it was.
type LaterError struct {
	At  time.Time
	Err error // what said so
}

// Error returns the instant and what said so.
func (e *LaterError) Error() string {
	return fmt.Sprintf("not before %s: %v", e.At.UTC().Format(time.RFC3339), e.Err)
}

// Unwrap returns what said so.
func (e *LaterError) Unwrap() error { return e.Err }
