package github

import (
	"fmt"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest/schema"
)

// Every query there can be is one GitHub's published schema allows.
func TestQueries_areOfThePublishedSchema(t *testing.T) {
	t.Parallel()
	for _, known := range [][]bool{{false}, {true}, {true, false, true}, make([]bool, 100)} {
		vars := map[string]any{}
		for i, byID := range known {
			vars[fmt.Sprint("o", i)], vars[fmt.Sprint("n", i)] = "example-org", "tool"
			vars[fmt.Sprint("d", i)] = "example-org"
			if byID {
				vars[fmt.Sprint("i", i)] = "R_kgDOABPHjQ"
			}
		}
		schema.ValidateQuery(t, batchQuery(known, make([][]string, len(known)), len(known)), vars)
	}
	for set := 1; set < 1<<(2*feeds); set++ {
		var pages []page
		for bit := range 2 * feeds {
			if set>>bit&1 == 1 {
				pages = append(pages, page{feed: bit / 2, older: bit%2 == 1, after: "Y3Vyc29y"[:bit%2*8], first: 30})
			}
		}
		schema.ValidateQuery(t, activityQuery(pages), activityVariables("R_kgDOABPHjQ", "2025-12-01T00:00:00Z", pages))
	}
	schema.ValidateQuery(t, "query { rateLimit { cost } }", nil)
}
