// Package access decides who may write: change what the site keeps for its readers. Reading needs
// no permission, and a site without a Guard writes nothing.
//
// There are two ways to be known, chosen by the operator:
//
//   - a password. Its argon2id hash is in a file; the person logs in and gets a session, a random
//     token in a cookie, of which the process holds only the SHA-256;
//   - a header of a reverse proxy that has identified the person. It counts only in requests that
//     come from the proxy.
//
// The way of a log-in: request → Guard.LogIn → Throttle (may this address try?) → Hash.Matches →
// Sessions.Open → cookie. The way of a write: request → Guard.MayWrite → the page.
//
// Nothing of it is stored or logged: no name, no network address, no password, no token. Everything
// is in memory and bounded, and ends with the process.
//
// The package knows no page and no store.
package access
