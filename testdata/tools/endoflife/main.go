// Command endoflife writes the dated table of release lines of the products that the shipped lists
// name (endoflife:), from a clone of endoflife-date/endoflife.date; the clone may be bare:
//
//	go run ./testdata/tools/endoflife CLONE scorecards/endoflife.yaml
//
// It reads facts only: releaseCycle, releaseDate and eol. Lines of which it is not written whether
// they are supported are left out and printed.
package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: endoflife CLONE FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "endoflife:", err)
		os.Exit(1)
	}
}

// named returns the products that the shipped lists name.
func named() ([]string, error) {
	set, err := curated.Load()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, l := range set.Lists {
		for _, p := range l.Projects {
			if p.Product != "" && !slices.Contains(out, p.Product) {
				out = append(out, p.Product)
			}
		}
	}
	slices.Sort(out)
	return out, nil
}

func run(clone, file string) error {
	products, err := named()
	if err != nil {
		return err
	}
	head, err := git(clone, "log", "-1", "--format=%H %cI")
	if err != nil {
		return err
	}
	commit, at, _ := strings.Cut(strings.TrimSpace(head), " ")
	when, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return err
	}
	files, err := git(clone, "ls-tree", "--name-only", commit, "products/")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `# Release lines of products that the lists name, from a clone of endoflife-date/endoflife.date (MIT)
# at one commit. Made by testdata/tools/endoflife: facts only, no text of its files.
#
# lines  the line, the day of its first release and the last day of its support, the newest first.
#        -: unknown. open: no end is announced. ended: support ended on an unknown day.
endoflife:
  date: %q
  commit: %s
  url: https://github.com/endoflife-date/endoflife.date
  total: %d
  products:
`, when.UTC().Format(time.DateOnly), commit, strings.Count(files, ".md"))
	sum := 0
	for _, p := range products {
		lines, err := read(clone, commit, p)
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		sum += len(lines)
		fmt.Fprintf(&b, "    - product: %s\n      lines:\n", p)
		for _, l := range lines {
			fmt.Fprintf(&b, "        - %q\n", l)
		}
	}
	fmt.Printf("%d products, %d lines\n", len(products), sum)
	return os.WriteFile(file, b.Bytes(), 0o644)
}

// read returns the release lines of one product.
func read(clone, commit, product string) ([]string, error) {
	text, err := git(clone, "show", commit+":products/"+product+".md")
	if err != nil {
		return nil, err
	}
	parts := strings.SplitN(text, "\n---", 2)
	var doc struct {
		Releases []struct {
			Cycle    string `yaml:"releaseCycle"`
			Released string `yaml:"releaseDate"`
			End      any    `yaml:"eol"`
		} `yaml:"releases"`
	}
	if err := yaml.Unmarshal([]byte(strings.TrimPrefix(parts[0], "---\n")), &doc); err != nil {
		return nil, err
	}
	var out []string
	for _, r := range doc.Releases {
		end := "open"
		switch value := r.End.(type) {
		case bool:
			if value {
				end = "ended"
			}
		case string:
			end = value
		default:
			fmt.Printf("%s %s: the end of support is %v\n", product, r.Cycle, r.End)
			continue
		}
		out = append(out, r.Cycle+" "+cmp.Or(r.Released, "-")+" "+end)
	}
	if len(out) == 0 {
		return nil, errors.New("no release line")
	}
	return out, nil
}

func git(clone string, args ...string) (string, error) {
	out, err := exec.Command("git", append([]string{"-C", clone}, args...)...).Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return string(out), nil
}
