// Package git measures one repository with the system's git: a blobless bare
// clone over https kept in a cache folder, or a local mirror that is never
// written to. It gives the figures of vitality and resilience that history
// alone can carry, releases from tags, facts of the tree, and the tree itself.
//
// What a repository holds is untrusted. Git never runs in a folder somebody
// else filled: every reading goes through a view, a git directory of our own
// that borrows the objects and a copy of the refs, so that configuration,
// hooks, attributes and alternates of a mirror are never looked at. Names and
// addresses of people are used in memory only and never leave the package.
//
// The package must not know scores, storage, pages or any forge's API.
package git
