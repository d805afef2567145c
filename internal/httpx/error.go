package httpx

import (
	"errors"
	"net/http"
)

// Error is a failure with its HTTP status. Public is shown to the reader; the cause is only logged.
type Error struct {
	Status int
	Public string
	Cause  error
}

// Error returns the public text and the cause, for the log.
func (e *Error) Error() string {
	if e.Cause == nil {
		return e.Public
	}
	return e.Public + ": " + e.Cause.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Status returns the HTTP status for an error: that of an Error in its chain, otherwise 500.
func Status(err error) int {
	var e *Error
	if errors.As(err, &e) && e.Status != 0 {
		return e.Status
	}
	return http.StatusInternalServerError
}

// Public returns the text of an Error in the chain, or the status text.
func Public(err error) string {
	var e *Error
	if errors.As(err, &e) && e.Public != "" {
		return e.Public
	}
	return http.StatusText(Status(err))
}

// Handler answers a request or returns an error. It must return an error before it writes anything.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Fail writes the response for an error. There is one per server.
type Fail func(w http.ResponseWriter, r *http.Request, err error)

// Handle returns the handler as an http.Handler that passes errors to fail.
func Handle(h Handler, fail Fail) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			fail(w, r, err)
		}
	})
}
