package field

// Moves is what moves the value of a field besides the work that it counts. A comparison of two
// runs uses it to distinguish the passage of time from the project.
type Moves uint8

// What moves a value. One field may have several.
const (
	// WithPeople is a window over human commits: without a new human commit only time moves it.
	WithPeople Moves = 1 << iota
	// WithCommits is a window over all commits.
	WithCommits
	// WithTags moves when a tag is made, without a commit.
	WithTags
	// WithTracker is a window over issues and change requests.
	WithTracker
	// WithHost comes from the host's records as they are now.
	WithHost
	// WithTime comes from git and increases or decreases without any activity.
	WithTime
	// OnlyFalls is a count over a window: time alone can only decrease it.
	OnlyFalls
)

// Has reports whether any of the given marks is set.
func (m Moves) Has(any Moves) bool { return m&any != 0 }

// Windowed reports whether time alone moves the value as computed from git.
func (m Moves) Windowed() bool { return m.Has(WithPeople | WithCommits | WithTime) }
