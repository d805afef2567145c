// Package source is the contract of every source that observes a project, and the errors that tell
// callers why it failed. Each source is a folder below; sources never import each other.
package source
