package git

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

var ann, bo, cy = sign{"Ann Alpha", "ann@example.org"}, sign{"Bo Beta", "bo@example.org"}, sign{"Cy Gamma", "cy@example.org"}

// by makes each signature's commits, day after day.
func by(t testing.TB, n int, commits map[sign]int) *testkit.Repo {
	t.Helper()
	r := testkit.NewRepo(t)
	for s, times := range commits {
		for range times {
			n++
			r.Commit(testkit.Commit{At: at("2023-08-01").AddDate(0, 0, n%250), Name: s.name, Email: s.mail})
		}
	}
	return r
}

// What several people used is nobody's; what one person used under two names is theirs.
func TestObserve_addressesAndNamesOfSeveralPeople(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		commits map[sign]int
		authors string
	}{
		"a mailer":                   {map[sign]int{ann: 12, bo: 12, {"Ann Alpha", "notifications@example.com"}: 1, {"Bo Beta", "notifications@example.com"}: 1}, "2"},
		"a mailer alone":             {map[sign]int{{"Ann Alpha", "noreply@example.com"}: 3, {"Bo Beta", "noreply@example.com"}: 3, {"bo", "noreply@example.com"}: 1}, "3"},
		"a machine":                  {map[sign]int{ann: 12, bo: 12, {"Ann Alpha", "root@localhost.localdomain"}: 1, {"Bo Beta", "root@localhost.localdomain"}: 1}, "2"},
		"an address nobody foresaw":  {map[sign]int{ann: 12, bo: 12, {"Ann Alpha", "lab@example.com"}: 1, {"Bo Beta", "lab@example.com"}: 1}, "2"},
		"one's machine used by two":  {map[sign]int{ann: 12, bo: 12, cy: 12, {"Bo Beta", "ann@example.org"}: 1, {"Cy Gamma", "ann@example.org"}: 1}, "3"},
		"a placeholder":              {map[sign]int{ann: 12, bo: 12, {"Your Name", "ann@example.org"}: 1, {"Your Name", "bo@example.org"}: 1}, "2"},
		"a name nobody foresaw":      {map[sign]int{ann: 12, bo: 12, {"Lab Desk", "ann@example.org"}: 1, {"Lab Desk", "bo@example.org"}: 1}, "2"},
		"a filler of a conversion":   {map[sign]int{{"Ann Alpha", "none@none"}: 3, {"Bo Beta", "none@none"}: 3}, "2"},
		"another filler":             {map[sign]int{{"Ann Alpha", "devnull@localhost"}: 3, {"Bo Beta", "devnull@localhost"}: 3}, "2"},
		"a filler and an address":    {map[sign]int{{"Ann Alpha", "none@none"}: 3, ann: 3}, "1"},
		"the host's pages":           {map[sign]int{ann: 3, {"Ann Alpha", "noreply@github.com"}: 3, {"Bo Beta", "noreply@github.com"}: 1}, "2"},
		"a person with two names":    {map[sign]int{ann: 12, {"Ann Omega", "ann@example.org"}: 12, {"Ann Omega", "omega@example.org"}: 12}, "1"},
		"names that share a word":    {map[sign]int{ann: 12, {"Ann Omega", "omega@example.org"}: 12, {"Ann Alpha", "home@example.com"}: 1, {"Ann Omega", "home@example.com"}: 1}, "1"},
		"one slip may be one person": {map[sign]int{ann: 12, {"Mad Hatter", "hat@example.org"}: 12, {"Ann Alpha", "hat@example.org"}: 1}, "1"},
		"one's own host":             {map[sign]int{{"Ann Alpha", "root@alpha.example"}: 3, {"A. Alpha", "root@alpha.example"}: 3, {"ann", "root@alpha.example"}: 1}, "1"},
		"an account before no host":  {map[sign]int{{"Ann Alpha", "ann@unknown"}: 3, {"ann", "ann@unknown"}: 3, {"Bo Beta", "bo@desk.(none)"}: 2, {"bo", "bo@desk.(none)"}: 2}, "2"},
		"a word for an address":      {map[sign]int{{"Ann Alpha", "unknown"}: 3, {"Bo Beta", "unknown"}: 3, {"ann%example.org", "none@none"}: 2, {"bo%example.org", "none@none"}: 2}, "4"},
		"one's own role":             {map[sign]int{{"Ann Alpha", "info@alpha.example"}: 3, {"A. Alpha", "info@alpha.example"}: 3}, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want(t, observeAs(t, by(t, 0, tc.commits), project()), map[string]string{"authors_12m": tc.authors, "bot_commits_12m": "0"})
		})
	}
}

// An account of a host is one person under its number, whatever it is called.
func TestObserve_accountsOfHosts(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		mails   []string
		authors string
	}{
		"renamed":                     {[]string{"1234-ann@users.noreply.gitlab.com", "1234-alpha@users.noreply.gitlab.com"}, "1"},
		"renamed on a host's own":     {[]string{"12-ann@users.noreply.git.example.org", "12-alpha@users.noreply.git.example.org"}, "1"},
		"renamed with a plus":         {[]string{"12+ann@users.noreply.github.com", "12+alpha@users.noreply.github.com", "alpha@users.noreply.github.com"}, "1"},
		"renamed on another forge":    {[]string{"12+ann@noreply.example.org", "12+alpha@noreply.example.org"}, "1"},
		"two accounts":                {[]string{"1234-ann@users.noreply.gitlab.com", "1235-bo@users.noreply.gitlab.com"}, "2"},
		"two hosts":                   {[]string{"12-ann@users.noreply.gitlab.com", "12-bo@users.noreply.git.example.org"}, "2"},
		"a number that is a name":     {[]string{"12-ann@users.noreply.github.com", "12-bo@users.noreply.github.com"}, "2"},
		"a number elsewhere is no id": {[]string{"12-ann@example.org", "12-bo@example.org"}, "2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			commits := map[sign]int{}
			for _, m := range tc.mails {
				commits[sign{"octo", m}] = 3
			}
			want(t, observeAs(t, by(t, 0, commits), project()), map[string]string{"authors_12m": tc.authors})
		})
	}
}
