package github

import (
	"fmt"
	"slices"
	"strings"
)

// The fields for Scorecard's checks, with the page sizes of Scorecard's own client: a check over 29
// commits differs from one over 30. The head is requested twice, so that a refusal deep in the
// history does not remove the commit too.
const (
	recordsStart = `fragment records on Repository {
  id nameWithOwner createdAt isArchived isEmpty
  branch: defaultBranchRef { name }
  tip: object(expression: "HEAD") { oid ... on Commit { tree { oid entries { name type size } } } }
  head: object(expression: "HEAD") { ... on Commit { history(first: 30) { nodes {
    oid committedDate message
    committer { name user { login } }
    signature { isValid wasSignedByGitHub }
    associatedPullRequests(first: 1) { nodes {
      number headRefOid mergedAt
      repository { nameWithOwner }
      author { login resourcePath }
      mergedBy { login }
      labels(last: 30) { nodes { name } }
      reviews(last: 30) { nodes { state author { login } } }
`
	checksFields = `      commits(last: 1) { nodes { commit {
        checkSuites(first: 30) { nodes { app { slug } status conclusion } }
        status { contexts { state context targetUrl createdAt } }
      } } }
`
	recordsEnd = `    } }
  } } } }
  issues(first: 30, orderBy: {field: UPDATED_AT, direction: DESC}) { nodes {
    url createdAt authorAssociation author { login }
    comments(last: 30) { nodes { createdAt authorAssociation author { login } } }
  } }
  releases(first: 30, orderBy: {field: CREATED_AT, direction: DESC}) { nodes {
    databaseId tagName updatedAt releaseAssets(first: 30) { totalCount nodes { name } }
  } }
  protected: defaultBranchRef { ...protection }
  rulesets(first: 100) { nodes {
    enforcement conditions { refName { include exclude } }
    bypassActors(first: 1) { nodes { bypassMode } }
    rules(first: 100) { nodes { type parameters {
      ... on PullRequestParameters { dismissStaleReviewsOnPush requireCodeOwnerReview requireLastPushApproval requiredApprovingReviewCount }
      ... on RequiredStatusChecksParameters { strictRequiredStatusChecksPolicy requiredStatusChecks { context } }
    } } }
  } }
  languages(first: 100, orderBy: {field: SIZE, direction: DESC}) { totalCount edges { size node { name } } }
  licenseInfo { key name spdxId }
}
`
	protectionFields = `fragment protection on Ref {
  name
  branchProtectionRule {
    isAdminEnforced requireLastPushApproval dismissesStaleReviews requiresStatusChecks requiresStrictStatusChecks
    allowsDeletions allowsForcePushes requiresLinearHistory requiredApprovingReviewCount requiresCodeOwnerReviews requiredStatusCheckContexts
  }
  refUpdateRule {
    allowsDeletions allowsForcePushes requiresLinearHistory requiredApprovingReviewCount requiresCodeOwnerReviews requiredStatusCheckContexts
  }
}
`
	headFields = `fragment heads on Repository { nameWithOwner isEmpty object(expression: "HEAD") { oid ... on Commit { tree { oid } } } }
`
	factsFields = "fragment facts on User { company organizations(first: 30) { nodes { login } } }\n"
	// defaultsName is the repository whose files apply to all repositories of its owner.
	defaultsName = ".github"
)

// recordsQuery returns a query for one repository, by its id if known, with the repository at its
// name, and for the head of its owner's repository of defaults. Without checks it is the part that
// every host answers fast; leave are other parts to leave out. Branches (b0, …) are requested only with an id.
func recordsQuery(byID, checks bool, branches int, leave ...string) string {
	fields := recordsStart + recordsEnd
	if checks {
		fields = recordsStart + checksFields + recordsEnd
	}
	fields = without(fields, leave)
	at := "r: repository(owner: $owner, name: $name) { ...records }"
	vars := ""
	if byID {
		refs := ""
		vars = ", $id: ID!"
		for i := range branches {
			vars += fmt.Sprintf(", $b%d: String!", i)
			refs += fmt.Sprintf(" b%d: ref(qualifiedName: $b%d) { ...protection }", i, i)
		}
		if refs != "" {
			refs = " ... on Repository {" + refs + " }"
		}
		at = "r: node(id: $id) { ...records" + refs + " }\n  n: repository(owner: $owner, name: $name) { id nameWithOwner }"
	}
	protection := protectionFields
	if slices.Contains(leave, "protected") && !strings.Contains(at, "...protection") { // GraphQL refuses what is not used
		protection = ""
	}
	return "query ($owner: String!, $name: String!, $defaults: String!" + vars + ") {\n  rateLimit { cost }\n  " + at +
		"\n  d: repository(owner: $owner, name: $defaults) { ...heads }\n}\n" + fields + protection + headFields
}

// checksQuery requests the part that recordsQuery can leave out.
const checksQuery = `query ($id: ID!) {
  rateLimit { cost }
  r: node(id: $id) { ... on Repository {
    nameWithOwner
    head: object(expression: "HEAD") { ... on Commit { history(first: 30) { nodes { oid associatedPullRequests(first: 1) { nodes {
      number headRefOid repository { nameWithOwner }
` + checksFields + `    } } } } } }
  } }
}
`

// headQuery requests the head of an owner's repository of defaults.
const headQuery = "query ($owner: String!, $defaults: String!) {\n  rateLimit { cost }\n  d: repository(owner: $owner, name: $defaults) { ...heads }\n}\n" + headFields

// followQuery returns a query for users (u0, …) and branches (b0, …) of a repository. The variables
// have the names of the aliases, and id.
func followQuery(users, branches int) string {
	var vars, body, refs strings.Builder
	for i := range users {
		fmt.Fprintf(&vars, ", $u%d: String!", i)
		fmt.Fprintf(&body, "  u%d: user(login: $u%d) { ...facts }\n", i, i)
	}
	for i := range branches {
		fmt.Fprintf(&vars, ", $b%d: String!", i)
		fmt.Fprintf(&refs, "    b%d: ref(qualifiedName: $b%d) { ...protection }\n", i, i)
	}
	fragments := ""
	if users > 0 {
		fragments = factsFields
	}
	if branches > 0 {
		vars.WriteString(", $id: ID!")
		body.WriteString("  r: node(id: $id) { ... on Repository {\n    id\n" + refs.String() + "  } }\n")
		fragments += protectionFields
	}
	return "query (" + strings.TrimPrefix(vars.String(), ", ") + ") {\n  rateLimit { cost }\n" + body.String() + "}\n" + fragments
}
