package ossf

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
)

// Why a child was stopped.
var (
	errSilent = errors.New("took too long")
	errMemory = errors.New("took too much memory")
	errOutput = errors.New("wrote too much")
	errBroken = errors.New("stopped unexpectedly")
	// errOrphan stops a child whose parent is no more.
	errOrphan = errors.New("the parent went away")
)

// watchEvery is the interval for checking memory and time: at 20 ms a check that allocates 2 GB a
// second exceeds the limit by 40 MB.
const watchEvery = 20 * time.Millisecond

// process is one run of the child.
type process struct {
	command []string
	limits  Limits
	folder  *folder
	tree    *os.File
	// answer and owner are nil without a host.
	answer func(ctx context.Context, q ask) answer
	owner  *os.File
}

// outcome is the result of one run of the child.
type outcome struct {
	checks []check.Check
	// asked are the answered asks, by check.
	asked map[string][]asked
	// at is the check that was running when the child was stopped or broke; empty if there was
	// none.
	at string
	// err is why the child did not finish; nil if it did.
	err error
	cpu time.Duration
	rss int64 // maximum resident memory, bytes
}

// run starts the child on the job and reads its messages until it ends or exceeds a limit. It then
// kills every process of its group.
func (p process) run(ctx context.Context, j job) outcome {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	cmd := exec.CommandContext(ctx, p.command[0], p.command[1:]...)
	cmd.Dir, cmd.Env = p.folder.work(), p.environment()
	cmd.ExtraFiles = []*os.File{p.tree}
	if p.owner != nil {
		cmd.ExtraFiles = append(cmd.ExtraFiles, p.owner)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	noise := &tail{limit: 64 << 10}
	cmd.Stderr = noise
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return outcome{err: err}
	}
	answers, out, err := os.Pipe()
	if err != nil {
		return outcome{err: err}
	}
	defer answers.Close()
	cmd.Stdout = out
	if err := errors.Join(cmd.Start(), out.Close()); err != nil {
		return outcome{err: fmt.Errorf("start %s: %w", p.command[0], err)}
	}
	var heard atomic.Int64
	heard.Store(time.Now().UnixNano())
	// The pipe stays open: its end shows the child that the parent no longer waits.
	r := newReplies(ctx, j, p, stdin, &heard)
	watched := make(chan int64, 1)
	ended := make(chan struct{})
	go func() { watched <- p.watch(cmd.Process.Pid, &heard, stop, ended) }()
	o := p.listen(answers, r)
	last := peak(cmd.Process.Pid)
	// Other processes of the group have nothing more to report. The leader was not waited for yet,
	// so its process id is still valid.
	_ = cmd.Cancel()
	waitErr := cmd.Wait()
	close(ended)
	r.stop()
	o.asked = r.told
	o.rss = max(o.rss, last, <-watched)
	return o.settle(ctx, cmd.ProcessState, waitErr, noise)
}

// environment returns the child's environment: no tokens, no proxies, no path to any program,
// nothing that Scorecard's code reads.
func (p process) environment() []string {
	return []string{
		"GOTRACEBACK=none",
		"GOMAXPROCS=1",
		"GOMEMLIMIT=" + strconv.FormatInt(p.limits.Memory/4*3, 10),
		"TMPDIR=" + p.folder.temp(),
		"HOME=" + p.folder.temp(),
		"PATH=",
	}
}

// listen reads messages until the last one, the end of the pipe or a limit.
func (p process) listen(answers io.Reader, r *replies) (o outcome) {
	limited := &io.LimitedReader{R: answers, N: p.limits.Output}
	in := bufio.NewReaderSize(limited, 64<<10)
	for {
		line, err := in.ReadBytes('\n')
		if limited.N <= 0 {
			o.err = fmt.Errorf("%w: more than %d bytes", errOutput, p.limits.Output)
			return o
		}
		if err != nil {
			o.err = errBroken
			return o
		}
		var m message
		if err := json.Unmarshal(line, &m); err != nil {
			o.err = fmt.Errorf("%w: its answer cannot be read: %w", errBroken, err)
			return o
		}
		r.heard.Store(time.Now().UnixNano())
		switch {
		case m.Ask != nil:
			r.take(o.at, *m.Ask)
		case m.End:
			o.rss = m.Memory
			return o
		case m.Check != nil && m.Check.Name != o.at:
			o.err = fmt.Errorf("%w: an answer of %q during %q", errBroken, m.Check.Name, o.at)
			return o
		case m.Check != nil:
			o.checks, o.at = append(o.checks, *m.Check), ""
		default:
			o.at = m.Start
		}
	}
}

// watch stops the child if it is silent for too long or grows too large, and returns the maximum
// resident memory it saw.
func (p process) watch(pid int, heard *atomic.Int64, stop context.CancelCauseFunc, ended <-chan struct{}) (most int64) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return most
		case now := <-tick.C:
			rss := peak(pid)
			most = max(most, rss)
			if rss > p.limits.Memory {
				stop(fmt.Errorf("%w: more than %d MiB", errMemory, p.limits.Memory>>20))
			}
			if now.Sub(time.Unix(0, heard.Load())) > p.limits.Check {
				stop(fmt.Errorf("%w: more than %s", errSilent, p.limits.Check))
			}
		}
	}
}

// peak returns the maximum resident memory of a process in bytes, from /proc, or 0 if it is gone or
// there is no /proc. The value reported by wait would include the memory that this process had when
// it started the child.
func peak(pid int) int64 {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	_, rest, ok := strings.Cut(string(b), "VmHWM:")
	kib, _, ok2 := strings.Cut(strings.TrimSpace(rest), " ")
	n, err := strconv.ParseInt(kib, 10, 64)
	if !ok || !ok2 || err != nil {
		return 0
	}
	return n << 10
}

// settle completes an outcome after the child ended.
func (o outcome) settle(ctx context.Context, state *os.ProcessState, waitErr error, noise *tail) outcome {
	o.cpu = state.UserTime() + state.SystemTime()
	switch {
	case o.err == nil:
		// Every answer is in; how the child exited no longer matters.
	case ctx.Err() != nil:
		o.err = context.Cause(ctx)
	case waitErr != nil && errors.Is(o.err, errBroken):
		o.err = fmt.Errorf("%w: %w%s", o.err, waitErr, noise.last())
	}
	return o
}

// tail keeps the end of what is written to it, so that a noisy child costs nothing and a crash can
// be explained.
type tail struct {
	limit int
	kept  []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.kept = append(t.kept, b[max(0, len(b)-t.limit):]...)
	if extra := len(t.kept) - t.limit; extra > 0 {
		t.kept = append(t.kept[:0], t.kept[extra:]...)
	}
	return len(b), nil
}

// last returns the beginning of a crash report, otherwise the last line, after ": ".
func (t *tail) last() string {
	text := bytes.TrimSpace(t.kept)
	for _, mark := range []string{"fatal error: ", "panic: "} {
		if i := bytes.LastIndex(text, []byte(mark)); i >= 0 {
			line, _, _ := bytes.Cut(text[i:], []byte("\n"))
			return ": " + clip(string(line))
		}
	}
	if len(text) == 0 {
		return ""
	}
	return ": " + clip(string(text[bytes.LastIndexByte(text, '\n')+1:]))
}
