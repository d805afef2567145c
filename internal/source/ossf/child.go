package ossf

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	"github.com/ossf/scorecard/v4/checker"
	"github.com/ossf/scorecard/v4/checks"
	sce "github.com/ossf/scorecard/v4/errors"
	"github.com/ossf/scorecard/v4/pkg"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// ChildArg is the argument by which the parent asks the program to be a child.
const ChildArg = "scorecard-child"

// maxStack ends an endless recursion long before the memory limit does.
const maxStack = 64 << 20

// Child runs the checks the parent asks for on stdin and reports on stdout. It
// is all that a program started with ChildArg does, and it changes the whole
// process: no network, standard output on standard error. It returns when the
// work is done, or with an error when ctx ends or the parent goes away, even
// while a check still runs: the caller must then exit.
func Child(ctx context.Context, stdin io.Reader, stdout io.Writer) error {
	return child(ctx, stdin, stdout, checks.GetAll())
}

func child(ctx context.Context, stdin io.Reader, stdout io.Writer, all checker.CheckNameToFnMap) error {
	cutNetwork()
	debug.SetMaxStack(maxStack)
	// What a library prints must not get between the messages.
	os.Stdout = os.Stderr
	in := bufio.NewReaderSize(stdin, 64<<10)
	var j job
	line, err := in.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("read the job: %w", err)
	}
	if err := json.Unmarshal(line, &j); err != nil {
		return fmt.Errorf("read the job: %w", err)
	}
	tree := os.NewFile(treeFD, "tree")
	if tree == nil {
		return errors.New("read the job: no tree")
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		// The parent keeps the pipe open as long as it lives and wants answers.
		_, err := io.Copy(io.Discard, in)
		cancel(errors.Join(errors.New("the parent went away"), err))
	}()
	done := make(chan error, 1)
	go func() { done <- runAll(ctx, j, &contents{j.Files, tree}, all, json.NewEncoder(stdout)) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// runAll runs the checks one after the other: then the parent knows which one
// is at fault, what each costs, and memory is that of one check.
func runAll(ctx context.Context, j job, tree *contents, all checker.CheckNameToFnMap, out *json.Encoder) error {
	for _, name := range j.Checks {
		if err := out.Encode(message{Start: name}); err != nil {
			return err
		}
		began := time.Now()
		res := runOne(ctx, name, j, tree, all)
		c := converted(name, res, j.Evidence)
		c.Took = time.Since(began)
		if err := out.Encode(message{Check: &c}); err != nil {
			return err
		}
	}
	return out.Encode(message{End: true, Memory: peak(os.Getpid())})
}

// runOne lets Scorecard run one check on the tree.
func runOne(ctx context.Context, name string, j job, tree *contents, all checker.CheckNameToFnMap) checker.CheckResult {
	check, ok := all[name]
	if !ok {
		return checker.CreateRuntimeErrorResult(name, fmt.Errorf("scorecard has no check %q", name))
	}
	check.Fn = recovering(name, check.Fn)
	v := &view{check: name, tree: tree, repo: j.Repo, commit: j.Commit}
	// No OSS-Fuzz client: with one that fails, Fuzzing fails before it looks
	// at the sources.
	r, err := pkg.RunScorecard(ctx, repoName(j.Repo), j.Commit, 0, checker.CheckNameToFnMap{name: check}, v, nil, refuse{}, refuse{})
	if err != nil {
		return checker.CreateRuntimeErrorResult(name, err)
	}
	if len(r.Checks) != 1 {
		return checker.CreateRuntimeErrorResult(name, fmt.Errorf("scorecard gave %d results for one check", len(r.Checks)))
	}
	return r.Checks[0]
}

// recovering makes a panic in a check an error of that check.
func recovering(name string, fn checker.CheckFn) checker.CheckFn {
	return func(r *checker.CheckRequest) (res checker.CheckResult) {
		defer func() {
			if p := recover(); p != nil {
				res = checker.CreateRuntimeErrorResult(name, sce.WithMessage(sce.ErrScorecardInternal, fmt.Sprintf("panic: %v", p)))
			}
		}()
		return fn(r)
	}
}

// converted is Scorecard's result in our words, as it returned it.
func converted(name string, res checker.CheckResult, evidence int) health.Check {
	c := health.Check{Name: name, State: health.CheckScored, Score: res.Score, Reason: clip(res.Reason)}
	switch {
	case res.Error != nil:
		c.State, c.Score, c.Error = health.CheckErrored, checker.InconclusiveResultScore, clip(res.Error.Error())
		c.Reason = ""
	case res.Score == checker.InconclusiveResultScore:
		c.State = health.CheckInconclusive
	case res.Score < checker.MinResultScore || res.Score > checker.MaxResultScore:
		c.State, c.Error = health.CheckErrored, fmt.Sprintf("score %d is not between 0 and 10", res.Score)
		c.Score, c.Reason = checker.InconclusiveResultScore, ""
	}
	c.Details, c.Omitted = details(res.Details, evidence)
	return c
}
