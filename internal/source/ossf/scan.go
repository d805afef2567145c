package ossf

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// Scan runs the checks on a tree. repo is "host/owner/name". It returns an error wrapping
// source.ErrPartialTree if any content of the tree is not available, source.ErrEmpty if there is
// none, source.ErrLimit if it is too large, and the error of ctx: never a result over part of a
// tree. A check that fails, even with the child, is errored in a result without an error.
func (s *Source) Scan(ctx context.Context, tree tree.Tree, repo string) (Result, error) {
	key := s.key(tree, repo)
	r, ok := s.load(key)
	if !ok {
		var err error
		if r, err = s.run(ctx, tree, repo); err != nil {
			return Result{}, fmt.Errorf("scan %s at %s: %w", repo, tree.Commit(), err)
		}
		// The cause of a broken child may be this machine, so the scan is tried again.
		if !r.broken {
			s.save(key, r)
		}
	}
	// Equal trees can belong to several commits.
	r.Commit = tree.Commit()
	r.Checks = s.documented(settle(s.cfg.Rule, r.Checks))
	return r, nil
}

// run scans in child processes and returns the results as Scorecard returned them.
func (s *Source) run(ctx context.Context, tree tree.Tree, repo string) (_ Result, err error) {
	began := s.cfg.Now().UTC()
	r := Result{
		Repo: repo, Commit: tree.Commit(), Version: s.version, VersionCommit: s.commit, Mode: Mode, ScannedAt: began,
		asked: map[string][]asked{},
	}
	f, err := newFolder(s.cfg.TempDir)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	sp, err := newSpool(ctx, f.dir, tree, s.cfg.Limits)
	if err != nil {
		return r, err
	}
	defer sp.Close()
	// Only now, because a tree may know its hash at no cost after it was read.
	r.Tree, r.LeftOut = tree.Hash(), sp.leftOut(s.cfg.Limits)
	j := job{Repo: repo, Commit: tree.Commit(), Checks: s.names, Files: sp.files, Evidence: s.cfg.Limits.Evidence}
	if err := s.children(ctx, process{command: s.cfg.Command, limits: s.cfg.Limits, folder: f, tree: sp.File}, j, &r); err != nil {
		return r, err
	}
	r.Took = s.cfg.Now().Sub(began)
	return r, nil
}

// children runs a child for the checks of the job and, as long as one breaks, another for the
// checks after the one at fault.
func (s *Source) children(ctx context.Context, p process, j job, r *Result) error {
	timed, cancel := context.WithTimeoutCause(ctx, s.cfg.Limits.Scan,
		fmt.Errorf("%w: more than %s for the scan", errSilent, s.cfg.Limits.Scan))
	defer cancel()
	for {
		o := p.run(timed, j)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		r.Checks = append(r.Checks, o.checks...)
		maps.Copy(r.asked, o.asked)
		r.CPU += o.cpu
		r.Memory = max(r.Memory, o.rss)
		j.Checks = j.Checks[min(len(o.checks), len(j.Checks)):]
		if len(j.Checks) == 0 {
			return nil
		}
		if o.err == nil {
			o.err = fmt.Errorf("%w: %d checks without an answer", errBroken, len(j.Checks))
		}
		if o.at == "" && len(r.Checks) == 0 && timed.Err() == nil {
			// No check is at fault: the child itself does not work.
			return o.err
		}
		s.cfg.Log.Warn("scorecard check failed", "repo", r.Repo, "commit", r.Commit, "check", o.at, "error", o.err)
		r.broken = r.broken || !fromTree(o.err)
		failing := 1
		if timed.Err() != nil {
			failing = len(j.Checks)
		}
		for _, n := range j.Checks[:failing] {
			r.Checks = append(r.Checks, stopped(n, o.err, o.at == n && timed.Err() == nil))
		}
		if j.Checks = j.Checks[failing:]; len(j.Checks) == 0 {
			return nil
		}
	}
}

// stopped returns the result of a check during which the child broke or was stopped. running means
// that it was this check that ran then.
func stopped(name string, err error, running bool) check.Check {
	c := check.Check{Name: name, State: check.Errored, Score: -1, Error: err.Error()}
	c.Late = check.Late{Why: clip(errUnreadable.Error() + ": it " + err.Error()), Own: running && fromTree(err)}
	c.Reason = c.Late.Why
	return c
}

// fromTree reports whether a child would break again on the same tree: it panicked, or its stack
// overflowed. Too much time or memory may be the fault of this machine.
func fromTree(err error) bool {
	return errors.Is(err, errBroken) && (strings.Contains(err.Error(), "panic: ") || strings.Contains(err.Error(), "stack overflow"))
}

var _ source.Source = (*Source)(nil)
