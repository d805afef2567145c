package curated

import (
	"errors"
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// Tells reports whether the error has the problem that want names, as "rule place |
// value | value": its rule, a part of "file:line: field:", and what its message
// must say. The words of the message do not matter.
func Tells(err error, want string) bool {
	head, rest, _ := strings.Cut(want, " | ")
	rule, place, _ := strings.Cut(head, " ")
	var values []string
	if rest != "" {
		values = strings.Split(rest, " | ")
	}
	var all Problems
	errors.As(err, &all)
	for _, p := range all {
		at := fmt.Sprintf("%s:%d: %s:", p.File, p.Line, p.Field)
		if string(p.Rule) == rule && strings.Contains(at, place) && testkit.Unsaid(p.Message, values...) == nil {
			return true
		}
	}
	return false
}
