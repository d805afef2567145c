package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

var (
	// ErrNone is a host's answer that it has nothing there (404 or 410). It is an
	// answer: it does not wrap source.ErrUnavailable, as an Error does.
	ErrNone = errors.New("there is nothing of that name")
	// ErrQuestion may be wrapped by an error of Question.Reduce: the answer cannot
	// be used, and the host is not to blame.
	ErrQuestion = errors.New("this answer cannot be used")
)

// Error says why a host has not answered. It wraps source.ErrUnavailable and its
// cause, among them StatusError, SlowError, RestError and source.ErrLimit.
type Error struct {
	Host string
	Err  error
}

// Error names the host.
func (e *Error) Error() string {
	return fmt.Sprintf("%v: %s: %v", source.ErrUnavailable, e.Host, e.Err)
}

// Unwrap returns source.ErrUnavailable and the cause.
func (e *Error) Unwrap() []error { return []error{source.ErrUnavailable, e.Err} }

// StatusError is an answer that is none: a status other than 200, 304, 404 and 410.
type StatusError struct {
	Code   int
	Status string // "502 Bad Gateway"
}

// Error says what the host answers.
func (e *StatusError) Error() string { return "it answers " + e.Status }

// SlowError: the answer was not there, to its end, in time.
type SlowError struct{ After time.Duration }

// Error says how long was waited.
func (e *SlowError) Error() string { return fmt.Sprintf("no answer within %s", e.After) }

// RestError: the host said so or kept failing, so it was not asked.
type RestError struct{ Until time.Time }

// Error says until when.
func (e *RestError) Error() string {
	return "not to be asked before " + e.Until.UTC().Format(time.RFC3339)
}

// fault is an error and what it says of another try.
type fault struct {
	error
	// final: another try changes nothing. alone: nor does it say anything of the
	// host, which is well.
	final, alone bool
}

func (f *fault) Unwrap() error { return f.error }

// final returns the error of a question that is not sent again.
func final(err error) error { return &fault{error: err, final: true} }

// alone returns that, of a host that is well.
func alone(err error) error { return &fault{error: err, final: true, alone: true} }

// faultOf reads what an error says of another try; one that says nothing passes.
func faultOf(err error) fault {
	if f := (*fault)(nil); errors.As(err, &f) {
		return *f
	}
	return fault{}
}

// refused is an answer without a body we can use. One of the server may be
// better in a moment; one that we may not ask concerns every question.
func refused(res *http.Response) error {
	err := &StatusError{Code: res.StatusCode, Status: res.Status}
	switch s := res.StatusCode; {
	case s == http.StatusTooManyRequests, s == http.StatusServiceUnavailable:
		return final(err)
	case s >= http.StatusInternalServerError:
		return err
	case s == http.StatusUnauthorized, s == http.StatusForbidden, s == http.StatusProxyAuthRequired:
		return final(err)
	}
	return alone(err)
}
