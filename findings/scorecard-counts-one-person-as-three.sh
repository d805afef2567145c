#!/usr/bin/env bash
# The Contributors check of Scorecard gives 10 of 10 to a project that one person works on.
#
# Packages: github.com/ossf/scorecard/v5 v5.5.0 (Go module).
# Date:     2026-12-03.
#
# What happens: the check is described as one for contributors from at least three
# different companies. It counts the names of companies and organizations, not the
# people: a single contributor who is a member of three organizations of GitHub gets
# the highest score, and so does one of two organizations whose profile names a third
# company. A company counts twice when the profile writes it in another way than
# its organization. Three people of one company get 3. So a high score does not say
# that more than one person, or more than one company, does the work.
# Scorecard v4.13.1 counts in the same way.
#
# Output seen:
#   1 person in 3 organizations: 10 of 10, project has 3 contributing companies or organizations
#   1 person in 2 organizations, with a company: 10 of 10, project has 3 contributing companies or organizations
#   1 person of 1 company, written in two ways: 6 of 10, project has 2 contributing companies or organizations
#   3 people of 1 company: 3 of 10, project has 1 contributing companies or organizations
#   3 people without a company: 0 of 10, project has 0 contributing companies or organizations
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
	"strings"

	"github.com/ossf/scorecard/v5/checker"
	"github.com/ossf/scorecard/v5/checks/evaluation"
	"github.com/ossf/scorecard/v5/clients"
	"github.com/ossf/scorecard/v5/probes/contributorsFromOrgOrCompany"
)

func main() {
	for _, c := range []struct {
		what  string
		users []clients.User
	}{
		{"1 person in 3 organizations", []clients.User{user("ada", "", "acme", "bolt", "cogs")}},
		{"1 person in 2 organizations, with a company", []clients.User{user("ada", "dyno", "acme", "bolt")}},
		{"1 person of 1 company, written in two ways", []clients.User{user("ada", "acme tools", "acme-tools")}},
		{"3 people of 1 company", []clients.User{user("ada", "acme"), user("ben", "acme"), user("cleo", "acme")}},
		{"3 people without a company", []clients.User{user("ada", ""), user("ben", ""), user("cleo", "")}},
	} {
		raw := checker.RawResults{ContributorsResults: checker.ContributorsData{Users: c.users}}
		found, _, err := contributorsFromOrgOrCompany.Run(&raw)
		if err != nil {
			panic(err)
		}
		r := evaluation.Contributors("Contributors", found, checker.NewLogger())
		reason, _, _ := strings.Cut(r.Reason, " -- ")
		fmt.Printf("%s: %d of 10, %s\n", c.what, r.Score, reason)
	}
}

// user is a contributor with 20 commits, as the check reads it from a profile.
func user(login, company string, organizations ...string) clients.User {
	u := clients.User{Login: login, NumContributions: 20}
	if company != "" {
		u.Companies = []string{company}
	}
	for _, o := range organizations {
		u.Organizations = append(u.Organizations, clients.User{Login: o})
	}
	return u
}
GO

{ go mod init example.org/kit && go get github.com/ossf/scorecard/v5@v5.5.0 && go build -o kit .; } >log 2>&1 || { cat log >&2; exit 2; }
./kit >seen || exit 2
cat seen
diff - seen <<'SEEN'
1 person in 3 organizations: 10 of 10, project has 3 contributing companies or organizations
1 person in 2 organizations, with a company: 10 of 10, project has 3 contributing companies or organizations
1 person of 1 company, written in two ways: 6 of 10, project has 2 contributing companies or organizations
3 people of 1 company: 3 of 10, project has 1 contributing companies or organizations
3 people without a company: 0 of 10, project has 0 contributing companies or organizations
SEEN
