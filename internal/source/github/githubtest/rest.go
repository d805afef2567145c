package githubtest

import (
	"net/http"
	"strconv"
	"strings"
)

// endpoints are all endpoints. Unknown paths are "Not Found", as at GitHub.
var endpoints = []endpoint{
	{"GET /repos/{owner}/{repo}", "core", 1, inRepository(repositoryJSON)},
	{"GET /repositories/{id}", "core", 1, inRepository(repositoryJSON)},
	{"GET /repositories/{id}/{part...}", "core", 1, inRepository(partJSON)},
	{"GET /repos/{owner}/{repo}/commits", "core", 1, inRepository(commitsJSON)},
	{"GET /repos/{owner}/{repo}/commits/{ref}/check-runs", "core", 1, inRepository(checkRunsJSON)},
	{"GET /repos/{owner}/{repo}/commits/{ref}/statuses", "core", 1, inRepository(statusesJSON)},
	{"GET /repos/{owner}/{repo}/actions/workflows/{workflow}/runs", "core", 1, inRepository(runsJSON)},
	{"GET /repos/{owner}/{repo}/contributors", "core", 1, inRepository(contributorsJSON)},
	{"GET /repos/{owner}/{repo}/languages", "core", 1, inRepository(languagesJSON)},
	{"GET /repos/{owner}/{repo}/license", "core", 1, inRepository(licenseFile)},
	{"GET /repos/{owner}/{repo}/releases", "core", 1, inRepository(releasesJSON)},
	{"GET /repos/{owner}/{repo}/tarball", "core", 1, inRepository(tarball)},
	{"GET /repos/{owner}/{repo}/tarball/{ref...}", "core", 1, inRepository(tarball)},
	{"GET " + codeload + "/{owner}/{repo}/legacy.tar.gz/{ref...}", "", 0, inRepository(download)},
	{"GET " + codeload + "/{owner}/{repo}/tar.gz/{ref...}", "", 0, inRepository(download)},
	{"GET /orgs/{org}/repos", "core", 1, ofOrganization},
	{"GET /rate_limit", "core", 0, rateLimits},
	{"GET /search/commits", "search", 1, searchCommits},
	{"GET /user", "core", 1, viewerJSON},
	{"GET /users/{login}", "core", 1, userJSON},
	{"GET /users/{login}/orgs", "core", 1, orgsJSON},
	{"GET /users/{login}/repos", "core", 1, ofUser},
	{appToken, "core", 1, installationToken},
	{"POST /graphql", "graphql", 0, graphql},
}

// inRepository returns a handler for one repository: by name, where an old name is redirected to
// the address by number, or by number.
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
		case moved && a.resource != "": // the host of archives knows old names
			s.redirect(r, a, repo)
		case repo.Blocked != nil:
			blocked(a, repo)
		default:
			fn(s, r, a, repo)
		}
	}
}

// partJSON answers the target of the redirect of a renamed repository.
func partJSON(s *Server, r *http.Request, a *answer, repo *Repository) {
	part, rest, _ := strings.Cut(r.PathValue("part"), "/")
	r.SetPathValue("ref", rest)
	if fn := deepPart(r, strings.Split(r.PathValue("part"), "/")); fn != nil {
		fn(s, r, a, repo)
		return
	}
	parts := map[string]func(*Server, *http.Request, *answer, *Repository){
		"commits": commitsJSON, "contributors": contributorsJSON, "languages": languagesJSON,
		"license": licenseFile, "releases": releasesJSON, "tarball": tarball,
	}
	fn := parts[part]
	if fn == nil || rest != "" && part != "tarball" {
		a.notFound()
		return
	}
	fn(s, r, a, repo)
}

// deepPart returns the handler for a path with more than one word.
func deepPart(r *http.Request, words []string) func(*Server, *http.Request, *answer, *Repository) {
	switch {
	case len(words) == 3 && words[0] == "commits" && words[2] == "check-runs":
		r.SetPathValue("ref", words[1])
		return checkRunsJSON
	case len(words) == 3 && words[0] == "commits" && words[2] == "statuses":
		r.SetPathValue("ref", words[1])
		return statusesJSON
	case len(words) == 4 && words[0] == "actions" && words[1] == "workflows" && words[3] == "runs":
		r.SetPathValue("workflow", words[2])
		return runsJSON
	}
	return nil
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
