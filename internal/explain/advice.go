package explain

import (
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/entry"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/score"
)

// Advice is what would make an unknown input known: an id and a sentence.
type Advice struct{ ID, Text string }

// toFindOut begins the sentences that name a step.
const toFindOut = "To find out: "

// Step returns the sentence for a place whose label already says what it is: without "To find out".
func (a Advice) Step() string { return Sentence(strings.TrimPrefix(a.Text, toFindOut)) }

// The advice. It never names what already happened: "run the checks" is only for a project whose
// checks did not run.
var (
	adviseRun         = Advice{"collect", "To find out: collect the project."}
	adviseAgain       = Advice{"again", "The next collection tries again."}
	adviseTime        = Advice{"time", "Each collection reads further back."}
	adviseNewer       = Advice{"newer-copy", "To find out: read a newer copy."}
	adviseDeeper      = Advice{"history", "To find out: read the full history."}
	adviseWhole       = Advice{"whole-copy", "To find out: read a copy that has all files."}
	adviseNetwork     = Advice{"network", "To find out: collect with a network, or provide a local copy."}
	adviseAddress     = Advice{"address", "To find out: the list needs the repository's present address."}
	adviseNothing     = Advice{"nothing", "Nothing is missing: there is nothing to read."}
	adviseElsewhere   = Advice{"elsewhere", "To find out: check where else the project keeps it."}
	adviseGit         = Advice{"git-shows-no-more", "The repository was read and shows no more."}
	adviseToken       = Advice{"host", "To find out: ask its host (a GitHub token without scopes is enough)."}
	adviseOtherHost   = Advice{"other-host", "To find out: read the project’s own files, or ask its maintainers. Plumbline cannot ask this host."}
	adviseMirror      = Advice{"mirror", "To find out: read the project’s own files, or ask its maintainers. The mirror does not show it."}
	adviseHostDone    = Advice{"host-shows-no-more", "The host was asked and shows no more."}
	adviseChecks      = Advice{"checks", "To find out: run the Scorecard checks."}
	adviseRelease     = Advice{"first-release", "To find out: the host must show a release with files."}
	adviseBranches    = Advice{"branch-rights", "To find out: collect with a token that may read the branch rules (admin rights)."}
	adviseNoWorkflows = Advice{"no-workflows", "Nothing is missing: the check found no workflows to judge."}
	adviseChecked     = Advice{"checks-show-no-more", "The checks ran and show no more."}
	advisePlaces      = Advice{"host-or-elsewhere", "To find out: ask the host, or check where else the project keeps it."}
	adviseTable       = Advice{"reference-table", "To find out: an operator can supply a dated reference table."}
	adviseRepology    = Advice{"repology-name", "To find out: add its Repology name to the list."}
	adviseRegistry    = Advice{"registries", "To find out: collect from package registries and distributions."}
	adviseListed      = Advice{"registries-tell-no-more", "The registries were asked and show no more."}
	advisePackages    = Advice{"list-packages", "To find out: name its packages in a list."}
	adviseAdvisory    = Advice{"advisories", "To find out: query the advisory databases."}
	adviseKnown       = Advice{"advisories-show-no-more", "The advisory databases were asked and show no more."}
	adviseReview      = Advice{"list-review", "To find out: review the list entry."}
	adviseEntry       = Advice{"list-entry", "To find out: add the project to a list and review its entry."}
)

// byInconclusive is the advice for a check that ran and found nothing to judge: the reason, as
// Scorecard 4.13.1 words it, contains the text.
var byInconclusive = []struct {
	text   string
	advice Advice
}{
	{"no dependencies found", Advice{"no-dependencies", "Nothing is missing: the check found no dependencies to judge."}},
	{"no workflows found", adviseNoWorkflows},
	{"no github tokens found", adviseNoWorkflows},
	{"no releases found", adviseRelease},
	{"no published package detected", Advice{"publishing", "To find out: check where else the project publishes packages. The check knows only workflows of the host."}},
	{"no commits found", Advice{"no-commits", "Nothing is missing: the check found no commits to judge."}},
	{"no human review activity", Advice{"only-bots", "Nothing is missing: bots made all recent changes."}},
	{"unable to detect any development/release branches", adviseBranches},
}

// byReason is the advice that a reason alone decides, whatever the source: the reason contains the
// text. The first match applies.
var byReason = []struct {
	text   string
	advice Advice
}{
	{"its only available copy is from ", adviseNewer},
	{"older than the other figures", adviseAgain},
	{"and the network was not used", adviseNetwork},
	{"no repository to read", adviseNothing},
	{"its host no longer has this repository", adviseAddress},
	{"its address now belongs to another repository", adviseAddress},
	{"(shallow clone)", adviseDeeper},
	{"could only be read in part", adviseWhole},
	{"not in this clone", adviseWhole},
	{"some files of the tree were not available", adviseWhole},
	{"each run reaches further back", adviseTime},
	{"could not be reached", adviseAgain},
	{"could not be asked", adviseAgain},
	{"was not available", adviseAgain},
	{"not reachable", adviseAgain},
	{"will retry later", adviseAgain},
	{"exceeded the time or size limit", adviseAgain},
	{"could not be measured", adviseAgain},
	{"did not finish", adviseAgain},
	{"may be stated elsewhere", adviseElsewhere},
	{"may be published elsewhere", adviseElsewhere},
	{"no dated reference table", adviseTable},
	{"fewer than the reference table", adviseTable},
	{"at Repology", adviseRepology},
	{entry.NoPackageNamed, advisePackages},
	{"no human commit", adviseNothing},
	{"no change by others", adviseNothing},
	{"does not count against it", adviseNothing},
}

