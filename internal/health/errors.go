package health

import (
	"errors"
)

// Errors that callers check with errors.Is.
var (
	// ErrNotFound means that the project, run or list is not in the store.
	ErrNotFound = errors.New("not found")
	// ErrNotKept means that the run was published, but its ranking is not stored (yet).
	ErrNotKept = errors.New("this run has no stored ranking yet, because an older version published it")
	// ErrUnfinished means that the run cannot be published because some projects have no answer
	// yet.
	ErrUnfinished = errors.New("projects of the run have no answer yet")
	// ErrOlder means that figures of a past instant would replace newer ones.
	ErrOlder = errors.New("newer figures are stored; collect a past instant into a separate database")
	// ErrBadQuery means that a query parameter has a value that is not allowed.
	ErrBadQuery = errors.New("bad query")
	// ErrTampered means that the contents of a bundle do not match its checksum.
	ErrTampered = errors.New("checksum mismatch")
)
