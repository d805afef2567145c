// Package batch joins questions that several workers ask at nearly the same time into one request.
// It decides when to wait for others and when waiting cannot help, and gives each worker its own
// answer. It does not know what is asked, nor of which service.
//
// No worker waits in vain: the only active worker gets ErrAlone at once and then works as it would
// without this package. The same applies to all workers after a failed batch.
package batch

import (
	"errors"
	"time"
)

// ErrAlone makes the caller send its question alone: there was no other question, or the batch
// failed. It does not concern the host.
var ErrAlone = errors.New("to be asked alone")

// Answer is the result of one question.
type Answer[A any] struct {
	Value A
	// Err is the error of this question, e.g. ErrAlone.
	Err error
}

// Fail returns the same error for each of n questions.
func Fail[A any](n int, err error) []Answer[A] {
	out := make([]Answer[A], n)
	for i := range out {
		out[i].Err = err
	}
	return out
}

// The default times of a Crowd. With sixteen active workers, one of which has a question every
// quarter of a second, five meet within the time. Two workers wait for each other no longer than a
// request takes; once they met, they continue in step and hardly wait.
const (
	defaultEach    = 100 * time.Millisecond
	defaultLongest = 1200 * time.Millisecond
	defaultBack    = time.Second
)
