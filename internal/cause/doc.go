// Package cause contains the differences between two runs, and their causes: every difference has
// one.
package cause
