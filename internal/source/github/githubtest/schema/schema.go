// Package schema compares our requests and the responses of the fake with GitHub's published API:
// the GraphQL schema and the OpenAPI description, which .ci/github/setup downloads to
// .cache/github. They are never committed. If they are missing, a test is skipped, or fails if
// PLUMBLINE_REQUIRE contains github-schema.
package schema

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// need is the name of the files in PLUMBLINE_REQUIRE.
const need = "github-schema"

// GraphQL returns GitHub's published schema, read once for each program.
func GraphQL(t testing.TB) *ast.Schema {
	t.Helper()
	s, err := published()
	testkit.Need(t, need, err)
	return s
}

// OpenAPI returns the part of GitHub's published description that
// .ci/github/paths.txt names, read once for each program.
func OpenAPI(t testing.TB) *openapi3.T {
	t.Helper()
	d, err := description()
	testkit.Need(t, need, err)
	return d
}

var published = sync.OnceValues(func() (*ast.Schema, error) {
	raw, err := cached("schema.graphql")
	if err != nil {
		return nil, err
	}
	s, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: string(raw)})
	if err != nil {
		return nil, fmt.Errorf("GitHub's GraphQL schema: %w", err)
	}
	return s, nil
})

var description = sync.OnceValues(func() (*openapi3.T, error) {
	raw, err := cached("openapi.json")
	if err != nil {
		return nil, err
	}
	d, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		return nil, fmt.Errorf("GitHub's OpenAPI description: %w", err)
	}
	return d, nil
})

// cached reads a file of .cache/github, which is beside go.mod.
func cached(name string) ([]byte, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		up := filepath.Dir(dir)
		if up == dir {
			return nil, errors.New("no go.mod above the test")
		}
		dir = up
	}
	raw, err := os.ReadFile(filepath.Join(dir, ".cache", "github", name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("no .cache/github/%s; run: make setup (needs npm)", name)
	}
	return raw, err
}
