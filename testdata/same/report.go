package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

// report counts what was compared and keeps what differs.
type report struct {
	lines           int
	only            string
	expected        []*expectation
	pages, commands int
	differ, meant   int
	// groups are the differences in the order they were found; those with
	// the same changed lines are one.
	groups []*group
}

// group is one difference, as it was first found, and where it was found.
type group struct {
	changed, diff string
	where         []string
}

// expectation is a difference that is meant.
type expectation struct {
	line    string
	pattern *regexp.Regexp
	met     bool
}

// mostNamed is how many of the pages or commands with one difference are named.
const mostNamed = 12

// readExpected reads the differences that are meant: a line each, "what: reason",
// where what is the name the report gives to a page or command and * stands for
// anything. Empty lines and those that begin with # say nothing.
func readExpected(name string) ([]*expectation, error) {
	if name == "" {
		return nil, nil
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var out []*expectation
	for i, line := range strings.Split(string(b), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		what, reason, ok := strings.Cut(line, ": ")
		if !ok || strings.TrimSpace(reason) == "" {
			return nil, fmt.Errorf("%s:%d: no reason; write \"what: reason\"", name, i+1)
		}
		parts := strings.Split(what, "*")
		for j := range parts {
			parts[j] = regexp.QuoteMeta(parts[j])
		}
		out = append(out, &expectation{line: line, pattern: regexp.MustCompile("^" + strings.Join(parts, ".*") + "$")})
	}
	return out, nil
}

// compare takes what the builds gave for one page or command, normalised.
func (r *report) compare(what string, texts [2]string) {
	if texts[old] == texts[current] {
		return
	}
	meant := false
	for _, e := range r.expected {
		if e.pattern.MatchString(what) {
			meant, e.met = true, true
		}
	}
	if meant {
		r.meant++
		return
	}
	r.differ++
	diff := unified(texts[old], texts[current], r.lines)
	changed := changedLines(diff)
	for _, g := range r.groups {
		if g.changed == changed {
			g.where = append(g.where, what)
			return
		}
	}
	r.groups = append(r.groups, &group{changed, diff, []string{what}})
}

// changedLines returns a difference without its context, which is of the page.
func changedLines(diff string) string {
	var out strings.Builder
	for line := range strings.Lines(diff) {
		if line[0] == '-' || line[0] == '+' {
			out.WriteString(line)
		}
	}
	return out.String()
}

// print writes the differences and the summary. It reports whether there is
// nothing to look at.
func (r *report) print(w io.Writer) bool {
	for _, g := range r.groups {
		for i, what := range g.where {
			if i == mostNamed {
				fmt.Fprintf(w, "=== and %d more\n", len(g.where)-mostNamed)
				break
			}
			fmt.Fprintln(w, "===", what)
		}
		fmt.Fprintln(w, g.diff)
	}
	unmet := 0
	for _, e := range r.expected {
		command := strings.Contains(e.line, " plumbline")
		if e.met || command && r.only == pagesOnly || !command && r.only == commandsOnly {
			continue
		}
		unmet++
		fmt.Fprintln(w, "expected, and no longer so:", e.line)
	}
	fmt.Fprintf(w, "%d pages, %d commands compared; %d differ", r.pages, r.commands, r.differ)
	if r.meant > 0 {
		fmt.Fprintf(w, ", and %d as expected", r.meant)
	}
	fmt.Fprintln(w)
	return r.differ == 0 && unmet == 0
}
