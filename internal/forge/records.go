package forge

import (
	"context"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// Records are what the host of a repository knows about it beside its files, in the form that
// Scorecard's checks need: the newest of each kind, at one instant. They contain logins and exist
// only in memory; only the scores, reasons and counts derived from them are stored. Lists are in
// the host's order. Nil and empty mean the same, unless Unseen names the part.
type Records struct {
	ObservedAt time.Time `json:"observed_at"`
	// Name is owner/name as the host has it now; the list may have an earlier one.
	Name string `json:"name,omitempty"`
	// Commit is the head of the default branch, Tree the id of its tree object.
	Commit        string    `json:"commit"`
	Tree          string    `json:"tree"`
	DefaultBranch string    `json:"default_branch"`
	CreatedAt     time.Time `json:"created_at"`
	Archived      bool      `json:"archived,omitempty"`
	// Branches are the default branch and the branches of releases, by name; a nil value is a
	// branch that does not exist.
	Branches map[string]*Branch `json:"branches"`
	// Commits are the newest of the default branch, at most 30.
	Commits []Commit `json:"commits"`
	// Issues are the most recently updated, at most 30; Releases the newest, at most 30.
	Issues       []Issue    `json:"issues"`
	Releases     []Release  `json:"releases"`
	Contributors []User     `json:"contributors"`
	Languages    []Language `json:"languages"`
	Licences     []Licence  `json:"licences"`
	// Unseen maps each part that is not available to a reason in plain words. A check that needs
	// the part is unknown for that reason.
	Unseen map[Part]string `json:"unseen,omitempty"`
}

// Part is one part of Records that may be missing on its own.
type Part string

// The parts.
const (
	PartBranches     Part = "branches" // usually: not visible to our token
	PartCommits      Part = "commits"
	PartCheckRuns    Part = "check runs"
	PartIssues       Part = "issues"
	PartReleases     Part = "releases"
	PartContributors Part = "contributors"
	PartLanguages    Part = "languages"
	PartLicences     Part = "licences"
)

// User is an account. For a remembered contributor, Login is an HMAC key of this installation: no
// login is stored.
type User struct {
	Login         string   `json:"login"`
	Bot           bool     `json:"bot,omitempty"`
	Contributions int      `json:"contributions,omitempty"`
	Company       string   `json:"company,omitempty"`
	Organisations []string `json:"organisations,omitempty"`
}

// Commit is a commit with its pull request. Change is nil if it has none.
type Commit struct {
	OID       string    `json:"oid"`
	At        time.Time `json:"at"`
	Message   string    `json:"message"`
	Committer string    `json:"committer"` // login; "github" if the host committed and signed it
	Change    *Change   `json:"change,omitempty"`
}

// Change is a pull request, merged or not.
type Change struct {
	Number   int       `json:"number"`
	Head     string    `json:"head"` // commit
	MergedAt time.Time `json:"merged_at"`
	Author   User      `json:"author"`
	MergedBy string    `json:"merged_by"`
	Labels   []string  `json:"labels,omitempty"`
	Reviews  []Review  `json:"reviews,omitempty"`
	// Runs are the check suites and Statuses the commit statuses of Head.
	Runs     []CheckSuite `json:"runs,omitempty"`
	Statuses []Status     `json:"statuses,omitempty"`
}

// Review is one review.
type Review struct {
	Author string `json:"author"`
	State  string `json:"state"`
}

// CheckSuite is one check suite, in lower case as in the REST API.
type CheckSuite struct {
	App, Status, Conclusion, URL string
}

// Status is one commit status.
type Status struct {
	State, Context, URL, TargetURL string
}

// Issue is an issue with its newest comments.
type Issue struct {
	URL         string    `json:"url"`
	CreatedAt   time.Time `json:"created_at"`
	Author      string    `json:"author"`
	Association string    `json:"association"` // as the host writes it: OWNER, …
	Comments    []Comment `json:"comments,omitempty"`
}

// Comment is a comment on an issue.
type Comment struct {
	CreatedAt           time.Time
	Author, Association string
}

// Release is a release.
type Release struct {
	Tag, URL, Target string
	Assets           []Asset
}

// Asset is a file of a release.
type Asset struct{ Name, URL string }

// Language is a language and the bytes of code in it.
type Language struct {
	Name  string
	Bytes int
}

// Licence is a licence as the host recognised it.
type Licence struct {
	Key, Name, Path, SPDX, Type string
	Size                        int
}

// Branch is the protection of a branch. A nil field was not visible, which is common without admin
// rights; a Protected of false was visible.
type Branch struct {
	Name      string `json:"name"`
	Protected bool   `json:"protected"`
	// AllowsDeletions to Contexts have the meaning of Scorecard's BranchProtectionRule.
	AllowsDeletions, AllowsForcePushes, LinearHistory, EnforcesAdmins, LastPushApproval *bool
	UpToDateBeforeMerge, RequiresChecks, DismissesStaleReviews, CodeOwnerReviews        *bool
	RequiredApprovals                                                                   *int32
	Contexts                                                                            []string
}

// Host is a host that provides more than the inputs of a source. Its errors are those of Source.
type Host interface {
	// Records returns the records of a project's primary repository.
	Records(ctx context.Context, p health.Project) (Records, error)
	// Archive returns the files of the commit of the records, complete or as an error.
	Archive(ctx context.Context, p health.Project, r Records) (tree.Tree, error)
	// Runs returns the newest successful runs of the workflow file, at most 30. A check needs to
	// know whether one of them ran on the head.
	Runs(ctx context.Context, p health.Project, file string) ([]WorkflowRun, error)
	// CommitsBy returns whether the account ever committed, according to the host's search.
	CommitsBy(ctx context.Context, p health.Project, login string) ([]Commit, error)
	// OwnerFiles returns the tree of the owner's repository of defaults (.github), or ErrNotFound
	// if there is none.
	OwnerFiles(ctx context.Context, p health.Project) (tree.Tree, error)
}

// WorkflowRun is a successful run of a workflow.
type WorkflowRun struct{ Head, URL string }
