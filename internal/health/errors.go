package health

import (
	"errors"
	"fmt"
)

// What callers branch on with errors.Is.
var (
	// ErrNotFound: the project, run or list is not in the store.
	ErrNotFound = errors.New("not found")
	// ErrNotKept: the run was published, and its ranking is not in the store (yet).
	ErrNotKept = errors.New("the ranking of this run is not kept: it was published by an older version and is still to be filled in")
	// ErrUnfinished: the run cannot be published, some projects have no answer yet.
	ErrUnfinished = errors.New("projects of the run have no answer yet")
	// ErrOlder: figures of a past instant would take the place of newer ones.
	ErrOlder = errors.New("newer figures are stored: collect a past instant into a database of its own")
	// ErrBadRepository: not a repository address we accept.
	ErrBadRepository = errors.New("not a repository: use owner/name (on github.com), host/path or https://host/path")
	// ErrBadQuery: a query parameter has a value that is not allowed.
	ErrBadQuery = errors.New("bad query")
	// ErrUnavailable: the repository cannot be read now (missing mirror, network, corrupted).
	ErrUnavailable = errors.New("repository unavailable")
	// ErrNoCopy: unavailable, and the network was not to be used.
	ErrNoCopy = fmt.Errorf("%w: no copy at hand and the network is not to be used", ErrUnavailable)
	// ErrGone: unavailable, and its host has said so on three days.
	ErrGone = fmt.Errorf("%w: gone from its host", ErrUnavailable)
	// ErrBlocked: unavailable, its host does not show it for legal reasons.
	ErrBlocked = fmt.Errorf("%w: not shown for legal reasons", ErrUnavailable)
	// ErrReused: the address belongs to another repository now, so nothing any
	// source reads there is about the project.
	ErrReused = fmt.Errorf("%w: its address belongs to another repository now", ErrUnavailable)
	// ErrPublisher: published results cannot be had now. It says nothing of the
	// repository.
	ErrPublisher = fmt.Errorf("%w: its published results", ErrUnavailable)
	// ErrEmpty: the repository has no commits, or none before the as-of instant.
	ErrEmpty = errors.New("no commits")
	// ErrPartialTree: some of the tree's contents could not be read.
	ErrPartialTree = errors.New("tree is partial")
	// ErrLimit: a size or time limit was reached.
	ErrLimit = errors.New("limit reached")
	// ErrTampered: a bundle's contents do not match its checksum.
	ErrTampered = errors.New("checksum mismatch")
)
