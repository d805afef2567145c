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
// People are counted, never named: no login, name or address leaves the
// decoders. A person is a keyed hash of this installation.
//
// It must not know databases, models, nor how requests are sent: limits, retries
// and credentials are the business of the http.RoundTripper it is given.
package github
