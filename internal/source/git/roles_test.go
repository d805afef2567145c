package git

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

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

// A machine that is called like an agent is its sandbox, if the account says nobody's name.
func TestBots_sandboxesOfAgents(t *testing.T) {
	t.Parallel()
	tellApart(t, []sign{
		{"user", "user@claude"},
		{"root", "root@codex"},
		{"Claude", "user@claude"},
		{"agent", "agent@devin"},
	}, []sign{
		{"Ann Example", "user@claude"},
		{"Ann Example", "ann@claude"},
		{"ann", "ann@claude"},
		{"claude", "claude@claude.example"},
		{"Claude Example", "claude@claude"},
		{"Jean Claude", "user@claude"},
		{"user", "user@claudette"},
		{"user", "user@jean-claude"},
		{"user", "user@claude.example.org"},
	})
	r := testkit.NewRepo(t)
	r.Commit(testkit.Commit{At: at("2024-01-01")})
	r.Commit(testkit.Commit{At: at("2024-02-01"), Name: "user", Email: "user@claude"})
	want(t, observeAs(t, r, project()), map[string]string{"authors_12m": "1", "bot_commits_12m": "1"})
}
