package health

import "time"

// Departure is a project that left a list and did not come back.
type Departure struct {
	Slug, Name string
	Added      string    // YYYY-MM-DD, as its last entry said
	Removed    time.Time // when this installation first read the list without it
}

// Edition is a revision of a list that published runs used.
type Edition struct {
	Revision string
	// From and To are when the first and the last run that used it were published.
	From, To          time.Time
	FirstRun, LastRun int64
	Runs              int
}
