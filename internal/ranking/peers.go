package ranking

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// PeerKind is the criterion by which projects are peers.
type PeerKind string

// The kinds, narrowest first.
const (
	PeersOfSize   PeerKind = "peers_of_size" // the declared group and a similar number of regulars
	PeersDeclared PeerKind = "peers"         // the group declared in the list
	PeersCategory PeerKind = "category"
	PeersList     PeerKind = "list"
	// PeersLanguage are those with the same language on the list. Pages compare by it, no published
	// standing does.
	PeersLanguage PeerKind = "language"
)

// LeastOthers is how many others must have a figure for a sentence that sets a project beside them.
const LeastOthers = 5

// Standing is the position of a project's figure among those of its peers, including itself. High
// is good for every figure that has one.
type Standing struct {
	Axis model.Axis // H, V, R or S
	Kind PeerKind
	// Group is the declared group or the category; empty for the list.
	Group string
	// RegularsLo and RegularsHi are the bounds of the size tier of PeersOfSize. RegularsHi is −1 if
	// there is no upper bound.
	RegularsLo, RegularsHi int
	// N is the number of projects in the group that have the figure. Below have a lower one. Equal
	// have the same one, including the project itself.
	N, Below, Equal int
}

// Percentile returns the mid-rank percentile, 0 to 100: (below + ½ equal) / n.
func (s Standing) Percentile() float64 {
	if s.N == 0 {
		return 0
	}
	return 100 * (float64(s.Below) + float64(s.Equal)/2) / float64(s.N)
}

// Among returns the peers in words: "10 projects of the group c-parser with at most one regular".
func (s Standing) Among() string {
	text := counted(s.N, "project")
	switch s.Kind {
	case PeersCategory:
		return text + " of the category " + s.Group
	case PeersList:
		return text + " of the list"
	case PeersLanguage:
		return text + " in " + s.Group + " of the list"
	}
	text += " of the group " + s.Group
	if s.Kind != PeersOfSize {
		return text
	}
	switch lo, hi := s.RegularsLo, s.RegularsHi; {
	case hi < 0:
		return text + fmt.Sprintf(" with %d regulars or more", lo)
	case lo == 0 && hi == 1:
		return text + " with at most one regular"
	case lo == hi:
		return text + " with " + counted(lo, "regular")
	default:
		return text + fmt.Sprintf(" with %d to %d regulars", lo, hi)
	}
}

// Place returns the position in words: "higher than 12 of the 15 others, level with 1". If there
// are no others, it says so.
func (s Standing) Place() string {
	others := s.N - 1
	if others < 1 {
		return "no other project to compare with"
	}
	text := fmt.Sprintf("higher than %d of %d other projects", s.Below, others)
	if others == 1 {
		text = fmt.Sprintf("higher than %d of 1 other project", s.Below)
	}
	if s.Equal > 1 {
		text += fmt.Sprintf(", equal to %d", s.Equal-1)
	}
	return text
}

// counted returns "1 project" or "12 projects".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
