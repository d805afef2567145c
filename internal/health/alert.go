package health

// StatementKind classifies what maintainers said about their project.
type StatementKind string

// The kinds of statement.
const (
	HelpWanted   StatementKind = "help_wanted"
	SteppingDown StatementKind = "stepping_down"
)

// Statement is a public statement by the maintainers about who maintains the project, as found by
// the editors of the list.
type Statement struct {
	Kind StatementKind
	Text string // in the editors' words, without quotes or names
	URL  string // where it was published
	Date string // YYYY-MM-DD
}
