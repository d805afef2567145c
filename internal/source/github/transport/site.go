package transport

import (
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

// kind is the kind of a request, for limits and credentials.
type kind int

const (
	foreign kind = iota
	core
	search
	codeSearch
	graphQL
	rateLimit // reads the limits; the host does not count it
	link      // the address of an archive, counted as core
	archive   // the archive itself: no credential, no budget
)

func (k kind) resource() string {
	switch k {
	case search:
		return "search"
	case codeSearch:
		return "code_search"
	case graphQL:
		return "graphql"
	default:
		return "core"
	}
}

// site is the addresses of the API.
type site struct {
	api, graphql, archives *url.URL
}

// GraphQL returns the GraphQL address of a REST root: "graphql" below it, and
// …/api/graphql beside the …/api/v3 of an Enterprise server.
// https://docs.github.com/en/enterprise-server/graphql/guides/managing-enterprise-accounts
func GraphQL(api *url.URL) *url.URL {
	u := root(api)
	if enterprise, ok := strings.CutSuffix(u.Path, "/api/v3/"); ok {
		u.Path = enterprise + "/api/graphql"
	} else {
		u.Path += "graphql"
	}
	return u
}

// root returns the address without its optional parts, ending in "/".
func root(u *url.URL) *url.URL {
	return &url.URL{Scheme: strings.ToLower(u.Scheme), Host: strings.ToLower(u.Host), Path: strings.TrimSuffix(u.Path, "/") + "/"}
}

func newSite(api, archives *url.URL) site {
	s := site{api: root(api), graphql: GraphQL(api)}
	if archives != nil {
		s.archives = root(archives)
	} else {
		s.archives = &url.URL{Scheme: s.api.Scheme, Host: "codeload." + strings.TrimPrefix(s.api.Host, "api."), Path: "/"}
	}
	return s
}

// kind returns the kind of an address; foreign if it does not belong to the site.
func (s site) kind(u *url.URL) kind {
	if u.Opaque != "" {
		return foreign
	}
	if fetch.SameOrigin(u, s.archives) && strings.HasPrefix(u.Path, s.archives.Path) && !fetch.SameOrigin(s.archives, s.api) {
		return archive
	}
	if !fetch.SameOrigin(u, s.api) {
		return foreign
	}
	if u.Path == s.graphql.Path {
		return graphQL
	}
	// An Enterprise server without separate host names for archives has them below these paths.
	if strings.HasPrefix(u.Path, "/_codeload/") || strings.HasPrefix(u.Path, "/codeload/") {
		return archive
	}
	rest, ok := strings.CutPrefix(u.Path, s.api.Path)
	if !ok || dotted(rest) {
		return foreign
	}
	return kindOf(strings.Split(rest, "/"))
}

// kindOf classifies a path below the REST root.
func kindOf(parts []string) kind {
	switch {
	case parts[0] == "search" && len(parts) > 1 && parts[1] == "code":
		return codeSearch
	case parts[0] == "search":
		return search
	case parts[0] == "rate_limit":
		return rateLimit
	case parts[0] == "repos" && len(parts) > 3 && isArchive(parts[3]),
		parts[0] == "repositories" && len(parts) > 2 && isArchive(parts[2]):
		return link
	}
	return core
}

func isArchive(segment string) bool { return segment == "tarball" || segment == "zipball" }

// dotted reports whether a path contains "..", with which a server could leave the root.
func dotted(path string) bool {
	for _, part := range strings.Split(path, "/") {
		if part == ".." || part == "." {
			return true
		}
	}
	return false
}
