package ranking_test

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

func ExampleStanding() {
	s := ranking.Standing{
		Kind: ranking.PeersOfSize, Group: "c-parser", RegularsHi: 1,
		N: 10, Below: 6, Equal: 2, // the project itself is among the equal ones
	}
	_ = s.Place() + " among " + s.Among() // for people
	fmt.Println(s.Percentile())
	// Output: 70
}
