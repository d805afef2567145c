package git

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// clone is a blobless bare clone in the cache folder, shared by processes. Only the process with
// the lock may write to it. Readers need no lock, because objects are only added or repacked.
type clone struct {
	run  *runner
	dir  string // <cache>/<host>/<owner…>/<name>.git-<hash>
	url  string
	lock string
	door door
	// branch and notes are what a list wants to be read; empty: the default branch, and none.
	branch, notes string
}

// remote returns the configuration of the clone's only remote for a single call. It is not stored
// in a file, so only our own fetches can request objects from the network.
func (c *clone) remote() []string {
	return []string{
		"remote.origin.url=" + c.url, "remote.origin.promisor=true", "remote.origin.partialCloneFilter=blob:none",
		"fetch.unpackLimit=1", "fetch.writeCommitGraph=false", // always a pack: views link folders, not objects
	}
}

func (s *Source) newClone(id repository.ID, url string) *clone {
	// Forges fold case, and a name ending in ".lock" must not collide with the lock of another
	// clone.
	sum := sha256.Sum256([]byte(id.Key()))
	base := filepath.Join(s.cfg.Cache, "clones", id.Slug()[:min(len(id.Slug()), 60)]+"-"+hex.EncodeToString(sum[:6]))
	return &clone{run: s.run, dir: base + ".git", url: url, lock: base + ".lock", door: door{guard: s.cfg.Guard, proxy: s.cfg.Proxy}}
}

// fetched returns when the clone was last updated, or zero if there is none.
func (c *clone) fetched() time.Time {
	st, err := os.Lstat(filepath.Join(c.dir, "HEAD"))
	if err != nil {
		return time.Time{}
	}
	return st.ModTime().UTC()
}

// update updates the clone to the remote's default branch and tags, and creates it if it does not
// exist. It records now as the instant of the fetch.
func (c *clone) update(ctx context.Context, now time.Time) error {
	if err := os.MkdirAll(filepath.Dir(c.dir), 0o755); err != nil {
		return fmt.Errorf("cache folder: %w", err)
	}
	unlock, err := lockFile(ctx, c.lock)
	if err != nil {
		return fmt.Errorf("lock clone: %w", err)
	}
	defer unlock()
	told, err := c.refs(ctx)
	if err != nil {
		return err
	}
	if !isGitDir(c.dir) {
		return c.create(ctx, told.branch, now)
	}
	if !c.has(ctx, told) {
		if err := c.fetch(ctx, c.dir, told.branch); err != nil {
			return err
		}
	}
	if err := setHead(c.dir, told.branch, now); err != nil {
		return err
	}
	return c.consolidate(ctx, manyPacks)
}

// create clones into a temporary folder and renames it, so a clone is complete or absent. It first
// removes what a killed process left; the lock proves that no other process is cloning.
func (c *clone) create(ctx context.Context, branch string, now time.Time) error {
	part := c.dir + ".part"
	for _, old := range []string{part, c.dir} {
		if err := os.RemoveAll(old); err != nil {
			return fmt.Errorf("sweep unfinished clone: %w", err)
		}
	}
	if _, err := c.run.output(ctx, call{args: []string{"init", "-q", "--bare", "--template=", "--", part}}); err != nil {
		return fmt.Errorf("make clone: %w", err)
	}
	err := c.fetch(ctx, part, branch)
	if err == nil {
		err = setHead(part, branch, now)
	}
	if err == nil {
		err = os.Rename(part, c.dir)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(part))
	}
	return nil
}

const detached = "plumbline-head" // local branch that represents a detached remote HEAD

