package ossf

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// respondent answers the asks of the checks of one scan. It is safe for concurrent use and never
// shared between scans.
type respondent struct {
	host     forge.Host
	project  health.Project
	repo     string
	former   string // the name on the list, if it is an earlier one
	services *services
	limits   Limits
	// defaults contains the files of the owner's repository of defaults.
	defaults *spool
	once     sync.Once
	owner    answer

	mu sync.Mutex
	// later is the host's rate limit, if one was reached.
	later *source.LaterError
}

// answer never fails: errors are part of the answer.
func (r *respondent) answer(ctx context.Context, q ask) answer {
	ctx, cancel := context.WithTimeout(ctx, r.limits.Ask)
	defer cancel()
	a, err := r.ask(ctx, q)
	r.note(err)
	switch {
	case errors.Is(err, health.ErrNotFound):
		a = answer{Missing: true}
	case err != nil:
		a = answer{Error: fmt.Sprintf("%s: %v", about(q), err)}
	}
	a.ID = q.ID
	return a
}

// note records a rate limit. It is no answer, and a result without the answer would replace a
// better one.
func (r *respondent) note(err error) {
	var later *source.LaterError
	if errors.As(err, &later) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.later = later
	}
}

// comeBack returns the LaterError of the scan, or nil if there was none.
func (r *respondent) comeBack() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.later == nil {
		return nil
	}
	return r.later
}

// about describes in plain words what was asked for.
func about(q ask) string {
	switch q.Kind {
	case askRuns:
		return "the runs of the workflow " + q.Arg
	case askCommits:
		return "the commits of " + q.Arg
	case askOwner:
		return "the owner's repository of defaults"
	case askFetch:
		return service(q.Arg)
	}
	return "an ask of an unknown kind"
}

func (r *respondent) ask(ctx context.Context, q ask) (a answer, err error) {
	switch q.Kind {
	case askRuns:
		a.Runs, err = r.host.Runs(ctx, r.project, q.Arg)
	case askCommits:
		var commits []forge.Commit
		commits, err = r.host.CommitsBy(ctx, r.project, q.Arg)
		a.Found = len(commits) > 0
	case askOwner:
		r.once.Do(func() { r.owner, err = r.defaultsOf(ctx) })
		if a = r.owner; err == nil && a.Tree == "" && !a.Missing {
			err = errors.New("it was not available before")
		}
	case askFetch:
		a.Body, err = r.services.fetch(ctx, q, r.repo, r.former)
	default:
		err = errors.New("nobody answers it")
	}
	return a, err
}

// defaultsOf spools the owner's repository of defaults. One without files counts as none.
func (r *respondent) defaultsOf(ctx context.Context) (a answer, err error) {
	tree, err := r.host.OwnerFiles(ctx, r.project)
	if errors.Is(err, health.ErrNotFound) || errors.Is(err, source.ErrEmpty) {
		return answer{Missing: true}, nil
	}
	if err != nil {
		return answer{}, err
	}
	defer func() { err = errors.Join(err, tree.Close()) }()
	if len(tree.Files()) == 0 {
		return answer{Missing: true}, nil
	}
	if err := r.defaults.take(ctx, tree, r.limits); err != nil {
		return answer{}, err
	}
	return answer{Tree: tree.Hash() + " " + tree.Commit(), Files: r.defaults.files}, nil
}

// digest identifies an answer, independent of the ask.
func (a answer) digest() string {
	a.ID = 0
	b, err := json.Marshal(a)
	if err != nil { // a programming error: answers are plain values
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
