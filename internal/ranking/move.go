package ranking

// Move is a project with other figures of its own in one published ranking of a list than in an
// earlier one. Ranks, which move with every other project, are not figures of its own.
type Move struct {
	Slug string
	// Before and After are its risk, 0 to 100; nil if it is unknown or the project is not in the
	// ranking.
	Before, After *float64
}

// Moves are the projects that differ between two published rankings of a list. Each list has the
// largest change of risk first, where unknown risk counts as 0, then is by slug; it may be cut.
type Moves struct {
	// Changed projects are in both rankings, Came in the later one only, Went in the earlier one only.
	Changed, Came, Went []Move
	// AllChanged counts all that Changed could have, and Both the projects in both rankings.
	AllChanged, Both int
}
