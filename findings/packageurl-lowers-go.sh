#!/usr/bin/env bash
# packageurl-go puts the path of a Go module in lower case, so it names another module, or none.
#
# Packages: github.com/package-url/packageurl-go v0.1.7 (Go module).
# Date:     2026-12-01.
#
# What happens: FromString follows the type definition of golang, which says that
# namespace and name are in lower case. Go minds the case of module paths, so the
# name that comes out is unknown to Go's proxy and to deps.dev, and two modules
# that differ in case become one. For npm, where the definition says the same of
# names, the library keeps the case. A purl of another type keeps it, too.
# Names at PyPI go the other way: PEP 503 joins runs of hyphens, underscores and
# dots, the library replaces underscores only.
#
# Output seen:
#   pkg:golang/example.org/Acme/Kit -> pkg:golang/example.org/acme/kit
#   pkg:generic/example.org/Acme/Kit -> pkg:generic/example.org/Acme/Kit
#   pkg:npm/JSONKit -> pkg:npm/JSONKit
#   pkg:pypi/Acme.Kit_x -> pkg:pypi/acme.kit-x
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

	"github.com/package-url/packageurl-go"
)

func main() {
	for _, text := range []string{"pkg:golang/example.org/Acme/Kit", "pkg:generic/example.org/Acme/Kit", "pkg:npm/JSONKit", "pkg:pypi/Acme.Kit_x"} {
		p, err := packageurl.FromString(text)
		if err != nil {
			panic(err)
		}
		fmt.Println(text, "->", p.ToString())
	}
}
GO

{ go mod init example.org/purls && go get github.com/package-url/packageurl-go@v0.1.7 && go build -o purls .; } >log 2>&1 || { cat log >&2; exit 2; }
./purls | tee seen
diff - seen <<'SEEN'
pkg:golang/example.org/Acme/Kit -> pkg:golang/example.org/acme/kit
pkg:generic/example.org/Acme/Kit -> pkg:generic/example.org/Acme/Kit
pkg:npm/JSONKit -> pkg:npm/JSONKit
pkg:pypi/Acme.Kit_x -> pkg:pypi/acme.kit-x
SEEN
