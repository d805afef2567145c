package ossf

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ossf/scorecard/v4/checker"
	"github.com/ossf/scorecard/v4/checks"
	"github.com/ossf/scorecard/v4/clients"
	"github.com/ossf/scorecard/v4/clients/githubrepo"
	"github.com/ossf/scorecard/v4/clients/ossfuzz"
	"github.com/ossf/scorecard/v4/pkg"
	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// worldHost is a forge.Host of a world: what its client would have read.
type worldHost struct {
	*world
	mu    sync.Mutex
	calls map[string]int
	// archive replaces the tree; broken are errors by method.
	archive func() (tree.Tree, error)
	broken  map[string]error
}

// hostOf is the host of a world as it is now.
func hostOf(w *world) *worldHost { return &worldHost{world: w.tell()} }

func (h *worldHost) count(method string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.calls == nil {
		h.calls = map[string]int{}
	}
	h.calls[method]++
	return h.broken[method]
}

func (h *worldHost) Records(context.Context, health.Project) (forge.Records, error) {
	return h.records, h.count("Records")
}

func (h *worldHost) Archive(_ context.Context, _ health.Project, r forge.Records) (tree.Tree, error) {
	if err := h.count("Archive"); err != nil {
		return nil, err
	}
	if h.archive != nil {
		return h.archive()
	}
	t := newTree(h.files)
	t.commit = r.Commit
	return t, nil
}

func (h *worldHost) Runs(_ context.Context, _ health.Project, file string) ([]forge.WorkflowRun, error) {
	return h.runs[file], h.count("Runs")
}

func (h *worldHost) CommitsBy(_ context.Context, _ health.Project, login string) ([]forge.Commit, error) {
	if err := h.count("CommitsBy"); err != nil || h.author == "" || login != "dependabot[bot]" {
		return nil, err
	}
	return []forge.Commit{{Committer: login}}, nil
}

func (h *worldHost) OwnerFiles(context.Context, health.Project) (tree.Tree, error) {
	if err := h.count("OwnerFiles"); err != nil {
		return nil, err
	}
	if h.defaults == nil {
		return nil, fmt.Errorf("%s/.github: %w", h.owner, health.ErrNotFound)
	}
	return newTree(h.defaults), nil
}

// hostedSource is a source with a host, over services that are the same world.
func hostedSource(t *testing.T, h forge.Host, by http.RoundTripper, change func(*Config), faults ...string) *Source {
	t.Helper()
	return newSource(t, func(c *Config) {
		c.Host, c.Services.Transport = h, by
		c.Services.Pause = time.Millisecond
		if change != nil {
			change(c)
		}
	}, faults...)
}

// ours scans a world with our client.
func (w *world) ours(t *testing.T) Result {
	t.Helper()
	r, err := hostedSource(t, hostOf(w), newEarth(nil), nil).ScanHosted(t.Context(), w.project())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// theirs scans a world with the library's own client, as its command does; all
// 18 checks unless some are named.
func (w *world) theirs(t *testing.T, names ...string) map[string]checker.CheckResult {
	t.Helper()
	w.tell()
	repo, err := githubrepo.MakeGithubRepo(w.repo())
	if err != nil {
		t.Fatal(err)
	}
	all := checks.GetAll()
	for name, c := range all {
		if len(names) > 0 && !slices.Contains(names, name) {
			delete(all, name)
			continue
		}
		c.Fn = recovering(name, c.Fn)
		all[name] = c
	}
	r, err := pkg.RunScorecard(t.Context(), repo, clients.HeadSHA, 0, all,
		githubrepo.CreateGithubRepoClientWithTransport(t.Context(), newEarth(nil)), ossfuzz.CreateOSSFuzzClient(ossfuzz.StatusURL),
		clients.DefaultCIIBestPracticesClient(), clients.DefaultVulnerabilitiesClient())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]checker.CheckResult{}
	for _, c := range r.Checks {
		out[c.Name] = c
	}
	return out
}

var errFake = errors.New("a fault of the host")

func command(name string, args ...string) (string, error) {
	out, err := exec.Command(name, args...).Output()
	return string(out), err
}
