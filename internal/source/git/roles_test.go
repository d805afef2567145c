package git

import "testing"

// An account in the name of a team or a foundation is nobody's own, if its mailbox is a role's, too.
func TestBots_accountsOfTeams(t *testing.T) {
	t.Parallel()
	tellApart(t, []sign{
		{"Acme Team", "acme-team@example.org"},
		{"Acme Lib Team", "team@lib.example.org"},
		{"Acme-Fuzz Team", "no-reply@example.org"},
		{"The Acme Foundation", "root-acme-commits@example.org"},
		{"Acme Admin", "github-admin@example.org"},
		{"Acme Security", "security@example.org"},
		{"The Acme Authors", "acme-dev@lists.example.org"},
	}, []sign{
		{"Wei Team", "wei.team@example.org"},
		{"Wei Team", "wteam@example.org"},
		{"Wei Team", "noreply@github.com"},
		{"Example Programming Team", "jo@example.org"},
		{"Ann Teamer", "team@example.org"},
		{"Ann Example", "team@example.org"},
		{"Ann Example", "acme-team@example.org"},
		{"Ann Example, Acme Team", "acme-team@example.org"},
		{"Ann Example (Acme Team)", "acme-team@example.org"},
		{"Ann Example via Acme Security", "security@example.org"},
		{"Acme Security", "ann.example@example.org"},
		{"Jo Admin", "jo.admin@example.org"},
		{"Jo Foundation", "jo@foundation.example.org"},
	})
}
