package field

import "slices"

// Row is one row of the catalogue: one measurable quantity with all its texts. Weights and curves
// are in the model. Pages, JSON, CSV and the method page are generated from the two.
type Row struct {
	ID    ID
	Label string // for people, sentence case
	Kind  Kind
	Unit  string // "months", "commits", "people", "ratio", "yes/no", …
	// Source is the source that observes it: SourceGit, SourceList, …
	Source string
	// About is the definition, one or two sentences.
	About string
	// Reference names the paper, API field or check that it comes from; may be empty.
	Reference string
	// Unscored fields are shown, but no model may use them: they measure visibility or volume.
	Unscored bool
	// Operators marks a field that only operators see.
	Operators bool
	// Moves is what moves the value besides the work that it counts.
	Moves Moves
	// Phrases describe the value in a few words. The first that applies is used. If none applies,
	// the value is not worth mentioning.
	Phrases []Phrase
	// Remedy is what would change if the field were no longer a weakness; empty if it never is one.
	// Fields with the same text are shown as one line.
	Remedy string
	// Column is the description of its column in the CSV of a ranking; empty if it has none.
	Column string
	// Dated is the verb before the date of a value that the editors of a list set: "looked up".
	Dated string
}

// The ids of the sources.
const (
	SourceGit       = "git"
	SourceList      = "list"
	SourceScorecard = "scorecard"
	SourcePublished = "published" // Scorecard results published by others
	SourceGitHub    = "github"
	SourceRegistry  = "registry" // package registries, deps.dev, Repology: criticality
	SourceDistro    = "distro"   // the index of Debian's archive: criticality
	SourceAdvisory  = "advisory" // published advisories and the list of known exploited vulnerabilities
)

// SourceName returns the name of a source for people, or the id if it is none of the above.
func SourceName(id string) string {
	switch id {
	case SourceGit:
		return "git"
	case SourceList:
		return "the list"
	case SourceScorecard:
		return "Scorecard"
	case SourcePublished:
		return "published Scorecard results"
	case SourceGitHub:
		return "GitHub"
	case SourceRegistry:
		return "package registries"
	case SourceDistro:
		return "Debian's archive"
	case SourceAdvisory:
		return "advisories"
	}
	return id
}

// Elsewhere are the sources that work without the repository: the editors of the list, and services
// that may outlive it. Their data is not our observation of the project.
var Elsewhere = []string{SourceList, SourcePublished, SourceRegistry, SourceDistro, SourceAdvisory}

// Catalogue is every field, in the order pages show them.
var Catalogue = slices.Concat(vitality, demand, resilience, criticality, debian, gates, history,
	releases, tree, watched, host, checks, published)

var byID = func() map[ID]Row {
	m := make(map[ID]Row, len(Catalogue))
	for _, row := range Catalogue {
		m[row.ID] = row
	}
	return m
}()

// ByID returns the row of a field, and false if the catalogue has none.
func ByID(id ID) (Row, bool) {
	row, ok := byID[id]
	return row, ok
}
