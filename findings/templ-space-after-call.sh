#!/usr/bin/env bash
# templ writes no space between a call of a component and the element after it.
#
# Packages: github.com/a-h/templ v0.3.977 and v0.3.1118 (Go modules).
# Date:     2026-12-01.
#
# What happens: within "if", a line "@mark()" is followed by a line with an
# inline element. v0.3.977 writes one space between the two, v0.3.1118 writes
# none. Between two inline elements both write the space. So an update changes
# "unknown because" to "unknownbecause" on a page, and the generator says
# nothing. (Directly within an element both write no space.)
#
# Output seen:
#   v0.3.977:  <p><b>unknown</b> <span>because</span></p>
#   v0.3.1118: <p><b>unknown</b><span>because</span></p>
#
# Needs Go and a network. Exits with 1 when the output is different.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
export GOFLAGS=-mod=mod GOWORK=off

cat >page.templ <<'TEMPL'
package main

templ mark() {
	<b>unknown</b>
}

templ page(missing bool) {
	<p>
		if missing {
			@mark()
			<span>because</span>
		}
	</p>
}
TEMPL
cat >main.go <<'GO'
package main

import (
	"context"
	"os"
)

func main() {
	if err := page(true).Render(context.Background(), os.Stdout); err != nil {
		panic(err)
	}
}
GO

render() {
	rm -f go.mod go.sum page_templ.go
	go mod init example.org/page >log 2>&1
	# templ's own generator, as its documentation says: go run …/cmd/templ@VERSION.
	{ go get "github.com/a-h/templ@$1" && go run "github.com/a-h/templ/cmd/templ@$1" generate -log-level error; } >>log 2>&1 || { cat log; exit 2; }
	go run .
}

bad=0
expect() {
	out=$(render "$1")
	echo "$1: $out"
	[ "$out" = "$2" ] || { echo "expected: $2"; bad=1; }
}
expect v0.3.977 '<p><b>unknown</b> <span>because</span></p>'
expect v0.3.1118 '<p><b>unknown</b><span>because</span></p>'
exit $bad
