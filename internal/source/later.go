package source

import (
	"fmt"
	"time"
)

// LaterError is returned by a source that must not send requests before an instant. It is a rate
// limit, not an answer. The project is observed again after it, and nothing is recorded until then.
type LaterError struct {
	At  time.Time
	Err error // the cause
}

// Error returns the instant and the cause.
func (e *LaterError) Error() string {
	return fmt.Sprintf("not before %s: %v", e.At.UTC().Format(time.RFC3339), e.Err)
}

// Unwrap returns the cause.
func (e *LaterError) Unwrap() error { return e.Err }
