package githubtest

import (
	"net/http"
	"slices"
	"strings"
)

// searchCommits answers /search/commits, which has its own budget. From the query language it knows
// repo:, author: and words of the message.
func searchCommits(s *Server, r *http.Request, a *answer) {
	query := r.URL.Query().Get("q")
	if strings.TrimSpace(query) == "" {
		a.problem(http.StatusUnprocessableEntity, "Validation Failed", docsREST)
		return
	}
	var name, author string
	var words []string
	for term := range strings.FieldsSeq(query) {
		switch key, value, found := strings.Cut(term, ":"); {
		case found && key == "repo":
			name = value
		case found && key == "author":
			author = strings.TrimSuffix(value, "[bot]")
		default:
			words = append(words, strings.ToLower(term))
		}
	}
	repo, _ := s.world.find(name)
	a.repositories = []string{name}
	if repo == nil || repo.Hidden || repo.Blocked != nil {
		a.problem(http.StatusUnprocessableEntity, "Validation Failed", docsREST)
		return
	}
	var found []*Commit
	for _, c := range repo.Commits {
		login := strings.TrimSuffix(c.Author, "[bot]")
		has := func(word string) bool { return strings.Contains(strings.ToLower(c.Message), word) }
		if (author == "" || strings.EqualFold(author, login)) && !slices.ContainsFunc(words, func(w string) bool { return !has(w) }) {
			found = append(found, c)
		}
	}
	items := []object{}
	for _, c := range page(s, r, a, found) {
		o := s.commitJSON(c)
		o["committer"] = object{"name": or(c.name(s.world), "nobody"), "email": c.email(), "date": repo.stamp(c.At)}
		o["repository"], o["score"] = s.minimal(repo), 1.0
		items = append(items, o)
	}
	a.json(http.StatusOK, object{"total_count": len(found), "incomplete_results": false, "items": items})
}
