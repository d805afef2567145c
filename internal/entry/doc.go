// Package entry reads what an entry of a curated list says of a project as inputs.
package entry
