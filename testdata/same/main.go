// Command same compares all a user can get from two builds of plumbline on the
// bundled data: every page, document and static file that is linked, and what
// every command prints.
//
//	go run ./testdata/same OLD NEW
//
// Both builds run at the same time, each with databases of its own, and neither
// asks a host outside this machine. It prints each difference once, with the
// pages and commands that have it, and exits 1 when there is one. Differences
// that are meant stand in a file with their reasons; see -expect.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	old     = 0
	current = 1
)

// The two halves of a comparison.
const (
	pagesOnly    = "pages"
	commandsOnly = "commands"
)

type options struct {
	only, expect string
	pages, lines int
	binaries     [2]string
}

func main() {
	var o options
	flag.StringVar(&o.only, "only", "", "compare pages or commands alone")
	flag.StringVar(&o.expect, "expect", "", "`file` of differences that are meant, a line each: what: reason")
	flag.IntVar(&o.pages, "pages", 1500, "most addresses asked for of each of the two databases")
	flag.IntVar(&o.lines, "lines", 40, "most lines printed of a difference")
	flag.Parse()
	if flag.NArg() != 2 || o.only != "" && o.only != pagesOnly && o.only != commandsOnly {
		fmt.Fprintln(os.Stderr, "use: same [-only pages|commands] [-expect FILE] OLD NEW")
		os.Exit(2)
	}
	copy(o.binaries[:], flag.Args())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	same, err := o.run(ctx, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "same:", err)
		os.Exit(2)
	}
	if !same {
		os.Exit(1)
	}
}

// run compares the builds and reports whether they are the same.
func (o options) run(ctx context.Context, w io.Writer) (bool, error) {
	known, err := readExpected(o.expect)
	if err != nil {
		return false, err
	}
	dir, err := os.MkdirTemp("", "same-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir) // what is left is in the temporary folder
	began := time.Now()
	sides, err := o.sides(ctx, dir, began)
	if err != nil {
		return false, err
	}
	r := &report{lines: o.lines, expected: known, only: o.only}
	if err := runCommands(ctx, sides, r, o.only == pagesOnly); err != nil {
		return false, err
	}
	if o.only != commandsOnly {
		for _, db := range []string{"fresh", "later"} {
			if err := comparePages(ctx, sides, r, db, o.pages); err != nil {
				return false, err
			}
		}
	}
	if day(began) != day(time.Now()) {
		return false, fmt.Errorf("the day changed while comparing; ages are in days: run it again")
	}
	return r.print(w), nil
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// sides prepares a folder for each build, with the same files in both.
func (o options) sides(ctx context.Context, dir string, began time.Time) (sides [2]*side, err error) {
	for i, name := range []string{"old", "new"} {
		binary, err := filepath.Abs(o.binaries[i])
		if err != nil {
			return sides, err
		}
		s := &side{binary: binary, dir: filepath.Join(dir, name)}
		if err := writeFixtures(ctx, s.dir); err != nil {
			return sides, err
		}
		first, _, _ := strings.Cut(s.run(ctx, "version.db", []string{"version"}).stdout, "\n")
		version, ok := strings.CutPrefix(first, "plumbline ")
		if !ok {
			return sides, fmt.Errorf("%s says %q to version; is it plumbline?", binary, first)
		}
		s.normal = newNormaliser(binary, s.dir, version, began)
		sides[i] = s
	}
	return sides, nil
}
