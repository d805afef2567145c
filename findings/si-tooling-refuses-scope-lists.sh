#!/usr/bin/env bash
# si-tooling refuses a Security Insights file that lists what vulnerability reports may cover.
#
# Packages: github.com/ossf/si-tooling/v2 v2.2.0 (Go module).
# Date:     2026-12-03.
#
# What happens: "in-scope" and "out-of-scope" of project.vulnerability-reporting are
# lists of text in the schema of Security Insights, versions 2.0.0 and 2.1.0. The Go types
# of the library, which the OpenSSF publishes for the format, have one URL for each. So
# a file with either list is refused as a whole, and no other value of it can be
# used; a single URL is read, which the schema does not allow. An error of the
# library does not mean that a project has no valid file.
#
# Output seen:
#   without the lists: accepted
#   in-scope as a list: cannot unmarshal []interface {} into Go struct field SecurityInsights.Project of type si.URL
#   out-of-scope as a list: cannot unmarshal []interface {} into Go struct field SecurityInsights.Project of type si.URL
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
	"regexp"
	"strings"

	"github.com/ossf/si-tooling/v2/si"
)

const file = `header:
  schema-version: 2.1.0
  last-updated: '2026-12-01'
  last-reviewed: '2026-12-01'
  url: https://example.org/acme/kit
project:
  name: Kit
  administrators:
    - name: Ada
      primary: true
  repositories:
    - name: kit
      url: https://example.org/acme/kit
      comment: All of the project.
  vulnerability-reporting:
    reports-accepted: true
    bug-bounty-available: false
`

// message is the part of an error between the position and the picture of the text.
var message = regexp.MustCompile(`\] (.*)`)

func main() {
	for _, c := range []struct{ what, lines string }{
		{"without the lists", ""},
		{"in-scope as a list", "    in-scope:\n      - the parser\n      - the command line\n"},
		{"out-of-scope as a list", "    out-of-scope:\n      - the web site\n"},
	} {
		said := "accepted"
		if _, err := si.Load([]byte(file + c.lines)); err != nil {
			first, _, _ := strings.Cut(err.Error(), "\n")
			said = message.FindStringSubmatch(first)[1]
		}
		fmt.Printf("%s: %s\n", c.what, said)
	}
}
GO

{ go mod init example.org/kit && go get github.com/ossf/si-tooling/v2@v2.2.0 && go build -o kit .; } >log 2>&1 || { cat log >&2; exit 2; }
./kit >seen || exit 2
cat seen
diff - seen <<'SEEN'
without the lists: accepted
in-scope as a list: cannot unmarshal []interface {} into Go struct field SecurityInsights.Project of type si.URL
out-of-scope as a list: cannot unmarshal []interface {} into Go struct field SecurityInsights.Project of type si.URL
SEEN
