// Package git measures one repository with the system's git: a blobless bare clone over https in a
// cache folder, or a local mirror, which it never writes to. It returns the figures of vitality and
// resilience that history alone can provide, releases from tags, facts of the tree, and the tree
// itself.
//
// The content of a repository is untrusted. Git never runs in a folder that others filled. All
// reads go through a view: our own git directory that links the objects and copies the refs, so
// that the configuration, hooks, attributes and alternates of a mirror are never obeyed. Of its
// configuration only the format and the remotes are read, as data. What a copy names outside of
// itself is followed as locate says. Names and addresses of people are used only in memory and never
// leave the package.
//
// The package does not know scores, storage, pages or the API of any forge.
package git
