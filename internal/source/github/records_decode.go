package github

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// recordsData is the fragment "records". Optional values are pointers, so that missing differs from
// empty.
type recordsData struct {
	ID            *string    `json:"id"`
	NameWithOwner *string    `json:"nameWithOwner"`
	CreatedAt     *time.Time `json:"createdAt"`
	IsArchived    *bool      `json:"isArchived"`
	IsEmpty       *bool      `json:"isEmpty"`
	Branch        *named     `json:"branch"`
	Tip           *tipData   `json:"tip"`
	Head          *struct {
		History *connection[*historyCommit] `json:"history"`
	} `json:"head"`
	Issues    *connection[*issueData]   `json:"issues"`
	Releases  *connection[*releaseHead] `json:"releases"`
	Protected *refData                  `json:"protected"`
	Rulesets  *connection[*rulesetData] `json:"rulesets"`
	Languages *struct {
		TotalCount int `json:"totalCount"`
		Edges      []struct {
			Size int   `json:"size"`
			Node named `json:"node"`
		} `json:"edges"`
	} `json:"languages"`
	LicenseInfo *struct {
		Key    string `json:"key"`
		Name   string `json:"name"`
		SpdxID string `json:"spdxId"`
	} `json:"licenseInfo"`
}

type tipData struct {
	OID  string `json:"oid"`
	Tree *struct {
		OID     string      `json:"oid"`
		Entries []treeEntry `json:"entries"`
	} `json:"tree"`
}

type treeEntry struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Size int    `json:"size"`
}

type account struct {
	Login        string `json:"login"`
	ResourcePath string `json:"resourcePath"`
}

type historyCommit struct {
	OID           string     `json:"oid"`
	CommittedDate *time.Time `json:"committedDate"`
	Message       string     `json:"message"`
	Committer     struct {
		Name string  `json:"name"`
		User account `json:"user"`
	} `json:"committer"`
	Signature struct {
		IsValid           bool `json:"isValid"`
		WasSignedByGitHub bool `json:"wasSignedByGitHub"`
	} `json:"signature"`
	AssociatedPullRequests connection[*changeData] `json:"associatedPullRequests"`
}

type changeData struct {
	Number     int        `json:"number"`
	HeadRefOid string     `json:"headRefOid"`
	MergedAt   *time.Time `json:"mergedAt"`
	Repository struct {
		NameWithOwner string `json:"nameWithOwner"`
	} `json:"repository"`
	Author   account           `json:"author"`
	MergedBy account           `json:"mergedBy"`
	Labels   connection[named] `json:"labels"`
	Reviews  connection[struct {
		State  string  `json:"state"`
		Author account `json:"author"`
	}] `json:"reviews"`
	Commits connection[struct {
		Commit checksData `json:"commit"`
	}] `json:"commits"`
}

type checksData struct {
	CheckSuites connection[struct {
		App struct {
			Slug string `json:"slug"`
		} `json:"app"`
		Status     string `json:"status"`
		Conclusion string `json:"conclusion"`
	}] `json:"checkSuites"`
	Status struct {
		Contexts []statusData `json:"contexts"`
	} `json:"status"`
}

type statusData struct {
	State     string    `json:"state"`
	Context   string    `json:"context"`
	TargetURL string    `json:"targetUrl"`
	CreatedAt time.Time `json:"createdAt"`
}

type issueData struct {
	URL               string     `json:"url"`
	CreatedAt         *time.Time `json:"createdAt"`
	AuthorAssociation string     `json:"authorAssociation"`
	Author            account    `json:"author"`
	Comments          connection[*struct {
		CreatedAt         time.Time `json:"createdAt"`
		AuthorAssociation string    `json:"authorAssociation"`
		Author            account   `json:"author"`
	}] `json:"comments"`
}

// meta returns the identity of the repository.
func (d *recordsData) meta() (*meta, error) {
	switch {
	case d.ID == nil:
		return nil, errors.New("field id is missing")
	case d.NameWithOwner == nil:
		return nil, errors.New("field nameWithOwner is missing")
	case d.CreatedAt == nil:
		return nil, errors.New("field createdAt is missing")
	}
	m := &meta{node: *d.ID, name: *d.NameWithOwner, created: d.CreatedAt.UTC()}
	if d.Tip != nil {
		m.head = d.Tip.OID
	}
	return m, m.check()
}

// errHeadless means that the default branch of a repository is gone.
var errHeadless = fmt.Errorf("%w: its default branch is gone", source.ErrUnavailable)

// headless returns the error for a repository without a commit.
func (d *recordsData) headless() error {
	switch {
	case d.IsEmpty == nil || d.IsArchived == nil:
		return fmt.Errorf("%w: its records lack whether it is empty or archived", source.ErrUnavailable)
	case *d.IsEmpty:
		return fmt.Errorf("%w: its host says that it is empty", source.ErrEmpty)
	case d.Tip == nil || d.Branch == nil:
		return errHeadless
	}
	return nil
}

