package github

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/google/go-github/v58/github"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// errMissing is status 404: the host shows no such repository.
var errMissing = fmt.Errorf("%w: its host shows no such repository", source.ErrUnavailable)

// bounded limits bodies to the size of the largest possible answer, because go-github reads to the
// end.
type bounded struct{ rt http.RoundTripper }

func (b bounded) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := b.rt.RoundTrip(req)
	if err == nil && resp.Body != nil {
		resp.Body = &boundedBody{resp.Body, maxAnswer + 1}
	}
	return resp, err
}

type boundedBody struct {
	io.ReadCloser
	left int
}

func (b *boundedBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, source.ErrLimit
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// get queries REST for one repository and follows renames. Errors: errMissing, ErrBlocked, a
// LaterError, the error of ctx, or ErrUnavailable.
func (s *Source) get(ctx context.Context, path string) (*github.Repository, error) {
	owner, name, _ := strings.Cut(path, "/")
	// Each request has its own client: go-github remembers rate limits and then refuses requests
	// itself, while the transport manages the limits of all budgets.
	client := github.NewClient(s.http)
	client.BaseURL = s.cfg.API
	repo, _, err := client.Repositories.Get(ctx, owner, name)
	if err != nil {
		return nil, s.restError(ctx, err)
	}
	return repo, nil
}

func (s *Source) restError(ctx context.Context, err error) error {
	var rate *github.RateLimitError
	var abuse *github.AbuseRateLimitError
	var answered *github.ErrorResponse
	var later *source.LaterError
	switch {
	case errors.As(err, &later):
		return later
	case errors.As(err, &rate):
		return s.later(rate.Response.Header)
	case errors.As(err, &abuse):
		wait := time.Minute
		if abuse.RetryAfter != nil {
			wait = min(max(*abuse.RetryAfter, time.Second), longestLimit)
		}
		return &source.LaterError{At: s.cfg.Now().UTC().Add(wait), Err: source.ErrLimit}
	case errors.As(err, &answered) && answered.Response != nil:
		switch answered.Response.StatusCode {
		case http.StatusNotFound:
			return errMissing
		case http.StatusUnavailableForLegalReasons:
			return source.ErrBlocked
		}
		return refused(answered.Response.StatusCode)
	case ctx.Err() != nil:
		return ended(ctx)
	}
	// The text of encoding/json may contain a value.
	if asked := asked(ctx, err); errors.Is(err, source.ErrUnavailable) || errors.Is(err, source.ErrLimit) {
		return asked
	}
	return fmt.Errorf("%w: %w", source.ErrUnavailable, decodeError(err))
}

// askREST queries one repository without a credential.
func (s *Source) askREST(ctx context.Context, id repository.ID, now time.Time) (meta, error) {
	seen := sighting{}
	repo, err := s.get(ctx, id.Path)
	switch {
	case err == nil:
		if seen.full, err = restMeta(repo); err != nil {
			return meta{}, err
		}
	case errors.Is(err, errMissing), errors.Is(err, source.ErrBlocked):
		seen.why = err
	default:
		return meta{}, err
	}
	m, _, err := s.identify(ctx, id, seen, now)
	return m, err
}

// restMeta converts the REST data. It has less than GraphQL: no archive date, and only a combined
// count of open issues and pull requests.
func restMeta(r *github.Repository) (*meta, error) {
	if r == nil || r.NodeID == nil || r.FullName == nil || r.CreatedAt == nil || r.Archived == nil || r.Fork == nil ||
		r.HasIssues == nil || r.StargazersCount == nil || r.ForksCount == nil {
		return nil, fmt.Errorf("%w: a repository's answer lacks fields", source.ErrUnavailable)
	}
	m := meta{
		limited: true, node: *r.NodeID, name: *r.FullName, created: r.CreatedAt.UTC(), archived: *r.Archived, fork: *r.Fork,
		mirror: r.GetMirrorURL() != "", issues: *r.HasIssues, branch: clean(r.GetDefaultBranch()), licence: clean(r.GetLicense().GetSPDXID()),
		parent: clean(r.GetParent().GetFullName()), stars: *r.StargazersCount, forks: *r.ForksCount,
	}
	for _, t := range r.Topics {
		m.topics = append(m.topics, clean(t))
	}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("%w: a repository's answer: %w", source.ErrUnavailable, err)
	}
	return &m, nil
}
