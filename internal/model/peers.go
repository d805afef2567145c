package model

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
