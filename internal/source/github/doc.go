// Package github asks GitHub about repositories: what it says of each (owner,
// name, archived, licence, …), and how issues and change requests of outsiders
// are answered.
//
// Metadata comes in batches of many repositories, by the host's own id, so that
// a rename keeps a history and a reused name inherits none. Responsiveness comes
// from three feeds of a repository, newest first: issues, change requests and
// commits. What was read is remembered, so that the next reading asks for what
// moved since, and nothing when nothing did. The arithmetic on what is
// remembered is pure and knows neither requests nor the clock.
//
// What Scorecard's checks ask of a host comes as records of one repository and
// its files: one query and one archive, whole or an error, and what alone cannot
// be seen said so. Records live in memory.
//
// People are counted, never named: no login, name or address is kept or logged,
// and none leaves the decoders but in records. A person is a keyed hash of this
// installation.
//
// It must not know databases, models, nor how requests are sent: limits, retries
// and credentials are the business of the http.RoundTripper it is given.
package github
