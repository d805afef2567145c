// Package httpx is HTTP plumbing without product knowledge: handlers that
// return errors, the middleware every answer passes, and a server that ends
// gracefully. It must not know what is served, and imports the standard
// library only.
package httpx
