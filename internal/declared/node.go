package declared

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/plumbline-scorecard/plumbline/internal/foreign"
	"github.com/plumbline-scorecard/plumbline/internal/textfile"
)

// limits are those of every YAML file that is read. The largest one that was seen has 20,000 bytes.
var limits = foreign.YAML{Size: 256 << 10, Tokens: 50_000, Keys: 500, Tags: 100}

// form is the form of a value of YAML.
type form int

const (
	null form = iota
	scalar
	list
	mapping
)

// node is one value of a YAML text. A nil node is a value that is missing: it has the form null.
type node struct {
	line  int
	form  form
	text  string // of a scalar, without quotes
	items []*node
	names []string // of the keys, in the order of the text
	keys  map[string]*node
}

// is returns the form of the value.
func (n *node) is() form {
	if n == nil {
		return null
	}
	return n.form
}

// key returns the value of a key, or nil.
func (n *node) key(name string) *node {
	if n == nil {
		return nil
	}
	return n.keys[name]
}

// errNone is the error of a text without a value.
var errNone = errors.New("the file is empty")

// parse reads the first value of a YAML text. The error is a sentence without the text of the file.
func parse(b []byte) (root *node, err error) {
	b = textfile.Bytes(b)
	if err := limits.Check(b); err != nil {
		return nil, fmt.Errorf("the file is too large to read: %w", err)
	}
	// The parser has panicked on odd texts.
	defer func() {
		if recover() != nil {
			root, err = nil, errors.New("the file cannot be read as YAML")
		}
	}()
	file, err := parser.ParseBytes(b, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, notYAML(err)
	}
	for _, doc := range file.Docs {
		if doc.Body == nil || doc.Body.Type() == ast.CommentType {
			continue
		}
		t := tree{anchors: map[string]*node{}}
		if n := t.node(doc.Body, 0); n.is() != null {
			return n, nil
		}
	}
	return nil, errNone
}

// notYAML returns the line of a mistake. The message of the parser quotes the file, so it is not
// used.
func notYAML(err error) error {
	var e yaml.Error
	if errors.As(err, &e) {
		if t := e.GetToken(); t != nil && t.Position != nil {
			return fmt.Errorf("the file is not YAML: a mistake on line %d", t.Position.Line)
		}
	}
	return errors.New("the file is not YAML")
}

// tree makes nodes of the values of a parser.
type tree struct {
	anchors map[string]*node
}

// node returns a value; nil is null. An alias is the same node as its anchor, so that aliases of
// aliases cost nothing, and an alias within its own anchor is null.
func (t *tree) node(n ast.Node, line int) *node {
	if n == nil {
		return nil
	}
	line = lineOf(n, line)
	switch n := n.(type) {
	case *ast.AnchorNode:
		out := t.node(n.Value, line)
		t.anchors[nameOf(n.Name)] = out
		return out
	case *ast.AliasNode:
		return t.anchors[nameOf(n.Value)]
	case *ast.TagNode:
		return t.node(n.Value, line)
	case *ast.SequenceNode:
		out := &node{line: line, form: list}
		for _, v := range n.Values {
			out.items = append(out.items, t.node(v, line))
		}
		return out
	case ast.MapNode:
		return t.mapping(n, line)
	case *ast.NullNode, *ast.CommentGroupNode:
		return nil
	case *ast.LiteralNode:
		return &node{line: line, form: scalar, text: n.Value.Value}
	case ast.ScalarNode:
		return &node{line: line, form: scalar, text: n.GetToken().Value}
	}
	return nil
}

// mapping returns a mapping. The last of several values of a key counts. A merged mapping gives the
// keys that are missing.
func (t *tree) mapping(n ast.MapNode, line int) *node {
	out := &node{line: line, form: mapping, keys: map[string]*node{}}
	var merged []*node
	first := true
	for it := n.MapRange(); it.Next(); {
		at := lineOf(it.Key(), line)
		if first {
			out.line, first = at, false
		}
		value := t.node(it.Value(), at)
		if _, merge := it.Key().(*ast.MergeKeyNode); merge {
			merged = append(merged, value)
			continue
		}
		out.set(nameOf(it.Key()), value.at(at))
	}
	for _, m := range merged {
		for _, one := range append([]*node{m}, m.list()...) {
			out.merge(one)
		}
	}
	return out
}

// at returns a value that begins in the line of its key, which is where a reader looks for it.
func (n *node) at(line int) *node {
	if n == nil || n.form != scalar {
		return n
	}
	moved := *n
	moved.line = line
	return &moved
}

// set sets a key.
func (n *node) set(name string, value *node) {
	if _, known := n.keys[name]; !known {
		n.names = append(n.names, name)
	}
	n.keys[name] = value
}

// merge takes over the keys that are missing.
func (n *node) merge(other *node) {
	if other.is() != mapping {
		return
	}
	for _, name := range other.names {
		if _, known := n.keys[name]; !known {
			n.set(name, other.keys[name])
		}
	}
}

// list returns the values of a list; none of anything else.
func (n *node) list() []*node {
	if n.is() != list {
		return nil
	}
	return n.items
}

// word returns the text of a scalar on one line; empty for anything else.
func (n *node) word() string {
	if n.is() != scalar {
		return ""
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(n.text, "")), " ")
}

func lineOf(n ast.Node, otherwise int) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return otherwise
	}
	return n.GetToken().Position.Line
}

func nameOf(n ast.Node) string {
	if n == nil || n.GetToken() == nil {
		return ""
	}
	return n.GetToken().Value
}
