// Package distro observes how much of a Linux distribution needs a project. It reads the index files
// of Debian's archive and counts the source packages that need those of the project, at run time and
// to be built; package archive has the definitions. Files come from a mirror, from two local files or
// from apt's lists, and are compared with the signed InRelease.
//
// The list says which source packages are a project's. Nothing is guessed from names.
package distro
