package proof

import (
	"cmp"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// Command is one command for a POSIX shell, safe to copy. Commands about git read the clone that
// the variable CLONE names, or the current folder, and are pinned to a commit.
type Command struct {
	// Setup has to run once before, in the same shell. It is the same for all commands of a project
	// that need one.
	Setup Setup `json:"setup,omitzero"`
	// Run is the command, of one or more lines.
	Run string `json:"run"`
	// Prints is Plumbline's figure as the command prints it, without the last newline; empty if the
	// output is to be read. The command prints exactly this, unless one of the cases applies that the
	// notes of the command and of its setup name.
	Prints string `json:"prints,omitempty"`
	// Shows says what to look for in the output if Prints is empty.
	Shows string `json:"shows,omitempty"`
	// Note says what the command leaves out or does otherwise than Plumbline; empty if nothing.
	Note string `json:"note,omitempty"`
}

// Setup defines functions of the shell for commands about people. Zero means that nothing is needed.
type Setup struct {
	Run string `json:"run"`
	// Note says what holds for every command that uses it.
	Note string `json:"note"`
}

// Proof is how one figure can be checked: by commands, or not, and then Why says so.
type Proof struct {
	Commands []Command `json:"commands,omitempty"`
	Why      string    `json:"why,omitempty"`
}

// Rules are extended regular expressions of POSIX, for "name <address>" in lower case. They cover
// the usual cases of the rules about people, and a command cannot hold all of those.
type Rules struct {
	Programs string // authors that are programs
	Agents   string // coding agents among co-authors
	Shared   string // addresses that are nobody's own
}

// Subject is a project with the figures that are to be checked.
type Subject struct {
	Project health.Project
	Inputs  health.Inputs
	Rules   Rules
}

// Of returns how the value of a field can be checked. It never returns both commands and Why, nor
// neither.
func Of(id field.ID, s Subject) Proof {
	row, ok := field.ByID(id)
	if !ok {
		return because("The catalogue has no such field.")
	}
	in := s.Inputs.Field(id)
	switch source := cmp.Or(in.Source, row.Source); {
	case !in.Known():
		return because("There is no value to check: " + cmp.Or(in.Reason, "not observed") + ".")
	case source != row.Source:
		return s.joined(row, in)
	case source == field.SourceGit:
		return s.git(id, in)
	case source == field.SourceGitHub:
		return s.host(id)
	case source == field.SourceScorecard:
		return s.scorecard(id, in)
	case source == field.SourcePublished:
		return s.published()
	case source == field.SourceRegistry:
		return s.registry(id, in)
	case source == field.SourceAdvisory:
		return s.advisory()
	case source == field.SourceDistro:
		return s.debian(id, in)
	default:
		return because("The editors of the list decided it; the entry of the list says on what grounds.")
	}
}

// Rows returns the fields with a value, in the order of the catalogue.
func Rows(ins health.Inputs) []field.Row {
	var rows []field.Row
	for _, row := range field.Catalogue {
		if ins.Field(row.ID).Known() {
			rows = append(rows, row)
		}
	}
	return rows
}

// joined is the proof of a value for which another source than usual had the better answer.
func (s Subject) joined(row field.Row, in health.Input) Proof {
	switch {
	case in.Source == field.SourcePublished && row.Source == field.SourceScorecard:
		return s.published()
	case row.ID == field.Integrators12m:
		return because("The host's record of merges showed more people than git; see " + string(field.Mergers12m) + ".")
	case row.ID == field.FundingChannels:
		return s.host(field.OwnerFundingChannels)
	}
	return because("A later event at " + in.Source + " replaced what " + row.Source + " alone shows.")
}

func because(why string) Proof { return Proof{Why: why} }

func show(cs ...Command) Proof { return Proof{Commands: cs} }

// Quote returns a text as one word of a POSIX shell.
func Quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// repo returns the project's primary repository, and false if there is none.
func (s Subject) repo() (repository.ID, bool) {
	r, ok := s.Project.PrimaryRepository()
	if !ok {
		return repository.ID{}, false
	}
	id, err := repository.Parse(r.URL)
	return id, err == nil
}
