package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// command is a line of documentation that a reader would type.
type command struct {
	args []string
	note string // what the comment behind it says
}

// commandsOf returns the lines of a document that run the program: those that begin
// with prefix.
func commandsOf(text, prefix string) []command {
	var out []command
	for line := range strings.Lines(text) {
		line, ok := strings.CutPrefix(strings.TrimSpace(strings.Trim(strings.TrimSpace(line), `",`)), prefix)
		if !ok {
			continue
		}
		typed, note, _ := strings.Cut(line, "#")
		out = append(out, command{args: strings.Fields(typed), note: strings.TrimSpace(note)})
	}
	return out
}

// skipped are commands that are not run to the end: they serve, ask hosts, or need a reader's file
// (the script init.txtar runs those).
func (c command) skipped() bool {
	return slices.Contains([]string{"run", "serve", "init"}, c.args[0]) || strings.Contains(c.note, "needs a network")
}

func TestReadme_commandsRunOnTheBundledData(t *testing.T) {
	t.Parallel()
	all := commandsOf(document(t, "README.md"), "bin/plumbline ")
	ran := 0
	dir := t.TempDir()
	for _, c := range all {
		if c.skipped() {
			continue
		}
		for i, a := range c.args {
			if strings.HasSuffix(a, ".zip") { // it is written
				c.args[i] = filepath.Join(dir, a)
			}
		}
		cmd := plumbline(t, dir, c.args...)
		cmd.Dir = filepath.Join("..", "..")
		out, err := cmd.CombinedOutput()
		if err != nil || len(out) == 0 {
			t.Errorf("plumbline %s: %v\n%s", strings.Join(c.args, " "), err, out)
		}
		ran++
	}
	if ran < 8 {
		t.Errorf("%d of %d commands of the README were run", ran, len(all))
	}
}

// flagName is a flag as help prints it.
var flagName = regexp.MustCompile(`^--[a-z][a-z-]*`)

func TestDocumentation_namesCommandsAndFlagsThatExist(t *testing.T) {
	t.Parallel()
	commands := commandsOf(document(t, "README.md"), "bin/plumbline ")
	commands = append(commands, commandsOf(document(t, "web/method/guide.go"), "plumbline ")...)
	if len(commands) < 20 {
		t.Fatalf("%d commands found", len(commands))
	}
	for _, c := range commands {
		words := slices.IndexFunc(c.args, func(a string) bool {
			return strings.HasPrefix(a, "-") || strings.ToLower(a) != a || strings.ContainsAny(a, "./:'")
		})
		if words < 0 {
			words = len(c.args)
		}
		name := c.args[:min(words, 2)]
		help, err := plumbline(t, t.TempDir(), append(slices.Clone(name), "--help")...).CombinedOutput()
		if err != nil {
			name = name[:1] // the second word was an argument
			help, err = plumbline(t, t.TempDir(), append(slices.Clone(name), "--help")...).CombinedOutput()
		}
		if err != nil {
			t.Errorf("%q: %v\n%s", c.args, err, help)
			continue
		}
		for _, a := range c.args {
			if flag := flagName.FindString(a); flag != "" && !strings.Contains(string(help), flag) {
				t.Errorf("%q: %s has no flag %s", c.args, strings.Join(name, " "), flag)
			}
		}
	}
}

func document(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
