package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// program is one that is measured, and the proxy it goes through.
type program struct {
	path  string
	env   []string
	proxy *proxy
}

// usage is what a run took.
type usage struct {
	stdout []byte
	wall   time.Duration
	// cpu is that of the program and of the processes it started.
	cpu time.Duration
	// requests are counted by kind.
	requests map[string]int
	// largest is the resident memory of the largest process; resident of all
	// together, which counts pages of the program once for each, and shared each
	// page once. All are the most at one moment, in bytes, and 0 when not watched.
	largest, resident, shared int64
}

// longest is how long a run may take.
const longest = 5 * time.Minute

// run runs the program once to its end.
func (p program) run(watch bool, args ...string) (usage, error) {
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.path, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.Env = &stdout, &stderr, p.env
	p.proxy.taken()
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return usage{}, err
	}
	var u usage
	ended := make(chan struct{})
	var watching sync.WaitGroup
	if watch {
		watching.Go(func() { u.watch(cmd.Process.Pid, ended) })
	}
	err := cmd.Wait()
	u.wall = time.Since(began)
	close(ended)
	watching.Wait()
	fmt.Fprintf(os.Stderr, "%s: %d ms\n", filepath.Base(p.path), u.wall.Milliseconds())
	if err != nil {
		return u, fmt.Errorf("%s: %w: %s", filepath.Base(p.path), err, bytes.TrimSpace(stderr.Bytes()))
	}
	if _, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); !ok {
		return u, fmt.Errorf("%s: no resource usage on this system", p.path)
	}
	u.stdout, u.requests = stdout.Bytes(), p.proxy.taken()
	u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return u, nil
}

// watch looks at the processes until ended. The system needs longer to share
// pages out, so it is asked that more rarely.
func (u *usage) watch(pid int, ended <-chan struct{}) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for n := 0; ; n++ {
		var resident, shared int64
		for _, p := range family(pid) {
			r := size(p, "status", "VmRSS:")
			u.largest = max(u.largest, size(p, "status", "VmHWM:"))
			resident += r
			if n%8 == 0 {
				shared += size(p, "smaps_rollup", "Pss:")
			}
		}
		u.resident, u.shared = max(u.resident, resident), max(u.shared, shared)
		select {
		case <-ended:
			return
		case <-tick.C:
		}
	}
}

// family is a process and those it started, which start none.
func family(pid int) []int {
	out := []int{pid}
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil { // the pattern above is wrong
		panic(err)
	}
	var b []byte
	for _, t := range tasks { // any thread may have started some
		more, err := os.ReadFile(t)
		if err == nil {
			b = append(b, more...)
		}
	}
	for _, f := range strings.Fields(string(b)) {
		if p, err := strconv.Atoi(f); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// size returns a size in bytes from a file of /proc, 0 when the process is gone.
func size(pid int, file, field string) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, file))
	_, rest, ok := strings.Cut(string(b), field)
	fields := strings.Fields(rest)
	if err != nil || !ok || len(fields) == 0 {
		return 0
	}
	n, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return 0
	}
	return n << 10
}
