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

// An account that ends in -bot below a name that does not say so may be a person's nickname. It counts
// as a program, and the range says that one more may be right.
func TestObserve_nicknamesLikePrograms(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		who  sign
		bots string
		span string
	}{
		"a nickname":            {sign{"Ann", "ann-bot@users.noreply.github.com"}, "12", "[1,2]"},
		"a program by its name": {sign{"Acme Bot", "acme-bot@users.noreply.github.com"}, "12", "[1,1]"},
		"a program's mailbox":   {sign{"Acme", "bot@example.org"}, "12", "[1,1]"},
		"a surname":             {sign{"Jan Bot", "jan.bot@example.org"}, "0", "[2,2]"},
		"a person":              {sign{"Ann", "ann@example.org"}, "0", "[2,2]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := by(t, 0, map[sign]int{bo: 250, tc.who: 0})
			for month := range 12 {
				r.Commit(testkit.Commit{At: at("2023-08-01").AddDate(0, month, 0), Name: tc.who.name, Email: tc.who.mail})
			}
			want(t, observeAs(t, r, project()), map[string]string{"bot_commits_12m": tc.bots, "regulars_12m_range": tc.span})
		})
	}
}
