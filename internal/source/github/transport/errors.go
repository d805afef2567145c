package transport

import (
	"errors"
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// What callers branch on with errors.Is, beside the sentinels of health.
var (
	// ErrForeign: the address is neither the API nor where it keeps archives, so
	// nothing was sent. It wraps source.ErrUnavailable.
	ErrForeign = fmt.Errorf("%w: not an address of the API", source.ErrUnavailable)
	// ErrConfig: the credentials or addresses given cannot be used.
	ErrConfig = errors.New("github")
)

// RefusedError is what a request returns when the host has refused every
// credential there is. It wraps source.ErrUnavailable and never holds a token.
type RefusedError struct {
	// Owners are the labels of the credentials refused, sorted, each once.
	Owners []string
	// Err is what came in the way of the last one; nil when it was a plain 401.
	Err error
}

// Error names the owners.
func (e *RefusedError) Error() string {
	s := "github: the token of " + strings.Join(e.Owners, ", ") + " was refused (401): it expired, was revoked or was mistyped"
	if e.Err != nil {
		s = "github: no token of " + strings.Join(e.Owners, ", ") + " can be used: " + e.Err.Error()
	}
	return s
}

// Unwrap returns source.ErrUnavailable and the cause.
func (e *RefusedError) Unwrap() []error {
	if e.Err == nil {
		return []error{source.ErrUnavailable}
	}
	return []error{source.ErrUnavailable, e.Err}
}
