// Package httpx is HTTP plumbing without product knowledge: handlers that return errors, the
// middleware for every response, and a server with graceful shutdown. It does not know what is
// served, and imports only the standard library.
package httpx
