package github

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest/schema"
)

// The queries of records are queries GitHub would take.
func TestRecordsQueries_areGitHubs(t *testing.T) {
	t.Parallel()
	one := map[string]any{"owner": "a", "name": "b", "defaults": defaultsName}
	schema.ValidateQuery(t, recordsQuery(false, true, 0), one)
	schema.ValidateQuery(t, recordsQuery(false, false, 0), one)
	schema.ValidateQuery(t, checksQuery, map[string]any{"id": "R_x"})
	schema.ValidateQuery(t, recordsQuery(true, true, 2), map[string]any{"owner": "a", "name": "b", "defaults": defaultsName, "id": "R_x", "b0": "refs/heads/a", "b1": "refs/heads/b"})
	schema.ValidateQuery(t, headQuery, map[string]any{"owner": "a", "defaults": defaultsName})
	schema.ValidateQuery(t, followQuery(2, 0), map[string]any{"u0": "a", "u1": "b"})
	schema.ValidateQuery(t, followQuery(0, 1), map[string]any{"b0": "refs/heads/a", "id": "R_x"})
	schema.ValidateQuery(t, followQuery(1, 2), map[string]any{"u0": "a", "b0": "a", "b1": "b", "id": "R_x"})
}
