// Package fetch is the one HTTP client for services we are guests of: package
// registries, databases of advisories, publishers of results. It asks only the
// hosts it was given, limits its rate (golang.org/x/time/rate), says who asks,
// sends a question again where that may help (hashicorp/go-retryablehttp), stops
// when a host asks it to or keeps failing, bounds every answer and remembers it.
//
// A Client is all that most sources need. GitHub's transport has rules of its own
// and shares the parts: NewBase, Retry, RetryAfter, Until, SameOrigin, Private
// and Discard.
//
// The package does not know what is asked. The caller says how long an answer
// holds and what of it is kept.
package fetch
