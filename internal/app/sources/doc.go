// Package sources opens what a process asks about repositories, by its flags:
// GitHub, published results, package registries, Debian's archive, git, Scorecard's checks and
// advisories. Opening sends nothing.
//
// The structs of flags carry the tags the command line reads them by, so that
// every option is described once. The package must not know a command, a page
// or what figures are judged by.
package sources
