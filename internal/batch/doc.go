// Package batch puts questions that several ask at nearly the same time into
// one request. It knows when to wait for others and when that is of no use, and
// gives each its own answer; what is asked, and of whom, it must not know.
//
// Nobody waits for nothing: whoever is alone at work is told at once to ask
// alone, in the way it would if there were no such package. So is everybody
// when asking together went wrong.
package batch

import (
	"errors"
	"time"
)

// ErrAlone tells whoever asked to ask by itself: nobody else had a question, or
// asking together failed. It says nothing of the host.
var ErrAlone = errors.New("to be asked alone")

// Answer is what became of one question.
type Answer[A any] struct {
	Value A
	// Err is an error of this question, ErrAlone among them.
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

// The times of a Crowd by default. Of sixteen at work, of whom one has a question
// each fourth of a second, five are together within the time. Two wait for each
// other no longer than a request takes; once they met they go on side by side and
// hardly wait at all.
const (
	defaultEach    = 100 * time.Millisecond
	defaultLongest = 1200 * time.Millisecond
	defaultBack    = time.Second
)
