package ranking

// Move is a project with other figures of its own in one published ranking of a list than in an
// earlier one. Ranks, which move with every other project, are not figures of its own.
type Move struct {
	Slug string
	// Before and After are its risk, 0 to 100; nil if it is unknown or the project is not in the
	// ranking.
	Before, After *float64
	// Was and Is report whether it is in the earlier and in the later ranking.
	Was, Is bool
}
