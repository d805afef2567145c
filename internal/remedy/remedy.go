// Package remedy is the catalogue of what money or work can change in a project, and what each
// measure would take from the risk of one project. Costs and chances are planning assumptions from
// scorecards/remedies.yaml, not measurements. No score depends on them.
//
// It is pure: no clock, network, files or database.
package remedy

import "github.com/plumbline-scorecard/plumbline/internal/model"

// Envelope is the budget that a measure is paid from.
type Envelope string

// The envelopes. Practices are cheap to move and no outcome has been shown for them, so they never
// compete with people for the same money.
const (
	People  Envelope = "people"  // vitality and resilience
	Hygiene Envelope = "hygiene" // posture
)

// Envelopes are all envelopes, in the order of pages.
var Envelopes = []Envelope{People, Hygiene}

// Label returns the envelope in words.
func (e Envelope) Label() string {
	if e == Hygiene {
		return "Hygiene"
	}
	return "People and continuity"
}

// Kind is what a measure gives a project.
type Kind string

// Kinds are what money can give, in the order of pages.
var Kinds = []Kind{"people", "release", "security", "documentation"}

// Label returns the kind in words.
func (k Kind) Label() string {
	switch k {
	case "people":
		return "People"
	case "release":
		return "Releases and backlog"
	case "security":
		return "Security"
	case "documentation":
		return "Documentation"
	}
	return string(k)
}

// MostOfEnvelope is the most measures that a catalogue may have for one envelope: the allocation
// looks at every set of them.
const MostOfEnvelope = 10

// Catalogue is every measure, in the order of the file.
type Catalogue struct {
	Version string
	Date    string // YYYY-MM-DD, when the assumptions were written down
	// SHA256 is the hash of the file.
	SHA256   string
	Measures []Measure
	Need     NeedRule
}

// Measure is something that can be paid for.
type Measure struct {
	ID, Label string
	Envelope  Envelope
	Kind      Kind
	About     string
	Sets      []Effect
	// Releases are ids of gates that it ends by itself. A gate with a condition that it changes ends
	// without being named.
	Releases []string
	// Needs must all be observed to hold, or it cannot work.
	Needs []model.Term
	// Ended means that it is only for projects that have ended. The others are only for projects
	// that have not.
	Ended bool
	// Cost is in euros, above 0. In nine of ten cases the cost, and the odds of Chance, are within
	// Factor of what is stated.
	Cost   int
	Factor float64
	// Chance is that it is done and adopted, 0 to 1. Lasts is the share of the next 24 months in
	// which it has an effect, 0 to 1.
	Chance, Lasts float64
	// Unscored is what it brings that no input shows; may be empty.
	Unscored string
	Why, Ref string
}

// Effect is what a measure makes of one input: a sub-score of at least To points, or so many Steps
// up the knots of the input's curve. One of them is 0.
type Effect struct {
	Input string // id of a rule: "R2", "Fuzzing"
	To    float64
	Steps int
}

// ByID returns the measure with the id, and false if there is none.
func (c Catalogue) ByID(id string) (Measure, bool) {
	for _, m := range c.Measures {
		if m.ID == id {
			return m, true
		}
	}
	return Measure{}, false
}
