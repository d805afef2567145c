package schema

import (
	"strings"
	"testing"
)

func TestQueryErrors_sayWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := GraphQL(t)
	for _, tt := range []struct {
		name, query string
		variables   map[string]any
		want        string
	}{
		{"right", `query($o: String!) { repository(owner: $o, name: "b") { id issues(first: 1) { totalCount } } }`, map[string]any{"o": "a"}, ""},
		{"syntax", `{ repository(`, nil, "Expected"},
		{"field", `{ repository(owner: "a", name: "b") { nmae } }`, nil, "nmae"},
		{"argument", `{ repository(owner: "a", name: "b") { issues(frist: 1) { totalCount } } }`, nil, "frist"},
		{"type of a variable", `query($o: Int!) { repository(owner: $o, name: "b") { id } }`, map[string]any{"o": 1}, "$o"},
		{"variable missing", `query($o: String!) { repository(owner: $o, name: "b") { id } }`, nil, "must be defined"},
		{"variable not declared", `{ viewer { login } }`, map[string]any{"o": 1}, "not declared"},
		{"deprecated", `{ repository(owner: "a", name: "b") { pullRequest(number: 1) { databaseId } } }`, nil, "deprecated"},
		{"enum", `{ repository(owner: "a", name: "b") { issues(first: 1, states: [MERGED]) { totalCount } } }`, nil, "MERGED"},
	} {
		errs := queryErrors(s, tt.query, tt.variables)
		if tt.want == "" && len(errs) == 0 {
			continue
		}
		if tt.want == "" || len(errs) == 0 || !strings.Contains(errs[0].Error(), tt.want) {
			t.Errorf("%s: got %v, want an error with %q", tt.name, errs, tt.want)
		}
	}
}

func TestRESTErrors_sayWhatIsWrong(t *testing.T) {
	t.Parallel()
	d := OpenAPI(t)
	for _, tt := range []struct {
		name, method, path string
		status             int
		body, want         string
	}{
		{"right", "GET", "/repos/a/b/languages", 200, `{"Go": 12}`, ""},
		{"type", "GET", "/repos/a/b/languages", 200, `{"Go": "12"}`, "integer"},
		{"missing", "GET", "/rate_limit", 200, `{"resources": {}}`, "missing"},
		{"unknown", "GET", "/users/{username}/orgs", 200, `[{"surprise": 1}]`, "surprise"},
		{"path", "GET", "/nothing", 200, `{}`, "no such path"},
		{"method", "PATCH", "/rate_limit", 200, `{}`, "no such method"},
		{"status", "GET", "/rate_limit", 202, `{}`, "does not describe"},
		{"not JSON", "GET", "/rate_limit", 200, `{`, "body"},
		{"error", "GET", "/user", 401, `{"message": 1}`, "string"},
	} {
		errs := restErrors(d, tt.method, tt.path, tt.status, []byte(tt.body))
		found := tt.want == "" && len(errs) == 0
		for _, err := range errs {
			found = found || tt.want != "" && strings.Contains(err.Error(), tt.want)
		}
		if !found {
			t.Errorf("%s: got %v, want an error with %q", tt.name, errs, tt.want)
		}
	}
}
