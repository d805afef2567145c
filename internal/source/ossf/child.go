package ossf

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"github.com/ossf/scorecard/v4/checker"
	"github.com/ossf/scorecard/v4/checks"
	"github.com/ossf/scorecard/v4/clients"
	"github.com/plumbline-scorecard/plumbline/internal/check"

	sce "github.com/ossf/scorecard/v4/errors"
	"github.com/ossf/scorecard/v4/pkg"
)

// ChildArg is the argument with which the parent starts the program as a child.
const ChildArg = "scorecard-child"

// maxStack stops an endless recursion long before the memory limit does.
const maxStack = 64 << 20

// Child runs the checks that the parent requests on stdin and reports on stdout. A program started
// with ChildArg does nothing else. Child changes the complete process: no network, and standard
// output goes to standard error. It returns when the work is done, or with an error if ctx ends or
// the parent exits, even while a check is running: the caller must then exit.
func Child(ctx context.Context, stdin io.Reader, stdout io.Writer) error {
	return child(ctx, stdin, stdout, library())
}

// library returns the checks of Scorecard, all but one unchanged.
func library() checker.CheckNameToFnMap {
	all := checks.GetAll()
	c := all[checks.CheckPackaging]
	c.Fn = packaging
	all[checks.CheckPackaging] = c
	return all
}

// work is the environment for the checks of one child.
type work struct {
	job    job
	tree   *contents
	all    checker.CheckNameToFnMap
	parent *parent
	// host is nil if there is only the tree.
	host *hosted
	// reading is the file that the running check asked for last.
	reading atomic.Pointer[string]
	// view is that of the last check.
	view *view
}

func child(ctx context.Context, stdin io.Reader, stdout io.Writer, all checker.CheckNameToFnMap) error {
	debug.SetMaxStack(maxStack)
	// Output of a library must not mix with the messages.
	os.Stdout = os.Stderr
	in := bufio.NewReaderSize(stdin, 64<<10)
	w := &work{all: all, parent: newParent(stdout)}
	line, err := in.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("read the job: %w", err)
	}
	if err := json.Unmarshal(line, &w.job); err != nil {
		return fmt.Errorf("read the job: %w", err)
	}
	tree := os.NewFile(treeFD, "tree")
	if tree == nil {
		return errors.New("read the job: no tree")
	}
	w.tree = &contents{w.job.Files, tree}
	var by http.RoundTripper = refuse{}
	if w.job.Records != nil {
		by, w.host = w.parent, newHosted(w.job, w.parent, os.NewFile(ownerFD, "owner"))
		w.tree.files = listed(w.job.Files)
	}
	cutNetwork(by)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		// The parent keeps the pipe open as long as it lives and wants answers.
		cancel(errors.Join(errOrphan, w.parent.listen(in)))
	}()
	done := make(chan error, 1)
	go func() { done <- w.runAll(ctx) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// runAll runs the checks in sequence. The parent thus knows which one is at fault and what each
// costs, and memory is that of one check.
func (w *work) runAll(ctx context.Context) error {
	for _, name := range w.job.Checks {
		if err := w.parent.begin(name); err != nil {
			return err
		}
		w.reading.Store(nil)
		began := time.Now()
		c := converted(name, w.runOne(ctx, name), w.job.Evidence)
		if unread := w.view.unreadBy(); unread != "" {
			// Whatever the check makes of the rest is no result over the whole tree.
			c = check.Check{Name: name, State: check.Errored, Score: checker.InconclusiveResultScore, Error: clip(unread), Reason: clip(unread), Late: check.Late{Why: clip(unread), Own: true}}
		} else if c.State == check.Errored {
			c.Late = w.late()
			c.Reason = clip(cmp.Or(w.parent.failure(), c.Late.Why))
		}
		c.Took = time.Since(began)
		if err := w.parent.say(message{Check: &c}); err != nil {
			return err
		}
	}
	return w.parent.say(message{End: true, Memory: peak(os.Getpid())})
}

// late returns why the check that just ended has no result: an ask without an answer, otherwise the
// tree.
func (w *work) late() check.Late {
	if failed := w.parent.failure(); failed != "" {
		// A name of a service contains no colon; see respondent.answer.
		if whom, why, ok := strings.Cut(failed, ": "); ok {
			return check.Late{Whom: clip(whom), Why: clip(why)}
		}
		return check.Late{Why: clip(failed)}
	}
	why := errUnreadable.Error()
	if name := w.reading.Load(); name != nil {
		why += ": " + *name
	}
	return check.Late{Why: clip(why), Own: true}
}

// runOne runs one check with Scorecard.
func (w *work) runOne(ctx context.Context, name string) checker.CheckResult {
	w.view = nil
	check, ok := w.all[name]
	if !ok {
		return checker.CreateRuntimeErrorResult(name, fmt.Errorf("scorecard has no check %q", name))
	}
	check.Fn = recovering(name, check.Fn)
	r, err := w.scorecard(ctx, name, check)
	if err != nil {
		return checker.CreateRuntimeErrorResult(name, err)
	}
	if len(r.Checks) != 1 {
		return checker.CreateRuntimeErrorResult(name, fmt.Errorf("scorecard gave %d results for one check", len(r.Checks)))
	}
	res := r.Checks[0]
	if w.host == nil {
		res.Details = seen(res.Details)
	} else {
		res.Details = w.host.anonymous(name, res.Details)
	}
	if name == securityPolicy && res.Error == nil {
		res.Details = append(res.Details, policyMixedUp(w.tree.files)...)
	}
	return res
}

func (w *work) scorecard(ctx context.Context, name string, check checker.Check) (pkg.ScorecardResult, error) {
	v := &view{check: name, tree: w.tree, repo: w.job.Repo, commit: w.job.Commit, reading: &w.reading}
	w.view = v
	one := checker.CheckNameToFnMap{name: check}
	if w.host == nil {
		// No OSS-Fuzz client: with a failing one, Fuzzing fails before it reads the sources.
		return pkg.RunScorecard(ctx, repoName(w.job.Repo), w.job.Commit, 0, one, v, nil, refuse{}, refuse{})
	}
	v.host = w.host
	return pkg.RunScorecard(ctx, repoName(w.job.Repo), clients.HeadSHA, 0, one, hostedView{v}, w.host.fuzz,
		clients.DefaultCIIBestPracticesClient(), quitting{clients.DefaultVulnerabilitiesClient(), w.parent})
}

// recovering turns a panic in a check into an error of that check.
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

// converted converts Scorecard's result without interpreting it.
func converted(name string, res checker.CheckResult, evidence int) check.Check {
	c := check.Check{Name: name, State: check.Scored, Score: res.Score, Reason: clip(res.Reason)}
	switch {
	case res.Error != nil:
		c.State, c.Score, c.Error = check.Errored, checker.InconclusiveResultScore, clip(res.Error.Error())
		c.Reason = ""
	case res.Score == checker.InconclusiveResultScore:
		c.State = check.Inconclusive
	case res.Score < checker.MinResultScore || res.Score > checker.MaxResultScore:
		c.State, c.Error = check.Errored, fmt.Sprintf("score %d is not between 0 and 10", res.Score)
		c.Score, c.Reason = checker.InconclusiveResultScore, ""
	}
	c.Details, c.Omitted = details(res.Details, evidence)
	return c
}
