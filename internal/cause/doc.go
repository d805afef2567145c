// Package cause holds what differs between two runs, and why: every difference has one
// cause.
package cause
