package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

var (
	// ErrNone means that the host has nothing there (404 or 410). It is an answer, so unlike an
	// Error it does not wrap source.ErrUnavailable.
	ErrNone = errors.New("there is nothing of that name")
	// ErrQuestion may be wrapped by an error of Question.Reduce: the answer is not usable, and the
	// host is not at fault.
	ErrQuestion = errors.New("this answer cannot be used")
)

// Error is why a host did not answer. It wraps source.ErrUnavailable and its cause, e.g.
// StatusError, SlowError, RestError or source.ErrLimit.
type Error struct {
	Host string
	Err  error
}

// Error returns the cause with the name of the host.
func (e *Error) Error() string {
	return fmt.Sprintf("%v: %s: %v", source.ErrUnavailable, e.Host, e.Err)
}

// Refused returns the host and what happened in words for people, without addresses and without
// words of the host other than its status.
func (e *Error) Refused() (host, why string) {
	var (
		status *StatusError
		slow   *SlowError
		rest   *RestError
		remote *url.Error
		dns    *net.DNSError
	)
	switch {
	case errors.As(e.Err, &status):
		why = status.Error()
	case errors.As(e.Err, &slow):
		why = "it gave no answer within " + slow.After.String()
	case errors.As(e.Err, &rest):
		why = "it failed before and is left alone until " + rest.Until.UTC().Format("15:04") + " UTC"
	case errors.Is(e.Err, ErrTimeout), errors.Is(e.Err, context.DeadlineExceeded):
		why = "it gave no answer in time"
	case errors.Is(e.Err, source.ErrLimit):
		why = "its answer is too large"
	case errors.Is(e.Err, errUsable):
		why = "its answer cannot be used"
	case errors.Is(e.Err, ErrInternal):
		why = "it is at an internal address, which is not asked (--allow-networks allows networks of your own)"
	case errors.Is(e.Err, errAway):
		why = "it redirects to another host, which is not asked"
	case errors.As(e.Err, &dns):
		why = "its name could not be resolved"
	case errors.As(e.Err, &remote) && remote.Timeout():
		why = "it gave no answer in time"
	default:
		why = "the connection failed"
	}
	return e.Host, why
}

// Why returns what happened for people: that of a service, or the error itself.
func Why(err error) string {
	if _, why, ok := source.RefusalOf(err); ok {
		return why
	}
	return err.Error()
}

// errUsable is an answer that arrived and is not what it should be.
var errUsable = errors.New("its answer cannot be used")

// errAway is a redirect to another host, or beyond the most that are followed.
var errAway = errors.New("a redirect")

// Unwrap returns source.ErrUnavailable and the cause.
func (e *Error) Unwrap() []error { return []error{source.ErrUnavailable, e.Err} }

// StatusError is a response with a status other than 200, 304, 404 and 410.
type StatusError struct {
	Code   int
	Status string // "502 Bad Gateway"
}

// Error returns the status of the host.
func (e *StatusError) Error() string { return "it answers " + e.Status }

// SlowError means that the response was not complete in time.
type SlowError struct{ After time.Duration }

// Error returns how long the client waited.
func (e *SlowError) Error() string { return fmt.Sprintf("no answer within %s", e.After) }

// RestError means that the host asked for a pause or kept failing, so no request was sent.
type RestError struct{ Until time.Time }

// Error returns the end of the pause.
func (e *RestError) Error() string {
	return "not to be asked before " + e.Until.UTC().Format(time.RFC3339)
}

// fault is an error with whether a retry may help.
type fault struct {
	error
	// final: a retry changes nothing. alone: nor does the error concern the host, which works.
	final, alone bool
}

func (f *fault) Unwrap() error { return f.error }

// final returns the error of a question that is not retried.
func final(err error) error { return &fault{error: err, final: true} }

// alone returns a final error that does not concern the host.
func alone(err error) error { return &fault{error: err, final: true, alone: true} }

// faultOf returns the fault of an error. Other errors may be retried.
func faultOf(err error) fault {
	if f := (*fault)(nil); errors.As(err, &f) {
		return *f
	}
	return fault{}
}

// refused is a response without a usable body. A server error may be temporary. A refused
// permission concerns every question.
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
