package ranking

import (
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// Checks are the results of the Scorecard checks of one project, a letter for each check of
// field.Checks in its order: '0' to '9' for a score, 'x' for 10, '?' for unknown and '-' for not
// applicable. It is empty in rows that an older version published; a check beyond its end is
// unknown.
type Checks string

// PassFrom is the least score of a check that passes: 8 of 10. Scorecard itself only has scores; full
// points are rarely needed, because some checks cannot give them to what git alone shows.
const PassFrom = 8

// CheckState says how a project does at a check. It is the id of a filter and of a facet, too.
type CheckState string

// The states of a check in a row.
const (
	CheckPass    CheckState = "pass"    // 8 to 10 points
	CheckFail    CheckState = "fail"    // 0 to 7 points
	CheckUnknown CheckState = "unknown" // no score, and no reason why it cannot have one
	CheckNone    CheckState = "none"    // not applicable
)

// Letters of checks.
const (
	unknownLetter = '?'
	noneLetter    = '-'
	fullLetter    = 'x'
)

// NewChecks returns the letters of checks; score returns the points of a check from 0 to 10 and
// its state, of which only CheckUnknown and CheckNone are looked at.
func NewChecks(score func(id field.ID) (points int, state CheckState)) Checks {
	var b strings.Builder
	for _, id := range field.Checks() {
		points, state := score(id)
		switch {
		case state == CheckNone:
			b.WriteByte(noneLetter)
		case state == CheckUnknown || points < 0 || points > 10:
			b.WriteByte(unknownLetter)
		case points == 10:
			b.WriteByte(fullLetter)
		default:
			b.WriteByte(byte('0' + points))
		}
	}
	return Checks(b.String())
}

// Place returns the place of a check among the letters, from 0; −1 if there is no such check.
func Place(id field.ID) int { return slices.Index(field.Checks(), id) }

// Letters returns the letters that mean a state.
func (s CheckState) Letters() string {
	switch s {
	case CheckPass:
		return "89x"
	case CheckFail:
		return "01234567"
	case CheckUnknown:
		return "?"
	default:
		return "-"
	}
}

// Of returns the points of the check at a place, and its state. Points are meaningless unless it
// passes or fails.
func (c Checks) Of(place int) (points int, state CheckState) {
	if place < 0 || place >= len(c) {
		return 0, CheckUnknown
	}
	switch letter := c[place]; {
	case letter == fullLetter:
		return 10, CheckPass
	case letter == noneLetter:
		return 0, CheckNone
	case letter < '0' || letter > '9':
		return 0, CheckUnknown
	case letter >= '0'+PassFrom:
		return int(letter - '0'), CheckPass
	default:
		return int(letter - '0'), CheckFail
	}
}

// In returns the checks in a state.
func (c Checks) In(state CheckState) []field.ID {
	var out []field.ID
	for i, id := range field.Checks() {
		if _, s := c.Of(i); s == state && c != "" {
			out = append(out, id)
		}
	}
	return out
}
