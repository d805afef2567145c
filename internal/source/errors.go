package source

import (
	"errors"
	"fmt"
)

// What sources return, to be told apart with errors.Is.
var (
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
)
