// Package fetch is the one HTTP client for external services: package registries, advisory
// databases, publishers of results. It contacts only the configured hosts, limits its rate
// (golang.org/x/time/rate), identifies itself, retries where that may help
// (hashicorp/go-retryablehttp), stops if a host asks it to or keeps failing, limits the size of
// every response and caches it.
//
// Most sources need only a Client. GitHub's transport has its own rules and shares parts of this
// package: NewBase, Retry, RetryAfter, Until, SameOrigin, Private and Discard.
//
// The package does not interpret answers. The caller decides how long an answer is valid and which
// part of it is kept.
package fetch
