package curated

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// maxDepth is the deepest nesting of a line, far beyond any list.
const maxDepth = 40

// jsonReader converts JSON to the tree that the YAML parser produces, so that one reader checks
// both with the same messages. The parser itself also reads JSON, but is many times slower. A tree
// is valid until the next one is read.
type jsonReader struct {
	b     []byte // valid JSON
	at    int
	depth int
	pos   *token.Position
	base  *ast.BaseNode
	// known are the texts read so far, each stored once: names of fields, and values that most
	// projects of a list share.
	known map[string]string

	tokens   shelf[token.Token]
	texts    shelf[ast.StringNode]
	objects  shelf[ast.MappingNode]
	fields   shelf[ast.MappingValueNode]
	arrays   shelf[ast.SequenceNode]
	booleans shelf[ast.BoolNode]
}

// shelf is a pool of reusable values.
type shelf[T any] struct {
	all  []*T
	used int
}

// next returns a value in the state in which its last user left it.
func (s *shelf[T]) next() *T {
	if s.used == len(s.all) {
		s.all = append(s.all, new(T))
	}
	s.used++
	return s.all[s.used-1]
}

func newJSONReader() *jsonReader {
	return &jsonReader{known: map[string]string{}, base: &ast.BaseNode{}}
}

// read returns the tree of b, which must be valid JSON; false if it is nested beyond maxDepth.
// Every node has the given line.
func (j *jsonReader) read(b []byte, line int) (ast.Node, bool) {
	j.b, j.at, j.depth = b, 0, 0
	j.pos = &token.Position{Line: line, Column: 1}
	j.tokens.used, j.texts.used, j.booleans.used = 0, 0, 0
	j.objects.used, j.fields.used, j.arrays.used = 0, 0, 0
	n := j.value()
	return n, n != nil
}

// value reads the next value; nil if it is nested too deeply.
func (j *jsonReader) value() ast.Node {
	j.space()
	switch c := j.b[j.at]; c {
	case '{', '[':
		if j.depth++; j.depth > maxDepth {
			return nil
		}
		j.at++
		defer func() { j.depth-- }()
		if c == '{' {
			return j.object()
		}
		return j.array()
	case '"':
		return j.textNode(j.text())
	default:
		return j.scalar()
	}
}

func (j *jsonReader) textNode(s string) *ast.StringNode {
	n := j.texts.next()
	*n = ast.StringNode{BaseNode: j.base, Token: j.token(token.StringType, s), Value: s}
	return n
}

func (j *jsonReader) object() ast.Node {
	n := j.objects.next()
	start := j.token(token.MappingStartType, "{")
	*n = ast.MappingNode{BaseNode: j.base, Start: start, IsFlowStyle: true, Values: n.Values[:0]}
	for j.space(); j.b[j.at] != '}'; j.space() {
		key := j.textNode(j.text())
		j.space()
		j.at++ // the colon
		v := j.value()
		if v == nil {
			return nil
		}
		f := j.fields.next()
		*f = ast.MappingValueNode{BaseNode: j.base, Start: n.Start, Key: key, Value: v}
		n.Values = append(n.Values, f)
		j.comma()
	}
	j.at++
	return n
}

func (j *jsonReader) array() ast.Node {
	n := j.arrays.next()
	start := j.token(token.SequenceStartType, "[")
	*n = ast.SequenceNode{BaseNode: j.base, Start: start, IsFlowStyle: true, Values: n.Values[:0]}
	for j.space(); j.b[j.at] != ']'; j.space() {
		v := j.value()
		if v == nil {
			return nil
		}
		n.Values = append(n.Values, v)
		j.comma()
	}
	j.at++
	return n
}

// scalar reads a number, true, false or null.
func (j *jsonReader) scalar() ast.Node {
	start := j.at
	for j.at < len(j.b) && !bytes.ContainsRune([]byte(",]} \t\r\n"), rune(j.b[j.at])) {
		j.at++
	}
	s := string(j.b[start:j.at])
	switch s {
	case "true", "false":
		n := j.booleans.next()
		*n = ast.BoolNode{BaseNode: j.base, Token: j.token(token.BoolType, s), Value: s == "true"}
		return n
	case "null":
		return &ast.NullNode{BaseNode: j.base, Token: j.token(token.NullType, s)}
	}
	if strings.ContainsAny(s, ".eE") {
		return &ast.FloatNode{BaseNode: j.base, Token: j.token(token.FloatType, s)}
	}
	return &ast.IntegerNode{BaseNode: j.base, Token: j.token(token.IntegerType, s)}
}

// text reads a text. It returns the stored copy of a text that occurred before: in a large list
// most did, and copies would be half of its memory.
func (j *jsonReader) text() string {
	raw := j.quoted()
	if s, ok := j.known[string(raw)]; ok {
		return s
	}
	s := unquote(raw)
	if len(j.known) < mostKnown && len(raw) <= longestKnown {
		j.known[string(raw)] = s
	}
	return s
}

// Common texts occur early, so only the first ones are stored, up to a maximum length. A file can
// therefore not fill the memory with them.
const (
	mostKnown    = 512
	longestKnown = 200
)

// quoted returns the next text with its quotes.
func (j *jsonReader) quoted() []byte {
	start := j.at
	for j.at++; j.b[j.at] != '"'; j.at++ {
		if j.b[j.at] == '\\' {
			j.at++
		}
	}
	j.at++
	return j.b[start:j.at]
}

func unquote(raw []byte) string {
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var s string
	_ = json.Unmarshal(raw, &s) // its line was checked
	return s
}

func (j *jsonReader) comma() {
	if j.space(); j.b[j.at] == ',' {
		j.at++
	}
}

func (j *jsonReader) space() {
	for ; j.at < len(j.b); j.at++ {
		switch j.b[j.at] {
		case ' ', '\t', '\r', '\n':
		default:
			return
		}
	}
}

func (j *jsonReader) token(t token.Type, value string) *token.Token {
	n := j.tokens.next()
	*n = token.Token{Type: t, Value: value, Origin: value, Position: j.pos}
	return n
}
