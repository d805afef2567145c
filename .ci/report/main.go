// Command report reads `go test -json` from standard input while the tests run and
// prints what a person needs: a line for each package as it ends, with the count of
// those done, the output of each failed test at once, the tests that were skipped with
// their reason, and the totals last. Its argument is the number of packages.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

type event struct {
	Action, Package, Test, Output string
	ImportPath                    string // of a build, which has no Package
	Elapsed                       float64
}

const module = "github.com/plumbline-scorecard/plumbline/"

func main() {
	of := 0 // not known
	if len(os.Args) > 1 {
		of, _ = strconv.Atoi(os.Args[1])
	}
	failed, err := report(os.Stdin, os.Stdout, of)
	if err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(2)
	}
	if failed {
		os.Exit(1)
	}
}

func report(r io.Reader, w io.Writer, of int) (failed bool, err error) {
	output := map[string][]string{}
	count := map[string]int{}
	done := 0
	var skipped []string
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 1<<20), 64<<20)
	for in.Scan() {
		var e event
		if json.Unmarshal(in.Bytes(), &e) != nil { // a build's own output
			fmt.Fprintln(w, in.Text())
			continue
		}
		key := e.Package + e.ImportPath + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			output[key] = append(output[key], e.Output)
		case "pass", "fail", "skip":
			failed = failed || e.Action == "fail"
			if e.Action == "fail" {
				fmt.Fprint(w, strings.Join(output[key], ""))
			}
			if e.Test == "" {
				done++
				if e.Action != "skip" { // a package without tests
					fmt.Fprintf(w, "%-4s %3d/%d %s %.1fs\n", e.Action, done, max(of, done), strings.TrimPrefix(e.Package, module), e.Elapsed)
				}
				continue
			}
			count[e.Action]++
			if e.Action == "skip" {
				skipped = append(skipped, e.Test+": "+reason(output[key]))
			}
			delete(output, key)
		case "build-fail":
			failed = true
			fmt.Fprint(w, strings.Join(output[key], ""))
		}
	}
	for _, s := range skipped {
		fmt.Fprintln(w, "skipped:", s)
	}
	fmt.Fprintf(w, "%d passed, %d failed, %d skipped\n", count["pass"], count["fail"], count["skip"])
	return failed, in.Err()
}

// reason returns the line a skipped test gave, without its position.
func reason(lines []string) string {
	for _, l := range lines {
		l = strings.TrimSpace(l)
		if l == "" || strings.HasPrefix(l, "===") || strings.HasPrefix(l, "---") {
			continue
		}
		if _, msg, ok := strings.Cut(l, ": "); ok {
			return msg
		}
		return l
	}
	return "no reason given"
}
