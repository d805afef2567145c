package health

import "fmt"

// PeerRule says who are peers (model §2.7).
type PeerRule struct {
	// Least is how many of a group must have a figure for it to be compared in
	// that group; else a wider one is taken.
	Least int
	// Regulars are where the size tiers of a group begin, rising: 2 and 5 make
	// tiers of 0 to 1, 2 to 4, and 5 and more regulars.
	Regulars []int
}

// Tier returns the size tier of a number of regulars, from 0; −1 when the number
// is not known (negative).
func (r PeerRule) Tier(regulars int) int {
	if regulars < 0 {
		return -1
	}
	tier := 0
	for _, from := range r.Regulars {
		if regulars >= from {
			tier++
		}
	}
	return tier
}

// Bounds returns the least and most regulars of a size tier; most is −1 when
// there is no upper bound.
func (r PeerRule) Bounds(tier int) (least, most int) {
	if tier > 0 {
		least = r.Regulars[tier-1]
	}
	if tier < len(r.Regulars) {
		return least, r.Regulars[tier] - 1
	}
	return least, -1
}

// PeerKind is what makes projects peers.
type PeerKind string

// The kinds, narrowest first.
const (
	PeersOfSize   PeerKind = "peers_of_size" // the declared group, and about as many regulars
	PeersDeclared PeerKind = "peers"         // the group the list declares
	PeersCategory PeerKind = "category"
	PeersList     PeerKind = "list"
)

// Standing is where a project's figure lies among those of its peers, itself
// among them. High is good for every figure that has one.
type Standing struct {
	Axis Axis // H, V, R or S
	Kind PeerKind
	// Group is the declared group or the category; empty for the list.
	Group string
	// RegularsLo and RegularsHi bound the size tier of PeersOfSize; RegularsHi
	// is −1 without an upper bound.
	RegularsLo, RegularsHi int
	// N projects of the group have the figure. Below have a lower one, Equal the
	// same, the project itself among them.
	N, Below, Equal int
}

// Percentile returns the mid-rank percentile, 0 to 100: (below + ½ equal) / n.
func (s Standing) Percentile() float64 {
	if s.N == 0 {
		return 0
	}
	return 100 * (float64(s.Below) + float64(s.Equal)/2) / float64(s.N)
}

// Among returns whom the project is compared with: "10 projects of the group
// c-parser with at most one regular".
func (s Standing) Among() string {
	text := few(s.N, "project")
	switch s.Kind {
	case PeersCategory:
		return text + " of the category " + s.Group
	case PeersList:
		return text + " of the list"
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
		return text + " with " + few(lo, "regular")
	default:
		return text + fmt.Sprintf(" with %d to %d regulars", lo, hi)
	}
}

// Place returns where it stands in words: "higher than 12 of the 15 others, level
// with 1". Without others it says so.
func (s Standing) Place() string {
	others := s.N - 1
	if others < 1 {
		return "nobody to compare with"
	}
	text := fmt.Sprintf("higher than %d of the %d others", s.Below, others)
	if others == 1 {
		text = fmt.Sprintf("higher than %d of the one other", s.Below)
	}
	if s.Equal > 1 {
		text += fmt.Sprintf(", level with %d", s.Equal-1)
	}
	return text
}
