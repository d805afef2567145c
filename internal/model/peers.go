package model

// PeerRule defines who are peers (model §2.7).
type PeerRule struct {
	// Least is the minimum number of figures in a group for a comparison within it. Below it, a
	// wider group is used.
	Least int
	// Regulars are the lower bounds of the size tiers of a group, increasing: 2 and 5 make tiers of
	// 0 to 1, 2 to 4, and 5 and more regulars.
	Regulars []int
}

// Tier returns the size tier for a number of regulars, from 0; −1 if the number is unknown
// (negative).
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

// Bounds returns the minimum and maximum regulars of a size tier; most is −1 if there is no upper
// bound.
func (r PeerRule) Bounds(tier int) (least, most int) {
	if tier > 0 {
		least = r.Regulars[tier-1]
	}
	if tier < len(r.Regulars) {
		return least, r.Regulars[tier] - 1
	}
	return least, -1
}
