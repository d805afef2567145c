package declared

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
)

// Kind is a kind of file that is read.
type Kind string

// The kinds of files.
const (
	SecurityInsights Kind = "security_insights"
	SecurityPolicy   Kind = "security_md"
	CLOMonitor       Kind = "clomonitor"
	Scorecard        Kind = "scorecard"
	Support          Kind = "support"
	Maintainers      Kind = "maintainers"
	Owners           Kind = "owners"
	OwnersAliases    Kind = "owners_aliases"
	CodeOwners       Kind = "codeowners"
	SecurityContacts Kind = "security_contacts"
	Readme           Kind = "readme"
	FundingFile      Kind = "funding_file"
	FundingManifest  Kind = "funding_manifest"
)

// Label returns the kind of file in words, as sentences have it.
func (k Kind) Label() string {
	switch k {
	case SecurityInsights:
		return "Security Insights"
	case SecurityPolicy:
		return "SECURITY"
	case CLOMonitor:
		return ".clomonitor.yml"
	case Scorecard:
		return "scorecard.yml"
	case Support:
		return "SUPPORT"
	case Maintainers:
		return "MAINTAINERS"
	case Owners:
		return "OWNERS"
	case OwnersAliases:
		return "OWNERS_ALIASES"
	case CodeOwners:
		return "CODEOWNERS"
	case SecurityContacts:
		return "SECURITY_CONTACTS"
	case Readme:
		return "README"
	case FundingFile:
		return "FUNDING.yml"
	case FundingManifest:
		return "funding.json"
	case Registry:
		return "the registry"
	}
	return string(k)
}

// Place is where a file of a kind is.
type Place struct {
	Kind Kind
	// Rank orders the files of one kind; the lowest counts.
	Rank int
	// Wrong says why the tools of its format do not find the file here; empty if they do.
	Wrong string
}

// text is the extension of a file of prose.
const text = `(?:\.(?:md|markdown|rst|adoc|txt))?$`

// places are the names of each kind, the folders in which its tools look, in their order, and what
// is said of a file elsewhere; empty: such a file is another one.
var places = []struct {
	kind    Kind
	name    *regexp.Regexp
	folders []string
	wrong   string
}{
	// https://security-insights.openssf.org/get-started.html
	{
		SecurityInsights, regexp.MustCompile(`(?i)^security-insights\.ya?ml$`),
		[]string{".", ".github", ".gitlab", ".forgejo", ".gitea", ".bitbucket"},
		"tools look for security-insights.yml in the root folder and in that of the host, such as .github",
	},
	// https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/creating-a-default-community-health-file
	{
		SecurityPolicy, regexp.MustCompile(`(?i)^security(?:-policy)?` + text),
		[]string{".github", ".", "docs"},
		"hosts show a SECURITY file of .github, the root folder or docs",
	},
	{
		CLOMonitor, regexp.MustCompile(`(?i)^\.?clomonitor\.ya?ml$`),
		[]string{"."},
		"CLOMonitor looks for .clomonitor.yml in the root folder",
	},
	// https://github.com/ossf/scorecard/blob/main/config/README.md
	{
		Scorecard, regexp.MustCompile(`(?i)^\.?scorecard\.ya?ml$`),
		[]string{".", ".github"},
		"Scorecard looks for scorecard.yml or .scorecard.yml in the root folder, and for .github/scorecard.yml",
	},
	{Support, regexp.MustCompile(`(?i)^support` + text), []string{".github", ".", "docs"}, ""},
	{
		Maintainers, pattern(
			`(?i)^(?:maintainers(?:\.(?:md|markdown|rst|adoc|txt|toml|ya?ml))?|`,
			`owners\.(?:md|markdown|rst|adoc|txt))$`,
		),
		[]string{".", ".github", "docs"},
		"",
	},
	{Owners, regexp.MustCompile(`^OWNERS$`), []string{"."}, ""},
	{OwnersAliases, regexp.MustCompile(`^OWNERS_ALIASES$`), []string{"."}, ""},
	// https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
	{
		CodeOwners, regexp.MustCompile(`(?i)^codeowners$`),
		[]string{".github", ".", "docs", ".gitlab", ".forgejo", ".gitea"},
		"hosts read CODEOWNERS in the root folder, docs and the folder of the host, such as .github",
	},
	{SecurityContacts, regexp.MustCompile(`^SECURITY_CONTACTS(?:\.md)?$`), []string{"."}, ""},
	{Readme, regexp.MustCompile(`(?i)^readme` + text), []string{".github", ".", "docs"}, ""},
}

// PlaceOf returns the kind of file that a path is, and false if the file is not read. A file that is
// more than one folder deep belongs to a part of the repository, or to others.
func PlaceOf(name string) (Place, bool) {
	same := func(p string) bool { return strings.EqualFold(p, name) }
	if i := slices.IndexFunc(funding.Paths, same); i >= 0 {
		return Place{Kind: FundingFile, Rank: i}, true
	}
	if funding.ManifestPath.MatchString(name) {
		return Place{Kind: FundingManifest, Rank: len(name)}, true
	}
	folder, base := path.Dir(name), path.Base(name)
	if name != path.Clean(name) || strings.Contains(folder, "/") {
		return Place{}, false
	}
	for _, p := range places {
		if !p.name.MatchString(base) {
			continue
		}
		rank := slices.Index(p.folders, folder)
		switch {
		case rank < 0 && (p.wrong == "" || !odd.MatchString(folder)):
			return Place{}, false
		case rank < 0 || misnamed(p.kind, folder, base):
			return Place{Kind: p.kind, Rank: len(p.folders), Wrong: p.wrong}, true
		}
		if p.kind == Readme && !strings.HasSuffix(strings.ToLower(base), ".md") {
			rank += len(p.folders) // hosts prefer Markdown
		}
		return Place{Kind: p.kind, Rank: rank}, true
	}
	return Place{}, false
}

// odd matches the folders in which a file was probably meant for its tool. A file in another folder
// is a template, a test or about something else.
var odd = regexp.MustCompile(`^(?:\.|\.[a-z-]+|docs?|documentation|meta|project|community)$`)

// misnamed reports whether the tools of a format look in a folder for another name.
func misnamed(kind Kind, folder, base string) bool {
	switch kind {
	case SecurityInsights:
		return strings.HasSuffix(strings.ToLower(base), ".yaml")
	case CLOMonitor:
		return base != ".clomonitor.yml"
	case Scorecard:
		return base != "scorecard.yml" && (base != ".scorecard.yml" || folder != ".")
	}
	return false
}
