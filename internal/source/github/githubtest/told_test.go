package githubtest

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	stories "github.com/plumbline-scorecard/plumbline/testdata/github"
)

const toldQuery = `query($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    nameWithOwner id databaseId isArchived archivedAt isFork parent { nameWithOwner } isMirror isEmpty isDisabled
    stargazerCount forkCount description hasIssuesEnabled isSecurityPolicyEnabled isTemplate
    licenseInfo { spdxId } fundingLinks { platform url }
    repositoryTopics(first: 100) { nodes { topic { name } } } languages(first: 100) { totalCount totalSize edges { size node { name } } }
    issues(first: 100, orderBy: {field: CREATED_AT, direction: ASC}) { totalCount nodes { ...item } }
    pullRequests(first: 100, orderBy: {field: CREATED_AT, direction: ASC}) { totalCount nodes { merged mergedBy { login } reviews(first: 100) { totalCount } ...pull } }
    releases(first: 100) { totalCount nodes { tagName isDraft isPrerelease author { login } } }
    defaultBranchRef { name target { ... on Commit { oid history(first: 1) { totalCount nodes { author { name user { login } } committedDate } } } } }
  }
}
fragment item on Issue { number createdAt state author { __typename login } comments(first: 100) { totalCount nodes { author { __typename login } authorAssociation createdAt } } timelineItems(last: 1, itemTypes: [CLOSED_EVENT]) { filteredCount nodes { ... on ClosedEvent { actor { login } } } } }
fragment pull on PullRequest { number createdAt state author { __typename login } comments(first: 100) { totalCount } }`

