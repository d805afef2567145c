// Package parity compares what we know of a repository with what Scorecard's
// own client for GitHub reports of it, both asking the same fake. It holds tests
// only, apart from the rest because it links that client.
package parity
