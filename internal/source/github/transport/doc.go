// Package transport is the one way to GitHub: an http.RoundTripper under every
// client that talks to it. It knows the host, its credentials and its limits,
// and keeps five promises:
//
//   - a token goes to the API and nowhere else, and is never shown;
//   - a limit is never slept on: whoever asks gets a *source.LaterError with the
//     instant, and other credentials go on;
//   - the host's bad minutes cost few requests: bounded retries, then a breaker;
//   - every request ends: connect, header, idle and total time-outs;
//   - an archive is whole or it is an error.
//
// A request passes, from the outside in: the rules of where it may go, the rate
// gate, which picks a credential's budget, the ETag store, the credential, the
// usage meter and the base; the answer comes back through the guard of archives.
//
// The package must not know what is asked, scores, storage or pages.
package transport
