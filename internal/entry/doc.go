// Package entry converts an entry of a curated list to inputs.
package entry
