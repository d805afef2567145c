// Package usage tells a wrong argument from a failure: the program ends with
// another code. It knows nothing of any command.
package usage

import "fmt"

// Error is a wrong argument that was found after parsing: exit code 2.
type Error struct{ text string }

// Error returns what is wrong and what is allowed.
func (e *Error) Error() string { return e.text }

// Errorf returns an *Error; it wraps nothing.
func Errorf(format string, args ...any) error { return &Error{fmt.Sprintf(format, args...)} }
