#!/usr/bin/env bash
# go-funding-json refuses a funding.json that is valid by the newest schema of the format.
#
# Packages: github.com/floss-fund/go-funding-json v0.6.0 (Go module).
# Date:     2026-12-02.
#
# What happens: schema v1.1.0 of the format (fundingjson.org) no longer requires
# "version"; it is the version of what the file says, in any form. The library,
# which the fund's own portal uses, takes the field for the version of the schema
# and wants it to begin with "v1". A file without the field, or with "1.1.0", is
# refused; so is one without projects, which the schema allows, too. So an error
# of the library does not mean that a project has no valid manifest.
#
# Output seen:
#   version "v1.1.0": accepted
#   no version: major version should be v1 (current version is v1.0.0)
#   version "1.1.0": major version should be v1 (current version is v1.0.0)
#   no projects: `projects` should be of length 1 - 30
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
	"log"
	"strings"

	"github.com/floss-fund/go-funding-json/common"
	v1 "github.com/floss-fund/go-funding-json/schemas/v1"
)

const manifest = `{VERSION
 "entity": {"type": "organisation", "role": "owner", "name": "Acme", "email": "hello@example.org",
  "description": "Makes a kit.", "webpageUrl": {"url": "https://example.org"}},
 "projects": [{"guid": "kit", "name": "Kit", "description": "A kit.", "webpageUrl": {"url": "https://example.org/kit"},
  "repositoryUrl": {"url": "https://example.org/kit/source"}, "licenses": ["spdx:MIT"], "tags": ["kit"]}],
 "funding": {"channels": [{"guid": "bank", "type": "bank", "address": "On request.", "description": "A bank."}],
  "plans": [{"guid": "year", "status": "active", "name": "A year", "description": "Work of a year.", "amount": 0,
   "currency": "EUR", "frequency": "yearly", "channels": ["bank"]}]}
}`

func main() {
	schema := v1.New(&v1.Opt{
		Licenses: map[string]string{"MIT": "MIT"}, Currencies: map[string]string{"EUR": "Euro"},
		WellKnownURI: "/.well-known/funding-manifest-urls",
	}, common.HTTPOpt{}, log.New(io.Discard, "", 0))
	bare := manifest[:strings.Index(manifest, ` "projects"`)] + manifest[strings.Index(manifest, ` "funding"`):]
	for _, c := range []struct{ what, version, text string }{
		{`version "v1.1.0"`, `"version": "v1.1.0",`, manifest},
		{"no version", "", manifest},
		{`version "1.1.0"`, `"version": "1.1.0",`, manifest},
		{"no projects", `"version": "v1.1.0",`, bare},
	} {
		text := strings.Replace(c.text, "VERSION", c.version, 1)
		if _, err := schema.ParseManifest([]byte(text), "https://example.org/funding.json", false); err != nil {
			fmt.Printf("%s: %v\n", c.what, err)
		} else {
			fmt.Printf("%s: accepted\n", c.what)
		}
	}
}
GO

{ go mod init example.org/kit && go get github.com/floss-fund/go-funding-json@v0.6.0 && go build -o kit .; } >log 2>&1 || { cat log >&2; exit 2; }
./kit | tee seen
diff - seen <<'SEEN'
version "v1.1.0": accepted
no version: major version should be v1 (current version is v1.0.0)
version "1.1.0": major version should be v1 (current version is v1.0.0)
no projects: `projects` should be of length 1 - 30
SEEN
