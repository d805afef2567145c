// Package githubtest is a fake GitHub: a real HTTP server on loopback that serves REST and GraphQL
// like api.github.com, from stories written in YAML (testdata/github) or from any number of
// generated repositories.
//
// It implements GitHub's rules: quotas by token owner and by address, secondary limits, the cost
// and node limit of a GraphQL query, ETags, redirects of renamed repositories, and GitHub's error
// messages. It counts every request, can fail in many ways (Fault), and its world can be changed
// while it runs (Edit).
//
// Its GraphQL schema is schema.graphql, a part of GitHub's schema. One test compares it with the
// published schema, type by type, and another compares the REST responses with the published
// OpenAPI description. A field unknown to the fake is an error, as at GitHub, so that a query
// cannot silently read nothing.
//
// Details that no published description covers come from memory or from GitHub's documentation, and
// were not compared with GitHub itself: that cost is rounded to the nearest point, and the cost of
// a lookup by ids; the messages and types of errors of pages, cursors and nodes; that a blocked
// repository is an error of the type FORBIDDEN in GraphQL (one story uses NOT_FOUND instead); that
// totalCount of a timeline includes every type; that cursors survive changes; the order in which
// the secondary limits are checked; that a query over the budget runs if a point is left; who sees
// which part of a branch's protection, and that a refusal is an error of the type FORBIDDEN at the
// field; and the order of check suites, statuses and organizations.
//
// It does not depend on other packages of Plumbline. Tests and the program fakegithub import it.
package githubtest
