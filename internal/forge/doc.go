// Package forge contains what the host of a repository knows about it beside its files: records of
// issues, reviews and releases, and which repository an address refers to.
package forge
