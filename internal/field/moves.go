package field

// Moves says what moves the value of a field besides the work that it counts. From it a
// comparison of two runs tells the clock from the project.
type Moves uint8

// What moves a value. One field may have several.
const (
	// WithPeople is a window over human commits: it stands still while the last human
	// commit does, but for the clock.
	WithPeople Moves = 1 << iota
	// WithCommits is a window over all commits.
	WithCommits
	// WithTags moves when a tag is made, without a commit.
	WithTags
	// WithTracker is a window over issues and change requests.
	WithTracker
	// WithHost is of the host's records, read as they are now.
	WithHost
	// WithTime is of git and grows or falls while nobody does anything.
	WithTime
	// OnlyFalls is a count over a window: time alone can only lower it.
	OnlyFalls
)

// Has reports whether any of the given marks is set.
func (m Moves) Has(any Moves) bool { return m&any != 0 }

// Windowed reports whether time alone moves the value as git gives it.
func (m Moves) Windowed() bool { return m.Has(WithPeople | WithCommits | WithTime) }
