package source

import "errors"

// Refusal is an error with what happened in words for people. Errors that say more about the
// repository (ErrGone, ErrBlocked, …) have priority over the words.
type Refusal interface {
	error
	// Refused returns the service that gave no usable answer, and what happened, without a full
	// stop: "it answers 502 Bad Gateway". The service is empty if none is at fault; then the words
	// stand alone.
	Refused() (whom, why string)
}

// RefusalError is a Refusal in words that are known when it happens.
type RefusalError struct {
	Whom, Why string
	Err       error
}

// Error returns the text of the cause, for operators.
func (e *RefusalError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *RefusalError) Unwrap() error { return e.Err }

// Refused returns the service and the words.
func (e *RefusalError) Refused() (whom, why string) { return e.Whom, e.Why }

// RefusalOf returns the service and what happened, or false if the error has no words for people.
func RefusalOf(err error) (whom, why string, ok bool) {
	var r Refusal
	if !errors.As(err, &r) {
		return "", "", false
	}
	whom, why = r.Refused()
	return whom, why, true
}
