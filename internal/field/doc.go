// Package field is the catalogue: one row for each measurable input, with the words, the
// unit and the source that belong to it. It imports nothing of ours and everything may
// import it.
package field
