// Package githubtest is a fake GitHub: a real HTTP server on loopback that
// answers REST and GraphQL as api.github.com does, from stories written in YAML
// (testdata/github) or from any number of generated repositories.
//
// It keeps GitHub's rules: quotas by token owner and by address, secondary
// limits, the cost and node limit of a GraphQL query, ETags, redirects of
// renamed repositories, errors in the words of GitHub. It counts every request,
// fails in every way asked for (Fault), and its world can be changed while it
// runs (Edit).
//
// What it knows of GraphQL stands in schema.graphql, a part of GitHub's schema;
// a test compares it with the published one, type by type, and another compares
// the REST answers with the published OpenAPI description. A field the fake does
// not know is an error, as at GitHub, so that a query cannot quietly read
// nothing.
//
// What no published description says is recalled or taken from GitHub's
// documentation, and was not compared with GitHub itself: that cost is rounded
// to the nearest point and what a lookup by ids counts; the words and types of
// errors of pages, cursors and nodes; that a blocked repository is an error of
// the type FORBIDDEN in GraphQL (one story says NOT_FOUND instead); that
// totalCount of a timeline takes in every type; that cursors survive changes;
// in which order the secondary limits are looked at; that a query over the
// budget is carried out when a point is left; who sees which half of a branch's
// protection, and that a refusal is an error of the type FORBIDDEN at the field;
// and in which order check suites, statuses and organisations come.
//
// It knows nothing of Plumbline. Tests and the program fakegithub import it.
package githubtest
