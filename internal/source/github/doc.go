// Package github queries GitHub about repositories: their metadata (owner, name, archived, licence,
// …), and how issues and pull requests of outsiders are answered.
//
// Metadata comes in batches of many repositories, by the host's own id, so that a repository keeps
// its history after a rename, and a reused name inherits none. Responsiveness comes from three
// feeds of a repository, newest first: issues, pull requests and commits. What was read is stored,
// so the next reading requests only what changed since, and nothing if nothing changed. The
// computation on the stored data is pure and uses neither requests nor the clock.
//
// The data for Scorecard's checks comes as records of one repository and its files: one query and
// one archive, complete or an error. Single parts that are not visible are listed. Records exist
// only in memory.
//
// People are counted, never named: no login, name or address is stored or logged, and outside of
// records none leaves the decoders. A person is a hash with a key of this installation.
//
// The package does not know databases, models, or how requests are sent. Rate limits, retries and
// credentials are handled by the http.RoundTripper it is given.
package github
