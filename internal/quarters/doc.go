// Package quarters is the reconstructed past: the figures of projects at the ends of quarters, as
// today's clones show them, and the file that holds them. It is no history of what was published
// and is never mixed with published runs. It contains no data about people but counts.
//
// The package knows the form of the figures. It does not know how they are measured or scored.
package quarters