func (c *clone) fetch(ctx context.Context, dir, branch string) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	done := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		watchSize(dir, c.run.limits.Clone, done, func() { stop(errSize) })
	}()
	spec := "+refs/heads/" + branch + ":refs/heads/" + branch
	if branch == "" {
		spec = "+HEAD:refs/heads/" + detached
	}
	err := c.pull(ctx, dir, "--filter=blob:none", spec, "+refs/tags/*:refs/tags/*")
	if err == nil && c.notes != "" {
		err = c.pull(ctx, dir, "--no-filter", "+"+notesRef(c.notes)+":"+notesRef(c.notes)) // notes are blobs
	}
	close(done)
	<-watched
	if err != nil {
		return fmt.Errorf("fetch %s: %w", c.url, err)
	}
	return nil
}

// pull fetches the refs with a filter of objects.
func (c *clone) pull(ctx context.Context, dir, filter string, specs ...string) error {
	_, err := c.ask(ctx, func() call {
		return call{dir: dir, config: c.remote(), args: append([]string{
			"fetch", "--quiet", "--no-write-fetch-head", "--no-tags", "--prune", "--force", "--recurse-submodules=no", filter,
			"--no-auto-maintenance", "--end-of-options", "origin",
		}, specs...)}
	})
	return err
}

// blobs fetches the named blobs in one request.
func (c *clone) blobs(ctx context.Context, oids []string) error {
	unlock, err := lockFile(ctx, c.lock)
	if err != nil {
		return fmt.Errorf("lock clone: %w", err)
	}
	defer unlock()
	_, err = c.ask(ctx, func() call {
		// The server needs no negotiation, because the request names the objects.
		return call{
			dir: c.dir, config: append(c.remote(), "fetch.negotiationAlgorithm=noop"),
			args: []string{
				"fetch", "--quiet", "--no-write-fetch-head", "--no-tags", "--recurse-submodules=no", "--filter=blob:none", "--no-auto-maintenance",
				"--stdin", "--end-of-options", "origin",
			},
			stdin: strings.NewReader(strings.Join(oids, "\n") + "\n"),
		}
	})
	if err != nil {
		return fmt.Errorf("fetch %d files of %s: %w", len(oids), c.url, err)
	}
	return nil
}

// manyPacks is the number of packs from which git reads a clone slowly.
const manyPacks = 40

// consolidate repacks a clone that fetches have split into many packs.
func (c *clone) consolidate(ctx context.Context, many int) error {
	packs, err := filepath.Glob(filepath.Join(c.dir, "objects", "pack", "*.pack"))
	if err != nil || len(packs) < many {
		return err
	}
	_, err = c.run.output(ctx, call{dir: c.dir, config: c.remote(), args: []string{"repack", "-a", "-d", "-q"}})
	return err
}

// setHead points HEAD at the branch and sets the time of the file to that of the fetch, with one
// rename: a reader sees the old or the new state, never a mixture.
func setHead(dir, branch string, now time.Time) error {
	if branch == "" {
		branch = detached
	}
	tmp := filepath.Join(dir, "HEAD.new")
	err := os.WriteFile(tmp, []byte("ref: refs/heads/"+branch+"\n"), 0o644)
	if err == nil {
		err = os.Chtimes(tmp, now, now)
	}
	if err == nil {
		err = os.Rename(tmp, filepath.Join(dir, "HEAD"))
	}
	if err != nil {
		return fmt.Errorf("set HEAD of clone: %w", err)
	}
	return nil
}

// watchSize calls over once if the folder contains more than limit bytes.
func watchSize(dir string, limit int64, done <-chan struct{}, over func()) {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			if folderSize(dir) > limit {
				over()
				return
			}
		}
	}
}

func folderSize(dir string) int64 {
	var sum int64
	// Files appear and disappear during a fetch; unreadable ones count as zero.
	_ = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			sum += info.Size()
		}
		return nil
	})
	return sum
}

// lockFile takes an exclusive lock between processes, waiting until ctx ends.
func lockFile(ctx context.Context, path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	wait := time.NewTicker(50 * time.Millisecond)
	defer wait.Stop()
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { f.Close() }, nil // closing releases the lock
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, errors.Join(err, f.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(context.Cause(ctx), f.Close())
		case <-wait.C:
		}
	}
}
