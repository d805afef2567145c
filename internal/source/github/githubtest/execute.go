package githubtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// execution is the processing of one query.
type execution struct {
	server       *Server
	world        *World
	answer       *answer
	operation    *ast.OperationDefinition
	variables    map[string]any
	repositories map[string]bool
	errors       []queryError
	cost, nodes  int
	dry          bool
}

// fields is a JSON object that preserves its order.
type fields struct {
	keys   []string
	values []any
}

func (f *fields) add(key string, v any) {
	f.keys, f.values = append(f.keys, key), append(f.values, v)
}

// MarshalJSON writes the object in its order.
func (f *fields) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, key := range f.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(f.values[i])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// failure is returned by a resolver for a field without an answer: the field becomes null and the
// query has this error.
type failure struct{ kind, message string }

// call is the resolution of one field.
type call struct {
	x    *execution
	args map[string]any
}

func (c call) text(name string) string { s, _ := c.args[name].(string); return s }

// resolver returns the value of a field: a scalar, nil, a value known to typeOf, a slice of those,
// a *connection or a failure.
type resolver func(c call, of any) any

// object resolves a selection on a value of the type. It returns nil if a non-null field has no
// answer.
func (x *execution) object(typ string, v any, sel ast.SelectionSet, path []any) any {
	out, void := &fields{}, false
	for _, group := range x.collect(typ, sel, nil) {
		f := group[0]
		var below ast.SelectionSet
		for _, g := range group {
			below = append(below, g.SelectionSet...)
		}
		value := x.field(typ, v, f, below, append(path[:len(path):len(path)], f.Alias))
		void = void || value == nil && f.Definition != nil && f.Definition.Type.NonNull
		out.add(f.Alias, value)
	}
	if void {
		return nil
	}
	return out
}

// collect returns the fields to resolve, those with the same alias together, in the order of the
// query.
func (x *execution) collect(typ string, sel ast.SelectionSet, into [][]*ast.Field) [][]*ast.Field {
next:
	for _, s := range sel {
		switch s := s.(type) {
		case *ast.Field:
			if !x.included(s.Directives) {
				continue
			}
			for i := range into {
				if into[i][0].Alias == s.Alias {
					into[i] = append(into[i], s)
					continue next
				}
			}
			into = append(into, []*ast.Field{s})
		case *ast.InlineFragment:
			if x.included(s.Directives) && is(typ, s.TypeCondition) {
				into = x.collect(typ, s.SelectionSet, into)
			}
		case *ast.FragmentSpread:
			if x.included(s.Directives) && is(typ, s.Definition.TypeCondition) {
				into = x.collect(typ, s.Definition.SelectionSet, into)
			}
		}
	}
	return into
}

// is reports whether an object of the type satisfies a type condition.
func is(typ, condition string) bool {
	if condition == "" || typ == condition {
		return true
	}
	for _, d := range sdl().PossibleTypes[condition] {
		if d.Name == typ {
			return true
		}
	}
	return false
}

// included evaluates @include and @skip.
func (x *execution) included(ds ast.DirectiveList) bool {
	for _, d := range ds {
		on, _ := d.ArgumentMap(x.variables)["if"].(bool)
		if d.Name == "skip" && on || d.Name == "include" && !on {
			return false
		}
	}
	return true
}

func (x *execution) field(typ string, of any, f *ast.Field, below ast.SelectionSet, path []any) any {
	if f.Name == "__typename" {
		return typ
	}
	if strings.HasPrefix(f.Name, "__") {
		return x.value(failure{"", "This fake does not answer introspection."}, f, below, path)
	}
	resolve := resolvers()[typ+"."+f.Name]
	if resolve == nil {
		// A field of the schema without a resolver; a test prevents this.
		panic("fake GitHub: no resolver for " + typ + "." + f.Name)
	}
	if slices.Contains(x.answer.caller.budget.Refused, typ+"."+f.Name) {
		return x.value(failure{"FORBIDDEN", "Resource not accessible by integration"}, f, below, path)
	}
	v := resolve(call{x: x, args: f.ArgumentMap(x.variables)}, of)
	return x.value(v, f, below, path)
}

// value converts the result of a resolver to the form that is sent.
func (x *execution) value(v any, f *ast.Field, below ast.SelectionSet, path []any) any {
	switch v := v.(type) {
	case nil:
		return nil
	case failure:
		x.errors = append(x.errors, queryError{
			Type: v.kind, Path: path, Message: v.message,
			Locations: []gqlerror.Location{{Line: f.Position.Line, Column: f.Position.Column}},
		})
		return nil
	case []any:
		out := make([]any, len(v))
		void := false
		for i := range v {
			out[i] = x.value(v[i], f, below, append(path[:len(path):len(path)], i))
			void = void || out[i] == nil && f.Definition.Type.Elem != nil && f.Definition.Type.Elem.NonNull
		}
		if void {
			return nil
		}
		return out
	case *connection:
		v.typ = f.Definition.Type.Name()
		return x.object(v.typ, v, below, path)
	case *edge:
		v.typ = f.Definition.Type.Name()
		return x.object(v.typ, v, below, path)
	}
	if len(below) > 0 {
		return x.object(typeOf(v), v, below, path)
	}
	return v
}

// dryRun reports whether the query only requests its cost.
func (x *execution) dryRun() bool {
	for _, group := range x.collect("Query", x.operation.SelectionSet, nil) {
		if dry, _ := group[0].ArgumentMap(x.variables)["dryRun"].(bool); dry && group[0].Name == "rateLimit" {
			return true
		}
	}
	return false
}

// isConnection reports whether a type is a paged list.
func isConnection(typ string) bool { return strings.HasSuffix(typ, "Connection") }
