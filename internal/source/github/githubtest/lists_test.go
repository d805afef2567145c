package githubtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const feedQuery = `query($owner: String!, $name: String!, $after: String, $n: Int = 100) {
  repository(owner: $owner, name: $name) {
    issues(first: $n, after: $after, orderBy: {field: UPDATED_AT, direction: DESC}) {
      totalCount nodes { number updatedAt } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}`

// feed reads all pages, calling between before each page but the first.
func feed(t *testing.T, s *Server, full string, size int, between func()) (numbers []int, updated []string) {
	t.Helper()
	owner, name, _ := strings.Cut(full, "/")
	vars := map[string]any{"owner": owner, "name": name, "after": nil, "n": size}
	for {
		issues := at(right(t, s, feedQuery, vars), "repository", "issues")
		for _, n := range at(issues, "nodes").([]any) {
			numbers = append(numbers, int(at(n, "number").(float64)))
			updated = append(updated, at(n, "updatedAt").(string))
		}
		if at(issues, "pageInfo", "hasNextPage") != true {
			return numbers, updated
		}
		vars["after"] = at(issues, "pageInfo", "endCursor")
		between()
	}
}

func TestItems_byUpdate(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	numbers, updated := feed(t, s, "example-busy/monorepo", 100, func() {})
	if len(numbers) != 900 || len(slices.Compact(slices.Sorted(slices.Values(numbers)))) != 900 {
		t.Errorf("%d issues, want 900 different ones", len(numbers))
	}
	if !slices.IsSortedFunc(updated, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Error("not newest first")
	}
	numbers, _ = feed(t, s, "example-answers/touched", 1, func() {})
	if d := cmp.Diff([]int{1, 3, 2}, numbers); d != "" {
		t.Errorf("order (-want +got):\n%s", d)
	}
}

// A page goes on where the cursor stood, though things moved to the front and
// were added meanwhile.
func TestItems_pagesWhileThingsMove(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	const full = "example-answers/storm"
	before, _ := feed(t, s, full, 100, func() {})
	moved := 0
	during, _ := feed(t, s, full, 7, func() {
		moved++
		s.Edit(func(w *World) {
			r, now := w.Repository(full), w.Start().Add(time.Duration(moved)*time.Second)
			r.Item(before[0]).Comment("visitor-one", now)
			r.OpenIssue("visitor-two", now)
		})
	})
	if d := cmp.Diff(before, during); d != "" {
		t.Errorf("what was there at first is not what the pages gave (-want +got):\n%s", d)
	}
	after, _ := feed(t, s, full, 100, func() {})
	if len(after) != len(before)+moved {
		t.Errorf("%d issues, want %d", len(after), len(before)+moved)
	}
}

const narrowQuery = `query($since: DateTime!) { repository(owner: "example-busy", name: "engine") {
	all: issues { totalCount }
	open: issues(states: [OPEN]) { totalCount }
	closed: issues(states: CLOSED) { totalCount }
	recent: issues(filterBy: {since: $since}) { totalCount }
	recentOpen: issues(filterBy: {since: $since, states: [OPEN]}, first: 1, orderBy: {field: CREATED_AT, direction: DESC}) { totalCount nodes { createdAt } }
	merged: pullRequests(states: [MERGED]) { totalCount }
	rejected: pullRequests(states: [CLOSED]) { totalCount }
	last: issues(last: 2) { nodes { number } pageInfo { hasPreviousPage hasNextPage } }
} }`

