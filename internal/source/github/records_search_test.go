package github

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

// A search that does not say whether there are commits is no answer, and nothing is remembered of it.
func TestCommitsBy_ofASearchThatDoesNotSay(t *testing.T) {
	t.Parallel()
	const name, login = "example-checks/updated", "dependabot[bot]"
	for what, body := range map[string]string{
		"incomplete":          `{"total_count":0,"incomplete_results":true,"items":[]}`,
		"an unknown author":   `{"total_count":1,"incomplete_results":false,"items":[{"sha":"0123456789012345678901234567890123456789","author":null,"commit":{"committer":{"date":"2026-01-01T00:00:00Z"}}}]}`,
		"another author":      `{"total_count":1,"incomplete_results":false,"items":[{"sha":"0123456789012345678901234567890123456789","author":{"login":"kim-example"},"commit":{"committer":{"date":"2026-01-01T00:00:00Z"}}}]}`,
		"counted, not listed": `{"total_count":3,"incomplete_results":false,"items":[]}`,
		"without a list":      `{"total_count":0,"incomplete_results":false}`,
		"of another kind":     `{"message":"ok"}`,
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			d := seat(t)
			d.must(name)
			lift := d.fake.Fail(githubtest.Fault{Endpoint: "GET /search/commits", Status: 200, Body: []byte(body)})
			_, err := d.CommitsBy(t.Context(), project(name), login)
			wrong(t, err, source.ErrUnavailable)
			lift()
			if found, err := d.CommitsBy(t.Context(), project(name), login); err != nil || len(found) != 1 {
				t.Errorf("afterwards: %v, %v", found, err)
			}
		})
	}
}

// Commits that were found are enough, however far the search came.
func TestCommitsBy_ofASearchThatFoundSomeBeforeItsEnd(t *testing.T) {
	t.Parallel()
	d := seat(t)
	const body = `{"total_count":1,"incomplete_results":true,"items":[{"sha":"0123456789012345678901234567890123456789","author":{"login":"dependabot[bot]"},"commit":{"committer":{"date":"2026-01-01T00:00:00Z"}}}]}`
	d.fake.Fail(githubtest.Fault{Endpoint: "GET /search/commits", Status: 200, Body: []byte(body)})
	if found, err := d.CommitsBy(t.Context(), project("example-checks/updated"), "dependabot[bot]"); err != nil || len(found) != 1 {
		t.Errorf("%v, %v", found, err)
	}
}
