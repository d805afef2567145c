package githubtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest/schema"
)

// The queries of these tests are queries GitHub would take.
func TestQueries_areGitHubs(t *testing.T) {
	t.Parallel()
	one := map[string]any{"owner": "a", "name": "b"}
	for _, q := range []struct {
		query     string
		variables map[string]any
	}{
		{toldQuery, one},
		{feedQuery, map[string]any{"owner": "a", "name": "b", "n": 3}},
		{historyQuery, nil},
		{narrowQuery, map[string]any{"since": "2026-01-01T00:00:00Z"}},
		{nodesQuery, map[string]any{"ids": []any{"a"}, "one": "b"}},
		{identity, one},
		{editedQuery, nil},
		{waysBack, nil},
		{everythingQuery(), one},
	} {
		schema.ValidateQuery(t, q.query, q.variables)
	}
}

// Every repository, and what else REST tells of it, is as GitHub describes it.
func TestREST_everyStoryIsAsDescribed(t *testing.T) {
	t.Parallel()
	schema.OpenAPI(t)
	files, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	s, made := Start(t, Config{}), Start(t, Config{World: Generate(50, 1)})
	check := func(s *Server, full string) {
		path := "/repos/" + full
		for _, tail := range []string{"", "/releases", "/contributors?anon=1", "/languages", "/license", "/commits?per_page=5"} {
			r := get(t, s, path+tail)
			documented := "/repos/{owner}/{repo}" + map[string]string{"": "", "/releases": "/releases", "/contributors?anon=1": "/contributors", "/languages": "/languages", "/license": "/license", "/commits?per_page=5": "/commits"}[tail]
			schema.ValidateREST(t, http.MethodGet, documented, r.status, r.body)
		}
	}
	for _, f := range files {
		if f.story.Stamps == "" {
			check(s, f.story.Repository)
		}
	}
	for i := range 50 {
		check(made, GeneratedName(i))
	}
}

func TestInstallationToken_isAsDescribed(t *testing.T) {
	t.Parallel()
	schema.OpenAPI(t)
	key := newKey(t)
	c := newClock()
	s := Start(t, Config{Now: c.now, Apps: []App{{ID: 7, Installation: 99, Key: &key.PublicKey}}})
	now := c.now().Unix()
	r, err := try(s, "POST", "/app/installations/99/access_tokens", jwt(t, key, fmt.Sprintf(`{"iss":7,"iat":%d,"exp":%d}`, now, now+60)), "")
	if err != nil || !json.Valid(r.body) {
		t.Fatalf("%v: %s", err, r.body)
	}
	schema.ValidateREST(t, "POST", "/app/installations/{installation_id}/access_tokens", r.status, r.body)
}
