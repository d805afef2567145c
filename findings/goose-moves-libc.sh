#!/usr/bin/env bash
# goose moves modernc.org/libc past the version that modernc.org/sqlite names.
#
# Packages: github.com/pressly/goose/v3 v3.30.1, modernc.org/sqlite v1.62.0,
#           modernc.org/libc v1.80.1 and v1.80.2 (Go modules).
# Date:     2026-12-01.
#
# What happens: SQLite's documentation asks for exactly the version of libc that
# its own go.mod names, because the two are generated together. goose names the
# same SQLite and a newer libc, so a program with both builds with the newer
# one, and nothing warns. v3.30.0 does the same.
#
# Output seen:
#   SQLite alone:      modernc.org/libc v1.80.1
#   SQLite and goose:  modernc.org/libc v1.80.2
#
# Needs Go and a network; nothing is built. Exits with 1 when the output is
# different.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
export GOFLAGS=-mod=mod GOWORK=off

libc() {
	rm -f go.mod go.sum
	go mod init example.org/db >log 2>&1
	go get "$@" >>log 2>&1 || { cat log >&2; exit 2; }
	go list -m modernc.org/libc
}

alone=$(libc modernc.org/sqlite@v1.62.0)
both=$(libc modernc.org/sqlite@v1.62.0 github.com/pressly/goose/v3@v3.30.1)
echo "SQLite alone:      $alone"
echo "SQLite and goose:  $both"
[ "$alone" = "modernc.org/libc v1.80.1" ] && [ "$both" = "modernc.org/libc v1.80.2" ]
