// Command report reads `go test -json` from standard input and prints what a
// person needs: the output of failed tests, a line per package, the tests that
// were skipped with their reason, and the totals last.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64
}

func main() {
	failed, err := report(os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(2)
	}
	if failed {
		os.Exit(1)
	}
}

func report(r io.Reader, w io.Writer) (failed bool, err error) {
	output := map[string][]string{}
	count := map[string]int{}
	var skipped []string
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 1<<20), 64<<20)
	for in.Scan() {
		var e event
		if json.Unmarshal(in.Bytes(), &e) != nil { // a build's own output
			fmt.Fprintln(w, in.Text())
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			output[key] = append(output[key], e.Output)
		case "pass", "fail", "skip":
			failed = failed || e.Action == "fail"
			if e.Action == "fail" {
				fmt.Fprint(w, strings.Join(output[key], ""))
			}
			if e.Test == "" {
				if e.Action != "skip" {
					fmt.Fprintf(w, "%-4s %s %.1fs\n", e.Action, e.Package, e.Elapsed)
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