// Every story is told over HTTP as it is written: the test reads the YAML with
// a reader of its own and asks both APIs.
func TestStories_areToldAsWritten(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	names, err := Stories(stories.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range names {
		raw, err := fs.ReadFile(stories.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		var y map[string]any
		if err := yaml.Unmarshal(raw, &y); err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(file, ".yaml"), func(t *testing.T) {
			t.Parallel()
			told(t, s, y)
		})
	}
}

func told(t *testing.T, s *Server, y map[string]any) {
	full := y["repository"].(string)
	owner, name, _ := strings.Cut(full, "/")
	rest := get(t, s, "/repos/"+full)
	out := ask(t, s, toldQuery, map[string]any{"owner": owner, "name": name})
	repo, _ := out.Data["repository"].(map[string]any)
	if y["hidden"] == true || y["blocked"] != nil {
		want := http.StatusNotFound
		if y["blocked"] != nil {
			want = http.StatusUnavailableForLegalReasons
		}
		if rest.status != want || repo != nil || len(out.Errors) != 1 || out.Errors[0].Path[0] != "repository" {
			t.Errorf("status %d, want %d; data %v, errors %v", rest.status, want, repo, out.Errors)
		}
		return
	}
	if rest.status != http.StatusOK || len(out.Errors) > 0 {
		t.Fatalf("status %d, errors %v", rest.status, out.Errors)
	}
	var r map[string]any
	if err := json.Unmarshal(rest.body, &r); err != nil {
		t.Fatal(err)
	}
	facts(t, y, r, repo)
	content(t, y, r, repo)
}

// facts compares what is the same in the story, in REST and in GraphQL.
func facts(t *testing.T, y, r, repo map[string]any) {
	t.Helper()
	number := func(key string) any { return float64(whole(y[key])) }
	text := func(v any) any {
		s, ok := v.(string)
		if !ok {
			return nil
		}
		return text(s)
	}
	for _, f := range []struct {
		what          string
		want          any
		rest, graphql any
	}{
		{"name", y["repository"], r["full_name"], repo["nameWithOwner"]},
		{"archived", y["archived"] != nil, r["archived"], repo["isArchived"]},
		{"fork", y["fork_of"] != nil, r["fork"], repo["isFork"]},
		{"mirror", y["mirror_of"] != nil, r["mirror_url"] != nil, repo["isMirror"]},
		{"disabled", y["disabled"] == true, r["disabled"], repo["isDisabled"]},
		{"template", y["template"] == true, r["is_template"], repo["isTemplate"]},
		{"stars", number("stars"), r["stargazers_count"], repo["stargazerCount"]},
		{"forks", number("forks"), r["forks_count"], repo["forkCount"]},
		{"description", text(y["description"]), r["description"], repo["description"]},
		{"issues on", y["no_issues"] != true, r["has_issues"], repo["hasIssuesEnabled"]},
		{"id", r["id"], r["id"], repo["databaseId"]},
		{"node id", r["node_id"], r["node_id"], repo["id"]},
		{"licence", y["license"], at(r, "license", "spdx_id"), at(repo, "licenseInfo", "spdxId")},
		{"topics", float64(size(y["topics"])), float64(size(r["topics"])), float64(size(at(repo, "repositoryTopics", "nodes")))},
		{"empty", y["empty"] == true, y["empty"] == true, repo["isEmpty"]},
		{"security policy", y["security_policy"], y["security_policy"], repo["isSecurityPolicyEnabled"]},
		{"funding", float64(size(y["funding"])), float64(size(y["funding"])), float64(size(repo["fundingLinks"]))},
		{"languages", float64(size(y["languages"])), float64(size(y["languages"])), at(repo, "languages", "totalCount")},
	} {
		if d := cmp.Diff(f.want, f.rest); d != "" {
			t.Errorf("REST, %s (-want +got):\n%s", f.what, d)
		}
		if d := cmp.Diff(f.want, f.graphql); d != "" {
			t.Errorf("GraphQL, %s (-want +got):\n%s", f.what, d)
		}
	}
}

// content counts what the story has of issues, change requests, releases and
// commits.
func content(t *testing.T, y, r, repo map[string]any) {
	t.Helper()
	open := 0
	for _, list := range []struct{ yaml, graphql string }{{"issues", "issues"}, {"pulls", "pullRequests"}} {
		total, live := tally(y[list.yaml])
		if list.yaml == "pulls" {
			total += changes(y["commits"])
		}
		if list.yaml == "issues" && y["no_issues"] == true {
			total, live = 0, 0
		}
		open += live
		if got := at(repo, list.graphql, "totalCount"); got != float64(total) {
			t.Errorf("%s: %v, want %d", list.yaml, got, total)
		}
		if total > 100 || total == 0 {
			continue
		}
		seen := 0
		for _, n := range at(repo, list.graphql, "nodes").([]any) {
			if at(n, "state") == "OPEN" {
				seen++
			}
		}
		if seen != live {
			t.Errorf("%s open: %d, want %d", list.yaml, seen, live)
		}
	}
	if got := r["open_issues_count"]; got != float64(open) {
		t.Errorf("open issues and pull requests of REST: %v, want %d", got, open)
	}
	parts(t, y, repo)
}

// parts compares releases and commits.
func parts(t *testing.T, y, repo map[string]any) {
	t.Helper()
	releases := 0
	for _, x := range entries(y["releases"]) {
		if x["draft"] != true {
			releases++
		}
	}
	if got := at(repo, "releases", "totalCount"); got != float64(releases) {
		t.Errorf("releases: %v, want %d without drafts", got, releases)
	}
	commits, _ := tally(y["commits"])
	got := at(repo, "defaultBranchRef", "target", "history", "totalCount")
	if y["empty"] == true || y["no_branch"] == true {
		if repo["defaultBranchRef"] != nil {
			t.Error("a default branch where there is none")
		}
	} else if got != float64(commits) {
		t.Errorf("commits: %v, want %d", got, commits)
	}
	if stamp, ok := at(repo, "issues", "nodes", 0, "createdAt").(string); ok {
		if _, err := time.Parse(time.RFC3339Nano, stamp); err != nil {
			t.Error(err)
		}
	}
}

func entries(v any) []map[string]any {
	var out []map[string]any
	all, _ := v.([]any)
	for _, x := range all {
		out = append(out, x.(map[string]any))
	}
	return out
}

// tally counts the entries of a list, those that stand for many too, and how
// many of them are open.
func tally(v any) (total, open int) {
	for _, x := range entries(v) {
		n := max(1, whole(x["count"]))
		total += n
		if x["closed"] == nil && x["merged"] == nil || x["reopened"] != nil {
			open += n
		}
	}
	return total, open
}

// changes counts the commits that came by a pull request of their own.
func changes(v any) (n int) {
	for _, x := range entries(v) {
		if x["change"] != nil {
			n += max(1, whole(x["count"]))
		}
	}
	return n
}

func size(v any) int { l, _ := v.([]any); return len(l) }

func whole(v any) int {
	switch n := v.(type) {
	case uint64:
		return int(n)
	case int:
		return n
	}
	return 0
}
