package maintain

import (
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

// maintainersView is the page for maintainers.
type maintainersView struct {
	Finding ui.Finding
	Read    []point
	Answer  []point
	Contact page.Reports
	Links   []ui.Link
}

// point is a term with what is said of it.
type point struct{ Term, Text string }

// reads are what is read of a repository, in the words of a maintainer.
var reads = []point{
	{"Its history", "Who commits, merges and releases, as counts and roles. No name or address is stored as text or shown."},
	{"Its files", "The checks of OpenSSF Scorecard: workflows, lock files, the security policy, the licence, and others. Each result names the file and the line where it can."},
	{".github/FUNDING.yml and funding.json", "Where money is accepted, and the plans that you publish. They change no score."},
	{"Its issues and pull requests", "How long people wait for a first answer, if the site has a token of the host. Without one this is unknown, which is not a bad answer."},
	{"Its packages", "The registries that the entry of the list names."},
	{"scorecard.yml and .clomonitor.yml", "What you say of a check. It is shown beside the finding, with the number as it would be without the check."},
	{"security-insights.yml, SECURITY, SUPPORT", "Your status, the private way to report, promised times, bounty, steward and support. Security Insights 1 and 2 are read."},
	{"README badges, and marks of package registries", "A status of repostatus.org, “maintained in YEAR”, and packages marked as deprecated or archived."},
	{"MAINTAINERS, OWNERS, CODEOWNERS", "Numbers of people and teams. No name is kept."},
}

// answers are what a maintainer can do.
var answers = []point{
	{"You changed something", "Every page of a listed project leads to “Read this project again”. You need no account, and the page then says what was found."},
	{"A finding is wrong", "Report it with the address of the page, the figure, the correct value and a link to evidence. The editors decide in public, with a reason."},
	{"It does not apply to you", "Say so in your repository with a Scorecard annotation. Both the finding and your words are then shown, and the score stays."},
	{"You are quiet, and still there", "Say so in your repository: a new review date in security-insights.yml, or a badge with the year. It counts for twelve months."},
	{"The entry is wrong", "Repositories, packages and the reason why a project is critical are in the file of the list. Anyone can propose a change."},
	{"You want a first version of a file", "“What would help” on the page of a project leads to security-insights.yml, funding.json and SECURITY.md, filled in as far as public figures go."},
	{"You carry it alone, or stop", "A public statement that you look for help, or step down, is read into the list and shown at the top of the page."},
	{"You answer the OSPS Baseline", "Your project’s page of the Baseline shows what public facts support. It fills in those answers at the Best Practices programme; you review and save them there."},
	{"You do not want to be ranked", "Ask for it. The page stays, with its figures and without a rank, for as long as the editors decide. The request is public."},
	{"You want to be removed", "Ask for it with a reason. The editors decide; a removed project is named with the reason on the page of the list."},
}

// maintainers answers with the page for maintainers.
func (s maker) maintainers() error {
	if s.Known() {
		return nil
	}
	v := maintainersView{
		Finding: ui.Finding{Says: "for-maintainers", Claim: "See what others see, and answer it.", Rest: "Scores describe what programs can read. They are no judgement of people, and unknown is never counted as bad."},
		Read:    reads, Answer: answers, Contact: s.Reports(s.List),
		Links: []ui.Link{{Label: "Corrections", Href: page.Corrections}, {Label: "OSPS Baseline", Href: page.Baseline}, {Label: "Lists", Href: "/lists"}, {Label: "Every check, explained", Href: page.Checks}, {Label: "Known limits", Href: page.Limits}},
	}
	p := s.Frame("For maintainers", "Find your project, see what is read of it, and how to answer.", page.Maintainers)
	p.Notices = page.Ignored(page.Others(s.Values(), "list"))
	return s.Show(maintainersPage(p, v))
}
