// Package baseline compares what is known of a project with the OSPS Baseline, the security
// baseline of the OpenSSF: each requirement of a version gets a state with its evidence and the
// reason. Nothing here changes a score. What a project says of itself is evidence only where a
// requirement asks that its documentation says it.
//
//	against holds                  not met
//	otherwise met holds            met
//	otherwise fits holds           not contradicted
//	otherwise                      unknown
//
// Evidence counts only if it was observed. While it is unknown whether something is against a
// requirement, the requirement is neither met nor not contradicted. A copy at another address
// shows at most that something is not contradicted. A requirement that nothing we read can show is
// not observable. A level with such a requirement is never met.
//
// It is pure: no clock, network, files or database.
package baseline

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Seen is how far a requirement can be seen from outside, with what Plumbline collects.
type Seen string

// The answers.
const (
	// Fully means that some evidence shows that it is met.
	Fully Seen = "fully"
	// Partly means that evidence can agree with it or contradict it, and never shows all of it.
	Partly Seen = "partly"
	// No means that nothing that we read shows it.
	No Seen = "no"
)

// Sight are all answers.
var Sight = []Seen{Fully, Partly, No}

// Levels is the number of maturity levels. They count from 1.
const Levels = 3

// Version is one published version of the catalogue, with our rules for it.
type Version struct {
	Name string // "2026.08.28"
	// Published is its day, and Read the day on which we read it, YYYY-MM-DD.
	Published, Read string
	URL             string
	// Follows is the name of the version before it, empty in the first one that we have.
	Follows  string
	Families []Family
	// Requirements are sorted by id.
	Requirements []Requirement
	// Retired are the requirements that this version or one before it dropped, sorted by id.
	Retired []Note
}

// Family is a group of requirements.
type Family struct {
	ID    string // the two letters in the ids of its requirements
	Label string
}

// Requirement is one sentence of the catalogue that can be judged by itself.
type Requirement struct {
	ID string
	// Was are ids that it had in earlier versions, the first one first.
	Was []string
	// Levels are the maturity levels that ask it, rising.
	Levels []int
	// Says is what it asks, in our words.
	Says string
	// Active means that it is asked only while the project is active.
	Active bool
	Seen   Seen
	// Met is evidence that it is met, Fits evidence that agrees with it and shows only a part, and
	// Against evidence that it is not met. One clause is enough.
	Met, Fits, Against []Clause
	// Limit is what the evidence cannot show; may be empty if Seen is Fully.
	Limit string
	// Changes are what later versions changed in it, the oldest first.
	Changes []Note
}

// Note is how a version changed a requirement.
type Note struct {
	ID      string // in the version before
	Version string
	How     string
}

// Clause holds if all its conditions hold.
type Clause struct {
	All []Condition
	// Why is what it shows, in one sentence.
	Why string
}

// Condition asks one input of a project. Exactly one of Term.Op, Warns, Without, Names and Claim is set.
type Condition struct {
	// Term is a comparison of the input. Of a condition about the evidence of a Scorecard check,
	// only its field is set: the check.
	Term model.Term
	// Public asks that the input was read from the project's own repository at a public address.
	Public bool
	// Warns asks for a warning of the check that contains the text. With Ends, its path ends with
	// one of them, and with Outside it contains none of these words.
	Warns         string
	Ends, Outside []string
	// Without asks that no warning of the check contains the text.
	Without string
	// Names asks for a line of evidence whose path begins with one of them, in small letters.
	Names []string
	// Claim asks that a file of the project says something of the subject. With File, it is of this
	// kind.
	Claim declared.Subject
	File  declared.Kind
}

// Family returns the two letters of the family of a requirement.
func (r Requirement) Family() string {
	const at = len("OSPS-")
	if len(r.ID) < at+2 {
		return ""
	}
	return r.ID[at : at+2]
}

// Of reports whether the level asks the requirement.
func (r Requirement) Of(level int) bool { return slices.Contains(r.Levels, level) }

// Observable counts the requirements that can be seen from outside, at least partly.
func (v Version) Observable() int {
	n := 0
	for _, r := range v.Requirements {
		if r.Seen != No {
			n++
		}
	}
	return n
}

// TextOf returns the address of the public text of a requirement.
func (v Version) TextOf(id string) string {
	return v.URL + "#" + strings.ToLower(strings.ReplaceAll(id, ".", ""))
}

// Adds reports whether the level is the first one that asks the requirement.
func (r Requirement) Adds(level int) bool { return len(r.Levels) > 0 && r.Levels[0] == level }

// Fields returns the fields that clauses ask, each once, in their order.
func Fields(all []Clause) []field.ID {
	var out []field.ID
	for _, c := range all {
		for _, cond := range c.All {
			id := cond.Term.Field
			if cond.Claim != "" {
				id = field.DeclaredClaims
			}
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// Requirement returns the requirement with the id, and false if the version has none.
func (v Version) Requirement(id string) (Requirement, bool) {
	i := slices.IndexFunc(v.Requirements, func(r Requirement) bool { return r.ID == id })
	if i < 0 {
		return Requirement{}, false
	}
	return v.Requirements[i], true
}
