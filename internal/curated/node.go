package curated

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/plumbline-scorecard/plumbline/internal/foreign"
	"github.com/plumbline-scorecard/plumbline/internal/textfile"
)

// maxSize is the maximum number of bytes of a curated file.
const maxSize = 4 << 20

// limits are far beyond any list, and below what harms a reader. A larger list keeps its projects in
// projects.jsonl.
var limits = foreign.YAML{Size: maxSize, Tokens: 400_000}

// document is a file being read; it collects its problems.
type document struct {
	name     string
	problems Problems
	// notes are remarks for the author of an overlay that are not problems.
	notes []string
	// today is the last day that a date may have, YYYY-MM-DD; empty: no limit.
	today string
	// sets are reused from line to line; nil in a file that is not read by line.
	sets *fieldSets
}

// node is a value with the path to it. A missing value has no AST node, keeps the line of its
// parent, and reads as the zero of every kind.
type node struct {
	doc  *document
	ast  ast.Node
	path string
	line int
	// under is the value that an overlay's value replaces; nil for plain files.
	under *node
	// pinned means that problems are reported at this line instead of the value's own, because the
	// value is in another file than the mistake.
	pinned bool
}

// parse parses the file as one YAML document. If it is not one, it notes the problem and returns
// false.
func (d *document) parse(b []byte) (root node, ok bool) {
	fail := func(line int, format string, args ...any) (node, bool) {
		d.problems = append(d.problems, Problem{File: d.name, Line: line, Rule: Unreadable, Message: fmt.Sprintf(format, args...)})
		return node{}, false
	}
	if len(b) > maxSize {
		return fail(1, "the file has %d bytes; at most %d are read", len(b), maxSize)
	}
	b = textfile.Bytes(b)
	if !utf8.Valid(b) {
		return fail(1+bytes.Count(b[:invalid(b)], []byte{'\n'}), "neither UTF-8 nor UTF-16: save the file in UTF-8")
	}
	if err := limits.Check(b); err != nil {
		if e := (*foreign.Excess)(nil); errors.As(err, &e) { // the problem has the line already
			return fail(e.Line, "more than %d %s, the most that is read", e.Most, e.What)
		}
		return fail(1, "%v, the most that is read", err)
	}
	// 'lists check' passes files of strangers to the parser, so a bug in it must become a problem
	// of the file and not a crash.
	defer func() {
		if recover() != nil {
			root, ok = fail(1, "the file cannot be read as YAML")
		}
	}()
	file, err := parser.ParseBytes(b, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		line, message := 1, err.Error()
		var e yaml.Error
		if errors.As(err, &e) {
			message = e.GetMessage()
			if t := e.GetToken(); t != nil && t.Position != nil {
				line = t.Position.Line
			}
		}
		return fail(line, "not YAML: %s", foreign.Clip(message))
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return fail(1, "the file is empty")
	}
	if len(file.Docs) > 1 && file.Docs[1].Body != nil {
		return fail(lineOf(file.Docs[1].Body, 1), "one document a file, this is a second one")
	}
	root = node{doc: d, ast: file.Docs[0].Body, line: lineOf(file.Docs[0].Body, 1)}
	return root, true
}

// invalid returns the index of the first byte that is not UTF-8.
func invalid(b []byte) int {
	at := 0
	for at < len(b) {
		r, size := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return at
}

func lineOf(n ast.Node, otherwise int) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return otherwise
	}
	return n.GetToken().Position.Line
}

// bad notes a problem at the node.
func (n node) bad(rule Rule, format string, args ...any) {
	for i, a := range args { // values of the file, of any length
		switch a := a.(type) {
		case string:
			args[i] = foreign.Clip(a)
		case error:
			args[i] = foreign.Clip(a.Error())
		}
	}
	p := Problem{File: n.doc.name, Line: n.line, Field: foreign.Clip(n.path), Rule: rule, Message: fmt.Sprintf(format, args...)}
	if old := n.doc.problems; !slices.Contains(old[max(0, len(old)-nearby):], p) { // a value may be read twice
		n.doc.problems = append(old, p)
	}
}

// nearby is how many of the last problems are compared with a new one.
const nearby = 8

// isGroup reports whether the value is a group of fields. Anything else is noted when its fields are
// read, and says nothing of what it lacks.
func (n node) isGroup() bool {
	_, ok := n.ast.(ast.MapNode)
	return ok
}

