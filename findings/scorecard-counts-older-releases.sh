#!/usr/bin/env bash
# The Signed-Releases check of Scorecard v4 counts a sixth, older release when the fifth one has provenance.
#
# Packages: github.com/ossf/scorecard/v4 v4.13.1 (Go module), with golang.org/x/tools v0.30.0, as the version
#           it asks for does not compile with Go 1.26.
# Date:     2026-12-03.
#
# What happens: the documentation of the check says that it looks at the last five
# releases. Its loop ends after the fifth release only when that one has no
# provenance file. Otherwise it goes on and counts older releases, until one has
# none. So five releases with provenance and an older one without any proof get 8 of
# 10, and a project that improves its fifth release from a signature to provenance
# can fall from 9 to 8. Five signed releases do not suffer from the older one.
# Scorecard v5.5.0 counts five releases in each case.
#
# Output seen:
#   5 with provenance: 10 of 10, 5 out of 5 artifacts are signed or have provenance
#   5 with provenance, 1 older unsigned: 8 of 10, 5 out of 6 artifacts are signed or have provenance
#   4 with provenance, 1 signed, 1 older unsigned: 9 of 10, 5 out of 5 artifacts are signed or have provenance
#   5 signed, 1 older unsigned: 8 of 10, 5 out of 5 artifacts are signed or have provenance
#   8 with provenance: 10 of 10, 8 out of 8 artifacts are signed or have provenance
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

	"github.com/ossf/scorecard/v4/checker"
	"github.com/ossf/scorecard/v4/checks/evaluation"
	"github.com/ossf/scorecard/v4/clients"
)

const proof, signature, neither = "kit.tar.gz.intoto.jsonl", "kit.tar.gz.sig", "kit.tar.gz"

// quiet drops the details of a check.
type quiet struct{}

func (quiet) Info(*checker.LogMessage)    {}
func (quiet) Warn(*checker.LogMessage)    {}
func (quiet) Debug(*checker.LogMessage)   {}
func (quiet) Flush() []checker.CheckDetail { return nil }

func main() {
	for _, c := range []struct {
		what  string
		files []string // the second file of each release, the newest release first
	}{
		{"5 with provenance", []string{proof, proof, proof, proof, proof}},
		{"5 with provenance, 1 older unsigned", []string{proof, proof, proof, proof, proof, neither}},
		{"4 with provenance, 1 signed, 1 older unsigned", []string{proof, proof, proof, proof, signature, neither}},
		{"5 signed, 1 older unsigned", []string{signature, signature, signature, signature, signature, neither}},
		{"8 with provenance", []string{proof, proof, proof, proof, proof, proof, proof, proof}},
	} {
		var data checker.SignedReleasesData
		for i, file := range c.files {
			data.Releases = append(data.Releases, clients.Release{
				TagName: fmt.Sprintf("v1.%d.0", len(c.files)-i),
				Assets:  []clients.ReleaseAsset{{Name: "kit.zip"}, {Name: file}},
			})
		}
		r := evaluation.SignedReleases("Signed-Releases", quiet{}, &data)
		fmt.Printf("%s: %d of 10, %s\n", c.what, r.Score, r.Reason)
	}
}
GO

{ go mod init example.org/kit && go get github.com/ossf/scorecard/v4@v4.13.1 golang.org/x/tools@v0.30.0 && go build -o kit .; } >log 2>&1 || { cat log >&2; exit 2; }
./kit >seen || exit 2
cat seen
diff - seen <<'SEEN'
5 with provenance: 10 of 10, 5 out of 5 artifacts are signed or have provenance
5 with provenance, 1 older unsigned: 8 of 10, 5 out of 6 artifacts are signed or have provenance
4 with provenance, 1 signed, 1 older unsigned: 9 of 10, 5 out of 5 artifacts are signed or have provenance
5 signed, 1 older unsigned: 8 of 10, 5 out of 5 artifacts are signed or have provenance
8 with provenance: 10 of 10, 8 out of 8 artifacts are signed or have provenance
SEEN
