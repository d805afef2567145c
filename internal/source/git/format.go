package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// settings are the entries of a config file by key, in lower case except subsections.
type settings map[string][]string

func (s settings) last(key string) string {
	if all := s[key]; len(all) > 0 {
		return all[len(all)-1]
	}
	return ""
}

// maxConfig is the largest config file that is read.
const maxConfig = 1 << 20

// readConfig reads the config file of a git directory as data: git parses the text, includes
// nothing and obeys none of it. A config that is absent or cannot be parsed has no entries. Cost:
// one short run of git.
func (r *runner) readConfig(ctx context.Context, dir string) settings {
	file := filepath.Join(dir, "config")
	st, err := os.Lstat(file)
	if err != nil || !st.Mode().IsRegular() || st.Size() > maxConfig {
		return nil
	}
	out, err := r.output(ctx, call{args: []string{"config", "--file", file, "--no-includes", "--null", "--list"}})
	if err != nil {
		return nil
	}
	all := settings{}
	for entry := range strings.SplitSeq(string(out), "\x00") {
		if key, value, ok := strings.Cut(entry, "\n"); ok {
			all[key] = append(all[key], value)
		} else if key != "" {
			all[key] = append(all[key], "true")
		}
	}
	return all
}

// readable are the extensions of the repository format that change nothing in how we read.
// objectFormat and refStorage are judged by their values.
var readable = []string{
	"noop", "noop-v1", "preciousobjects", "partialclone", "worktreeconfig", "relativeworktrees", "compatobjectformat", "objectformat", "refstorage",
	"submodulepathconfig",
}

// checkFormat returns an error that names the form of a repository if we cannot read it. Without
// this check, a repository whose branches are kept otherwise would be taken for an empty one.
func checkFormat(common string, cfg settings) error {
	storage, _, _ := strings.Cut(cfg.last("extensions.refstorage"), ":")
	if storage == "" && isFile(filepath.Join(common, "reftable", "tables.list")) {
		storage = "reftable"
	}
	switch strings.ToLower(storage) {
	case "", "files":
	case "reftable":
		return errors.New("it keeps its branches and tags as reftable, a format that is not read here; " +
			"git clone --mirror --ref-format=files makes a copy that is")
	default:
		return fmt.Errorf("it keeps its branches and tags as %q, a format that is not read here", clip(storage))
	}
	if f := cfg.last("extensions.objectformat"); f != "" && f != "sha1" && f != "sha256" {
		return fmt.Errorf("it names its objects by %q, a format that is not read here", clip(f))
	}
	version, err := strconv.Atoi(cfg.last("core.repositoryformatversion"))
	if err != nil || version < 1 {
		return nil // extensions are then not in force
	}
	if version > 1 {
		return fmt.Errorf("its repository format is version %d, which is not read here", version)
	}
	for key := range cfg {
		if name, ok := strings.CutPrefix(key, "extensions."); ok && !slices.Contains(readable, name) {
			return fmt.Errorf("its repository format has the extension %q, which is not read here", clip(name))
		}
	}
	return nil
}

// clip shortens a word of a stranger's file for a message.
func clip(s string) string { return strings.ToValidUTF8(s[:min(len(s), 60)], "?") }

// tracked returns where a clone keeps the branches of its remote, such as refs/remotes/origin/. It
// is empty for a mirror, whose branches are those of the remote, and for a copy without a remote.
func (s settings) tracked() string {
	found, others := "", 0
	for key, specs := range s {
		rest, ok := strings.CutPrefix(key, "remote.")
		name, isFetch := strings.CutSuffix(rest, ".fetch")
		if !ok || !isFetch {
			continue
		}
		for _, spec := range specs {
			from, to, _ := strings.Cut(strings.TrimPrefix(spec, "+"), ":")
			prefix := "refs/remotes/" + name + "/"
			if strings.HasPrefix(from, "refs/heads/") && strings.HasPrefix(to, prefix) && refName.MatchString("ref: "+prefix+"HEAD") {
				if name == "origin" {
					return prefix
				}
				if found != prefix {
					found = prefix
					others++
				}
			}
		}
	}
	if others > 1 {
		return "" // nothing says which remote is the project
	}
	return found
}

// partial reports whether a copy leaves out objects that its remote has.
func (s settings) partial() bool {
	for key, values := range s {
		if key == "extensions.partialclone" || strings.HasPrefix(key, "remote.") && strings.HasSuffix(key, ".promisor") && values[len(values)-1] != "false" {
			return true
		}
	}
	return false
}