// isList reports whether the value is a list.
func (n node) isList() bool {
	_, ok := n.ast.(*ast.SequenceNode)
	return ok
}

// given reports whether the value is in the file and is not null.
func (n node) given() bool {
	if n.ast == nil {
		return false
	}
	_, null := n.ast.(*ast.NullNode)
	return !null
}

// fields reads a mapping. It notes unknown and duplicate fields, and returns a node for every
// allowed field, present or not.
func (n node) fields(allowed ...string) map[string]node {
	own := n.ownFields(allowed)
	if n.under == nil {
		return own
	}
	below := n.under.fields(allowed...)
	for name, f := range own {
		own[name] = n.over(f, below[name])
	}
	return own
}

func (n node) ownFields(allowed []string) map[string]node {
	out := n.doc.sets.take(len(allowed))
	doc := n.doc
	if n.given() && !n.isGroup() { // that is the one problem, not each field that it cannot have
		doc = &document{name: doc.name}
	}
	for _, name := range allowed {
		out[name] = node{doc: doc, path: joined(n.path, name), line: n.line}
	}
	for key, value := range n.pairs() {
		name := nameOf(key)
		known, ok := out[name]
		if !ok {
			e, good := n.entry(key, value)
			// Those of an overlay are reported elsewhere, or concern the overlay itself.
			if good && (n.under == nil || !checked(n.path)) {
				e.value.bad(UnknownField, "unknown field; allowed: %s", strings.Join(allowed, ", "))
			}
			continue
		}
		e, good := n.child(known.path, key, value)
		switch {
		case !good:
		case known.ast != nil:
			e.bad(Twice, "given twice, first on line %d", known.line)
		default:
			out[name] = e
		}
	}
	return out
}

type entry struct {
	name  string
	value node
}

// entries reads a mapping with arbitrary names, in the order of the file.
func (n node) entries() iter.Seq[entry] {
	return func(yield func(entry) bool) {
		for key, value := range n.pairs() {
			if e, ok := n.entry(key, value); ok && !yield(e) {
				return
			}
		}
	}
}

// entry reads a name and its value. For a merge key it notes the problem and returns false.
func (n node) entry(key ast.MapKeyNode, value ast.Node) (entry, bool) {
	name := nameOf(key)
	child, ok := n.child(join(n.path, name), key, value)
	return entry{name, child}, ok
}

// child returns the value of a field at the path.
func (n node) child(path string, key ast.MapKeyNode, value ast.Node) (node, bool) {
	line := lineOf(key, n.line)
	if n.pinned {
		line = n.line
	}
	child := node{doc: n.doc, ast: value, path: path, line: line, pinned: n.pinned}
	if _, merge := key.(*ast.MergeKeyNode); merge {
		child.bad(WrongKind, "merging is not allowed here: write the values out")
		return node{}, false
	}
	return child, true
}

// pairs returns the fields of a mapping as parsed. For anything else it notes the problem and
// returns none.
func (n node) pairs() iter.Seq2[ast.MapKeyNode, ast.Node] {
	return func(yield func(ast.MapKeyNode, ast.Node) bool) {
		if !n.given() {
			return
		}
		m, ok := n.ast.(ast.MapNode)
		if !ok {
			n.bad(WrongKind, "fields with values expected, this is %s", kind(n.ast))
			return
		}
		for it := m.MapRange(); it.Next(); {
			if !yield(it.Key(), it.Value()) {
				return
			}
		}
	}
}

func nameOf(key ast.MapKeyNode) string {
	if t := key.GetToken(); t != nil {
		return t.Value
	}
	return ""
}

// list reads a sequence.
func (n node) list() []node {
	if n.under != nil && rowKey(n.path) != "" {
		return n.mergedList()
	}
	return n.ownList()
}

func (n node) ownList() []node {
	if !n.given() {
		return nil
	}
	seq, ok := n.ast.(*ast.SequenceNode)
	if !ok {
		n.bad(WrongKind, "a list expected, this is %s", kind(n.ast))
		return nil
	}
	out := make([]node, len(seq.Values))
	for i, v := range seq.Values {
		out[i] = node{doc: n.doc, ast: v, path: n.path + "[" + strconv.Itoa(i) + "]", line: lineOf(v, n.line)}
		if m, ok := v.(*ast.MappingNode); ok && len(m.Values) > 0 {
			out[i].line = lineOf(m.Values[0].Key, out[i].line)
		}
		if n.pinned {
			out[i].line, out[i].pinned = n.line, true
		}
	}
	return out
}
