package git

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// shippedPrograms is the list of programs with the agents.
func shippedPrograms(t testing.TB) bots.List {
	t.Helper()
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Bots.Rules) < 50 {
		t.Fatalf("%d rules", len(set.Bots.Rules))
	}
	all, err := set.Bots.With(set.Agents)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

type sign struct{ name, mail string }

// tellApart checks pairs of programs and of people whose names or addresses resemble them.
func tellApart(t *testing.T, programs, people []sign) {
	t.Helper()
	list := shippedPrograms(t)
	for _, s := range programs {
		if !list.Match(s.name, s.mail) {
			t.Errorf("%s <%s> is taken for a person", s.name, s.mail)
		}
	}
	for _, s := range people {
		if list.Match(s.name, s.mail) {
			t.Errorf("%s <%s> is taken for a program", s.name, s.mail)
		}
	}
}

// A rule for a tool must not find its name inside the name of a person or of a person's host.
func TestBots_aToolsNameInsideAPersonsName(t *testing.T) {
	t.Parallel()
	tellApart(t, []sign{
		{"dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"},
		{"k8s-ci-robot", "x@example.org"},
		{"GitHub", "noreply@github.com"},
		{"Renovate Bot", "bot@renovateapp.com"},
		{"WhiteSource Renovate", "renovate@whitesourcesoftware.com"},
		{"Mend Renovate", "x@example.org"},
		{"anyone", "acme-renovate@example.org"},
		{"anyone", "acme-bot@example.org"},
		{"Snyk bot", "snyk-bot@snyk.io"},
		{"snyk-test", "x@example.org"},
		{"Weblate", "hosted@weblate.org"},
		{"Hosted Weblate", "x@example.org"},
		{"root", "root@host"},
		{"acme CI", "x@y"},
		{"acme-ci", "x@y"},
		{"CI", "ci@example.org"},
		{"Travis CI", "builds@travis-ci.org"},
		{"Travis-Deploy", "deploy@travis-ci.org"},
		{"jenkins", "jenkins@example.org"},
		{"ACME Jenkins", "jenkins@example.org"},
		{"Jenkins CI", "x@example.org"},
		{"acme-jenkins", "x@example.org"},
		{"bors", "bors@example.org"},
		{"bors-ng", "x@example.org"},
		{"acme", "buildbot@example.org"},
		{"GitHub Action", "action@github.com"},
		{"BrewTestBot", "x@example.org"},
		{"Acme Buildmaster", "buildmaster@example.org"},
	}, []sign{
		{"Ira Holosnyk", "ira@example.org"},
		{"Ada Example", "ada@users.noreply.github.com"},
		{"Bob Abbott", "abbott@example.org"},
		{"Jenny Jenkins", "jj@example.org"},
		{"Jenny Jenkins", "jenkins@example.org"},
		{"Jenkins Example", "jx@example.org"},
		{"Lucia Ci", "lucia@example.org"},
		{"Lucia Ci", "lucia.ci@example.org"},
		{"Travis Cibulka", "tc@example.org"},
		{"Sven Example", "sven@travis-ci.com"},
		{"Robert Otto", "robotto@example.org"},
		{"Jan Bot", "jan.bot@example.org"},
		{"GitHubber", "g@example.org"},
		{"Jo Example", "jo@renovate-homes.example"},
		{"Jo Example", "jo@snyk.io"},
		{"Jo Example", "jo@buildbot.example"},
		{"Jo Example", "transactions@github.example"},
		{"Bors Example", "bx@example.org"},
		{"Lars Bors", "bors@example.org"},
		{"ann", "ann.noreply@github.com"},
		{"Elena Codecova", "ec@example.org"},
	})
}

