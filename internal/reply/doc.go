// Package reply puts what a project says of itself beside what is observed. It judges nothing anew:
// no score depends on it.
package reply
