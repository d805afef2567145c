#!/usr/bin/env bash
# Google's storage client links gRPC's xDS from v1.45 on, used or not.
#
# Packages: cloud.google.com/go/storage v1.43.0 and v1.45.0 (Go modules).
# Date:     2026-12-01.
#
# What happens: a program that imports the package for plain HTTP reads links
# the xDS client of gRPC, with the message types of Envoy. In v1.43.0 an import
# for its side effects asks for that, as the package's documentation says; from
# v1.45.0 on the package imports it itself. Only the build tag
# disable_grpc_modules leaves it out, and a module cannot set a tag for those
# who install it. In our program this was 14 MB, and 11 MB of memory in each
# process.
#
# Output seen:
#   v1.43.0: 0 packages of github.com/envoyproxy/go-control-plane
#   v1.45.0: 38 packages of github.com/envoyproxy/go-control-plane
#   v1.45.0 with the tag: 0 packages
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
	"context"
	"fmt"

	"cloud.google.com/go/storage"
)

func main() {
	_, err := storage.NewClient(context.Background())
	fmt.Println(err)
}
GO

# linked prints how many packages of Envoy the program links, with a build tag.
linked() {
	rm -f go.mod go.sum
	go mod init example.org/bucket >log 2>&1
	{ go get "cloud.google.com/go/storage@$1" && go mod tidy; } >>log 2>&1 || { cat log >&2; exit 2; }
	go list -tags "${2:-}" -deps . | grep -c '^github.com/envoyproxy/go-control-plane/' || true
}

old=$(linked v1.43.0)
new=$(linked v1.45.0)
tagged=$(linked v1.45.0 disable_grpc_modules)
echo "v1.43.0: $old packages of github.com/envoyproxy/go-control-plane"
echo "v1.45.0: $new packages of github.com/envoyproxy/go-control-plane"
echo "v1.45.0 with the tag: $tagged packages"
[ "$old" -eq 0 ] && [ "$new" -gt 30 ] && [ "$tagged" -eq 0 ]
