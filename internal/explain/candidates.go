package explain

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/candidate"
)

// CoverageOf says how much of an archive's dependence a list covers: "The list covers 51 of the 163
// source packages that carry 90% of the dependence in Debian trixie (31%). It covers 58% of their dependents."
func CoverageOf(d candidate.Document) string {
	c := d.Coverage
	return fmt.Sprintf("The list covers %s of the %s source packages that carry %s of the dependence in Debian %s (%s). It covers %s of their dependents.",
		Thousands(c.Covered), Thousands(c.Core), Percent(c.Share), d.Suite, share(c.Covered, c.Core), share(c.CoveredDependents, c.Dependents))
}

func share(n, of int) string {
	if of == 0 {
		return Percent(0)
	}
	return Percent(float64(n) / float64(of))
}

// ShareOf returns a share of 0 to 1 with one decimal: "58.7%".
func ShareOf(share float64) string { return Decimal(100*share) + "%" }

// least returns a limit that someone chose: "1%", "2.5%".
func least(share float64) string { return strings.TrimSuffix(Decimal(100*share), ".0") + "%" }

// CoreOf defines what CoverageOf counts.
func CoreOf(d candidate.Document) string {
	p := Percent(d.Coverage.Share)
	return fmt.Sprintf("Dependence is the sum of run dependents over all source packages. Ordered by run dependents, the fewest packages that together have %s of that sum carry %s of it. A dependent counts once for each package that it needs.", p, p)
}

// CandidatesOf says how many candidates there are: "602 source packages are needed at run time by
// at least 1% of the archive. No entry of the list covers them."
func CandidatesOf(d candidate.Document) string {
	return fmt.Sprintf("%s needed at run time by at least %s of the archive. No entry of the list covers %s.",
		Thousands(d.Total)+" source "+Plural(d.Total, "package is", "packages are"), least(d.MinShare), Plural(d.Total, "it", "them"))
}

// CandidateArchive names the archive that candidates were counted in.
func CandidateArchive(d candidate.Document) string {
	return fmt.Sprintf("Debian %s of %s, %s.", d.Suite, DayOf(d.Date), Of(d.Sources, "source package", "source packages"))
}

// CandidateNotes are what a reader of candidates has to know.
var CandidateNotes = []string{
	"No candidate is added automatically. Editors decide, and read the repository first.",
	"Repositories are those that Debian names, and are not checked. “Homepage” is the project’s own address, “Vcs-Git” that of Debian’s packaging.",
	"“Native” packages have a version without a revision of Debian. They are made for Debian itself, as debconf and dpkg are.",
}

// CandidateField names the field of Debian that gives a repository.
func CandidateField(from string) string {
	switch from {
	case candidate.Homepage:
		return "Homepage"
	case candidate.VcsGit:
		return "Vcs-Git"
	}
	return ""
}
