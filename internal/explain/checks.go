package explain

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Check is what a Scorecard check asks, in plain words.
type Check struct {
	// Risk is Scorecard's word for its weight: Critical, High, Medium or Low.
	Risk string
	// Question is what the check asks of a project; Measured says what it reads, Limits what it misses.
	Question, Measured, Limits string
	// Doc is the documentation of the check at the version in use.
	Doc string
}

// checkDocs is the documentation of Scorecard at the version in use.
const checkDocs = "https://github.com/ossf/scorecard/blob/v4.13.1/docs/checks.md#"

// CheckOf returns the words of a check, and false for an unknown one.
func CheckOf(id field.ID) (Check, bool) {
	c, ok := checkTexts[id]
	c.Doc = checkDocs + strings.ToLower(string(id))
	return c, ok
}

var checkTexts = map[field.ID]Check{
	field.CodeReview: {
		Risk: "High", Question: "Does a second person approve changes before they are merged?",
		Measured: "It reads approvals and merges of about the last 30 changes at the host.",
		Limits:   "It misses reviews on mailing lists, and some reviews in other tools.",
	},
	field.BranchProtection: {
		Risk: "High", Question: "Do rules protect the default and release branches?",
		Measured: "It reads the rules of branches at the host.",
		Limits:   "Some rules are visible to administrators only.",
	},
	field.DangerousWorkflow: {
		Risk: "Critical", Question: "Are workflows free of dangerous patterns?",
		Measured: "It reads the GitHub workflows of one commit.",
		Limits:   "It knows a few patterns only, and no other CI system.",
	},
	field.TokenPermissions: {
		Risk: "High", Question: "Do workflow tokens have the least privilege?",
		Measured: "It reads the permissions in the GitHub workflows of one commit.",
		Limits:   "Defaults set at the host are not visible in the files.",
	},
	field.SignedReleases: {
		Risk: "High", Question: "Are releases signed?",
		Measured: "It looks for signatures beside the files of the last five releases at GitHub.",
		Limits:   "It misses signatures on other sites, in registries and on tags.",
	},
	field.PinnedDependencies: {
		Risk: "Medium", Question: "Are build dependencies pinned by hash?",
		Measured: "It reads Dockerfiles, shell scripts and GitHub workflows of one commit.",
		Limits:   "It does not read every build system.",
	},
	field.BinaryArtifacts: {
		Risk: "High", Question: "Is the source tree free of binaries?",
		Measured: "It reads the types of all files of one commit.",
		Limits:   "Binaries for tests count, too.",
	},
	field.Packaging: {
		Risk: "Medium", Question: "Does a workflow publish the package?",
		Measured: "It looks for GitHub workflows that publish to a registry, and for their runs.",
		Limits:   "It misses packages that are published in other ways. A known score is always 10.",
	},
	field.Vulnerabilities: {
		Risk: "High", Question: "Is the project free of open known vulnerabilities?",
		Measured: "It asks OSV about the project and the dependencies in its lock files.",
		Limits:   "Vulnerable code that the project never calls counts, too.",
	},
	field.SecurityPolicyCheck: {
		Risk: "Medium", Question: "Is there a security policy?",
		Measured: "It looks for SECURITY.md in known places and reads what it says.",
		Limits:   "A policy on a website or in another repository is not visible.",
	},
	field.DependencyUpdateTool: {
		Risk: "High", Question: "Does a tool keep dependencies up to date?",
		Measured: "It looks for the settings of known tools, such as Dependabot and Renovate.",
		Limits:   "It does not see whether the tool runs. A tool set up at the host is not visible in the files.",
	},
	field.Fuzzing: {
		Risk: "Medium", Question: "Is the project fuzzed?",
		Measured: "It looks for fuzzing code, ClusterFuzzLite, and an entry in OSS-Fuzz.",
		Limits:   "It misses private fuzzing and fuzzing code in other repositories.",
	},
	field.SAST: {
		Risk: "Medium", Question: "Does static analysis run on changes?",
		Measured: "It looks for known tools in workflows, and in about 30 merged changes at the host.",
		Limits:   "It misses tools that it does not know.",
	},
	field.CITests: {
		Risk: "Low", Question: "Do tests run before changes are merged?",
		Measured: "It reads the checks of about 30 merged changes at GitHub.",
		Limits:   "It knows CI systems by name, and misses others.",
	},
	field.CIIBestPractices: {
		Risk: "Low", Question: "Does the project have an OpenSSF Best Practices badge?",
		Measured: "It asks the service of the badge about the repository.",
		Limits:   "The badge is the project’s own statement. A project without one may work the same way.",
	},
	field.LicenseCheck: {
		Risk: "Low", Question: "Is a licence file present?",
		Measured: "It looks for a licence file in known places.",
		Limits:   "It does not see licences that are named only inside source files.",
	},
}

// Unseen says what it means that a check has no result in a scan of files.
func Unseen(m model.Model, id field.ID) string {
	switch {
	case slices.Contains(m.Scorecard.CountFully, string(id)):
		return "The files of one commit decide. The check is unknown if these files could not be read."
	case slices.Contains(m.Scorecard.CountAboveZero, string(id)):
		return "What is found in the files counts. Nothing found proves nothing: the check is then unknown, not failed."
	default:
		return "Files do not show it. The check is unknown until the host or service is asked."
	}
}

// gapNames are the reasons for which a check has no value.
var gapNames = map[model.Gap]string{
	model.NotVisible:  "not visible in the files",
	model.NotAsked:    "host or service not asked",
	model.NoWorkflows: "not asked, no GitHub workflows",
}

// GapName returns why a check has no value, in the words of a cell; empty for an unknown reason.
func GapName(g model.Gap) string { return gapNames[g] }

// CellName returns which results a row of the table of expected scores describes.
func CellName(c model.PriorCell) string {
	switch {
	case c.Gap == "":
		return "any"
	case c.Gap == model.MirrorGap:
		return "not asked, mirror or not on GitHub"
	case c.Host == model.Elsewhere:
		return gapNames[c.Gap] + ", not on GitHub"
	default:
		return gapNames[c.Gap]
	}
}
