package github

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/go-github/v58/github"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// Owned is a repository of an account, as its list of repositories has it.
type Owned struct {
	// URL is its address, Language the one GitHub sees most of; Homepage may be empty.
	URL, Language, Homepage string
	Fork, Archived          bool
}

// mostOwned is the maximum number of repositories read of one account.
const mostOwned = 5000

// Owned returns the public repositories of an organization, by name, or those of a user of that name.
// It returns ErrUnavailable if there is no such account, and the errors of other requests. Cost: one
// request for 100 repositories, and one more for a user.
func (s *Source) Owned(ctx context.Context, login string) ([]Owned, error) {
	client := github.NewClient(s.http) // as in get
	client.BaseURL = s.cfg.API
	all, err := s.owned(ctx, func(o github.ListOptions) ([]*github.Repository, *github.Response, error) {
		return client.Repositories.ListByOrg(ctx, login, &github.RepositoryListByOrgOptions{Type: "public", Sort: "full_name", ListOptions: o})
	})
	if errors.Is(err, errMissing) {
		all, err = s.owned(ctx, func(o github.ListOptions) ([]*github.Repository, *github.Response, error) {
			return client.Repositories.ListByUser(ctx, login, &github.RepositoryListByUserOptions{Type: "owner", Sort: "full_name", ListOptions: o})
		})
	}
	if errors.Is(err, errMissing) {
		return nil, fmt.Errorf("%w: %s has no account %q", source.ErrUnavailable, s.cfg.Site, login)
	}
	return all, err
}

// owned reads all pages.
func (s *Source) owned(ctx context.Context, list func(github.ListOptions) ([]*github.Repository, *github.Response, error)) ([]Owned, error) {
	var out []Owned
	o := github.ListOptions{Page: 1, PerPage: 100}
	for {
		page, resp, err := list(o)
		if err != nil {
			return nil, s.restError(ctx, err)
		}
		for _, r := range page {
			if r.GetFullName() == "" || r.GetPrivate() {
				continue
			}
			out = append(out, Owned{
				URL: "https://" + s.cfg.Site + "/" + r.GetFullName(), Language: clean(r.GetLanguage()),
				Homepage: clean(strings.TrimSpace(r.GetHomepage())), Fork: r.GetFork(), Archived: r.GetArchived(),
			})
		}
		if len(out) > mostOwned {
			return nil, fmt.Errorf("%w: more than %d repositories", source.ErrLimit, mostOwned)
		}
		if resp.NextPage <= o.Page {
			return out, nil
		}
		o.Page = resp.NextPage
	}
}
