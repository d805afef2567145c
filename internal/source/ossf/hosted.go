package ossf

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ossf/scorecard/v4/clients"
	"github.com/ossf/scorecard/v4/clients/ossfuzz"
	"github.com/plumbline-scorecard/plumbline/internal/forge"

	sce "github.com/ossf/scorecard/v4/errors"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// hosted is a child's data from the host of a project: the records, which are read-only, and the
// parent for the rest. In Scorecard's own client two checks can write a map at the same time; here
// nothing is written after newHosted.
type hosted struct {
	repo    string
	records *forge.Records
	heads   map[string]*forge.Change // by head commit
	parent  *parent
	fuzz    clients.RepoClient
	owner   func() (*contents, error)
	folder  func(tree *contents) (string, error)
}

func newHosted(j job, p *parent, owner *os.File) *hosted {
	h := &hosted{
		repo: j.Repo, records: j.Records, parent: p, heads: map[string]*forge.Change{},
		fuzz: ossfuzz.CreateOSSFuzzClient(ossfuzz.StatusURL),
	}
	for _, c := range j.Records.Commits {
		if c.Change != nil && h.heads[c.Change.Head] == nil {
			h.heads[c.Change.Head] = c.Change
		}
	}
	h.owner = sync.OnceValues(func() (*contents, error) {
		a, err := p.ask(context.Background(), ask{Kind: askOwner})
		if err != nil {
			return nil, err
		}
		return &contents{listed(a.Files), owner}, nil
	})
	var folder string
	var once sync.Once
	var failed error
	h.folder = func(tree *contents) (string, error) {
		once.Do(func() { folder, failed = manifests(os.TempDir(), tree) })
		return folder, failed
	}
	return h
}

// listed returns the files as listed by Scorecard's client for GitHub, which drops empty files.
func listed(files []file) []file {
	return slices.DeleteFunc(slices.Clone(files), func(f file) bool { return f.Size == 0 })
}

// hostedView is the clients.RepoClient of one check over a tree and the data of its host. It
// behaves like Scorecard's client for GitHub.
type hostedView struct{ *view }

// may returns an error unless the check is known to need a part of the records. The result of an
// unknown one could be reused although its data has changed.
func (v hostedView) may(part forge.Part) error {
	if !slices.Contains(parts[v.check], part) {
		return fmt.Errorf("%s is not known to need %s", v.check, part)
	}
	if why, unseen := v.host.records.Unseen[part]; unseen {
		return errors.New(why)
	}
	return nil
}

// ListCommits returns the commits; most checks need the id of the first one.
func (v hostedView) ListCommits() ([]clients.Commit, error) {
	if v.may(forge.PartCommits) != nil {
		return []clients.Commit{{SHA: v.commit}}, nil
	}
	return commits(v.host.records.Commits), nil
}

func (v hostedView) ListIssues() ([]clients.Issue, error) {
	return issues(v.host.records.Issues), v.may(forge.PartIssues)
}

func (v hostedView) ListReleases() ([]clients.Release, error) {
	return releases(v.host.records.Releases), v.may(forge.PartReleases)
}

func (v hostedView) ListContributors() ([]clients.User, error) {
	return contributors(v.host.records.Contributors), v.may(forge.PartContributors)
}

func (v hostedView) ListProgrammingLanguages() ([]clients.Language, error) {
	return hostLanguages(v.host.records.Languages), v.may(forge.PartLanguages)
}

func (v hostedView) ListLicenses() ([]clients.License, error) {
	return licences(v.host.records.Licences), v.may(forge.PartLicences)
}

func (v hostedView) ListCheckRunsForRef(ref string) ([]clients.CheckRun, error) {
	c := v.host.heads[ref]
	if c == nil {
		return nil, fmt.Errorf("check runs of %s: it is not the head of a change that was read", ref)
	}
	return checkRuns(c.Runs), v.may(forge.PartCheckRuns)
}

func (v hostedView) ListStatuses(ref string) ([]clients.Status, error) {
	c := v.host.heads[ref]
	if c == nil {
		return nil, fmt.Errorf("statuses of %s: it is not the head of a change that was read", ref)
	}
	return statuses(c.Statuses), v.may(forge.PartCheckRuns)
}

func (v hostedView) IsArchived() (bool, error) { return v.host.records.Archived, nil }

func (v hostedView) GetCreatedAt() (time.Time, error) { return v.host.records.CreatedAt, nil }

func (v hostedView) GetDefaultBranchName() (string, error) {
	if v.host.records.DefaultBranch == "" {
		return "", errors.New("the default branch has no name")
	}
	return v.host.records.DefaultBranch, nil
}

func (v hostedView) GetDefaultBranch() (*clients.BranchRef, error) {
	return v.GetBranch(v.host.records.DefaultBranch)
}

func (v hostedView) GetBranch(name string) (*clients.BranchRef, error) {
	if err := v.may(forge.PartBranches); err != nil {
		return nil, err
	}
	b, read := v.host.records.Branches[name]
	if !read {
		return nil, fmt.Errorf("branch %q was not read", name)
	}
	return branch(b), nil
}

func (v hostedView) ListSuccessfulWorkflowRuns(file string) ([]clients.WorkflowRun, error) {
	a, err := v.host.parent.ask(context.Background(), ask{Kind: askRuns, Arg: file})
	if err != nil {
		return nil, err
	}
	var out []clients.WorkflowRun
	for _, r := range a.Runs {
		out = append(out, clients.WorkflowRun{HeadSHA: &r.Head, URL: r.URL})
	}
	return out, nil
}

// dependabot is the account number by which Scorecard recognizes it. Scorecard's own client panics
// if a commit has no account.
const dependabot = 49699333

// SearchCommits returns at most one commit, of an account that Scorecard looks for.
func (v hostedView) SearchCommits(o clients.SearchCommitsOptions) ([]clients.Commit, error) {
	a, err := v.host.parent.ask(context.Background(), ask{Kind: askCommits, Arg: o.Author})
	if err != nil || !a.Found || o.Author != "dependabot[bot]" {
		return nil, err
	}
	return []clients.Commit{{Committer: clients.User{ID: dependabot}}}, nil
}

// GetOrgRepoClient returns the owner's repository of defaults. Scorecard's own uses another
// transport and the tokens of the environment, and treats every failure as a missing repository.
func (v hostedView) GetOrgRepoClient(context.Context) (clients.RepoClient, error) {
	tree, err := v.host.owner()
	if errors.Is(err, health.ErrNotFound) {
		return nil, sce.WithMessage(sce.ErrRepoUnreachable, "the owner has no repository of defaults")
	}
	if err != nil {
		return nil, err
	}
	host, rest, _ := strings.Cut(v.repo, "/")
	owner, _, _ := strings.Cut(rest, "/")
	return &view{check: v.check, tree: tree, repo: path.Join(host, owner, ".github")}, nil
}

// LocalPath returns a folder with the files of the tree that osv-scanner reads. Scorecard's own
// returns the working directory if the archive is not available.
func (v hostedView) LocalPath() (string, error) {
	dir, err := v.host.folder(v.tree)
	if errors.Is(err, errUnreadable) {
		v.unread = err.Error()
	}
	return dir, err
}
