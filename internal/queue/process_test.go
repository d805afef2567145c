package queue

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// childEnv makes the test binary a process that works on the database named,
// until its standard input ends.
const childEnv = "PLUMBLINE_QUEUE_TEST_CHILD"

// projectsEnv is how many projects the child's list has, rescueEnv after how
// long it takes over the jobs of a process that vanished.
const (
	projectsEnv = "PLUMBLINE_QUEUE_TEST_PROJECTS"
	rescueEnv   = "PLUMBLINE_QUEUE_TEST_RESCUE"
)

// lines writes what happens, one line an event, without tearing.
type lines struct{ out *os.File }

func (l lines) write(kind, what string) { fmt.Fprintf(l.out, "%s %s\n", kind, what) }

// child works until standard input ends, and prints "began SLUG" for each
// observation and "log MESSAGE" for what the queue logs.
func child(dsn string) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	out := lines{os.Stdout}
	st, err := store.Open(ctx, dsn, time.Now)
	if err != nil {
		return err
	}
	defer st.Close()
	n, err := strconv.Atoi(os.Getenv(projectsEnv))
	if err != nil {
		return err
	}
	rescue, err := time.ParseDuration(os.Getenv(rescueEnv))
	if err != nil {
		return err
	}
	l := listOf(n)
	work, err := newSteps(st, l, func(_ context.Context, slug string) error {
		out.write("began", slug)
		return nil
	})
	if err != nil {
		return err
	}
	c := config(work, st, l, newEvents())
	c.Timeout, c.Rescue = rescue*9/10, rescue
	c.Log = slog.New(printer{slog.DiscardHandler, out})
	q, err := Open(ctx, dsn, c)
	if err != nil {
		return err
	}
	defer q.Close()
	go func() {
		io.Copy(io.Discard, os.Stdin) // its end is the signal, whatever ends it
		cancel()
	}()
	return q.Run(ctx)
}

// printer is a log for the parent process.
type printer struct {
	slog.Handler
	out lines
}

func (printer) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelInfo }

func (p printer) Handle(_ context.Context, r slog.Record) error {
	text := r.Message
	if r.Level >= slog.LevelWarn {
		r.Attrs(func(a slog.Attr) bool {
			text += " " + a.String()
			return true
		})
		text = "WARN " + text
	}
	p.out.write("log", text)
	return nil
}

// process is a child that is watched.
type process struct {
	cmd   *exec.Cmd
	stdin io.Closer
	began map[string]int // by project; complete once ended is closed
	logs  *events
	ended chan struct{}
}

// startProcess starts a child; each is called for every observation it begins.
func (p place) startProcess(t *testing.T, rescue time.Duration, each func(*process)) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := &process{cmd: exec.Command(self), began: map[string]int{}, logs: newEvents(), ended: make(chan struct{})}
	c.cmd.Env = append(os.Environ(), childEnv+"="+p.dsn, projectsEnv+"="+fmt.Sprint(len(p.l.Projects)), rescueEnv+"="+rescue.String())
	c.cmd.Stderr = os.Stderr
	if c.stdin, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(c.ended)
		for s := bufio.NewScanner(out); s.Scan(); {
			kind, what, _ := strings.Cut(s.Text(), " ")
			switch kind {
			case "began":
				c.began[what]++
				each(c)
			case "log":
				c.logs.note(what)
			}
		}
	}()
	t.Cleanup(func() {
		c.cmd.Process.Kill() // it may have ended by itself
		<-c.ended
		c.cmd.Wait() // its result was judged by stop, or it was killed
	})
	return c
}

// stop asks the child to end and waits for it.
func (c *process) stop(t *testing.T) {
	t.Helper()
	c.stdin.Close()
	<-c.ended
	if err := c.cmd.Wait(); err != nil {
		t.Errorf("a process ended with %v", err)
	}
	for _, l := range c.logs.seen {
		if strings.HasPrefix(l, "WARN") {
			t.Errorf("a process logged %s", l)
		}
	}
}

