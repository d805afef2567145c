// Package transport is the only way to GitHub: an http.RoundTripper under every client that talks
// to it. It knows the host, its credentials and its limits, and keeps five promises:
//
//   - a token is sent only to the API, and is never shown;
//   - it waits out a short rate limit, within Limits.Patience, and never blocks on a longer one:
//     callers get a *source.LaterError with the instant, and other credentials continue;
//   - outages of the host cost few requests: bounded retries, then a breaker;
//   - every request ends: connect, header, idle and total timeouts;
//   - an archive is complete or an error.
//
// A request passes, from the outside in: the rules for allowed addresses, the rate gate, which
// selects a credential's budget, the ETag store, the credential, the usage meter and the base. The
// response returns through the guard of archives.
//
// The package does not know what is requested, scores, storage or pages.
package transport
