package ranking_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestStanding_sentences(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range []struct {
		s            ranking.Standing
		among, place []string // values, not words
	}{
		{ranking.Standing{Kind: ranking.PeersOfSize, Group: "c-parser", RegularsHi: 1, N: 10, Below: 3, Equal: 1}, []string{"10", "c-parser", "one"}, []string{"3", "9"}},
		{ranking.Standing{Kind: ranking.PeersOfSize, Group: "c-parser", RegularsLo: 2, RegularsHi: 4, N: 9, Below: 0, Equal: 3}, []string{"9", "c-parser", "2", "4"}, []string{"0", "8", "2"}},
		{ranking.Standing{Kind: ranking.PeersOfSize, Group: "build", RegularsLo: 5, RegularsHi: -1, N: 8, Below: 7, Equal: 1}, []string{"8", "build", "5"}, []string{"7"}},
		{ranking.Standing{Kind: ranking.PeersDeclared, Group: "build", N: 8, Equal: 1}, []string{"8", "build"}, []string{"0", "7"}},
		{ranking.Standing{Kind: ranking.PeersCategory, Group: "library", N: 2, Equal: 1}, []string{"2", "library"}, []string{"0", "one"}},
		{ranking.Standing{Kind: ranking.PeersList, N: 1, Equal: 1}, []string{"1"}, nil},
	} {
		among, place := c.s.Among(), c.s.Place()
		if testkit.Unsaid(among, c.among...) != nil || place == "" || testkit.Unsaid(place, c.place...) != nil || seen[among+place] {
			t.Errorf("%+v: %q, %q; want sentences of their own with %q, %q", c.s, among, place, c.among, c.place)
		}
		seen[among+place] = true
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