// records converts the answer to records, without the parts in unseen.
func (d *recordsData) records(api *url.URL, unseen map[forge.Part]string) (forge.Records, error) {
	r := forge.Records{Commit: d.Tip.OID, DefaultBranch: d.Branch.Name, CreatedAt: d.CreatedAt.UTC(), Archived: *d.IsArchived, Unseen: unseen}
	if d.Tip.Tree == nil || !isObject(r.Commit) || !isObject(d.Tip.Tree.OID) || r.DefaultBranch == "" {
		return r, errors.New("the head is no commit with a tree and a branch")
	}
	r.Tree = d.Tip.Tree.OID
	var err error
	for _, read := range []struct {
		part forge.Part
		fn   func(*forge.Records) error
	}{
		{forge.PartCommits, func(r *forge.Records) error { return d.commits(r, api) }},
		{forge.PartIssues, d.issues},
		{forge.PartLanguages, d.languages},
	} {
		if _, missing := unseen[read.part]; !missing && err == nil {
			err = read.fn(&r)
		}
	}
	if d.Releases == nil && unseen[forge.PartReleases] == "" {
		return r, errors.New("field releases is missing")
	}
	d.branches(&r)
	if len(r.Unseen) == 0 {
		r.Unseen = nil
	}
	return r, err
}

func isObject(id string) bool {
	return (len(id) == 40 || len(id) == 64) && strings.Trim(id, "0123456789abcdef") == ""
}

func (d *recordsData) commits(r *forge.Records, api *url.URL) error {
	if d.Head == nil || d.Head.History == nil || len(d.Head.History.Nodes) == 0 {
		return errors.New("field history is missing")
	}
	_, blind := r.Unseen[forge.PartCheckRuns]
	for _, c := range d.Head.History.Nodes {
		if c == nil || !isObject(c.OID) || c.CommittedDate == nil {
			return errors.New("a commit lacks its id or date")
		}
		out := forge.Commit{OID: c.OID, At: *c.CommittedDate, Message: c.Message, Committer: c.committer()}
		for _, p := range c.pulls(*d.NameWithOwner) {
			out.Change = p.change(api, *d.NameWithOwner, blind)
		}
		r.Commits = append(r.Commits, out)
	}
	if r.Commits[0].OID != r.Commit {
		return errors.New("the head moved between two parts of the answer")
	}
	return nil
}

// pulls returns the pull request of a commit, if it is one of this repository and not of a fork.
func (c *historyCommit) pulls(name string) []*changeData {
	if c == nil {
		return nil
	}
	for _, p := range c.AssociatedPullRequests.Nodes {
		if p != nil && p.Repository.NameWithOwner == name {
			return []*changeData{p}
		}
	}
	return nil
}

// committer returns a login, or "github" if the host made the commit. Anyone could use that name,
// but not the host's signature.
func (c *historyCommit) committer() string {
	switch {
	case c.Committer.User.Login != "":
		return c.Committer.User.Login
	case c.Committer.Name == "GitHub" && c.Signature.IsValid && c.Signature.WasSignedByGitHub:
		return "github"
	}
	return ""
}

func (p *changeData) change(api *url.URL, name string, blind bool) *forge.Change {
	out := &forge.Change{
		Number: p.Number, Head: p.HeadRefOid, MergedBy: p.MergedBy.Login,
		Author: forge.User{Login: p.Author.Login, Bot: strings.HasPrefix(p.Author.ResourcePath, "/apps/")},
	}
	if p.MergedAt != nil {
		out.MergedAt = *p.MergedAt
	}
	for _, l := range p.Labels.Nodes {
		out.Labels = append(out.Labels, l.Name)
	}
	for _, v := range p.Reviews.Nodes {
		out.Reviews = append(out.Reviews, forge.Review{Author: v.Author.Login, State: v.State})
	}
	if blind {
		return out
	}
	for _, c := range p.Commits.Nodes {
		for _, s := range c.Commit.CheckSuites.Nodes {
			out.Runs = append(out.Runs, forge.CheckSuite{App: s.App.Slug, Status: strings.ToLower(s.Status), Conclusion: strings.ToLower(s.Conclusion)})
		}
		all := c.Commit.Status.Contexts
		// REST returns them newest first.
		slices.SortStableFunc(all, func(a, b statusData) int { return b.CreatedAt.Compare(a.CreatedAt) })
		for _, s := range all {
			out.Statuses = append(out.Statuses, forge.Status{
				State: strings.ToLower(s.State), Context: s.Context, TargetURL: s.TargetURL,
				URL: api.JoinPath("repos", name, "statuses", p.HeadRefOid).String(),
			})
		}
	}
	return out
}

func (d *recordsData) issues(r *forge.Records) error {
	if d.Issues == nil {
		return errors.New("field issues is missing")
	}
	for _, i := range d.Issues.Nodes {
		if i == nil || i.CreatedAt == nil {
			return errors.New("an issue lacks its date")
		}
		out := forge.Issue{URL: i.URL, CreatedAt: *i.CreatedAt, Author: i.Author.Login, Association: i.AuthorAssociation}
		for _, c := range i.Comments.Nodes {
			if c == nil || c.CreatedAt.IsZero() {
				return errors.New("a comment lacks its date")
			}
			out.Comments = append(out.Comments, forge.Comment{CreatedAt: c.CreatedAt, Author: c.Author.Login, Association: c.AuthorAssociation})
		}
		r.Issues = append(r.Issues, out)
	}
	return nil
}

// languages reads the languages, which are null if the repository has no code.
func (d *recordsData) languages(r *forge.Records) error {
	if d.Languages == nil {
		return nil
	}
	for _, e := range d.Languages.Edges {
		if e.Node.Name == "" || e.Size < 0 {
			return errors.New("a language lacks its name or size")
		}
		r.Languages = append(r.Languages, forge.Language{Name: e.Node.Name, Bytes: e.Size})
	}
	if d.Languages.TotalCount > len(r.Languages) {
		r.Languages = nil
		if r.Unseen == nil {
			r.Unseen = map[forge.Part]string{}
		}
		r.Unseen[forge.PartLanguages] = "more languages than are asked for"
	}
	return nil
}
