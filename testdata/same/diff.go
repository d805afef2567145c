package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// widest is how many bytes of a line are shown, and the length from which a line
// is broken at its commas.
const widest = 240

// unified returns the difference of two texts as git shows it, at most so many
// lines of it; empty when they are the same.
func unified(a, b string, most int) string {
	if a == b {
		return ""
	}
	text, err := gitDiff(lines(a), lines(b))
	if err != nil {
		return err.Error() + "\n"
	}
	_, text, _ = strings.Cut(text, "\n@@") // the names of the files mean nothing
	all := strings.Split(strings.TrimSuffix("@@"+text, "\n"), "\n")
	if len(all) > most {
		all = append(all[:most], fmt.Sprintf("… %d more lines", len(all)-most))
	}
	for i, line := range all {
		if len(line) > widest {
			all[i] = strings.ToValidUTF8(line[:widest], "") + "…"
		}
	}
	return strings.Join(all, "\n") + "\n"
}

// lines breaks what stands on few lines: pages at each tag, long lines of CSV
// and JSON at each comma.
func lines(s string) string {
	if strings.Contains(s, "<!doctype html>") {
		s = strings.ReplaceAll(s, "><", ">\n<")
	}
	var out strings.Builder
	for line := range strings.Lines(s) {
		if len(line) > widest {
			line = strings.ReplaceAll(line, ",", ",\n")
		}
		out.WriteString(line)
	}
	return out.String()
}

func gitDiff(a, b string) (string, error) {
	dir, err := os.MkdirTemp("", "same-diff-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir) // what is left is small, and in the temporary folder
	for name, text := range map[string]string{"old": a, "new": b} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	cmd := exec.CommandContext(context.Background(), "git", "diff", "--no-index", "--no-color", "--text", "-U2", "old", "new")
	cmd.Dir, cmd.Env = dir, []string{"PATH=" + os.Getenv("PATH"), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null"}
	out, err := cmd.Output()
	if len(out) > 0 { // git exits 1 when there is a difference
		return string(out), nil
	}
	return "", fmt.Errorf("git diff finds nothing: %w", err)
}
