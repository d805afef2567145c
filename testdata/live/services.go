package main

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
)

// vulnerable is the one package OSV knows something of.
const vulnerable = "2.0.1"

// service answers for OSV, the Best Practices programme and OSS-Fuzz.
func service(w http.ResponseWriter, r *http.Request, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	var out any
	switch {
	case r.Host == hostBadges:
		out = []any{}
		if repo := r.URL.Query().Get("url"); strings.HasSuffix(repo, "l") {
			out = []any{map[string]string{"badge_level": "passing"}}
		}
	case r.Host == hostFuzzing:
		out = map[string]any{"projects": []any{map[string]string{"main_repo": "https://github.com/example-org/none"}}}
	case r.URL.Path == "/v1/querybatch":
		out = batch(body)
	case strings.HasPrefix(r.URL.Path, "/v1/vulns/"):
		out = map[string]string{"id": strings.TrimPrefix(r.URL.Path, "/v1/vulns/")}
	default:
		http.NotFound(w, r)
		return
	}
	_ = json.NewEncoder(w).Encode(out) // whoever asked may have gone
}

// batch is OSV's answer: a result for each query, in their order.
func batch(body []byte) any {
	var q struct{ Queries []struct{ Version string } }
	_ = json.Unmarshal(body, &q) // the programs' own
	results := make([]map[string]any, len(q.Queries))
	for i, x := range q.Queries {
		if results[i] = map[string]any{}; x.Version == vulnerable {
			results[i]["vulns"] = []any{map[string]string{"id": "OSV-made-1"}}
		}
	}
	return map[string]any{"results": results}
}

var numbers = regexp.MustCompile(`[0-9a-f]{40}|\d+`)

// kind names a request in the table, without what differs by project.
func kind(r *http.Request, body []byte) string {
	switch {
	case r.Host == hostArchives:
		return r.Host
	case r.Host != hostAPI:
		return r.Host + " " + strings.SplitN(strings.TrimPrefix(r.URL.Path, "/v1"), "/", 3)[1]
	case r.URL.Path == "/graphql":
		return "GraphQL: " + query(string(body))
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if len(parts) >= 3 && parts[0] == "repos" {
		parts = append([]string{"repos"}, parts[3:]...)
	} else if parts[0] == "users" {
		parts[1] = "*"
	}
	return "REST: " + numbers.ReplaceAllString(strings.Join(parts, "/"), "*")
}

// beside marks what the peer has nothing like: figures that no check is made of.
const beside = " (not for a check)"

// queries are the marks of our queries; the first that is there counts.
var queries = []struct{ mark, name string }{
	{"fragment records", "records"},
	{"fragment facts", "people and branches"},
	{"fragment protection", "people and branches"},
	{"fragment heads", "the owner's files"},
	{"fragment repository", "a batch of projects" + beside},
	{"rateLimit { cost }", "issues, changes, commits" + beside},
}

func query(body string) string {
	for _, q := range queries {
		if strings.Contains(body, q.mark) {
			return q.name
		}
	}
	return "of Scorecard's client"
}
