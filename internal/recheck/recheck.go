// Package recheck is the request of a reader that a project is read again now, not at its turn.
//
// A request moves the turn of the project to now and lets every source read, also one that rests. It
// changes no figure by itself.
package recheck

import "time"

const (
	// Gap is how long after a request the same project cannot be asked for again.
	Gap = time.Hour
	// MostPerHour is how many projects of a site can be asked for in one hour.
	MostPerHour = 60
)

// Answer is what became of a request.
type Answer string

// The answers.
const (
	Queued  Answer = "queued"
	TooSoon Answer = "too-soon" // less than Gap after the last request for the project
	Busy    Answer = "busy"     // MostPerHour were asked for in the last hour
)
