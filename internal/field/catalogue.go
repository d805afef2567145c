package field

import "slices"

// Row is one row of the catalogue: one measurable thing with every word that belongs to
// it. Weights and curves live in the model; pages, JSON, CSV and the method page are made
// from the two.
type Row struct {
	ID    ID
	Label string // for people, sentence case
	Kind  Kind
	Unit  string // "months", "commits", "people", "ratio", "yes/no", …
	// Source is the source that observes it: SourceGit, SourceList, …
	Source string
	// About is the definition, one or two sentences.
	About string
	// Reference names the paper, API field or check it comes from; may be empty.
	Reference string
	// Unscored fields are shown and no model may use them: they measure visibility or
	// volume.
	Unscored bool
	// Operators marks a field that is shown to operators alone.
	Operators bool
	// Moves says what moves the value besides the work that it counts.
	Moves Moves
	// Phrases say the value in a few words. The first that applies is used; none is used
	// when the value is not worth a word.
	Phrases []Phrase
	// Remedy says what would be different if the field were no weakness; empty where it is
	// never one. Fields that share a text are one line.
	Remedy string
	// Column is what its column in the CSV of a ranking means; empty when it has none.
	Column string
	// Dated comes before the day of a value that a list's editors gave: "looked up".
	Dated string
}

// The ids of the sources.
const (
	SourceGit       = "git"
	SourceList      = "list"
	SourceScorecard = "scorecard"
	SourcePublished = "published" // Scorecard results made by others
	SourceGitHub    = "github"
	SourceRegistry  = "registry" // package registries, deps.dev, Repology: criticality
	SourceAdvisory  = "advisory" // published advisories and the list of known exploited ones
)

// Elsewhere are the sources that answer without the repository: the list's
// editors, and what is published in other places, which may outlive it. What they
// say is no observation of the project by us.
var Elsewhere = []string{SourceList, SourcePublished, SourceRegistry, SourceAdvisory}

// Catalogue is every field, in the order pages show them.
var Catalogue = slices.Concat(vitality, demand, resilience, criticality, gates, history,
	releases, tree, watched, host, checks, published)

var byID = func() map[ID]Row {
	m := make(map[ID]Row, len(Catalogue))
	for _, row := range Catalogue {
		m[row.ID] = row
	}
	return m
}()

// ByID returns the row of a field, and false when the catalogue has none.
func ByID(id ID) (Row, bool) {
	row, ok := byID[id]
	return row, ok
}
