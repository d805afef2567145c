// Command truth reads real clones twice: with plumbline, and with a script of git, grep and
// awk that shares no code with it. It prints both readings side by side, with a mark where
// they differ, for people to look at: either may be wrong.
//
//	go run ./testdata/truth [-bin PROGRAM] DIR…
//
// A DIR is a bare clone, or a folder with one in .git or repo. Nothing is written to it and
// nothing is asked of the network. It exits 1 when a clone could not be read by plumbline.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"text/tabwriter"
	"time"
)

//go:embed independent.sh
var script string

type options struct {
	bin     string
	timeout time.Duration
	workers int
	all     bool
}

func main() {
	var o options
	flag.StringVar(&o.bin, "bin", "bin/plumbline", "the `program` to try")
	flag.DurationVar(&o.timeout, "timeout", 2*time.Minute, "time for each of the two readings of a clone")
	flag.IntVar(&o.workers, "workers", 2, "clones read at the same time")
	flag.BoolVar(&o.all, "all", true, "print clones without a difference, too")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "use: truth [-bin PROGRAM] [-timeout 2m] DIR…")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	read, err := o.run(ctx, os.Stdout, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "truth:", err)
		os.Exit(2)
	}
	if !read {
		os.Exit(1)
	}
}

// reading is one clone with what both said of it.
type reading struct {
	name   string
	ours   ours
	theirs map[string]string
	err    error
	took   time.Duration
}

// run reads all clones and prints them in the order given.
func (o options) run(ctx context.Context, w io.Writer, dirs []string) (bool, error) {
	bin, err := filepath.Abs(o.bin)
	if err != nil {
		return false, err
	}
	o.bin = bin
	work, err := os.MkdirTemp("", "truth-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(work) // only links and a copy of the script
	if err := os.WriteFile(filepath.Join(work, "independent.sh"), []byte(script), 0o600); err != nil {
		return false, err
	}
	all := make([]chan reading, len(dirs))
	for i := range all {
		all[i] = make(chan reading, 1)
	}
	var next atomic.Int64 // the clones are begun in their order, because they are printed in it
	var wait sync.WaitGroup
	for range max(1, o.workers) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(dirs); i = int(next.Add(1)) - 1 {
				all[i] <- o.read(ctx, work, dirs[i], i)
			}
		})
	}
	var sum summary
	for _, c := range all {
		r := <-c
		sum.add(r.print(w, o.all))
	}
	wait.Wait()
	sum.print(w)
	return sum.unread == 0, nil
}

// read reads one clone both ways.
func (o options) read(ctx context.Context, work, dir string, i int) reading {
	began := time.Now()
	owner, name, git, err := locate(dir)
	r := reading{name: strings.Trim(owner+"/"+name, "/"), err: err}
	if err != nil {
		return r
	}
	place := filepath.Join(work, fmt.Sprint(i))
	if r.err = errors.Join(os.Mkdir(place, 0o700), os.Symlink(git, filepath.Join(place, name))); r.err != nil {
		return r
	}
	r.ours, r.err = o.ours(ctx, place, name)
	if r.err != nil {
		return r
	}
	at := fmt.Sprint(r.ours.AsOf.Unix())
	out, err := o.output(ctx, "sh", filepath.Join(work, "independent.sh"), git, at)
	if err != nil {
		r.err = fmt.Errorf("the script: %w", err)
	}
	r.theirs = map[string]string{}
	for line := range strings.Lines(out) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		r.theirs[key] = value
	}
	r.took = time.Since(began).Round(time.Second)
	return r
}

// locate finds the git directory of a clone, and the name of its repository, from a folder called
// name, name.git, owner+name or owner/name.
func locate(dir string) (owner, name, git string, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return "", "", "", err
	}
	for _, sub := range []string{"", ".git", "repo", filepath.Join("repo", ".git")} {
		if st, err := os.Stat(filepath.Join(dir, sub, "objects")); err == nil && st.IsDir() {
			git = filepath.Join(dir, sub)
			break
		}
	}
	if git == "" {
		return "", filepath.Base(dir), "", errors.New("it holds no git directory")
	}
	for base := filepath.Base(dir); base == "repo" || base == ".git"; base = filepath.Base(dir) {
		dir = filepath.Dir(dir)
	}
	name = strings.TrimSuffix(filepath.Base(dir), ".git")
	if o, n, ok := strings.Cut(name, "+"); ok && o != "" && n != "" {
		return o, n, git, nil
	}
	return filepath.Base(filepath.Dir(dir)), name, git, nil
}

// ours is the part of plumbline's document that is compared.
type ours struct {
	AsOf   time.Time        `json:"as_of"`
	Inputs map[string]input `json:"inputs"`
}

type input struct {
	State, Reason, Commit string
	Value                 any
}

// says is the value of an input, or why there is none.
func (o ours) says(id string) string {
	in := o.Inputs[id]
	if in.State != "observed" {
		return "? " + in.Reason
	}
	return fmt.Sprint(in.Value)
}

func (o options) ours(ctx context.Context, place, name string) (ours, error) {
	out, err := o.output(ctx, o.bin, "scan", "https://truth.example/any/"+name, "--json", "--sources", "git", "--offline",
		"--mirror", filepath.Join(place, "{name}"))
	var got ours
	if err == nil {
		err = json.Unmarshal([]byte(out), &got)
	}
	return got, err
}

// output runs a program within the time of one reading, its children included.
func (o options) output(ctx context.Context, program string, args ...string) (string, error) {
	ctx, stop := context.WithTimeoutCause(ctx, o.timeout, fmt.Errorf("it took more than %s", o.timeout))
	defer stop()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 2 * time.Second
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	switch {
	case ctx.Err() != nil:
		return "", context.Cause(ctx)
	case err != nil:
		return "", fmt.Errorf("%w: %.200s", err, strings.Join(strings.Fields(said.String()), " "))
	}
	return string(out), nil
}

// print writes the table of one clone.
func (r reading) print(w io.Writer, all bool) outcome {
	if r.err != nil {
		fmt.Fprintf(w, "\n%s\n  not read: %v\n", r.name, r.err)
		return outcome{unread: true}
	}
	rows := r.compare()
	var got outcome
	for _, row := range rows {
		if row.differs {
			got.differ = append(got.differ, row.what)
		}
	}
	if len(got.differ) == 0 && !all {
		return got
	}
	fmt.Fprintf(w, "\n%s, as of %s, %s\n", r.name, r.ours.AsOf.Format(time.DateOnly), r.took)
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		mark := " "
		if row.differs {
			mark = "≠"
		}
		fmt.Fprintf(tw, "  %s\t%s\t%s\t%s\n", mark, row.what, clean(row.ours), clean(row.theirs))
	}
	tw.Flush() // to a standard output that is gone there is nothing to say
	return got
}

// clean keeps control characters of names out of the terminal.
func clean(s string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return '?'
		}
		return c
	}, s)
}
