package githubtest

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// Every field of the schema has a resolver, and every resolver a field.
func TestResolvers_areThoseOfTheSchema(t *testing.T) {
	t.Parallel()
	fields := map[string]bool{}
	for name, d := range sdl().Types {
		if d.Kind != ast.Object || d.BuiltIn {
			continue
		}
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			fields[name+"."+f.Name] = true
			if resolvers()[name+"."+f.Name] == nil {
				t.Errorf("%s.%s has no resolver", name, f.Name)
			}
		}
	}
	for name := range resolvers() {
		if !fields[name] {
			t.Errorf("%s has a resolver and is not in the schema", name)
		}
	}
}
