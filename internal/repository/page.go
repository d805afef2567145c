package repository

import (
	"slices"
	"strings"
)

// flat are the hosts whose repositories are owner/name and nothing deeper.
var flat = []string{"github.com", "codeberg.org", "bitbucket.org", "gitee.com"}

// contents are the hosts of GitHub that serve no repositories.
var contents = []string{"api.github.com", "raw.githubusercontent.com", "codeload.github.com", "objects.githubusercontent.com"}

// reserved are names on github.com that no account can have.
var reserved = []string{"about", "apps", "collections", "explore", "features", "login", "marketplace", "notifications", "orgs", "search", "settings", "sponsors", "topics", "trending", "users"}

// gitLabPages are names that no repository on GitLab can have. They began the pages of a repository
// before these were below "/-/".
// https://docs.gitlab.com/user/reserved_names/
var gitLabPages = []string{"blame", "blob", "commits", "raw", "tree", "wikis"}

// root returns the path of the repository that a page belongs to, without ".git".
func root(host, p string) string {
	segs := strings.Split(p, "/")
	end := len(segs)
	if slices.Contains(flat, host) {
		end = min(end, 2)
	}
	for i := 1; i < end; i++ {
		switch {
		case segs[i] == "-", i > 1 && strings.HasPrefix(host, "gitlab.") && slices.Contains(gitLabPages, segs[i]):
			end = i
		case strings.HasSuffix(segs[i], ".git") && segs[i] != ".git":
			end = i + 1
		}
	}
	return strings.TrimSuffix(strings.Join(segs[:end], "/"), ".git")
}

// onGitHub reports whether github.com can have a repository of this path.
func onGitHub(p string) bool {
	owner, name, ok := strings.Cut(p, "/")
	return ok && name != "" && name != ".git" && !slices.Contains(reserved, strings.ToLower(owner))
}
