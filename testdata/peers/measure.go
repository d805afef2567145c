package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// command is a program to be measured.
type command struct {
	path string
	args []string
	env  []string
}

// outcome is one run of a command.
type outcome struct {
	stdout []byte
	// cpu and rss are those of the program and of what it started and waited
	// for: the sum of times, the memory of the largest process in bytes.
	cpu time.Duration
	rss int64
}

// memory is the most at one moment over all processes of a command, in bytes.
type memory struct {
	// resident counts a page of the program once per process that has it.
	resident int64
	// private is without pages of files, which the system may drop and shares.
	private int64
}

// run runs the command to its end; m may be nil.
func (c command) run(m *memory) (outcome, error) {
	cmd := exec.Command(c.path, c.args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.Env = &stdout, &stderr, c.env
	if err := cmd.Start(); err != nil {
		return outcome{}, err
	}
	ended, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		if m != nil {
			m.watch(cmd.Process.Pid, ended)
		}
	}()
	err := cmd.Wait()
	close(ended)
	<-watched
	if err != nil {
		return outcome{}, fmt.Errorf("%s: %w: %s", filepath.Base(c.path), err, bytes.TrimSpace(stderr.Bytes()))
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return outcome{}, fmt.Errorf("%s: no resource usage on this system", c.path)
	}
	return outcome{
		stdout: stdout.Bytes(),
		cpu:    cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(),
		rss:    usage.Maxrss << 10,
	}, nil
}

// watch looks at the processes every few milliseconds until ended. What each
// had resident at most is taken, so that a peak between two looks counts.
func (m *memory) watch(pid int, ended <-chan struct{}) {
	tick := time.NewTicker(3 * time.Millisecond)
	defer tick.Stop()
	for {
		var now memory
		for _, p := range family(pid) {
			now.resident += status(p, "VmHWM:")
			now.private += status(p, "RssAnon:")
		}
		m.resident, m.private = max(m.resident, now.resident), max(m.private, now.private)
		select {
		case <-ended:
			return
		case <-tick.C:
		}
	}
}

// family is a process and the processes it started.
func family(pid int) []int {
	out := []int{pid}
	all, err := filepath.Glob("/proc/[0-9]*")
	if err != nil { // the pattern above is wrong
		panic(err)
	}
	for _, dir := range all {
		p, err := strconv.Atoi(filepath.Base(dir))
		if err == nil && p > pid && parent(p) == pid {
			out = append(out, p)
		}
	}
	return out
}

// parent returns 0 for a process that is gone.
func parent(pid int) int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	// The name, in brackets, may have blanks in it.
	fields := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	if err != nil || len(fields) < 2 {
		return 0
	}
	n, err := strconv.Atoi(fields[1])
	if err != nil {
		return 0
	}
	return n
}

// status returns a size in bytes from /proc, 0 when the process is gone.
func status(pid int, field string) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, rest, ok := strings.Cut(string(b), field)
	if err != nil || !ok {
		return 0
	}
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	n, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return 0
	}
	return n << 10
}
