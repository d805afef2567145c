package curated

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
)

// Rule is the kind of rule that a value breaks. It is the id of a problem; the message is for
// people.
type Rule string

// The rules.
const (
	// Missing means that a required value is missing.
	Missing Rule = "missing"
	// Empty means that a text or list is empty.
	Empty Rule = "empty"
	// UnknownField means that no field has this name here.
	UnknownField Rule = "unknown_field"
	// WrongKind means a value of another kind: a text for a number, a tag, an anchor.
	WrongKind Rule = "wrong_kind"
	// OutOfRange means a number that is too small, too large or not an integer.
	OutOfRange Rule = "out_of_range"
	// NotAllowed means a word or id that is not one of the known ones.
	NotAllowed Rule = "not_allowed"
	// Twice means that a unique value occurs twice.
	Twice Rule = "twice"
	// Malformed means a date, address, name or point in another form.
	Malformed Rule = "malformed"
	// OutOfOrder means a number that contradicts its neighbours.
	OutOfOrder Rule = "out_of_order"
	// WrongCount means too few or too many items.
	WrongCount Rule = "wrong_count"
	// Conflict means values that exclude each other.
	Conflict Rule = "conflict"
	// Unreadable means that a file or line cannot be read at all.
	Unreadable Rule = "unreadable"
	// NoChange means an overlay that changes nothing.
	NoChange Rule = "no_change"
)

// Problem is one mistake in a curated file.
type Problem struct {
	File string
	Line int // from 1
	// Field is the path of the field, such as "projects[3].repositories[0].url"; empty for the file
	// itself.
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

// Problems are all mistakes found, by file and line. No data of a file with a problem is loaded.
type Problems []Problem

// Error returns one line for each problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, x := range p {
		lines[i] = x.String()
	}
	return strings.Join(lines, "\n")
}

// err returns the problems in order, or nil if there are none.
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

// join extends a path. It quotes a name with unprintable characters, because paths are printed on
// terminals.
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

// kind returns the kind of a value, for messages.
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
