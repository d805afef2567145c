package schema

import (
	"os"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// What the fake knows of GraphQL is a part of what GitHub publishes: every
// type, field, argument, default, enum value and member of a union is there,
// with the same type.
func TestFake_isAPartOfGitHubsSchema(t *testing.T) {
	t.Parallel()
	real := GraphQL(t)
	raw, err := os.ReadFile("../schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	fake, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: string(raw)})
	if err != nil {
		t.Fatal(err)
	}
	fields := 0
	for name, d := range fake.Types {
		if d.BuiltIn {
			continue
		}
		have := real.Types[name]
		if have == nil || have.Kind != d.Kind {
			t.Errorf("%s %s is not in GitHub's schema", d.Kind, name)
			continue
		}
		within(t, name+": interface", d.Interfaces, have.Interfaces)
		within(t, name+": type", d.Types, have.Types)
		for _, v := range d.EnumValues {
			if have.EnumValues.ForName(v.Name) == nil {
				t.Errorf("%s: GitHub has no value %s", name, v.Name)
			}
		}
		for _, f := range d.Fields {
			if f.Name[0] == '_' {
				continue
			}
			sameField(t, name, f, have.Fields.ForName(f.Name))
			fields++
		}
		if d.Kind == ast.InputObject {
			for _, f := range have.Fields {
				if f.Type.NonNull && f.DefaultValue == nil && d.Fields.ForName(f.Name) == nil {
					t.Errorf("%s: GitHub requires %s", name, f.Name)
				}
			}
		}
	}
	if fields < 300 {
		t.Errorf("compared %d fields; there were more than 300", fields)
	}
}

func sameField(t *testing.T, typ string, f, have *ast.FieldDefinition) {
	t.Helper()
	where := typ + "." + f.Name
	if have == nil {
		t.Errorf("%s is not in GitHub's schema", where)
		return
	}
	if f.Type.String() != have.Type.String() {
		t.Errorf("%s is %s; at GitHub it is %s", where, f.Type, have.Type)
	}
	for _, a := range f.Arguments {
		real := have.Arguments.ForName(a.Name)
		switch {
		case real == nil:
			t.Errorf("%s: GitHub has no argument %s", where, a.Name)
		case a.Type.String() != real.Type.String():
			t.Errorf("%s(%s) is %s; at GitHub it is %s", where, a.Name, a.Type, real.Type)
		case value(a.DefaultValue) != value(real.DefaultValue):
			t.Errorf("%s(%s) defaults to %s; at GitHub to %s", where, a.Name, value(a.DefaultValue), value(real.DefaultValue))
		}
	}
	for _, a := range have.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil && f.Arguments.ForName(a.Name) == nil {
			t.Errorf("%s: GitHub requires %s", where, a.Name)
		}
	}
}

func value(v *ast.Value) string {
	if v == nil {
		return "nothing"
	}
	return v.String()
}

func within(t *testing.T, what string, some, all []string) {
	t.Helper()
	known := map[string]bool{}
	for _, name := range all {
		known[name] = true
	}
	for _, name := range some {
		if !known[name] {
			t.Errorf("%s %s is not so at GitHub", what, name)
		}
	}
}
