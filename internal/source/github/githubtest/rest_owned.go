package githubtest

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

// ofOrganization answers the public repositories of an organization.
func ofOrganization(s *Server, r *http.Request, a *answer) {
	owned := s.world.owned(r.PathValue("org"))
	owned = slices.DeleteFunc(owned, func(x *Repository) bool { return x.OwnerType != "Organization" })
	s.repositories(r, a, owned)
}

// ofUser answers those of any account.
func ofUser(s *Server, r *http.Request, a *answer) {
	s.repositories(r, a, s.world.owned(r.PathValue("login")))
}

// repositories answers a page of repositories, by name. An account without any is not known: the
// stories have no other.
func (s *Server) repositories(r *http.Request, a *answer, all []*Repository) {
	if len(all) == 0 {
		a.notFound()
		return
	}
	out := []object{}
	for _, x := range page(s, r, a, all) {
		out = append(out, s.minimal(x))
	}
	a.json(http.StatusOK, out)
}

// owned returns the repositories of an account that everybody sees, by name. Generated ones are left
// out unless they were named before.
func (w *World) owned(login string) []*Repository {
	var out []*Repository
	for _, x := range w.names {
		if strings.EqualFold(x.Owner, login) && !x.Hidden && x.Blocked == nil {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b *Repository) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return out
}
