// Package source is the contract of whatever observes a project, and the errors by which
// callers tell why it could not. Each source is a folder below; sources never import each other.
package source
