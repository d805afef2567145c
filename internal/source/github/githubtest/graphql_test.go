package githubtest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// Every field of the schema has a resolver, and every resolver a field.
func TestResolvers_areThoseOfTheSchema(t *testing.T) {
	t.Parallel()
	fields := map[string]bool{}
	for name, d := range schema().Types {
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

// ask sends a query with the demo token and returns the decoded answer.
func ask(t *testing.T, s *Server, query string, variables map[string]any) map[string]any {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, s.URL()+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+DemoToken)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSmoke(t *testing.T) {
	s := Start(t, Config{})
	out := ask(t, s, `query($n: Int!) { rateLimit { cost limit remaining resetAt nodeCount used }
	  a: repository(owner: "example-quiet", name: "finished") { id databaseId nameWithOwner owner { login __typename ... on User { company } } defaultBranchRef { name target { ... on Commit { oid history(first: 2) { totalCount pageInfo { hasNextPage endCursor } nodes { committedDate author { user { login } } } } } } }
	    issues(first: $n, orderBy: {field: UPDATED_AT, direction: DESC}) { totalCount nodes { number updatedAt state author { __typename login } timelineItems(itemTypes: [CLOSED_EVENT], last: 1) { nodes { __typename ... on ClosedEvent { actor { login } } } } } pageInfo { endCursor hasNextPage } } 
	    languages(first: 5, orderBy: {field: SIZE, direction: DESC}) { totalSize edges { size node { name } } } }
	  b: repository(owner: "no", name: "no") { id } }`, map[string]any{"n": 2})
	raw, _ := json.MarshalIndent(out, "", " ")
	t.Log(string(raw))
	t.Log(ask(t, s, `{ repository(owner: "a", name: "b") { foo issues(frist: 3) { totalCount } } }`, nil))
}
