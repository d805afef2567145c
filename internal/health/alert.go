package health

// StatementKind is what maintainers said of their project.
type StatementKind string

// The kinds of statement.
const (
	HelpWanted   StatementKind = "help_wanted"
	SteppingDown StatementKind = "stepping_down"
)

// Statement is something the maintainers said in public about who carries the
// project, as the list's editors found it.
type Statement struct {
	Kind StatementKind
	Text string // in the editors' words: it quotes and names nobody
	URL  string // where it was said
	Date string // YYYY-MM-DD
}
