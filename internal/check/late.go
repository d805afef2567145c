package check

import (
	"cmp"
	"fmt"
	"time"
)

// Late says why a result, or an input, is not of the instant of its snapshot. One without a value
// says that its last value may stay. The zero value means that it is not late.
type Late struct {
	// Whom names the service that gave no answer: "OSV (api.osv.dev)". It is empty if nobody else is
	// at fault.
	Whom string `json:"whom,omitempty"`
	// Why is what happened, without a full stop: "it answers 500".
	Why string `json:"why"`
	// On is the instant of the last try.
	On time.Time `json:"on,omitzero"`
	// Own means that the files of the project itself cannot be read. Such a value does not become
	// unknown with age: a project could otherwise blank its own bad results.
	Own bool `json:"own,omitempty"`
}

// IsZero reports whether it says nothing.
func (l Late) IsZero() bool { return l == Late{} }

// Part returns who or what failed, for counting: the service, "a check of the files", or the source
// that has the result.
func (l Late) Part(source string) string {
	if l.Own {
		return "a check of the files"
	}
	return cmp.Or(l.Whom, source)
}

// String returns the sentence without a full stop: "OSV (api.osv.dev) could not be asked on
// 2026-12-01: it answers 500".
func (l Late) String() string {
	day := l.On.UTC().Format(time.DateOnly)
	if l.Whom == "" {
		return fmt.Sprintf("not read on %s: %s", day, l.Why)
	}
	return fmt.Sprintf("%s could not be asked on %s: %s", l.Whom, day, l.Why)
}
