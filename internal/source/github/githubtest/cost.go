package githubtest

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/vektah/gqlparser/v2/ast"
)

// GitHub's limits for one query.
const (
	maxNodes = 500_000
	maxPage  = 100
)

// price computes the cost of the query and the maximum number of nodes before it runs, as GitHub
// documents it: each connection is one request for each possible parent; the requests are summed
// and divided by 100, and a query costs at least one point. The errors are those for pages without
// a size, pages over 100, and more than 500,000 nodes.
func (x *execution) price() []queryError {
	p := &pricing{x: x}
	p.walk(x.operation.SelectionSet, 1, nil)
	if p.nodes > maxNodes {
		p.errors = append(p.errors, queryError{
			Type:    "MAX_NODE_LIMIT_EXCEEDED",
			Message: fmt.Sprintf("This query requests up to %.0f possible nodes which exceeds the maximum limit of 500,000.", p.nodes),
		})
	}
	x.cost = max(1, int(math.Round(min(p.requests, 1e9)/100)))
	x.nodes = int(min(p.nodes, 1e9))
	return p.errors
}

type pricing struct {
	x               *execution
	requests, nodes float64 // float64, because products of page sizes overflow an int
	errors          []queryError
}

func (p *pricing) walk(sel ast.SelectionSet, parents float64, path []any) {
	for _, s := range sel {
		switch s := s.(type) {
		case *ast.Field:
			if p.x.included(s.Directives) {
				p.field(s, parents, append(path[:len(path):len(path)], s.Alias))
			}
		case *ast.InlineFragment:
			if p.x.included(s.Directives) {
				p.walk(s.SelectionSet, parents, path)
			}
		case *ast.FragmentSpread:
			if p.x.included(s.Directives) {
				p.walk(s.Definition.SelectionSet, parents, path)
			}
		}
	}
}

func (p *pricing) field(f *ast.Field, parents float64, path []any) {
	if f.Definition == nil || len(f.SelectionSet) == 0 {
		return
	}
	args := f.ArgumentMap(p.x.variables)
	if ids, ok := args["ids"].([]any); ok && f.Name == "nodes" {
		p.nodes += float64(len(ids))
		parents *= float64(max(1, len(ids)))
		if len(ids) > maxPage {
			p.fail("ARGUMENT_LIMIT", path, fmt.Sprintf("You may not provide more than 100 node ids; you provided %d.", len(ids)))
		}
	}
	if isConnection(f.Definition.Type.Name()) {
		p.requests += parents
		size, name := pageSize(args)
		switch {
		case name == "" && p.items(f.SelectionSet):
			p.fail("MISSING_PAGINATION_BOUNDARIES", path, fmt.Sprintf("You must provide a `first` or `last` value to properly paginate the `%s` connection.", f.Name))
		case size > maxPage:
			p.fail("EXCESSIVE_PAGINATION", path, fmt.Sprintf("Requesting %d records on the `%s` connection exceeds the `%s` limit of 100 records.", size, f.Name, name))
		case size < 0:
			p.fail("INVALID_CURSOR_ARGUMENTS", path, fmt.Sprintf("`%s` on the `%s` connection cannot be less than zero.", name, f.Name))
		}
		if p.items(f.SelectionSet) {
			p.nodes += parents * float64(size)
		}
		parents *= float64(max(0, size))
	}
	p.walk(f.SelectionSet, parents, path)
}

func (p *pricing) fail(kind string, path []any, message string) {
	p.errors = append(p.errors, queryError{Type: kind, Path: path, Message: message})
}

// items reports whether a selection of a connection requests its items, and not only their number.
func (p *pricing) items(sel ast.SelectionSet) bool {
	for _, s := range sel {
		switch s := s.(type) {
		case *ast.Field:
			if s.Name == "nodes" || s.Name == "edges" {
				return true
			}
		case *ast.InlineFragment:
			if p.items(s.SelectionSet) {
				return true
			}
		case *ast.FragmentSpread:
			if p.items(s.Definition.SelectionSet) {
				return true
			}
		}
	}
	return false
}

// pageSize returns the requested page size of a connection, and its argument.
func pageSize(args map[string]any) (size int, name string) {
	for _, name := range []string{"first", "last"} {
		if v, ok := args[name]; ok && v != nil {
			return asInt(v), name
		}
	}
	return 0, ""
}

// asInt returns an argument of type Int, from the query or a variable.
func asInt(v any) int {
	switch v := v.(type) {
	case int64:
		return int(v)
	case int:
		return v
	case float64:
		return int(v)
	case json.Number:
		n, _ := v.Int64() // validated as Int before
		return int(n)
	}
	return 0
}
