#!/usr/bin/env bash
# goccy/go-yaml lets a merge key replace the map's own key before it, and refuses to override a default in a struct.
#
# Packages: github.com/goccy/go-yaml v1.19.2, gopkg.in/yaml.v3 v3.0.1 (Go modules).
# Date:     2026-12-03.
#
# What happens: the definition of the merge key "<<" (yaml.org/type/merge.html) says that
# a key of the map itself stays, wherever "<<" is written, and that of several maps
# in a list the earlier one wins. goccy/go-yaml takes the entries in the order of the
# text. So a map that names a default after its own values loses them, without an
# error, and of a list the last map wins. For a struct, the most usual form (the
# default first, then what differs from it) is an error, as the key counts as
# written twice; a list is one, too. Whether a file is read, and as what, depends on
# the Go type that it is read into. yaml.v3 follows the definition for all three.
#
# Output seen:
#   default, then own value
#     goccy: any 3, map[string]int 3, struct refused
#     yaml.v3: any 3, map[string]int 3, struct 3
#   own value, then default
#     goccy: any 1, map[string]int 1, struct refused
#     yaml.v3: any 3, map[string]int 3, struct 3
#   list of two defaults
#     goccy: any 2, map[string]int refused, struct refused
#     yaml.v3: any 1, map[string]int 1, struct 1
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

const defaults = `
one: &one {weight: 1}
two: &two {weight: 2}
`

type library func(text []byte, into any) error

func main() {
	for _, c := range []struct{ what, text string }{
		{"default, then own value", "check:\n  <<: *one\n  weight: 3\n"},
		{"own value, then default", "check:\n  weight: 3\n  <<: *one\n"},
		{"list of two defaults", "check:\n  <<: [*one, *two]\n"},
	} {
		text := []byte(defaults + c.text)
		fmt.Println(c.what)
		fmt.Println("  goccy:", weights(text, func(text []byte, into any) error { return yaml.Unmarshal(text, into) }))
		fmt.Println("  yaml.v3:", weights(text, v3.Unmarshal))
	}
}

// weights is the weight of the check, read into three types.
func weights(text []byte, read library) string {
	var loose map[string]any
	var counts map[string]map[string]int
	var file struct {
		Check struct{ Weight int }
	}
	return fmt.Sprintf("any %v, map[string]int %v, struct %v",
		said(read(text, &loose), func() any { return loose["check"].(map[string]any)["weight"] }),
		said(read(text, &counts), func() any { return counts["check"]["weight"] }),
		said(read(text, &file), func() any { return file.Check.Weight }))
}

func said(err error, weight func() any) any {
	if err != nil {
		return "refused"
	}
	return weight()
}
GO

{ go mod init example.org/kit && go get github.com/goccy/go-yaml@v1.19.2 gopkg.in/yaml.v3@v3.0.1 && go build -o kit .; } >log 2>&1 || { cat log >&2; exit 2; }
./kit >seen || exit 2
cat seen
diff - seen <<'SEEN'
default, then own value
  goccy: any 3, map[string]int 3, struct refused
  yaml.v3: any 3, map[string]int 3, struct 3
own value, then default
  goccy: any 1, map[string]int 1, struct refused
  yaml.v3: any 3, map[string]int 3, struct 3
list of two defaults
  goccy: any 2, map[string]int refused, struct refused
  yaml.v3: any 1, map[string]int 1, struct 1
SEEN