// Words in brackets behind a full name, and the address of a host's pages with a full name before
// it, are a person's.
func TestBots_wordsInPeoplesSignatures(t *testing.T) {
	t.Parallel()
	tellApart(t, []sign{
		{"acme-bot (CI)", "x@example.org"},
		{"Deployment Bot (from Travis CI)", "x@example.org"},
		{"Release Automation", "x@example.org"},
		{"automated-release", "x@example.org"},
		{"acme-automation", "x@example.org"},
		{"Miss Example (bot)", "bot@example.org"},
		{"GitHub Actions", "noreply@github.com"},
		{"merge-queue", "noreply@github.com"},
		{"GitLab", "noreply@gitlab.com"},
		{"Anonymous (automated)", "bot@example.org"},
	}, []sign{
		{"Jo Example (Home Automation)", "jo@example.org"},
		{"Jo Example (Weblate)", "jo@example.org"},
		{"Jo Example, Acme Automation", "jo@example.org"},
		{"Jo Example @ Crowdin", "jo@example.org"},
		{"Erik Example", "noreply@github.com"},
		{"María-José d'Example", "noreply@github.com"},
		{"Erik Example", "noreply@gitlab.com"},
		{"例 山田", "noreply@github.com"},
	})
}

// A coding agent that is the author is a program; a person called like one is not, nor one who
// works for its makers.
func TestObserve_agentsThatAreAuthorsArePrograms(t *testing.T) {
	t.Parallel()
	for _, agent := range []sign{
		{"Codex", "codex@openai.com"},
		{"Claude", "noreply@anthropic.com"},
		{"Claude Code", "x@example.org"},
		{"Claude Opus 4", "claude@anthropic.com"},
		{"Copilot", "198982749+Copilot@users.noreply.github.com"},
		{"Cursor Agent", "cursoragent@cursor.com"},
		{"openhands", "openhands@all-hands.dev"},
		{"Crush", "crush@charm.land"},
		{"aider (model)", "aider@aider.chat"},
	} {
		r := testkit.NewRepo(t)
		r.Commit(testkit.Commit{At: at("2024-01-01")})
		r.Commit(testkit.Commit{At: at("2024-02-01"), Name: agent.name, Email: agent.mail})
		want(t, observeAs(t, r, project()), map[string]string{"authors_12m": "1", "bot_commits_12m": "1", "human_commits_12m": "1"})
	}
	tellApart(t, nil, []sign{
		{"Claude Example", "claude@example.org"},
		{"Claude", "claude@example.org"},
		{"Claude Example", "claude@anthropic.com"},
		{"Devin Example", "devin@example.org"},
		{"Cody Example", "cody@openai.com"},
		{"Ada Example (aider)", "ada@example.org"},
		{"Paul Example", "paul@aider.chat"},
		{"Warp Example", "warp@warp.dev"},
	})
}

// A program's name may end in bot without a break; so do surnames.
func TestBots_gluedToTheName(t *testing.T) {
	t.Parallel()
	tellApart(t, []sign{
		{"AcmeBot", "team@example.org"},
		{"acmebot", "acmebot@example.org"},
		{"acmebot", "47979223+acmebot@users.noreply.github.com"},
		{"Acme ReleaseBot", "x@example.org"},
		{"acme mergebot", "x@example.org"},
		{"acme-ci-bot2", "x@example.org"},
		{"acmebot", ""},
		{"ti-acmebot", ""},
		{"AcmeBOT", ""},
		{"acme_project", "project_42_bot_0a1b@noreply.gitlab.com"},
		{"Acme Merge Worker", "acme-merge@system.gserviceaccount.com"},
		{"project_42_bot", ""},
	}, []sign{
		{"Jane Talbot", "jtalbot@example.org"},
		{"jtalbot", "jtalbot@example.org"},
		{"talbot", ""},
		{"janetalbot", ""},
		{"jane-talbot", ""},
		{"Abbot", "abbot@example.org"},
		{"abbott", ""},
		{"Marie Chabot", "chabot@example.org"},
		{"mchabot", ""},
		{"jcabot", ""},
		{"sebastian.cabot", ""},
		{"Elie Cibot", "ec@example.org"},
		{"Marie Turbot", "x@example.org"},
		{"JesseBot", "jesse@example.org"},
		{"martinbot", ""},
		{"pixelbot", "jane.example@example.org"},
		{"Bothwell", "b@example.org"},
		{"botond", ""},
		{"Nagy Botond", "nb@example.org"},
		{"abotsford", ""},
	})
}

