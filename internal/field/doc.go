// Package field is the catalogue: one row for each measurable input, with its texts, unit and
// source. It imports no other package of this project, and every package may import it.
package field