// AdviceFor returns what would make an unknown input of a project known. The figures say what
// already ran.
func AdviceFor(p health.Project, f figures.Project, in health.Input) Advice {
	row, _ := field.ByID(in.Field)
	ran := func(source string) bool { _, ok := f.Snapshot(source); return ok }
	ofRepository := row.Source == field.SourceScorecard || row.Source == field.SourceGit || row.Source == field.SourceGitHub
	if _, has := p.PrimaryRepository(); ofRepository && !has {
		return adviseNothing
	}
	if row.Source == field.SourceScorecard {
		return checkAdvice(p, f, in)
	}
	if a, ok := reasonAdvice(in.Reason); ok {
		return a
	}
	switch row.Source {
	case field.SourceGitHub:
		return hostAdvice(p, f, in.Reason)
	case field.SourceGit:
		switch {
		case !ran(field.SourceGit):
			return adviseRun
		case in.Field == field.Integrators12m:
			return hostAdvice(p, f, in.Reason)
		}
		return adviseGit
	case field.SourceRegistry:
		if !ran(field.SourceRegistry) {
			return adviseRegistry
		}
		return adviseListed
	case field.SourceAdvisory:
		if !ran(field.SourceAdvisory) {
			return adviseAdvisory
		}
		return adviseKnown
	case field.SourceList:
		switch {
		case strings.Contains(in.Reason, "only the host shows"):
			return hostAdvice(p, f, in.Reason)
		case p.Unlisted:
			return adviseEntry
		}
		return adviseReview
	}
	return adviseRun
}

// reasonAdvice returns the advice that a reason alone decides, and false if it decides none.
func reasonAdvice(reason string) (Advice, bool) {
	for _, r := range byReason {
		if strings.Contains(reason, r.text) {
			return r.advice, true
		}
	}
	return Advice{}, false
}

// AdviceForReason returns what would settle why a project could not be read, and false if the reason
// alone does not tell.
func AdviceForReason(reason string) (Advice, bool) { return reasonAdvice(reason) }

// Migrate is the advice for users of a project that has ended without a successor.
const Migrate = score.Migration + "."

// hostAdvice returns the advice for what only the host knows.
func hostAdvice(p health.Project, f figures.Project, reason string) Advice {
	if a, ok := offHost(p); ok {
		return a
	}
	_, asked := f.Snapshot(field.SourceGitHub)
	if _, needs := Needs(reason); !asked || needs || strings.HasPrefix(reason, "needs a GitHub token") {
		return adviseToken
	}
	return adviseHostDone
}

// offHost returns the advice for a project that works elsewhere than at the host that we can ask, and
// false for the others.
func offHost(p health.Project) (Advice, bool) {
	switch repo, _ := p.PrimaryRepository(); {
	case !onGitHub(p):
		return adviseOtherHost, true
	case repo.Mirror:
		return adviseMirror, true
	}
	return Advice{}, false
}

// Elsewhere reports whether a project works elsewhere than at the host that we can ask. Only its own
// files and its maintainers then show how it reviews and releases.
func Elsewhere(p health.Project) bool {
	_, ok := offHost(p)
	return ok
}

// onGitHub reports whether the project's repository, if it has one, is at the host that we can ask.
func onGitHub(p health.Project) bool {
	repo, ok := p.PrimaryRepository()
	return !ok || strings.HasPrefix(strings.ToLower(repo.URL), "https://github.com/")
}

// inconclusiveAdvice returns the advice for a check that found nothing to judge, and false for others.
func inconclusiveAdvice(reason string) (Advice, bool) {
	for _, r := range byInconclusive {
		if strings.Contains(reason, r.text) {
			return r.advice, true
		}
	}
	return Advice{}, false
}

// checkAdvice returns the advice for a posture check.
func checkAdvice(p health.Project, f figures.Project, in health.Input) Advice {
	_, own := f.Snapshot(field.SourceScorecard)
	published := f.Basis != nil && f.Basis.Published()
	off, elsewhere := offHost(p)
	if what, ok := Needs(in.Reason); ok {
		switch {
		case what == "GitHub" && elsewhere:
			return off
		case f.HostAsked():
			return adviseHostDone
		case what == "GitHub":
			return Advice{"collect-host", adviseToken.Text} // one remedy, in the same words
		}
		return Advice{"collect-host", "To find out: collect from " + what + "."}
	}
	if strings.HasPrefix(in.Reason, "not visible in this tree") {
		if elsewhere || f.HostAsked() {
			return adviseElsewhere
		}
		return advisePlaces
	}
	if a, ok := reasonAdvice(in.Reason); ok {
		return a
	}
	if a, ok := inconclusiveAdvice(in.Reason); ok && (own || published) {
		if elsewhere && (a == adviseRelease || a == adviseBranches) {
			return off
		}
		return a
	}
	switch {
	case !own && !published:
		if a, ok := reasonAdvice(f.Last.Reason); ok { // without a copy there is nothing to check
			return a
		}
		return adviseChecks
	case published && !own:
		return Advice{"own-checks", "To find out: run the Scorecard checks ourselves."}
	}
	return adviseChecked
}
