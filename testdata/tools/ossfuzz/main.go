// Command ossfuzz writes the dated table of projects of OSS-Fuzz from a clone of google/oss-fuzz with
// its whole history; the clone may be bare:
//
//	go run ./testdata/tools/ossfuzz CLONE scorecards/oss-fuzz.yaml
//
// It reads facts only: names, repositories, whether a project is disabled, and the day of the first
// commit of each project file. Repositories are matched exactly, or by the upstream address of a
// mirror. Rows that say "by: name" were reviewed by a person; they are kept from the file while
// OSS-Fuzz has the project. It prints where the shipped lists and the table differ.
package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: ossfuzz CLONE FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "ossfuzz:", err)
		os.Exit(1)
	}
}

func run(clone, file string) error {
	var before curated.OSSFuzz
	if b, err := os.ReadFile(file); err == nil {
		if before, err = curated.ReadOSSFuzz(file, b); err != nil {
			return err
		}
	}
	set, err := curated.Load()
	if err != nil {
		return err
	}
	now, err := read(clone)
	if err != nil {
		return err
	}
	var rows []curated.FuzzedProject
	for _, l := range set.Lists {
		for _, p := range l.Projects {
			if row, ok := now.match(p, before.Projects); ok {
				rows = append(rows, row)
			}
		}
		compare(l, rows)
	}
	slices.SortFunc(rows, func(a, b curated.FuzzedProject) int { return cmp.Compare(a.Repository, b.Repository) })
	rows = slices.CompactFunc(rows, func(a, b curated.FuzzedProject) bool { return a.Repository == b.Repository })
	return os.WriteFile(file, now.table(rows), 0o644)
}

// fuzz is what a clone says.
type fuzz struct {
	commit, date string
	total        int
	since        map[string]string   // of enabled projects, by name
	byRepository map[string][]string // names by repository
}

// mainRepo matches the line of a project file that names its repository.
var mainRepo = regexp.MustCompile(`^main_repo:\s*["']?([^"'\s]+)`)

func read(clone string) (fuzz, error) {
	out := fuzz{since: map[string]string{}, byRepository: map[string][]string{}}
	head, err := git(clone, "log", "-1", "--format=%H %cI")
	if err != nil {
		return out, err
	}
	commit, at, _ := strings.Cut(strings.TrimSpace(head), " ")
	out.commit, out.date = commit, utcDay(at)
	files, err := git(clone, "ls-tree", "--name-only", "-r", commit, "projects/")
	if err != nil {
		return out, err
	}
	for _, path := range strings.Split(files, "\n") {
		if name, ok := project(path); ok {
			out.since[name] = ""
		}
	}
	out.total = len(out.since)
	first, err := git(clone, "log", "--no-renames", "--diff-filter=A", "--format=@%cI", "--name-only", commit, "--", "projects/*/project.yaml")
	if err != nil {
		return out, err
	}
	day := ""
	for _, line := range strings.Split(first, "\n") { // the newest first, so the last one stays
		if when, ok := strings.CutPrefix(line, "@"); ok {
			day = utcDay(when)
		} else if name, ok := project(line); ok {
			if _, is := out.since[name]; is {
				out.since[name] = day
			}
		}
	}
	return out, out.lines(clone)
}

// lines reads the project files: which are disabled, and the repositories of the others.
func (z *fuzz) lines(clone string) error {
	text, err := git(clone, "grep", "-iE", "^(main_repo|disabled):", z.commit, "--", "projects/*/project.yaml")
	if err != nil {
		return err
	}
	repos := map[string]string{}
	for _, line := range strings.Split(text, "\n") {
		path, value, _ := strings.Cut(strings.TrimPrefix(line, z.commit+":"), ":")
		name, ok := project(path)
		if !ok {
			continue
		}
		if m := mainRepo.FindStringSubmatch(value); m != nil {
			repos[name] = m[1]
		} else if strings.Contains(strings.ToLower(value), "true") {
			delete(z.since, name)
		}
	}
	for name, address := range repos {
		if _, enabled := z.since[name]; enabled {
			k := key(address)
			z.byRepository[k] = append(z.byRepository[k], name)
		}
	}
	return nil
}

