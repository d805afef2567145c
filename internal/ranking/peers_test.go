package ranking_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

func TestStanding_sentences(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		s            ranking.Standing
		among, place string
	}{
		{ranking.Standing{Kind: ranking.PeersOfSize, Group: "c-parser", RegularsHi: 1, N: 10, Below: 3, Equal: 1}, "10 projects of the group c-parser with at most one regular", "higher than 3 of the 9 others"},
		{ranking.Standing{Kind: ranking.PeersOfSize, Group: "c-parser", RegularsLo: 2, RegularsHi: 4, N: 9, Below: 0, Equal: 3}, "9 projects of the group c-parser with 2 to 4 regulars", "higher than 0 of the 8 others, level with 2"},
		{ranking.Standing{Kind: ranking.PeersOfSize, Group: "build", RegularsLo: 5, RegularsHi: -1, N: 8, Below: 7, Equal: 1}, "8 projects of the group build with 5 regulars or more", "higher than 7 of the 7 others"},
		{ranking.Standing{Kind: ranking.PeersDeclared, Group: "build", N: 8, Equal: 1}, "8 projects of the group build", "higher than 0 of the 7 others"},
		{ranking.Standing{Kind: ranking.PeersCategory, Group: "library", N: 2, Equal: 1}, "2 projects of the category library", "higher than 0 of the one other"},
		{ranking.Standing{Kind: ranking.PeersList, N: 1, Equal: 1}, "1 project of the list", "nobody to compare with"},
	} {
		if c.s.Among() != c.among || c.s.Place() != c.place {
			t.Errorf("%+v: %q, %q; want %q, %q", c.s, c.s.Among(), c.s.Place(), c.among, c.place)
		}
	}
}

func TestPeerRule_tiersMeetWithoutAGap(t *testing.T) {
	t.Parallel()
	r := model.PeerRule{Least: 8, Regulars: []int{2, 5}}
	for n := -1; n < 12; n++ {
		tier := r.Tier(n)
		if n < 0 {
			if tier != -1 {
				t.Errorf("an unknown number of regulars is in tier %d", tier)
			}
			continue
		}
		if lo, hi := r.Bounds(tier); n < lo || hi >= 0 && n > hi {
			t.Errorf("%d regulars are in tier %d, which holds %d to %d", n, tier, lo, hi)
		}
	}
}
