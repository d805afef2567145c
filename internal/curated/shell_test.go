package curated_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

// The pattern for commands may miss programs, and takes nobody whom the rules leave alone.
func TestLoadRules_shellTakesNoPeople(t *testing.T) {
	t.Parallel()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	shell := regexp.MustCompile(set.Bots.Shell + "|" + set.Agents.Shell)
	for _, s := range [][2]string{
		{"Fedora Weblate user 1831", "a@users.noreply.translate.example.org"},
		{"Deleted User", "noreply+1350@weblate.org"},
		{"Jo Example", "weblate.jo@example.org"},
		{"Jo Example (Weblate)", "jo@example.org"},
		{"Jo Example @ Crowdin", "jo@example.org"},
		{"Jo Example", "jo@crowdin.com"},
		{"Jo Example", "jo@renovate.example"},
		{"Jo Example (Renovate)", "jo@example.org"},
		{"Jo Example", "jo@dependabot.com"},
		{"Jo Copilotti", "jo@copilot.example"},
		{"Jo Example", "jo@circleci.com"},
		{"Jo Example", "jo@mergify.io"},
		{"Jo Example", "jo@aider.chat"},
		{"Jo Example, Home Automation", "jo@example.org"},
		{"Jo Jenkins", "jenkins@example.org"},
		{"Talbot", "talbot@example.org"},
		{"Jan Bot", "jan.bot@example.org"},
	} {
		both := s[0] + " <" + s[1] + ">"
		if set.Bots.Match(s[0], s[1]) && !strings.Contains(s[1], "@dependabot.com") {
			t.Errorf("the rules take %s", both)
		}
		if found := shell.FindString(strings.ToLower(both)); found != "" {
			t.Errorf("the pattern takes %s by %q", both, found)
		}
	}
	for _, s := range [][2]string{
		{"dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"},
		{"dependabot-preview", "support@dependabot.com"},
		{"Renovate Bot", "bot@renovateapp.com"},
		{"Renovate", "x@example.org"},
		{"Jo Example", "acme-renovate@example.org"},
		{"Hosted Weblate", "hosted@weblate.org"},
		{"Weblate (bot)", "hosted@weblate.org"},
		{"Crowdin", "support@crowdin.com"},
		{"Copilot", "198982749+Copilot@users.noreply.github.com"},
		{"GitHub Copilot", "x@example.org"},
		{"Travis CI", "travis@travis-ci.org"},
		{"acme-releasebot", "x@example.org"},
	} {
		if both := s[0] + " <" + s[1] + ">"; !shell.MatchString(strings.ToLower(both)) || !set.Bots.Match(s[0], s[1]) && !set.Agents.Match(s[0], s[1]) {
			t.Errorf("%s is not taken by the pattern and the rules", both)
		}
	}
}
