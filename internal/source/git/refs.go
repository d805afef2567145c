package git

import (
	"cmp"
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
	head := "HEAD"
	if c.branch != "" {
		head = localBranch(c.branch)
	}
	out, err := c.ask(ctx, func() call {
		args := []string{"ls-remote", "--symref", "--end-of-options", c.url, head, "refs/tags/*"}
		if c.notes != "" {
			args = append(args, notesRef(c.notes))
		}
		return call{config: []string{"protocol.version=0"}, args: args}
	})
	if err != nil {
		return refs{}, fmt.Errorf("ask %s: %w", c.url, err)
	}
	told, tip := refs{branch: c.branch, names: map[string]string{}}, ""
	for line := range strings.Lines(string(out)) {
		left, right, _ := strings.Cut(strings.TrimSpace(line), "\t")
		ref, symbolic := strings.CutPrefix(left, "ref: refs/heads/")
		switch {
		case right == "HEAD" && symbolic && c.branch == "" && refName.MatchString("ref: refs/heads/"+ref):
			told.branch = ref
		case right == head && hexName.MatchString(left):
			tip = left
		case c.notes != "" && right == notesRef(c.notes), strings.HasPrefix(right, "refs/tags/") && !strings.HasSuffix(right, "^{}"):
			told.names[right] = left
		}
	}
	if tip == "" {
		return refs{}, fmt.Errorf("%s: its branch %s: %w", c.url, cmp.Or(c.branch, "by default"), source.ErrEmpty)
	}
	told.names[localBranch(told.branch)] = tip
	return told, nil
}

// has reports whether the clone has exactly these refs. If they cannot be read, it has not.
func (c *clone) has(ctx context.Context, told refs) bool {
	branch := localBranch(told.branch)
	out, err := c.run.output(ctx, call{dir: c.dir, args: []string{"for-each-ref", "--format=%(objectname)%09%(refname)", branch, "refs/tags", "refs/notes"}})
	if err != nil {
		return false
	}
	names := map[string]string{}
	for line := range strings.Lines(string(out)) {
		id, name, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if name == branch || strings.HasPrefix(name, "refs/tags/") || c.notes != "" && name == notesRef(c.notes) {
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
