// Command ports counts the dependents of libraries in vcpkg and Conan Center, from clones of
// microsoft/vcpkg and conan-io/conan-center-index, which may be bare:
//
//	go run ./testdata/tools/ports VCPKG CONAN scorecards/ports.yaml
//
// Which port is a project's library is read from the file, where a person reviewed it; the counts, dates and
// commits are replaced. It reads facts only: who depends on whom.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: ports VCPKG CONAN FILE")
		os.Exit(2)
	}
	if err := run(map[string]string{"vcpkg": os.Args[1], "conan": os.Args[2]}, os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "ports:", err)
		os.Exit(1)
	}
}

func run(clones map[string]string, file string) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	t, err := curated.ReadPorts(file, b)
	if err != nil {
		return err
	}
	for i := range t.Collections {
		c := &t.Collections[i]
		needs, err := read(c, clones[c.ID])
		if err != nil {
			return fmt.Errorf("%s: %w", c.ID, err)
		}
		c.Total = len(needs)
		counts := dependents(needs)
		for j := range c.Ports {
			p := &c.Ports[j]
			if _, ok := needs[p.Port]; !ok {
				return fmt.Errorf("%s has no %s", c.ID, p.Port)
			}
			p.Dependents = counts[p.Port]
		}
	}
	return os.WriteFile(file, table(t), 0o644)
}

// read returns what each port needs itself, and sets the commit and its date.
func read(c *curated.PortCollection, clone string) (map[string][]string, error) {
	head, err := git(clone, "log", "-1", "--format=%H %cI")
	if err != nil {
		return nil, err
	}
	commit, at, _ := strings.Cut(strings.TrimSpace(head), " ")
	when, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return nil, err
	}
	c.Commit, c.Date = commit, when.UTC().Format(time.DateOnly)
	if c.ID == "conan" {
		return conan(clone, commit)
	}
	return vcpkg(clone, commit)
}

// requirement matches a call of requires, and requires as an attribute, in a recipe.
var requirement = regexp.MustCompile(`^\s+(?:self\.requires\(|requires\s*=)(.*)`)

// reference matches the name in a reference such as "zlib/1.3".
var reference = regexp.MustCompile(`f?["']([a-z0-9_][a-z0-9_+.-]+)/`)

func conan(clone, commit string) (map[string][]string, error) {
	out := map[string][]string{}
	files, err := git(clone, "ls-tree", "--name-only", commit, "recipes/")
	if err != nil {
		return nil, err
	}
	for _, path := range strings.Fields(files) {
		out[strings.TrimPrefix(path, "recipes/")] = nil
	}
	lines, err := git(clone, "grep", "-E", `^\s+(self\.requires\(|requires\s*=)`, commit, "--", "recipes/*/*/conanfile.py")
	if err != nil {
		return nil, err
	}
	for _, line := range strings.Split(lines, "\n") {
		path, text, _ := strings.Cut(strings.TrimPrefix(line, commit+":"), ":")
		m := requirement.FindStringSubmatch(text)
		parts := strings.Split(path, "/")
		if m == nil || len(parts) != 4 { // recipes/NAME/FOLDER/conanfile.py; test packages are deeper
			continue
		}
		for _, ref := range reference.FindAllStringSubmatch(m[1], -1) {
			if _, ok := out[ref[1]]; ok {
				out[parts[1]] = append(out[parts[1]], ref[1])
			}
		}
	}
	return out, nil
}

// manifest is the part of vcpkg.json that is read. A dependency or feature is a name or an object.
type manifest struct {
	Dependencies []json.RawMessage `json:"dependencies"`
	Defaults     []json.RawMessage `json:"default-features"`
	Features     map[string]struct {
		Dependencies []json.RawMessage `json:"dependencies"`
	} `json:"features"`
}

func vcpkg(clone, commit string) (map[string][]string, error) {
	files, err := git(clone, "ls-tree", "-r", "--name-only", commit, "ports/")
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, path := range strings.Fields(files) {
		name, ok := strings.CutSuffix(strings.TrimPrefix(path, "ports/"), "/vcpkg.json")
		if !ok || strings.Contains(name, "/") {
			continue
		}
		text, err := git(clone, "show", commit+":"+path)
		if err != nil {
			return nil, err
		}
		var m manifest
		if err := json.Unmarshal([]byte(text), &m); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		out[name] = m.needs(name)
	}
	return out, nil
}

// needs returns what the port of that name needs with its default features, and with those that
// they turn on by depending on the port itself.
func (m manifest) needs(name string) []string {
	var out []string
	seen := map[string]bool{}
	var add func(of []json.RawMessage)
	turnOn := func(features []json.RawMessage) {
		for _, f := range items(features) {
			if !seen[f.Name] {
				seen[f.Name] = true
				add(m.Features[f.Name].Dependencies)
			}
		}
	}
	add = func(of []json.RawMessage) {
		for _, d := range items(of) {
			if d.Name == name {
				turnOn(d.Features)
			} else if !d.Host {
				out = append(out, d.Name)
			}
		}
	}
	add(m.Dependencies)
	turnOn(m.Defaults)
	return out
}

// item is a dependency or a feature.
type item struct {
	Name     string            `json:"name"`
	Host     bool              `json:"host"`
	Features []json.RawMessage `json:"features"`
}

func items(of []json.RawMessage) []item {
	var out []item
	for _, raw := range of {
		var x item
		if json.Unmarshal(raw, &x.Name) == nil || json.Unmarshal(raw, &x) == nil {
			out = append(out, x)
		}
	}
	return out
}

// dependents counts for each port the others that reach it.
func dependents(needs map[string][]string) map[string]int {
	out := map[string]int{}
	for from := range needs {
		seen := map[string]bool{from: true}
		for todo := []string{from}; len(todo) > 0; {
			next := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			for _, on := range needs[next] {
				if !seen[on] {
					seen[on] = true
					out[on]++
					todo = append(todo, on)
				}
			}
		}
	}
	return out
}

func table(t curated.Ports) []byte {
	var b bytes.Buffer
	b.WriteString(`# Dependents of libraries in vcpkg and in Conan Center (both MIT), from clones at one commit each.
# testdata/tools/ports counts them: facts only, no text of their files.
#
# total       ports or recipes of the collection
# repository  the primary repository of a project as the lists give it
# port        its library in the collection, compared by a person when reviewed
# dependents  other ports that need it, directly or indirectly. vcpkg: with the features that are
#             on by default, on any platform. conan: whatever version, option or platform.
#             Tools of the build are left out.
collections:
`)
	for _, c := range t.Collections {
		fmt.Fprintf(&b, "  - id: %s\n    date: %q\n    commit: %s\n    url: %s\n    total: %d\n    ports:\n", c.ID, c.Date, c.Commit, c.URL, c.Total)
		slices.SortFunc(c.Ports, func(x, y curated.Port) int { return strings.Compare(x.Repository, y.Repository) })
		for _, p := range c.Ports {
			fmt.Fprintf(&b, "      - {repository: %q, port: %s, dependents: %d, reviewed: %q}\n", p.Repository, p.Port, p.Dependents, p.Reviewed)
		}
	}
	return b.Bytes()
}

func git(clone string, args ...string) (string, error) {
	out, err := exec.Command("git", append([]string{"-C", clone}, args...)...).Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return string(out), nil
}
