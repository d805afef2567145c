package github

import (
	"fmt"
	"strings"
)

// The texts of all queries. They are built from constants and counters; values from a list or a
// host are passed in variables.

// repositoryFields is what a batch queries for each repository. The newest issue and pull request
// and the head show whether anything changed: a repository without changes needs no query of its
// own.
const repositoryFields = `fragment repository on Repository {
  id nameWithOwner createdAt isArchived archivedAt isFork isMirror hasIssuesEnabled
  parent { nameWithOwner }
  stargazerCount forkCount
  licenseInfo { spdxId }
  repositoryTopics(first: 20) { nodes { topic { name } } }
  languages(first: 10, orderBy: {field: SIZE, direction: DESC}) { totalCount nodes { name } }
  openIssues: issues(first: 1, states: [OPEN]) { totalCount }
  openChanges: pullRequests(first: 1, states: [OPEN]) { totalCount }
  newestIssue: issues(first: 1, orderBy: {field: UPDATED_AT, direction: DESC}) { nodes { updatedAt } }
  newestChange: pullRequests(first: 1, orderBy: {field: UPDATED_AT, direction: DESC}) { nodes { updatedAt } }
  releases(first: 5, orderBy: {field: CREATED_AT, direction: DESC}) { nodes { publishedAt isDraft isPrerelease author { __typename login } } }
  latestRelease { publishedAt isDraft isPrerelease author { __typename login } }
  defaultBranchRef { name target { oid } }
  fundingLinks { url }
  isSecurityPolicyEnabled
}
`

// batchQuery returns a query for repositories: known[i] is whether the i-th is queried by its id,
// with the name to check that the address still belongs to it; leave[i] are parts to leave out. It
// includes the funding of so many owners. The aliases are r0, n0, r1, …, d0, d1, …; the variables
// i0, o0, n0, …, d0, d1, ….
func batchQuery(known []bool, leave [][]string, owners int) string {
	var vars, body strings.Builder
	names, fragments := map[string]string{}, ""
	for i, byID := range known {
		key := strings.Join(leave[i], " ")
		fragment, ok := names[key]
		if !ok {
			fragment = fmt.Sprintf("repository%d", len(names))
			names[key] = fragment
			fragments += strings.Replace(without(repositoryFields, leave[i]), "fragment repository ", "fragment "+fragment+" ", 1)
		}
		fmt.Fprintf(&vars, " $o%d: String!, $n%d: String!", i, i)
		if byID {
			fmt.Fprintf(&vars, ", $i%d: ID!", i)
			fmt.Fprintf(&body, "  r%d: node(id: $i%d) { ...%s }\n  n%d: repository(owner: $o%d, name: $n%d) { id nameWithOwner }\n", i, i, fragment, i, i, i)
		} else {
			fmt.Fprintf(&body, "  r%d: repository(owner: $o%d, name: $n%d) { ...%s }\n", i, i, i, fragment)
		}
		vars.WriteString(",")
	}
	for i := range owners {
		fmt.Fprintf(&vars, " $d%d: String!,", i)
		fmt.Fprintf(&body, "  d%d: repository(owner: $d%d, name: %q) { ...funding }\n", i, i, defaultsName)
	}
	if owners > 0 {
		fragments += fundingFields
	}
	return "query (" + strings.TrimSuffix(strings.TrimSpace(vars.String()), ",") + ") {\n  rateLimit { cost }\n" + body.String() + "}\n" + fragments
}

// The fields of one issue and one pull request. Ten comments and five reviews include the first
// answer of nearly all of them. The others are left out of the median, and counted.
const (
	itemFields = `number createdAt updatedAt closedAt state authorAssociation
      author { __typename login }
      comments(first: 10) { totalCount nodes { createdAt authorAssociation author { __typename login } } }
      timelineItems(last: 1, itemTypes: [CLOSED_EVENT]) { nodes { ... on ClosedEvent { createdAt actor { __typename login } } } }`
	changeFields = itemFields + `
      mergedAt mergedBy { __typename login }
      reviews(first: 5) { totalCount nodes { submittedAt authorAssociation author { __typename login } } }`
	pageFields = `pageInfo { hasNextPage endCursor }`
)

// page is one page of one feed in a request.
type page struct {
	feed  int    // feedIssues, …
	older bool   // one page further back, in addition to the newest
	after string // cursor; empty: from the newest
	first int    // maximum number of items
}

// The feeds, in the order of the request.
const (
	feedIssues = iota
	feedChanges
	feedCommits
	feeds
)

// alias returns the name of the page in the answer.
func (p page) alias() string {
	name := [feeds]string{"issues", "changes", "commits"}[p.feed]
	if p.older {
		return name + "Older"
	}
	return name
}

// activityQuery returns a query for pages of the feeds of one repository, each feed and depth once.
// The variables are id, since, and for each page its alias with First and After.
func activityQuery(pages []page) string {
	var vars, items, commits strings.Builder
	for _, p := range pages {
		name := p.alias()
		fmt.Fprintf(&vars, ", $%sFirst: Int!, $%sAfter: String", name, name)
		args := fmt.Sprintf("first: $%sFirst, after: $%sAfter", name, name)
		switch p.feed {
		case feedIssues:
			fmt.Fprintf(&items, "    %s: issues(%s, orderBy: {field: UPDATED_AT, direction: DESC}) { %s nodes {\n      %s\n    } }\n", name, args, pageFields, itemFields)
		case feedChanges:
			fmt.Fprintf(&items, "    %s: pullRequests(%s, orderBy: {field: UPDATED_AT, direction: DESC}) { %s nodes {\n      %s\n    } }\n", name, args, pageFields, changeFields)
		default:
			fmt.Fprintf(&commits, "      %s: history(%s, since: $since) { %s nodes { oid committedDate author { user { login company } } } }\n", name, args, pageFields)
		}
	}
	if commits.Len() > 0 {
		vars.WriteString(", $since: GitTimestamp!")
		items.WriteString("    defaultBranchRef { target { ... on Commit {\n" + commits.String() + "    } } }\n")
	}
	return "query ($id: ID!" + vars.String() + ") {\n  rateLimit { cost }\n  node(id: $id) { ... on Repository {\n    id\n" + items.String() + "  } }\n}\n"
}

// activityVariables returns the variables of activityQuery.
func activityVariables(id, since string, pages []page) map[string]any {
	vars := map[string]any{"id": id}
	for _, p := range pages {
		vars[p.alias()+"First"] = p.first
		vars[p.alias()+"After"] = nil
		if p.after != "" {
			vars[p.alias()+"After"] = p.after
		}
		if p.feed == feedCommits {
			vars["since"] = since
		}
	}
	return vars
}
