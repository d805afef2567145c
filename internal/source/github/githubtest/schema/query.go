package schema

import (
	"fmt"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// ValidateQuery fails the test for every problem of a query under GitHub's published schema:
// syntax, unknown fields and arguments, types, fragments, variables that are missing or of another
// type, and deprecated fields.
func ValidateQuery(t testing.TB, query string, variables map[string]any) {
	t.Helper()
	for _, err := range queryErrors(GraphQL(t), query, variables) {
		t.Errorf("query: %v", err)
	}
}

func queryErrors(s *ast.Schema, query string, variables map[string]any) []error {
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		return []error{err}
	}
	var out []error
	for _, e := range validator.ValidateWithRules(s, doc, rules.NewDefaultRules()) {
		out = append(out, e)
	}
	if out != nil { // the rest needs a valid query
		return out
	}
	for _, op := range doc.Operations {
		if _, err := validator.VariableValues(s, op, variables); err != nil {
			out = append(out, err)
		}
		for name := range variables {
			if op.VariableDefinitions.ForName(name) == nil {
				out = append(out, fmt.Errorf("variable %s is given and not declared", name))
			}
		}
		out = append(out, deprecated(op.SelectionSet)...)
	}
	for _, f := range doc.Fragments {
		out = append(out, deprecated(f.SelectionSet)...)
	}
	return out
}

// deprecated returns an error for each field that GitHub marks as deprecated.
func deprecated(sel ast.SelectionSet) []error {
	var out []error
	for _, s := range sel {
		switch s := s.(type) {
		case *ast.Field:
			if d := s.Definition.Directives.ForName("deprecated"); d != nil {
				out = append(out, fmt.Errorf("line %d: %s.%s is deprecated", s.Position.Line, s.ObjectDefinition.Name, s.Name))
			}
			out = append(out, deprecated(s.SelectionSet)...)
		case *ast.InlineFragment:
			out = append(out, deprecated(s.SelectionSet)...)
		}
	}
	return out
}
