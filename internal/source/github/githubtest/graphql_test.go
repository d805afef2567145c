package githubtest

import (
	"encoding/json"
	"net/http/httptest"
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

// Queries that are wrong are answered as GitHub answers them.
func TestGraphQL_wrongQueries(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	for _, tt := range []struct{ name, query, code, message string }{
		{"field", `{ repository(owner: "a", name: "b") { nmae } }`, "undefinedField", "Field 'nmae' doesn't exist on type 'Repository'"},
		{"argument", `{ repository(owner: "a", name: "b") { issues(frist: 1) { totalCount } } }`, "argumentNotAccepted", "Field 'issues' doesn't accept argument 'frist'"},
		{"argument missing", `{ repository(owner: "a") { id } }`, "missingRequiredArguments", "Field 'repository' is missing required arguments: name"},
		{"variable not declared", `{ repository(owner: $o, name: "b") { id } }`, "variableNotDefined", "Variable $o is used by anonymous query but not declared"},
		{"variable not used", `query($o: String) { viewer { login } }`, "variableNotUsed", "Variable $o is declared by anonymous query but not used"},
		{"variable missing", `query($o: String!) { repository(owner: $o, name: "b") { id } }`, "invalidVariable", ""},
		{"selection missing", `{ viewer }`, "ScalarLeafs", ""},
		{"enum", `{ repository(owner: "a", name: "b") { issues(states: [MERGED]) { totalCount } } }`, "ValuesOfCorrectType", ""},
		{"fragment of another type", `{ viewer { ... on Repository { id } } }`, "PossibleFragmentSpreads", ""},
		{"syntax", `{ viewer {`, "", "Parse error"},
		{"introspection", `{ __schema { types { name } } }`, "", "introspection"},
		{"mutation", `mutation { addStar(input: {}) { clientMutationId } }`, "", ""},
	} {
		out := ask(t, s, tt.query, nil)
		if len(out.Errors) == 0 {
			t.Errorf("%s: no error; data %v", tt.name, out.Data)
			continue
		}
		if e := out.Errors[0]; tt.code != "" && e.Extensions["code"] != tt.code || !strings.Contains(e.Message, tt.message) {
			t.Errorf("%s: %v %q, want %s %q", tt.name, e.Extensions, e.Message, tt.code, tt.message)
		}
	}
	if got := s.Requests().Points; got > 1 {
		t.Errorf("%d points for queries that were not carried out", got)
	}
	for body, want := range map[string]string{"": "Problems parsing JSON", "{": "Problems parsing JSON", "{}": "A query attribute must be specified", `{"query": 3}`: "Problems parsing JSON"} {
		r, err := try(s, "POST", "/graphql", DemoToken, body)
		if err != nil || r.status != 400 || !strings.Contains(string(r.body), want) {
			t.Errorf("body %q: %v, status %d: %s", body, err, r.status, r.body)
		}
	}
	if got := s.Requests().EmptyBodies; got != 1 {
		t.Errorf("%d empty bodies counted, want 1", got)
	}
}

// Whatever is asked, the fake answers and does not fall.
func FuzzQuery(f *testing.F) {
	for _, q := range []string{
		toldQuery, feedQuery, historyQuery, identity, "{ __typename }", `{ node(id: "R_kgDOAAAAAQ") { ... on Actor { login } } }`,
		`{ repositoryOwner(login: "example-busy") { __typename login ... on Node { id } } organization(login: "example-busy") { name } }`,
		`query A { viewer { id } } query B { viewer { login } }`, `{ repository(owner: "example-busy", name: "engine") { a: issues(last: 3, before: "x") { edges { cursor node { labels(first: 2) { nodes { name } } } } } } }`,
	} {
		f.Add(q)
	}
	h := Start(f, Config{}).Handler()
	f.Fuzz(func(t *testing.T, query string) {
		body := question(t, query, map[string]any{"owner": "example-busy", "name": "engine"})
		r := httptest.NewRequest("POST", "/graphql", strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+DemoToken)
		r.Header.Set("User-Agent", "fuzz")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != 200 || !json.Valid(w.Body.Bytes()) {
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
	})
}
