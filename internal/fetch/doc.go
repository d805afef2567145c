// Package fetch is the one HTTP client for services we are guests of: package
// registries, databases of advisories, Repology. It asks only the hosts it was
// given, limits its rate, says who asks, retries once, stops when a host asks it
// to or keeps failing, bounds every answer and remembers it.
//
// The package does not know what is asked. The caller says how long an answer
// holds and what of it is kept.
package fetch
