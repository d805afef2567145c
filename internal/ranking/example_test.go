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
	fmt.Println(s.Place())
	fmt.Println(s.Among())
	fmt.Println(s.Percentile())
	// Output:
	// higher than 6 of the 9 others, level with 1
	// 10 projects of the group c-parser with at most one regular
	// 70
}
