#!/usr/bin/env bash
# go-retryablehttp waits as long as a server says, and then empties a shared transport.
#
# Package:  github.com/hashicorp/go-retryablehttp v0.7.8 (Go module).
# Date:     2026-12-01.
#
# What happens: with the default backoff, RetryWaitMax bounds only the waits that
# the client chooses. An answer 429 or 503 with a Retry-After header is obeyed in
# full: with RetryWaitMax of 50 milliseconds and "Retry-After: 3" the client
# sleeps for three seconds, and with "Retry-After: 86400" it sleeps for a day.
# Only the context of the request ends that. And when the client gives up, it
# calls CloseIdleConnections on its http.Client. When that has the same transport
# as other clients, theirs are closed too, and their next request connects again.
#
# Output seen:
#   RetryWaitMax 50ms, Retry-After 3: waited 3s
#   two requests of another client: 1 connection
#   the same, with a retrying client that gives up between: 2 connections
#
# Needs Go and a network. Exits with 1 when the output is different.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
export GOFLAGS=-mod=mod GOWORK=off

cat >main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// server answers with the statuses in turn, then with 200, and counts connections.
func server(retryAfter string, statuses ...int) (s *httptest.Server, connections *int) {
	connections = new(int)
	s = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(statuses) == 0 {
			return
		}
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(statuses[0])
		statuses = statuses[1:]
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			*connections++
		}
	}
	s.Start()
	return s, connections
}

func get(c *http.Client, url string) {
	r, err := c.Get(url)
	if err != nil {
		return // the client gave up
	}
	io.Copy(io.Discard, r.Body)
	r.Body.Close()
}

func retrying(transport http.RoundTripper) *http.Client {
	c := retryablehttp.NewClient()
	c.Logger = nil
	c.RetryMax = 1
	c.RetryWaitMin, c.RetryWaitMax = 10*time.Millisecond, 50*time.Millisecond
	c.HTTPClient = &http.Client{Transport: transport}
	return c.StandardClient()
}

func main() {
	s, _ := server("3", http.StatusTooManyRequests)
	began := time.Now()
	get(retrying(&http.Transport{}), s.URL)
	fmt.Printf("RetryWaitMax 50ms, Retry-After 3: waited %s\n", time.Since(began).Round(time.Second))

	shared := &http.Transport{}
	other := &http.Client{Transport: shared}
	s, n := server("")
	get(other, s.URL)
	get(other, s.URL)
	fmt.Printf("two requests of another client: %d connection\n", *n)

	s, n = server("")
	fails, _ := server("", 500, 500)
	get(other, s.URL)
	get(retrying(shared), fails.URL)
	get(other, s.URL)
	fmt.Printf("the same, with a retrying client that gives up between: %d connections\n", *n)
}
GO
go mod init example.org/client >log 2>&1
{ go get github.com/hashicorp/go-retryablehttp@v0.7.8 && go build -o client .; } >>log 2>&1 || { cat log >&2; exit 2; }
out=$(./client)
echo "$out"
want='RetryWaitMax 50ms, Retry-After 3: waited 3s
two requests of another client: 1 connection
the same, with a retrying client that gives up between: 2 connections'
[ "$out" = "$want" ]
