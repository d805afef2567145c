package manifest

import (
	"cmp"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// FillIn marks a blank in every file.
const FillIn = "FILL IN"

// The names of the files.
const (
	InsightsName = "security-insights.yml"
	FundingName  = "funding.json"
	PolicyName   = "SECURITY.md"
)

// Names are those of all files, in their order.
var Names = []string{InsightsName, FundingName, PolicyName}

// Subject is what is known of a project.
type Subject struct {
	Project health.Project
	// Figures are judged.
	Figures figures.Project
	// Said is what the project says of itself in its files; nil: they were not read.
	Said *declared.Statement
}

// Origin is where a value comes from.
type Origin struct {
	// Source is its name for people: "Git history", or the path of a file of the project.
	Source string
	// On is when it was read; zero if unknown.
	On time.Time
	// Note is what was seen, if the value does not say it; empty otherwise. It comes from others.
	Note string
}

// format is the origin of what the format of a file wants in every file.
var format = Origin{Source: "the format"}

// Filled is a value in a file. All but Field comes from others.
type Filled struct {
	Field string // a path such as "repository.license.expression"
	Value string
	Origin
}

// Blank is what the maintainers fill in.
type Blank struct {
	Field string
	// Write is what to write, and Hint what may help, from others; empty: nothing is known.
	Write, Hint string
}

// Existing is a file that the project has already.
type Existing struct {
	// Path is where it is in the repository, and URL the page of it; empty if unknown.
	Path, URL string
	Origin
	// Lacks are what was looked for in it and not found, as sentences without a full stop. Looked
	// names who looked; empty: its text was not read.
	Lacks  []string
	Looked string
}

// File is one file to copy, with where its values come from.
type File struct {
	Name string
	// Text is the whole file; empty if it is not offered because of Exists.
	Text   string
	Filled []Filled
	Blanks []Blank
	// Exists is set if the project has one.
	Exists *Existing
	// Unsure is why it is not known whether the project has one, as a sentence without a full stop;
	// empty if it is known to have none.
	Unsure string
}

// Files returns all files, in the order of Names.
func Files(s Subject) []File {
	k := s.known()
	return []File{k.insights(), k.funding(), k.policy()}
}

// blank notes a blank.
func (f *File) blank(field, write, hint string) {
	f.Blanks = append(f.Blanks, Blank{field, write, hint})
}

// fill notes a value.
func (f *File) fill(field, value string, from Origin) {
	f.Filled = append(f.Filled, Filled{field, value, from})
}

// fact is a value with its origin; without a value it is unknown, and hint may help.
type fact struct {
	value string
	Origin
	hint string
}

func (f fact) known() bool { return f.value != "" }

// or returns the fact, or the other one if it is unknown.
func (f fact) or(other fact) fact {
	if f.known() {
		return f
	}
	other.hint = cmp.Or(other.hint, f.hint)
	return other
}
