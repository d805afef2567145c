package scorecards

import (
	"fmt"
	"sort"
	"strings"
)

// Problem is one thing wrong in a curated file.
type Problem struct {
	File string
	Line int // from 1
	// Field is the path of the field, such as "projects[3].repositories[0].url";
	// empty when the file as a whole is meant.
	Field   string
	Message string
}

// String returns "file:line: field: message".
func (p Problem) String() string {
	if p.Field == "" {
		return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
	}
	return fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Field, p.Message)
}

// Problems is everything found wrong, by file and line. Nothing of a file with
// a problem is loaded.
type Problems []Problem

// Error returns one line a problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, x := range p {
		lines[i] = x.String()
	}
	return strings.Join(lines, "\n")
}

// err returns the problems in order, or nil when there are none.
func (p Problems) err() error {
	if len(p) == 0 {
		return nil
	}
	sort.SliceStable(p, func(i, j int) bool {
		if p[i].File != p[j].File {
			return p[i].File < p[j].File
		}
		return p[i].Line < p[j].Line
	})
	return p
}
