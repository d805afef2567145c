// Package forge holds what the host of a repository knows of it beside its files: records
// of issues, reviews and releases, and which repository stands behind an address.
package forge
