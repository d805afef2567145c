package ossf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/ossf/scorecard/v4/clients"
	"github.com/plumbline-scorecard/plumbline/internal/foreign"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// repoName is the clients.Repo of a project: "github.com/owner/name".
type repoName string

func (r repoName) URI() string            { return string(r) }
func (r repoName) String() string         { return string(r) }
func (repoName) IsValid() error           { return nil }
func (repoName) Metadata() []string       { return nil }
func (repoName) AppendMetadata(...string) {}

func (r repoName) Host() string {
	host, _, _ := strings.Cut(string(r), "/")
	return host
}

// contents is a spooled tree as read by the child. It is safe for concurrent use.
type contents struct {
	files []file // sorted by path, the order of GitHub's archives and of tree.Tree
	bytes io.ReaderAt
}

// find searches the sorted list: a map would double the memory of a tree of many files for the
// lifetime of the child.
func (c *contents) find(name string) (file, bool) {
	i, ok := slices.BinarySearchFunc(c.files, name, func(f file, name string) int { return strings.Compare(f.Path, name) })
	if !ok {
		return file{}, false
	}
	return c.files[i], true
}

func (c *contents) read(f file, n int64) ([]byte, error) {
	b := make([]byte, n)
	if _, err := c.bytes.ReadAt(b, f.At); err != nil && (n > 0 || !errors.Is(err, io.EOF)) {
		return nil, fmt.Errorf("read %s: %w", f.Path, err)
	}
	return b, nil
}

// view is the clients.RepoClient of one check over a tree. Each check has its own, because
// Scorecard's own client mixes up repositories if reused. For data that a tree does not have it
// returns clients.ErrUnsupportedFeature, like Scorecard's client for folders, with these
// differences: it knows languages and the commit, without which Fuzzing and SAST always fail, and a
// search for commits finds none; the model does not count what is then not found.
type view struct {
	check  string
	tree   *contents
	repo   string
	commit string
	host   *hosted // nil without one
	// reading is the file that the check asked for last; nil if nobody wants to know.
	reading *atomic.Pointer[string]
	// unread says which file was kept from its parser; empty if none was.
	unread string
}

// unreadBy returns which file was kept from its parser, and why; "" for none and without a view.
func (v *view) unreadBy() string {
	if v == nil {
		return ""
	}
	return v.unread
}

var errNotInTree = errors.New("no such file in the tree")

// headBytes is enough for every magic number in the file type library (the farthest ends at byte
// 32,774), firstBytes for the start of a first line.
const (
	headBytes  = 36 << 10
	firstBytes = 512
)

func (v *view) ListFiles(match func(string) (bool, error)) ([]string, error) {
	out := []string{}
	for _, f := range v.tree.files {
		ok, err := match(f.Path)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, f.Path)
		}
	}
	return out, nil
}

// GetFileContent returns the part of a file that the check reads. Checks that scan all files get
// only the beginning if they read no more: the result is the same, and a large file cannot hide
// one.
func (v *view) GetFileContent(name string) ([]byte, error) {
	if v.reading != nil {
		v.reading.Store(&name)
	}
	f, ok := v.tree.find(name)
	if !ok {
		return nil, fmt.Errorf("%w: %s", errNotInTree, name)
	}
	wanted := f.Size
	n, some := v.beginning(name)
	if some && n < f.Size {
		wanted = n
	}
	if wanted > f.Kept {
		return nil, fmt.Errorf("%w: %s has %d bytes", source.ErrLimit, name, f.Size)
	}
	b, err := v.tree.read(f, wanted)
	if err == nil && !some && workflow(name) {
		if err := workflowLimits.Check(b); err != nil {
			err = unreadable(name, err)
			v.unread = err.Error()
			return nil, err
		}
	}
	if v.check == pinnedDependencies && strings.HasPrefix(string(b), "#!") && wanted < f.Size && err == nil {
		if f.Kept < f.Size {
			return nil, fmt.Errorf("%w: %s has %d bytes", source.ErrLimit, name, f.Size)
		}
		return v.tree.read(f, f.Size)
	}
	return b, err
}

// workflow reports whether a file is in the folder of GitHub's workflows.
func workflow(name string) bool {
	return strings.HasPrefix(strings.ToLower(name), ".github/workflows/")
}

// workflowLimits are those of a workflow, which Scorecard's checks parse as YAML. GitHub runs none
// that is larger or deeper.
var workflowLimits = foreign.YAML{Size: 1 << 20, Depth: 100, Keys: 2000, Aliases: 1000, Tags: 1000}