// Scripts commit copies of other projects under the project's name, and services hide people's names
// behind numbers.
func TestBots_projectsAndNumbersAsNames(t *testing.T) {
	t.Parallel()
	tellApart(t, []sign{
		{"Acme Upstream", "acme-robot@example.org"},
		{"acme upstream", "acme@lists.example.org"},
		{"Weblate", "noreply@example.org"},
		{"Weblate Translation Memory", "noreply@example.org"},
	}, []sign{
		{"Jane Example (upstream)", "jane@example.org"},
		{"Jane Upstreamer", "jane@example.org"},
		{"Jane Example, upstream", "jane@example.org"},
		{"upstreamjane", "jane@example.org"},
		{"upstream", "jane@example.org"},
		{"Example Weblate user 1008", "jane@users.noreply.example.org"},
	})
}

// A company's services commit internal changes under the project's name with an address that no one reads.
func TestBots_addressThatNobodyReads(t *testing.T) {
	t.Parallel()
	tellApart(t, []sign{
		{"Brotli", "no-reply@google.com"},
		{"acme-format", "noreply@google.com"},
	}, []sign{
		{"Brotli", "brotli@example.org"},
		{"Jane Brotli", "no-reply@google.com"},
		{"Jane Example", "jane.no-reply@google.com"},
		{"jane", "no-reply@google.com.example.org"},
		{"jane", "no-reply@googlexcom.example"},
		{"Noreply Example", "noreply@example.org"},
	})
}

// Programs under ordinary accounts of the host are known by their login alone.
func TestBots_ordinaryAccounts(t *testing.T) {
	t.Parallel()
	tellApart(t, []sign{
		{"rust-highfive", ""},
		{"CLAassistant", ""},
		{"codecov-commenter", ""},
		{"codecov-io", ""},
		{"coveralls", ""},
		{"istio-testing", ""},
		{"acme-gerrit", ""},
		{"acme-zuul", ""},
		{"acme-roobot", ""},
		{"miss-islington", ""},
		{"Miss Islington (bot)", "x@example.org"},
		{"scala-steward", ""},
		{"forgejo-actions", "noreply@example.org"},
		{"elasticmachine", ""},
		{"k8s-ci-robot", ""},
		{"Scrutinizer Auto-Fixer", "x@example.org"},
	}, []sign{
		{"coverall", ""},
		{"sue-example", ""},
		{"gerrit-example", ""},
		{"gerritjan", ""},
		{"Gerrit Example", "g@example.org"},
		{"Jan Gerrit", "jg@example.org"},
		{"istio-tester", ""},
		{"vercelli", ""},
		{"Ann Vercel", "av@example.org"},
		{"rust-lover", ""},
		{"Depfu Example", "de@example.org"},
		{"prow", ""},
		{"zuulsen", ""},
		{"highfiver", ""},
		{"islington", ""},
	})
}

// Role accounts that programs commit with are no people; people may have the role, or its initials.
func TestBots_roleAccounts(t *testing.T) {
	t.Parallel()
	tellApart(t, []sign{
		{"Acme Services RM", "private@services.example.org"},
		{"Acme Release Manager", "release@example.org"},
		{"Acme Release Engineering", "x@example.org"},
		{"Acme Releng", "x@example.org"},
		{"Acme Build Role Account", "x@example.org"},
		{"acme service account", "x@example.org"},
	}, []sign{
		{"Priya RM", "priya@example.org"},
		{"Karthik RM", "private.karthik@example.org"},
		{"Ada Example (Release Manager)", "ada@example.org"},
		{"Ada Example, Release Team", "ada@example.org"},
		{"Ada Example", "private@example.org"},
		{"Jo Harm", "dev@example.org"},
		{"Ann Accountant", "x@example.org"},
	})
}