// match returns the row of a project: of several of OSS-Fuzz, the one that joined first.
func (z fuzz) match(p health.Project, reviewed []curated.FuzzedProject) (curated.FuzzedProject, bool) {
	var out curated.FuzzedProject
	for _, r := range p.Repositories {
		if r.Role != health.Primary {
			continue
		}
		out.Repository = r.URL
		names, by := z.byRepository[key(r.URL)], curated.ByRepository
		if len(names) == 0 && r.Upstream != "" {
			names, by = z.byRepository[key(r.Upstream)], curated.ByUpstream
		}
		for _, name := range names {
			if day := z.since[name]; out.Since == "" || day < out.Since || day == out.Since && name < out.Project {
				out.Project, out.Since, out.By = name, day, by
			}
		}
	}
	for _, row := range reviewed {
		day, is := z.since[row.Project]
		if out.Since == "" && row.By == curated.ByName && row.Repository == out.Repository && is {
			row.Since = day
			return row, true
		}
	}
	return out, out.Since != ""
}

// table returns the file.
func (z fuzz) table(rows []curated.FuzzedProject) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `# Projects of the lists that OSS-Fuzz tests, from a clone of google/oss-fuzz at one commit.
# Made by testdata/tools/ossfuzz: facts only, no text of its files.
#
# repository  the primary repository of a project as the lists give it
# project     the name of its folder in OSS-Fuzz; of several, the one that joined first
# since       day (UTC) of the first commit of its project file
# by          repository: OSS-Fuzz names this repository. upstream: it names the address that
#             this repository is a mirror of. name: a person compared the two, when reviewed.
#
# Projects that OSS-Fuzz disabled are left out.
oss_fuzz:
  date: %q
  commit: %s
  url: https://github.com/google/oss-fuzz
  total: %d
  projects:
`, z.date, z.commit, z.total)
	for _, r := range rows {
		fmt.Fprintf(&b, "    - {repository: %q, project: %s, since: %q, by: %s", r.Repository, r.Project, r.Since, r.By)
		if r.Reviewed != "" {
			fmt.Fprintf(&b, ", reviewed: %q", r.Reviewed)
		}
		b.WriteString("}\n")
	}
	return b.Bytes()
}

// compare prints the projects whose membership in the list is not that of the table.
func compare(l health.List, rows []curated.FuzzedProject) {
	if _, has := l.Sources["oss-fuzz"]; !has {
		return
	}
	count := map[string]int{}
	for _, p := range l.Projects {
		r, _ := p.PrimaryRepository()
		i := slices.IndexFunc(rows, func(row curated.FuzzedProject) bool { return row.Repository == r.URL })
		listed := slices.Contains(p.ExpertLists, "oss-fuzz")
		switch {
		case i >= 0:
			count[rows[i].By]++
			if !listed {
				fmt.Printf("%s: %s is in OSS-Fuzz, and its entry does not say so\n", l.Slug, p.Slug)
			}
		case listed:
			fmt.Printf("%s: %s is not in OSS-Fuzz, and its entry says so\n", l.Slug, p.Slug)
		}
	}
	fmt.Printf("%s: %d by repository, %d by upstream address, %d by name\n", l.Slug, count[curated.ByRepository], count[curated.ByUpstream], count[curated.ByName])
}

// project returns the name of a project from the path of its file.
func project(path string) (string, bool) {
	name, ok := strings.CutPrefix(path, "projects/")
	name, is := strings.CutSuffix(name, "/project.yaml")
	return name, ok && is && !strings.Contains(name, "/")
}

// key returns what two addresses of one repository have in common.
func key(address string) string {
	if id, err := repository.Parse(address); err == nil {
		return id.Key()
	}
	_, rest, _ := strings.Cut(address, "://")
	return strings.ToLower(strings.TrimSuffix(strings.TrimRight(rest, "/"), ".git"))
}

func utcDay(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

func git(clone string, args ...string) (string, error) {
	out, err := exec.Command("git", append([]string{"-C", clone}, args...)...).Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return string(out), nil
}
