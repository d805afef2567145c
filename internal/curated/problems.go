package curated

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
)

// Rule is the kind of rule a value breaks: the id of a problem, where its message
// is for people.
type Rule string

// The rules.
const (
	// Missing values are required.
	Missing Rule = "missing"
	// Empty texts and lists say nothing.
	Empty Rule = "empty"
	// UnknownField is a name no field has here.
	UnknownField Rule = "unknown_field"
	// WrongKind is a value of another kind: a text for a number, a tag, an anchor.
	WrongKind Rule = "wrong_kind"
	// OutOfRange numbers are too small, too large or not whole.
	OutOfRange Rule = "out_of_range"
	// NotAllowed is a word or an id that is none of those known.
	NotAllowed Rule = "not_allowed"
	// Twice is what may be given once.
	Twice Rule = "twice"
	// Malformed are dates, addresses, names and points in another form.
	Malformed Rule = "malformed"
	// OutOfOrder are numbers that contradict those beside them.
	OutOfOrder Rule = "out_of_order"
	// WrongCount is too few or too many of something.
	WrongCount Rule = "wrong_count"
	// Conflict are values that exclude each other.
	Conflict Rule = "conflict"
	// Unreadable is a file, or a line, that cannot be read at all.
	Unreadable Rule = "unreadable"
	// NoChange is an overlay that does nothing.
	NoChange Rule = "no_change"
)

// Problem is one thing wrong in a curated file.
type Problem struct {
	File string
	Line int // from 1
	// Field is the path of the field, such as "projects[3].repositories[0].url";
	// empty when the file as a whole is meant.
	Field   string
	Rule    Rule
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

// join extends a path; a name with unprintable characters is quoted, as paths
// are printed on terminals.
func join(path, name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) || name == "" {
		name = strconv.Quote(name)
	}
	return joined(path, name)
}

// joined extends a path by a name that is known to be printable.
func joined(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// kind names what stands there, for messages.
func kind(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a group of fields"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode, *ast.LiteralNode:
		return "a text"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	case *ast.BoolNode:
		return "true or false"
	case *ast.NullNode:
		return "nothing"
	case *ast.AnchorNode, *ast.AliasNode:
		return "an anchor or alias, which are not allowed"
	case *ast.TagNode:
		return "a tag, which is not allowed"
	}
	return "something else"
}
