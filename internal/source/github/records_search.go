package github

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// CommitsBy returns at most one commit by the account, from the host's search: its id, instant and
// committer. A search that ended early, or whose commits are not known to be of the account, is an
// error wrapping ErrUnavailable and not stored: it does not say that there are none. Cost: 1
// request of the small search budget; none for 30 days after one was found, and none for 7 days
// after none was found while Records returns the same head.
func (s *Source) CommitsBy(ctx context.Context, p health.Project, login string) ([]forge.Commit, error) {
	name, node, err := s.named(ctx, p)
	if err != nil {
		return nil, err
	}
	if found, ok := s.keptCommits(node, login); ok && node != "" {
		return found, nil
	}
	if login == "" || strings.ContainsAny(login, " \t\r\n:\"") {
		return nil, fmt.Errorf("commits of %s by an account: %w: no login", name, source.ErrUnavailable)
	}
	var doc searchJSON
	q := url.Values{"q": {"repo:" + name + " author:" + login}, "per_page": {"1"}}
	if err := s.restJSON(ctx, "search/commits?"+q.Encode(), &doc); err != nil {
		return nil, s.told("commits by an account", name, err)
	}
	out, err := doc.by(login)
	if err != nil {
		return nil, fmt.Errorf("commits by an account of %s: %w", name, err)
	}
	if node != "" {
		s.keepCommits(node, login, out)
	}
	return out, nil
}

// searchJSON is the answer of a search for commits. Pointers distinguish absent from none.
type searchJSON struct {
	Total      *int  `json:"total_count"`
	Incomplete *bool `json:"incomplete_results"`
	Items      *[]struct {
		SHA    string `json:"sha"`
		Author *struct {
			Login string `json:"login"`
		} `json:"author"`
		Commit struct {
			Committer struct {
				Date time.Time `json:"date"`
			} `json:"committer"`
		} `json:"commit"`
	} `json:"items"`
}

// by returns the commits of the account, or why the answer does not say whether there are any.
func (d searchJSON) by(login string) ([]forge.Commit, error) {
	if d.Total == nil || d.Incomplete == nil || d.Items == nil {
		return nil, fmt.Errorf("%w: the search's answer lacks fields", source.ErrUnavailable)
	}
	var out []forge.Commit
	for _, c := range *d.Items {
		if c.Author != nil && strings.EqualFold(c.Author.Login, login) {
			out = append(out, forge.Commit{OID: c.SHA, At: c.Commit.Committer.Date, Committer: c.Author.Login})
		}
	}
	switch {
	case len(out) > 0:
		return out, nil
	case *d.Incomplete:
		return nil, fmt.Errorf("%w: GitHub's search ended before it was complete", source.ErrUnavailable)
	case *d.Total > 0 || len(*d.Items) > 0:
		return nil, fmt.Errorf("%w: GitHub's search found commits and does not name the account as their author", source.ErrUnavailable)
	}
	return nil, nil
}
