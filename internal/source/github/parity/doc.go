// Package parity compares our records of a repository with those of Scorecard's own client for
// GitHub; both query the same fake. It contains only tests, in a separate package because it links
// that client.
package parity