// lockLimits are those of a lockfile in YAML, which is written by programs: thousands of keys are
// usual, and its parser bears them.
var lockLimits = foreign.YAML{Size: 64 << 20, Depth: 100, Tokens: 20_000_000, Keys: 1_000_000, Aliases: 1000, Tags: 1000}

// errUnreadable means that a check breaks on a file, or that the file is kept from its parser.
var errUnreadable = errors.New("this tree could not be read by the check")

// unreadable is the error of a check whose file is not given to its parser.
func unreadable(name string, err error) error {
	return fmt.Errorf("%w: %s, %w (%w)", errUnreadable, foreign.Clip(name), err, source.ErrLimit)
}

const pinnedDependencies = "Pinned-Dependencies"

// beginning returns how many first bytes of a file the check needs, and false if it may read all.
// Binary-Artifacts reads the magic number, Pinned-Dependencies a shebang if the name is not enough,
// SAST only the name.
func (v *view) beginning(name string) (int64, bool) {
	lower := strings.ToLower(name)
	workflow := workflow(name)
	switch {
	case v.check == "Binary-Artifacts":
		// It looks for a validation of Gradle's wrapper in workflows, and then for a successful
		// run, which is not in git.
		return headBytes, v.host == nil || !workflow
	case workflow:
		return 0, false
	case v.check == "SAST":
		return 0, path.Base(lower) != "pom.xml"
	case v.check == pinnedDependencies:
		script := slices.Contains([]string{".sh", ".bash", ".mksh"}, path.Ext(name))
		return firstBytes, !script && !strings.Contains(lower, "dockerfile")
	}
	return 0, false
}

func (v *view) InitRepo(clients.Repo, string, int) error { return nil }
func (v *view) Close() error                             { return nil }
func (v *view) URI() string                              { return v.repo }

func (v *view) ListCommits() ([]clients.Commit, error) {
	return []clients.Commit{{SHA: v.commit}}, nil
}

func (v *view) SearchCommits(clients.SearchCommitsOptions) ([]clients.Commit, error) {
	return nil, nil
}

func (v *view) ListProgrammingLanguages() ([]clients.Language, error) {
	return languages(v.tree.files), nil
}

func unsupported(what string) error { return fmt.Errorf("%s: %w", what, clients.ErrUnsupportedFeature) }

// LocalPath fails: there is no folder, and Scorecard would use the working directory for an empty
// path.
func (v *view) LocalPath() (string, error) { return "", unsupported("local path") }

func (v *view) IsArchived() (bool, error) { return false, unsupported("archived") }

func (v *view) GetBranch(string) (*clients.BranchRef, error) { return nil, unsupported("branches") }

func (v *view) GetCreatedAt() (time.Time, error) { return time.Time{}, unsupported("creation date") }

func (v *view) GetDefaultBranchName() (string, error) { return "", unsupported("default branch") }

func (v *view) GetDefaultBranch() (*clients.BranchRef, error) {
	return nil, unsupported("default branch")
}

// GetOrgRepoClient fails: Scorecard's own uses another transport and the tokens of the environment.
func (v *view) GetOrgRepoClient(context.Context) (clients.RepoClient, error) {
	return nil, unsupported("organisation")
}

func (v *view) ListIssues() ([]clients.Issue, error) { return nil, unsupported("issues") }

// ListLicenses fails, so that the License check reads file names instead of querying GitHub, where
// it panics after any network error.
func (v *view) ListLicenses() ([]clients.License, error) { return nil, unsupported("licences") }

func (v *view) ListReleases() ([]clients.Release, error) { return nil, unsupported("releases") }

func (v *view) ListContributors() ([]clients.User, error) { return nil, unsupported("contributors") }

func (v *view) ListSuccessfulWorkflowRuns(string) ([]clients.WorkflowRun, error) {
	return nil, unsupported("workflow runs")
}

func (v *view) ListCheckRunsForRef(string) ([]clients.CheckRun, error) {
	return nil, unsupported("check runs")
}

func (v *view) ListStatuses(string) ([]clients.Status, error) { return nil, unsupported("statuses") }

func (v *view) ListWebhooks() ([]clients.Webhook, error) { return nil, unsupported("webhooks") }

func (v *view) Search(clients.SearchRequest) (clients.SearchResponse, error) {
	return clients.SearchResponse{}, unsupported("search")
}
