package githubtest

import (
	"net/http"
	"strconv"
	"strings"
)

// endpoints are all there are. What the fake does not know is "Not Found", as
// at GitHub.
var endpoints = []endpoint{
	{"GET /repos/{owner}/{repo}", "core", 1, inRepository(repositoryJSON)},
	{"GET /repositories/{id}", "core", 1, inRepository(repositoryJSON)},
	{"GET /rate_limit", "core", 0, rateLimits},
	{"POST /graphql", "graphql", 0, graphql},
}

// inRepository answers about one repository: by name, where an old name is
// redirected to the address by number, or by number.
func inRepository(fn func(s *Server, r *http.Request, a *answer, repo *Repository)) func(*Server, *http.Request, *answer) {
	return func(s *Server, r *http.Request, a *answer) {
		var repo *Repository
		moved := false
		if number := r.PathValue("id"); number != "" {
			if id, err := strconv.ParseInt(number, 10, 64); err == nil {
				repo = s.world.findID(id)
			}
			if repo != nil {
				a.repositories = []string{repo.FullName()}
			}
		} else {
			name := r.PathValue("owner") + "/" + r.PathValue("repo")
			a.repositories = []string{name}
			repo, moved = s.world.find(name)
		}
		switch {
		case repo == nil || repo.Hidden:
			a.notFound()
		case moved:
			s.redirect(r, a, repo)
		case repo.Blocked != nil:
			blocked(a, repo)
		default:
			fn(s, r, a, repo)
		}
	}
}

func (s *Server) redirect(r *http.Request, a *answer, repo *Repository) {
	prefix := "/repos/" + r.PathValue("owner") + "/" + r.PathValue("repo")
	to := s.url + "/repositories/" + strconv.FormatInt(repo.ID, 10) + strings.TrimPrefix(r.URL.Path, prefix)
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	a.json(http.StatusMovedPermanently, problem{Message: "Moved Permanently", URL: to, Documentation: docsRedirect})
	a.header.Set("Location", to)
}

func blocked(a *answer, repo *Repository) {
	a.json(http.StatusUnavailableForLegalReasons, problem{Message: "Repository access blocked", Block: map[string]any{
		"reason": or(repo.Blocked.Reason, "dmca"), "created_at": repo.stamp(repo.Blocked.At),
		"html_url": "https://github.com/github/dmca",
	}})
}

func rateLimits(s *Server, _ *http.Request, a *answer) {
	resources := map[string]any{}
	for _, name := range []string{"core", "graphql", "search"} {
		if name == "graphql" && !a.caller.known {
			resources[name] = map[string]any{"limit": 0, "remaining": 0, "used": 0, "reset": s.now().Unix() + 3600, "resource": name}
			continue
		}
		w, _ := s.limits.charge(a.caller, name, 0)
		resources[name] = map[string]any{"limit": w.limit, "remaining": w.remaining(), "used": w.used, "reset": w.reset.Unix(), "resource": name}
	}
	a.json(http.StatusOK, map[string]any{"resources": resources, "rate": resources["core"]})
}
