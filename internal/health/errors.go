package health

import (
	"errors"
)

// What callers branch on with errors.Is.
var (
	// ErrNotFound: the project, run or list is not in the store.
	ErrNotFound = errors.New("not found")
	// ErrNotKept: the run was published, and its ranking is not in the store (yet).
	ErrNotKept = errors.New("this run has no stored ranking yet, because an older version published it")
	// ErrUnfinished: the run cannot be published, some projects have no answer yet.
	ErrUnfinished = errors.New("projects of the run have no answer yet")
	// ErrOlder: figures of a past instant would take the place of newer ones.
	ErrOlder = errors.New("newer figures are stored; collect a past instant into a separate database")
	// ErrBadQuery: a query parameter has a value that is not allowed.
	ErrBadQuery = errors.New("bad query")
	// ErrTampered: a bundle's contents do not match its checksum.
	ErrTampered = errors.New("checksum mismatch")
)
