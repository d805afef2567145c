#!/usr/bin/env bash
# ulikunitz/xz reads files with a larger dictionary than ReaderConfig.DictCap, which is no limit.
#
# Package:  github.com/ulikunitz/xz v0.5.17 (Go module).
# Date:     2026-12-01.
#
# What happens: ReaderConfig.DictCap looks like the capacity that a reader may use,
# as --memlimit of the xz command is. It is the least: a file whose header asks for
# more gets more. With DictCap of 1 MiB, a file of less than 100 bytes that was packed
# with a dictionary of 64 MiB is read without an error, and 64 MiB are allocated
# for it. A header may ask for almost 4 GiB. Whoever reads files of others has to
# look at the header first.
#
# Output seen:
#   dictionary 1 MiB, DictCap 1 MiB: read 6 bytes, allocated less than 8 MiB
#   dictionary 64 MiB, DictCap 1 MiB: read 6 bytes, allocated 64 MiB or more
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
	"bytes"
	"fmt"
	"io"
	"runtime"

	"github.com/ulikunitz/xz"
)

func main() {
	for _, dictionary := range []int{1 << 20, 64 << 20} {
		var packed bytes.Buffer
		w, err := xz.WriterConfig{DictCap: dictionary}.NewWriter(&packed)
		check(err)
		_, err = io.WriteString(w, "hello\n")
		check(err)
		check(w.Close())
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		r, err := xz.ReaderConfig{DictCap: 1 << 20}.NewReader(&packed)
		check(err)
		text, err := io.ReadAll(r)
		check(err)
		runtime.ReadMemStats(&after)
		said := "something between"
		switch n := after.TotalAlloc - before.TotalAlloc; {
		case n < 8<<20:
			said = "less than 8 MiB"
		case n >= 64<<20:
			said = "64 MiB or more"
		}
		fmt.Printf("dictionary %d MiB, DictCap 1 MiB: read %d bytes, allocated %s\n", dictionary>>20, len(text), said)
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
GO
cat >expected <<'TEXT'
dictionary 1 MiB, DictCap 1 MiB: read 6 bytes, allocated less than 8 MiB
dictionary 64 MiB, DictCap 1 MiB: read 6 bytes, allocated 64 MiB or more
TEXT
{
  go mod init finding
  go get github.com/ulikunitz/xz@v0.5.17
  go build -o finding .
} >setup.log 2>&1 || { cat setup.log; exit 2; }
./finding >output || exit 2
cat output
cmp -s output expected || { echo "the output is not the one in the head comment"; exit 1; }
