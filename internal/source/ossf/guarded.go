package ossf

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ossf/scorecard/v4/checker"
	"github.com/ossf/scorecard/v4/checks"
	"github.com/ossf/scorecard/v4/checks/evaluation"
	"github.com/ossf/scorecard/v4/checks/raw/github"
	"github.com/ossf/scorecard/v4/clients"
	"github.com/plumbline-scorecard/plumbline/internal/forge"

	sce "github.com/ossf/scorecard/v4/errors"
)

// packaging is Scorecard's Packaging check without its test of the client's type, with which it
// finds nothing to score over other clients.
func packaging(c *checker.CheckRequest) checker.CheckResult {
	data, err := github.Packaging(c)
	if err != nil {
		return checker.CreateRuntimeErrorResult(checks.CheckPackaging, sce.WithMessage(sce.ErrScorecardInternal, err.Error()))
	}
	if c.RawResults != nil {
		c.RawResults.PackagingResults = data
	}
	return evaluation.Packaging(checks.CheckPackaging, c.Dlogger, &data)
}

// quitting stops as soon as OSV is not available. osv-scanner would retry with an empty request,
// and hangs if more than 24 vulnerabilities cannot be read.
type quitting struct {
	clients.VulnerabilitiesClient
	parent *parent
}

func (q quitting) ListUnfixedVulnerabilities(ctx context.Context, commit, dir string) (clients.VulnerabilitiesResponse, error) {
	type result struct {
		found clients.VulnerabilitiesResponse
		err   error
	}
	done := make(chan result, 1)
	failing := q.parent.failing()
	go func() {
		found, err := q.VulnerabilitiesClient.ListUnfixedVulnerabilities(ctx, commit, dir)
		done <- result{found, err}
	}()
	select {
	case r := <-done:
		return r.found, r.err
	case <-failing:
		return clients.VulnerabilitiesResponse{}, fmt.Errorf("%w: %s", errUnanswered, q.parent.failure())
	}
}

// worksFor is the prefix of the line in which Contributors lists organizations and the employers
// that people declare.
const worksFor = "contributors work for "

// anonymous returns evidence without the names of accounts, which the line would contain for people
// who name an account as employer.
func (h *hosted) anonymous(name string, ds []checker.CheckDetail) []checker.CheckDetail {
	if name != checks.CheckContributors {
		return ds
	}
	people := logins(h.records)
	var out []checker.CheckDetail
	for _, d := range ds {
		if list, ok := strings.CutPrefix(d.Msg.Text, worksFor); ok {
			kept := slices.DeleteFunc(strings.Split(list, ","), func(s string) bool {
				return people[strings.ToLower(strings.TrimSpace(s))]
			})
			if len(kept) == 0 {
				continue
			}
			d.Msg.Text = worksFor + strings.Join(kept, ",")
		}
		out = append(out, d)
	}
	return out
}

// logins returns the accounts named in records, in lower case.
func logins(r *forge.Records) map[string]bool {
	out := map[string]bool{}
	add := func(login string) { out[strings.ToLower(login)] = true }
	for _, u := range r.Contributors {
		add(u.Login)
	}
	for _, c := range r.Commits {
		add(c.Committer)
		if c.Change == nil {
			continue
		}
		add(c.Change.Author.Login)
		add(c.Change.MergedBy)
		for _, v := range c.Change.Reviews {
			add(v.Author)
		}
	}
	for _, i := range r.Issues {
		add(i.Author)
		for _, c := range i.Comments {
			add(c.Author)
		}
	}
	delete(out, "github") // Scorecard's name for the host itself
	delete(out, "")
	return out
}