func TestItems_narrowed(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	since := s.world.start.AddDate(0, 0, -8).Format(time.RFC3339)
	repo := at(right(t, s, narrowQuery, map[string]any{"since": since}), "repository")
	for name, want := range map[string]float64{"all": 149, "open": 9, "closed": 140, "recentOpen": 9, "merged": 120, "rejected": 20} {
		if got := at(repo, name, "totalCount"); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if got := at(repo, "recent", "totalCount").(float64); got < 9 || got > 20 {
		t.Errorf("recent: %v", got)
	}
	if at(repo, "last", "pageInfo", "hasPreviousPage") != true || at(repo, "last", "pageInfo", "hasNextPage") != false || at(repo, "last", "nodes", 1, "number") != 289.0 {
		t.Errorf("last: %v", at(repo, "last"))
	}
}

const historyQuery = `query($after: String, $since: GitTimestamp) { repository(owner: "example-busy", name: "engine") {
	defaultBranchRef { target { ... on Commit { history(first: 100, after: $after, since: $since) {
		totalCount nodes { oid committedDate } pageInfo { hasNextPage endCursor } } } } } } }`

func TestHistory_goesOnAfterAPush(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	seen := map[string]int{}
	var after any
	for pages := 1; ; pages++ {
		h := at(right(t, s, historyQuery, map[string]any{"after": after}), "repository", "defaultBranchRef", "target", "history")
		for _, n := range at(h, "nodes").([]any) {
			seen[at(n, "oid").(string)]++
		}
		if at(h, "pageInfo", "hasNextPage") != true {
			if pages != 9 {
				t.Errorf("%d pages, want 9", pages)
			}
			break
		}
		after = at(h, "pageInfo", "endCursor")
		s.Edit(func(w *World) {
			w.Repository("example-busy/engine").Push("lena-example", w.Start().Add(time.Duration(pages)*time.Minute))
		})
	}
	if len(seen) != 900 {
		t.Errorf("%d commits, want the 900 there were", len(seen))
	}
	for oid, n := range seen {
		if n != 1 {
			t.Errorf("%s came %d times", oid, n)
		}
	}
}

func TestHistory_since(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	since := s.world.start.AddDate(0, -1, 0)
	h := at(right(t, s, historyQuery, map[string]any{"since": since.Format(time.RFC3339)}), "repository", "defaultBranchRef", "target", "history")
	nodes := at(h, "nodes").([]any)
	if total := at(h, "totalCount").(float64); int(total) != len(nodes) || total < 30 || total > 50 {
		t.Errorf("%v commits, %d nodes, of 900 in 24 months", total, len(nodes))
	}
	for _, n := range nodes {
		at, err := time.Parse(time.RFC3339, at(n, "committedDate").(string))
		if err != nil || at.Before(since) {
			t.Errorf("%v, %v", at, err)
		}
	}
}

func TestLists_refuseWhatGitHubRefuses(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	wide := func(n int) string {
		return fmt.Sprintf(`{ repository(owner: "example-busy", name: "engine") { issues(first: %d) { nodes { comments(first: 100) { nodes { id } } timelineItems(first: 100) { nodes { __typename } } } } } }`, n)
	}
	deep := `{ repository(owner: "a", name: "b") { issues(first: 100) { nodes { labels(first: 100) { nodes { id } } comments(first: 100) { nodes { repository { releases(first: 51) { nodes { id } } } } } } } } }`
	for _, tt := range []struct{ name, query, kind string }{
		{"a page of 100", wide(100), ""},
		{"a page of 101", wide(101), "EXCESSIVE_PAGINATION"},
		{"no size", `{ repository(owner: "a", name: "b") { issues { nodes { id } } } }`, "MISSING_PAGINATION_BOUNDARIES"},
		{"no size and no items", `{ repository(owner: "example-busy", name: "engine") { issues { totalCount } } }`, ""},
		{"too many nodes", deep, "MAX_NODE_LIMIT_EXCEEDED"},
		{"a cursor that is none", `{ repository(owner: "example-busy", name: "engine") { issues(first: 1, after: "x") { totalCount } } }`, "INVALID_CURSOR_ARGUMENTS"},
		{"101 ids", `{ nodes(ids: ["` + strings.Repeat(`x", "`, 100) + `x"]) { id } }`, "ARGUMENT_LIMIT"},
	} {
		out := ask(t, s, tt.query, nil)
		switch {
		case tt.kind == "" && len(out.Errors) > 0:
			t.Errorf("%s: %v", tt.name, out.Errors)
		case tt.kind != "" && (len(out.Errors) == 0 || out.Errors[0].Type != tt.kind):
			t.Errorf("%s: %v, want %s", tt.name, out.Errors, tt.kind)
		}
	}
}

func TestCost_isConnectionsByTheHundred(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	many := "{ rateLimit { cost nodeCount }"
	for i := range 80 {
		many += fmt.Sprintf(` r%d: repository(owner: "example-busy", name: "engine") { issues(first: 1) { nodes { id } } releases(first: 1) { nodes { id } } }`, i)
	}
	for _, tt := range []struct {
		name, query string
		cost, nodes float64
	}{
		{"nothing in pages", `{ rateLimit { cost nodeCount } viewer { login } }`, 1, 0},
		// The example of GitHub's documentation: 1 + 100 + 5,000 requests, 100 + 5,000 + 300,000 nodes.
		{"documented", `{ rateLimit { cost nodeCount } repository(owner: "example-busy", name: "engine") { issues(first: 100) { nodes { comments(first: 50) { nodes { repository { releases(first: 60) { nodes { id } } } } } } } } }`, 51, 305100},
		{"160 connections", many + "}", 2, 160},
		{"by fragment", `{ rateLimit { cost nodeCount } repository(owner: "example-busy", name: "engine") { ...f } } fragment f on Repository { issues(first: 100) { nodes { comments(first: 2) { nodes { id } } } } }`, 1, 300},
		{"left out", `{ rateLimit { cost nodeCount } repository(owner: "example-busy", name: "engine") { issues(first: 100) @skip(if: true) { nodes { id } } } }`, 1, 0},
	} {
		got := at(right(t, s, tt.query, nil), "rateLimit")
		if at(got, "cost") != tt.cost || at(got, "nodeCount") != tt.nodes {
			t.Errorf("%s: %v, want cost %v and %v nodes", tt.name, got, tt.cost, tt.nodes)
		}
	}
	dry := right(t, s, `{ rateLimit(dryRun: true) { cost remaining } }`, nil)
	if before := s.Requests().Points; at(dry, "rateLimit", "remaining") != at(right(t, s, `{ rateLimit(dryRun: true) { cost remaining } }`, nil), "rateLimit", "remaining") || s.Requests().Points != before {
		t.Error("a dry run costs")
	}
}

const nodesQuery = `query($ids: [ID!]!, $one: ID!) { nodes(ids: $ids) { __typename id ... on Repository { nameWithOwner } } node(id: $one) { ... on Repository { nameWithOwner } } }`

func TestNodes_byID(t *testing.T) {
	t.Parallel()
	s := Start(t, Config{})
	first := right(t, s, `{ repository(owner: "example-busy", name: "engine") { id owner { id } issues(first: 1) { nodes { id number } } pullRequests(first: 1) { nodes { id } } } }`, nil)
	var ids []any
	for _, p := range [][]any{{"id"}, {"owner", "id"}, {"issues", "nodes", 0, "id"}, {"pullRequests", "nodes", 0, "id"}} {
		ids = append(ids, at(at(first, "repository"), p...))
	}
	out := ask(t, s, nodesQuery, map[string]any{"ids": append(ids, "R_kgDOAAAAAQ", "nonsense"), "one": ids[0]})
	var types []string
	for _, n := range out.Data["nodes"].([]any) {
		types = append(types, fmt.Sprint(at(n, "__typename")))
	}
	if d := cmp.Diff([]string{"Repository", "Organization", "Issue", "PullRequest", "<nil>", "<nil>"}, types); d != "" {
		t.Errorf("types (-want +got):\n%s", d)
	}
	if at(out.Data, "node", "nameWithOwner") != "example-busy/engine" {
		t.Errorf("node: %v", out.Data["node"])
	}
	raw, _ := json.Marshal(out.Errors)
	if len(out.Errors) != 2 || out.Errors[0].Type != "NOT_FOUND" || fmt.Sprint(out.Errors[1].Path) != "[nodes 5]" {
		t.Errorf("errors %s", raw)
	}
}

func TestNodeID_thereAndBack(t *testing.T) {
	t.Parallel()
	for _, ids := range [][]int64{{1}, {1 << 30}, {7, 1<<31 - 1}} {
		_, got, ok := parseNodeID(nodeID("X", ids...))
		if d := cmp.Diff(ids, got); !ok || d != "" {
			t.Errorf("%v: %v %s", ids, ok, d)
		}
	}
	if got := nodeID("R", 1); got != "R_kgDOAAAAAQ" {
		t.Errorf("got %s, GitHub's form is R_kgDOAAAAAQ", got)
	}
	for _, id := range []string{"", "R_", "R", "R_!!!!", "R_kgDO", "_kgDOAAAAAQ=", "R_AAAAAAAAAA"} {
		if _, _, ok := parseNodeID(id); ok {
			t.Errorf("%q is taken for an id", id)
		}
	}
}
