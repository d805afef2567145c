package curated

import (
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// required notes a problem if the value is missing, and returns the node.
func (n node) required() node {
	if !n.given() {
		n.bad(Missing, "missing")
	}
	return n
}

// blank reads a text that may be empty, which means that it is not known.
func (n node) blank() string {
	if s, ok := n.ast.(*ast.StringNode); ok && strings.TrimSpace(s.Value) == "" {
		return ""
	}
	return n.text()
}

// text reads a text without leading and trailing blanks, or "" if it is missing. A present but
// empty text is a problem.
func (n node) text() string {
	s, ok := n.scalar("a text", func(v ast.Node) bool {
		switch v.(type) {
		case *ast.StringNode, *ast.LiteralNode:
			return true
		}
		return false
	})
	if ok && s == "" {
		n.bad(Empty, "empty")
	}
	return s
}

// word reads a text, even one that looks like a number or a date.
func (n node) word() string {
	s, _ := n.scalar("a text", func(v ast.Node) bool {
		_, scalar := v.(ast.ScalarNode)
		return scalar
	})
	return s
}

func (n node) scalar(want string, allowed func(ast.Node) bool) (string, bool) {
	if !n.given() {
		return "", false
	}
	if !allowed(n.ast) {
		n.bad(WrongKind, "%s expected, this is %s", want, kind(n.ast))
		return "", false
	}
	if l, ok := n.ast.(*ast.LiteralNode); ok {
		return strings.TrimSpace(l.Value.Value), true
	}
	return strings.TrimSpace(n.ast.GetToken().Value), true
}

// number reads a number from lo to hi.
func (n node) number(lo, hi float64) float64 {
	s, ok := n.scalar("a number", func(v ast.Node) bool {
		switch v.(type) {
		case *ast.IntegerNode, *ast.FloatNode:
			return true
		}
		return false
	})
	if !ok {
		return 0
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || !(x >= lo && x <= hi) {
		n.bad(OutOfRange, "%s is not a number from %g to %g", s, lo, hi)
		return 0
	}
	return x
}

// whole reads an integer from lo to hi.
func (n node) whole(lo, hi int) int {
	x := n.number(float64(lo), float64(hi))
	if x != float64(int(x)) {
		n.bad(OutOfRange, "%g is not a whole number", x)
	}
	return int(x)
}

// yes reads true or false; false if it is missing.
func (n node) yes() bool {
	s, _ := n.scalar("true or false", func(v ast.Node) bool {
		_, ok := v.(*ast.BoolNode)
		return ok
	})
	return strings.EqualFold(s, "true")
}
