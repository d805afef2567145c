package health

import (
	"context"
	"time"
)

// Records are what the host of a repository knows of it beside its files, as
// Scorecard's checks ask for it: the newest of each, at one instant. They hold
// logins and live in memory only: from them come scores, reasons and counts, and
// nothing else is kept. Lists are in the host's order; nil and empty are the same
// unless Unseen names the part.
type Records struct {
	ObservedAt time.Time `json:"observed_at"`
	// Commit is the head of the default branch, Tree the id of its tree object.
	Commit        string    `json:"commit"`
	Tree          string    `json:"tree"`
	DefaultBranch string    `json:"default_branch"`
	CreatedAt     time.Time `json:"created_at"`
	Archived      bool      `json:"archived,omitempty"`
	// Branches are the default branch and those releases were made from, by
	// name; a nil value is a branch that does not exist.
	Branches map[string]*RecordBranch `json:"branches"`
	// Commits are the newest of the default branch, at most 30.
	Commits []RecordCommit `json:"commits"`
	// Issues are those moved last, at most 30; Releases the newest, at most 30.
	Issues       []RecordIssue    `json:"issues"`
	Releases     []RecordRelease  `json:"releases"`
	Contributors []RecordUser     `json:"contributors"`
	Languages    []RecordLanguage `json:"languages"`
	Licences     []RecordLicence  `json:"licences"`
	// Unseen says why a part could not be had: PartBranches and so on to a
	// reason in plain words. A check that needs it is unknown for that reason.
	Unseen map[Part]string `json:"unseen,omitempty"`
}

// Part is one part of Records that may be missing alone.
type Part string

// The parts.
const (
	PartBranches     Part = "branches" // most often: not visible to our token
	PartCommits      Part = "commits"
	PartCheckRuns    Part = "check runs"
	PartIssues       Part = "issues"
	PartReleases     Part = "releases"
	PartContributors Part = "contributors"
	PartLanguages    Part = "languages"
	PartLicences     Part = "licences"
)

// RecordUser is an account. Of a contributor who is remembered, Login is a key of
// the installation: no login is kept.
type RecordUser struct {
	Login         string   `json:"login"`
	Bot           bool     `json:"bot,omitempty"`
	Contributions int      `json:"contributions,omitempty"`
	Company       string   `json:"company,omitempty"`
	Organisations []string `json:"organisations,omitempty"`
}

// RecordCommit is a commit with the change request it came by; Change is nil
// when it came by none.
type RecordCommit struct {
	OID       string        `json:"oid"`
	At        time.Time     `json:"at"`
	Message   string        `json:"message"`
	Committer string        `json:"committer"` // login; "github" when the host committed and signed it
	Change    *RecordChange `json:"change,omitempty"`
}

// RecordChange is a change request that was merged, or not.
type RecordChange struct {
	Number   int            `json:"number"`
	Head     string         `json:"head"` // commit
	MergedAt time.Time      `json:"merged_at"`
	Author   RecordUser     `json:"author"`
	MergedBy string         `json:"merged_by"`
	Labels   []string       `json:"labels,omitempty"`
	Reviews  []RecordReview `json:"reviews,omitempty"`
	// Runs are the check suites and Statuses the commit statuses of Head.
	Runs     []RecordRun    `json:"runs,omitempty"`
	Statuses []RecordStatus `json:"statuses,omitempty"`
}

// RecordReview is one review.
type RecordReview struct {
	Author string `json:"author"`
	State  string `json:"state"`
}

// RecordRun is one check suite, in lower case as REST tells it.
type RecordRun struct {
	App, Status, Conclusion, URL string
}

// RecordStatus is one commit status.
type RecordStatus struct {
	State, Context, URL, TargetURL string
}

// RecordIssue is an issue with its newest comments.
type RecordIssue struct {
	URL         string          `json:"url"`
	CreatedAt   time.Time       `json:"created_at"`
	Author      string          `json:"author"`
	Association string          `json:"association"` // as the host writes it: OWNER, …
	Comments    []RecordComment `json:"comments,omitempty"`
}

// RecordComment is a comment on an issue.
type RecordComment struct {
	CreatedAt           time.Time
	Author, Association string
}

// RecordRelease is a release.
type RecordRelease struct {
	Tag, URL, Target string
	Assets           []RecordAsset
}

// RecordAsset is a file of a release.
type RecordAsset struct{ Name, URL string }

// RecordLanguage is a language and the bytes of code in it.
type RecordLanguage struct {
	Name  string
	Bytes int
}

// RecordLicence is a licence as the host recognised it.
type RecordLicence struct {
	Key, Name, Path, SPDX, Type string
	Size                        int
}

// RecordBranch is how a branch is protected. A nil field was not told, which is
// common without administrator's rights; Protected false is told.
type RecordBranch struct {
	Name      string `json:"name"`
	Protected bool   `json:"protected"`
	// AllowsDeletions to Contexts mean what Scorecard's BranchProtectionRule does.
	AllowsDeletions, AllowsForcePushes, LinearHistory, EnforcesAdmins, LastPushApproval *bool
	UpToDateBeforeMerge, RequiresChecks, DismissesStaleReviews, CodeOwnerReviews        *bool
	RequiredApprovals                                                                   *int32
	Contexts                                                                            []string
}

// Hosted is a host that can be asked for more than a source's inputs. Errors
// are those of Source.
type Hosted interface {
	// Records returns the records of a project's primary repository.
	Records(ctx context.Context, p Project) (Records, error)
	// Archive returns the files of the commit of the records, whole or not at all.
	Archive(ctx context.Context, p Project, r Records) (Tree, error)
	// Runs returns the newest successful runs of the workflow file, at most 30:
	// whether one of them is of the head is what a check asks.
	Runs(ctx context.Context, p Project, file string) ([]RecordWorkflowRun, error)
	// CommitsBy returns whether the account ever committed, by the host's search.
	CommitsBy(ctx context.Context, p Project, login string) ([]RecordCommit, error)
	// OwnerFiles returns the tree of the owner's repository of defaults
	// (.github); ErrNotFound when there is none.
	OwnerFiles(ctx context.Context, p Project) (Tree, error)
}

// RecordWorkflowRun is a successful run of a workflow.
type RecordWorkflowRun struct{ Head, URL string }