// awaitPublished returns when one of the children has published a run.
func awaitPublished(t *testing.T, children ...*process) {
	t.Helper()
	late := time.After(90 * time.Second)
	done := make(chan struct{})
	var once sync.Once
	for _, c := range children {
		go func() {
			for {
				n, more := c.logs.count(eventPublished)
				if n > 0 {
					once.Do(func() { close(done) })
					return
				}
				select {
				case <-more:
				case <-done:
					return
				}
			}
		}()
	}
	select {
	case <-done:
	case <-late:
		once.Do(func() { close(done) })
		t.Fatal("no run was published in time")
	}
}

func nothing(*process) {}

func manyJobs() int {
	if raceDetector {
		return 80
	}
	return 500
}

func TestRun_twoProcessesShareFiveHundredJobs(t *testing.T) {
	t.Parallel()
	onEngines(t, manyJobs(), func(t *testing.T, p place) {
		began := time.Now()
		a, b := p.startProcess(t, time.Minute, nothing), p.startProcess(t, time.Minute, nothing)
		awaitPublished(t, a, b)
		took := time.Since(began)
		a.stop(t)
		b.stop(t)
		p.published(t, len(p.l.Projects), 0)
		for _, s := range slugs(p.l) {
			if n := a.began[s] + b.began[s]; n != 1 {
				t.Errorf("%s was observed %d times", s, n)
			}
		}
		if len(a.began) == 0 || len(b.began) == 0 {
			t.Errorf("the processes observed %d and %d projects; want both to work", len(a.began), len(b.began))
		}
		publishedA, _ := a.logs.count(eventPublished)
		publishedB, _ := b.logs.count(eventPublished)
		if publishedA+publishedB != 1 {
			t.Errorf("the run was published %d times", publishedA+publishedB)
		}
		t.Logf("%d jobs, 2 processes: %s from start to publication, %d and %d", len(p.l.Projects), took.Round(time.Millisecond), len(a.began), len(b.began))
	})
}

func TestRun_killedProcessLosesNothingAndRepeatsNothing(t *testing.T) {
	t.Parallel()
	onEngines(t, manyJobs(), func(t *testing.T, p place) {
		// Long enough that no job of a busy machine is taken for a dead one.
		const rescue = 15 * time.Second
		var killed time.Time
		a := p.startProcess(t, rescue, func(c *process) {
			if len(c.began) == len(p.l.Projects)/8 {
				killed = time.Now()
				c.cmd.Process.Kill() // in the middle of an observation; its end is awaited below
			}
		})
		b := p.startProcess(t, rescue, nothing)
		<-a.ended
		awaitEmpty(t, p, a)
		b.stop(t)
		// A job is taken over when its process has been silent for that long.
		wait(t.Context(), time.Until(killed.Add(rescue+100*time.Millisecond)))
		c := p.startProcess(t, rescue, nothing)
		awaitPublished(t, b, c)
		c.stop(t)
		p.published(t, len(p.l.Projects), 0)
		twice := 0
		for _, s := range slugs(p.l) {
			n := a.began[s] + b.began[s] + c.began[s]
			if n == 0 || n > 2 || n == 2 && a.began[s] == 0 {
				t.Errorf("%s was observed %d times, %d of them by the process that was killed", s, n, a.began[s])
			}
			if n == 2 {
				twice++
			}
		}
		if twice > 4 {
			t.Errorf("%d projects were observed again; the process that was killed worked on 4", twice)
		}
		t.Logf("%d jobs, one process killed after %d: %d begun again", len(p.l.Projects), len(a.began), twice)
	})
}

// awaitEmpty returns when the projects without an answer are those the dead
// process was working on.
func awaitEmpty(t *testing.T, p place, dead *process) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for range 1200 {
		runs, err := p.st.Runs(t.Context(), p.l.Slug, 1)
		if err != nil || len(runs) != 1 {
			t.Fatalf("runs %+v, error %v", runs, err)
		}
		pending, err := p.st.Pending(t.Context(), runs[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		others := 0
		for _, s := range pending {
			if dead.began[s] == 0 {
				others++
			}
		}
		if others == 0 {
			return
		}
		<-tick.C
	}
	t.Fatal("the process that lives did not finish")
}
