package ossf

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// lockfiles are the files from which osv-scanner v1.4.1 reads dependencies, by name.
var lockfiles = []string{
	"Cargo.lock", "Gemfile.lock", "Pipfile.lock", "buildscript-gradle.lockfile", "composer.lock", "conan.lock",
	"go.mod", "gradle.lockfile", "mix.lock", "package-lock.json", "packages.lock.json", "pnpm-lock.yaml",
	"poetry.lock", "pom.xml", "pubspec.lock", "requirements.txt", "yarn.lock",
}

// forOSV reports whether osv-scanner reads a file with this name: lockfiles, SBOMs, and its
// configuration for exclusions.
func forOSV(name string) bool {
	base := path.Base(name)
	switch {
	case slices.Contains(lockfiles, base), base == "bom.xml", base == "bom.json", base == ".gitignore", base == "osv-scanner.toml":
		return true
	case strings.HasSuffix(base, ".cdx.json"), strings.HasSuffix(base, ".cdx.xml"):
		return true
	}
	return strings.Contains(strings.ToLower(base), ".spdx")
}

// mostManifests is the maximum number of files written for osv-scanner.
const mostManifests = 20_000

// manifests writes the files of a tree that osv-scanner reads into a new folder below dir, regular
// files only, and returns its path. It returns an error if one is incomplete, because a
// vulnerability could be hidden in the rest.
func manifests(dir string, tree *contents) (_ string, err error) {
	at, err := os.MkdirTemp(dir, "manifests-")
	if err != nil {
		return "", err
	}
	root, err := os.OpenRoot(at)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	// osv-scanner looks for ignore rules of git in this folder and all above it; an empty
	// repository stops it.
	if err := root.Mkdir(".git", 0o700); err != nil {
		return "", err
	}
	w := manifestWriter{tree: tree, root: root, done: map[string]bool{}}
	// First lists of requirements with all files that they include, which are made safe; no file is
	// written twice.
	for _, list := range []bool{true, false} {
		for _, f := range tree.files {
			if forOSV(f.Path) && (path.Base(f.Path) == requirementsTxt) == list {
				if err := w.write(f.Path, list); err != nil {
					return "", err
				}
			}
		}
	}
	return at, nil
}

type manifestWriter struct {
	tree *contents
	root *os.Root
	done map[string]bool
}

// write copies one file, and those that a list of Python requirements includes.
func (w *manifestWriter) write(name string, list bool) error {
	f, ok := w.tree.find(name)
	if !ok || w.done[name] {
		return nil
	}
	if w.done[name] = true; len(w.done) > mostManifests {
		return fmt.Errorf("%w: more than %d manifests", source.ErrLimit, mostManifests)
	}
	if f.Kept < f.Size {
		return fmt.Errorf("%w: %s has %d bytes", source.ErrLimit, name, f.Size)
	}
	content, err := w.tree.read(f, f.Size)
	if err != nil {
		return err
	}
	if ext := path.Ext(name); ext == ".yaml" || path.Base(name) == "pubspec.lock" {
		if err := lockLimits.Check(content); err != nil {
			return unreadable(name, err)
		}
	}
	if list {
		var included []string
		content, included = requirements(name, string(content))
		for _, i := range included {
			if err := w.write(i, true); err != nil {
				return err
			}
		}
	}
	local := filepath.FromSlash(name)
	if err := w.root.MkdirAll(filepath.Dir(local), 0o700); err != nil {
		return fmt.Errorf("write %s for osv-scanner: %w", name, err)
	}
	if err := w.root.WriteFile(local, content, 0o600); err != nil {
		return fmt.Errorf("write %s for osv-scanner: %w", name, err)
	}
	return nil
}

const (
	requirementsTxt = "requirements.txt"
	// nowhere is a list of requirements that never exists, because the folder is ours.
	nowhere = "-r .git/nowhere"
)

var (
	continued = regexp.MustCompile(`([^\\]|^)(\\{2})*\\$`)
	commented = regexp.MustCompile(`(^|\s+)#.*$`)
)

// requirements returns a list of Python requirements and the files it includes, as osv-scanner
// parses it. An include from outside the tree would be read from this machine. It is replaced by a
// file that does not exist, because it would not exist on another machine.
func requirements(name, content string) ([]byte, []string) {
	var out strings.Builder
	var included []string
	lines := strings.Split(content, "\n")
	for i := 0; i < len(lines); i++ {
		first, line := i, strings.TrimSuffix(lines[i], "\r")
		for continued.MatchString(line) && i+1 < len(lines) {
			i++
			line = strings.TrimSuffix(line, `\`) + strings.TrimSuffix(lines[i], "\r")
		}
		text := strings.Join(lines[first:i+1], "\n")
		line = strings.TrimSpace(commented.ReplaceAllString(line, ""))
		if file, ok := strings.CutPrefix(line, "-r "); ok {
			target := filepath.Join(path.Dir(name), file)
			if filepath.IsAbs(file) || !filepath.IsLocal(target) {
				text = nowhere
			} else {
				included = append(included, target)
			}
		}
		out.WriteString(text + "\n")
	}
	return []byte(out.String()), included
}
