package transport

import (
	"errors"
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Errors that callers check with errors.Is, beside those of health.
var (
	// ErrForeign means that the address is neither the API nor the archives' host, so nothing was
	// sent. It wraps source.ErrUnavailable.
	ErrForeign = fmt.Errorf("%w: not an address of the API", source.ErrUnavailable)
	// ErrConfig means that the credentials or addresses cannot be used.
	ErrConfig = errors.New("github")
)

// RefusedError is returned if the host has refused every credential. It wraps source.ErrUnavailable
// and never contains a token.
type RefusedError struct {
	// Owners are the labels of the refused credentials, sorted, each once.
	Owners []string
	// Err is the cause for the last one; nil for a plain 401.
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
