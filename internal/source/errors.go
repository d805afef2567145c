package source

import (
	"errors"
	"fmt"
)

// Errors that sources return. Callers distinguish them with errors.Is.
var (
	// ErrUnavailable means that the repository cannot be read now (missing mirror, network,
	// corrupted).
	ErrUnavailable = errors.New("repository unavailable")
	// ErrNoCopy means unavailable because there is no local copy and the network is not allowed.
	ErrNoCopy = fmt.Errorf("%w: no local copy, and the network is not used", ErrUnavailable)
	// ErrGone means unavailable because its host reported it missing on three days.
	ErrGone = fmt.Errorf("%w: gone from its host", ErrUnavailable)
	// ErrBlocked means unavailable because its host does not show it for legal reasons.
	ErrBlocked = fmt.Errorf("%w: not shown for legal reasons", ErrUnavailable)
	// ErrReused means that the address now belongs to another repository, so nothing that a source
	// reads there describes the project.
	ErrReused = fmt.Errorf("%w: its address belongs to another repository now", ErrUnavailable)
	// ErrPublisher means that published results are not available now. It does not concern the
	// repository.
	ErrPublisher = fmt.Errorf("%w: its published results", ErrUnavailable)
	// ErrEmpty means that the repository has no commits, or none before the as-of instant.
	ErrEmpty = errors.New("no commits")
	// ErrPartialTree means that some contents of the tree could not be read.
	ErrPartialTree = errors.New("tree is partial")
	// ErrLimit means that a size or time limit was reached.
	ErrLimit = errors.New("limit reached")
)
