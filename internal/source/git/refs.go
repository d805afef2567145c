package git

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// refs are what a clone follows of its remote.
type refs struct {
	branch string            // of the remote's HEAD; empty: it is detached
	names  map[string]string // object ids of that branch and of all tags, by the name in the clone
}

// refs returns the remote's refs. It returns ErrEmpty if the remote has no commit at its HEAD. Cost:
// one request. The first version of the protocol answers all of it at once; the second one sends
// two, and its answer is no shorter, because ls-remote filters after it has come.
func (c *clone) refs(ctx context.Context) (refs, error) {
	out, err := c.ask(ctx, func() call {
		return call{config: []string{"protocol.version=0"}, args: []string{"ls-remote", "--symref", "--end-of-options", c.url, "HEAD", "refs/tags/*"}}
	})
	if err != nil {
		return refs{}, fmt.Errorf("ask %s: %w", c.url, err)
	}
	told, head := refs{names: map[string]string{}}, ""
	for line := range strings.Lines(string(out)) {
		left, right, _ := strings.Cut(strings.TrimSpace(line), "\t")
		ref, symbolic := strings.CutPrefix(left, "ref: refs/heads/")
		switch {
		case right == "HEAD" && symbolic && refName.MatchString("ref: refs/heads/"+ref):
			told.branch = ref
		case right == "HEAD" && hexName.MatchString(left):
			head = left
		case strings.HasPrefix(right, "refs/tags/") && !strings.HasSuffix(right, "^{}"):
			told.names[right] = left
		}
	}
	if head == "" {
		return refs{}, fmt.Errorf("%s: its default branch: %w", c.url, source.ErrEmpty)
	}
	told.names[localBranch(told.branch)] = head
	return told, nil
}

// has reports whether the clone has exactly these refs. If they cannot be read, it has not.
func (c *clone) has(ctx context.Context, told refs) bool {
	branch := localBranch(told.branch)
	out, err := c.run.output(ctx, call{dir: c.dir, args: []string{"for-each-ref", "--format=%(objectname)%09%(refname)", branch, "refs/tags"}})
	if err != nil {
		return false
	}
	names := map[string]string{}
	for line := range strings.Lines(string(out)) {
		id, name, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if name == branch || strings.HasPrefix(name, "refs/tags/") {
			names[name] = id
		}
	}
	return maps.Equal(names, told.names)
}

// localBranch returns the ref of the clone that represents the remote's HEAD.
func localBranch(branch string) string {
	if branch == "" {
		branch = detached
	}
	return "refs/heads/" + branch
}
