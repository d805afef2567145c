#!/usr/bin/env bash
# goccy/go-yaml puts 1.10 into a string field as "1.1", and 010 as "8".
#
# Packages: github.com/goccy/go-yaml v1.19.2, gopkg.in/yaml.v3 v3.0.1 (Go modules).
# Date:     2026-12-03.
#
# What happens: an unquoted value that looks like a number is made a number first and
# text afterwards, even where the Go field is a string. The digits that were written
# are lost: version 1.10 becomes 1.1, 2.0 becomes 2, 010 is read as octal, 1_000 and
# 0x10 are computed. There is no error. It is the same for a string in a struct, in a
# list and in a map. yaml.v3 gives a string field the text of the file. Quotes in
# the file help, but who writes the file is often not who reads it.
#
# Output seen:
#   1.10: goccy "1.1", yaml.v3 "1.10"
#   2.0: goccy "2", yaml.v3 "2.0"
#   010: goccy "8", yaml.v3 "010"
#   1_000: goccy "1000", yaml.v3 "1_000"
#   0x10: goccy "16", yaml.v3 "0x10"
#   +1: goccy "1", yaml.v3 "+1"
#   "1.10": goccy "1.10", yaml.v3 "1.10"
#   1.10.0: goccy "1.10.0", yaml.v3 "1.10.0"
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

	"github.com/goccy/go-yaml"
	v3 "gopkg.in/yaml.v3"
)

func main() {
	for _, value := range []string{"1.10", "2.0", "010", "1_000", "0x10", "+1", `"1.10"`, "1.10.0"} {
		text := []byte("version: " + value + "\nversions: [" + value + "]\nnamed: {kit: " + value + "}\n")
		var goccy, other struct {
			Version  string
			Versions []string
			Named    map[string]string
		}
		check(yaml.Unmarshal(text, &goccy))
		check(v3.Unmarshal(text, &other))
		fmt.Printf("%s: goccy %q, yaml.v3 %q\n", value, goccy.Version, other.Version)
		if goccy.Versions[0] != goccy.Version || goccy.Named["kit"] != goccy.Version {
			fmt.Printf("  in a list %q, in a map %q\n", goccy.Versions[0], goccy.Named["kit"])
		}
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
GO

{ go mod init example.org/kit && go get github.com/goccy/go-yaml@v1.19.2 gopkg.in/yaml.v3@v3.0.1 && go build -o kit .; } >log 2>&1 || { cat log >&2; exit 2; }
./kit >seen || exit 2
cat seen
diff - seen <<'SEEN'
1.10: goccy "1.1", yaml.v3 "1.10"
2.0: goccy "2", yaml.v3 "2.0"
010: goccy "8", yaml.v3 "010"
1_000: goccy "1000", yaml.v3 "1_000"
0x10: goccy "16", yaml.v3 "0x10"
+1: goccy "1", yaml.v3 "+1"
"1.10": goccy "1.10", yaml.v3 "1.10"
1.10.0: goccy "1.10.0", yaml.v3 "1.10.0"
SEEN
