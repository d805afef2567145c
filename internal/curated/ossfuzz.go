package curated

import (
	"errors"
	"io/fs"
	"regexp"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// The ways in which a project of OSS-Fuzz was matched to a repository of a list.
const (
	// ByRepository means that OSS-Fuzz names this repository.
	ByRepository = "repository"
	// ByUpstream means that OSS-Fuzz names the address this repository is a mirror of.
	ByUpstream = "upstream"
	// ByName means that a person compared the two.
	ByName = "name"
)

// OSSFuzz is the dated table of projects of OSS-Fuzz.
type OSSFuzz struct {
	// Date is the day of the commit that was read.
	Date   string
	Commit string
	URL    string
	// Total is the number of projects that OSS-Fuzz had.
	Total    int
	Projects []FuzzedProject
}

// FuzzedProject is one row of the table.
type FuzzedProject struct {
	// Repository is the primary repository of a project as lists give it.
	Repository string
	// Project is the name of the folder in OSS-Fuzz.
	Project string
	// Since is the day of the first commit of its project file, in UTC.
	Since string
	// By is ByRepository, ByUpstream or ByName; with ByName, Reviewed is when a person compared them.
	By, Reviewed string
}

// fuzzName matches the names of projects of OSS-Fuzz.
var fuzzName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.+-]*$`)

// commitForm matches a full commit id.
var commitForm = regexp.MustCompile(`^[0-9a-f]{40}$`)

// ReadOSSFuzz reads the table of projects of OSS-Fuzz. The error is Problems with everything that is
// wrong.
func ReadOSSFuzz(name string, b []byte) (OSSFuzz, error) {
	d := &document{name: name}
	root, ok := d.parse(b)
	if !ok {
		return OSSFuzz{}, d.problems.err()
	}
	f := root.fields("oss_fuzz")["oss_fuzz"].required().fields("date", "commit", "url", "total", "projects")
	out := OSSFuzz{
		Date: date(f["date"].required(), false), Commit: matching(f["commit"], commitForm, "a commit id of 40 digits"),
		URL: address(f["url"].required(), "https"), Total: f["total"].required().whole(1, 1e6),
	}
	r := listReader{first: map[thing]place{}}
	for _, n := range f["projects"].required().list() {
		f := n.fields("repository", "project", "since", "by", "reviewed")
		p := FuzzedProject{
			Project: matching(f["project"], fuzzName, "the name of a project of OSS-Fuzz"),
			Since:   date(f["since"].required(), false), Reviewed: date(f["reviewed"], false),
			By: choice(f["by"].required(), ByRepository, ByUpstream, ByName),
		}
		if (p.By == ByName) != f["reviewed"].given() {
			f["by"].bad(Conflict, "reviewed belongs to by: name, and only to it")
		}
		if id, ok := readRepository(f["repository"].required()); ok {
			p.Repository = id.URL()
			r.once(f["repository"], "repository", id.Key())
		}
		out.Projects = append(out.Projects, p)
	}
	return out, d.problems.err()
}

// matching returns a required word of the given form.
func matching(n node, form *regexp.Regexp, what string) string {
	s := n.required().word()
	if n.given() && !form.MatchString(s) {
		n.bad(Malformed, "%q is not %s", s, what)
	}
	return s
}

// readOSSFuzzFile reads the shipped table; a set without the file has none.
func readOSSFuzzFile(fsys fs.FS) (OSSFuzz, string, error) {
	const name = "oss-fuzz.yaml"
	b, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return OSSFuzz{}, "", nil
	}
	if err != nil {
		return OSSFuzz{}, "", err
	}
	t, err := ReadOSSFuzz(name, b)
	return t, digest(b), err
}

// of returns the rows of the projects of a list, by slug; nil if there is no table.
func (t OSSFuzz) of(projects []health.Project) map[string]health.Fuzzed {
	if t.Commit == "" {
		return nil
	}
	rows := make(map[string]FuzzedProject, len(t.Projects))
	for _, p := range t.Projects {
		if id, err := repository.Parse(p.Repository); err == nil {
			rows[id.Key()] = p
		}
	}
	out := map[string]health.Fuzzed{}
	for _, p := range projects {
		if row, ok := rows[primaryKey(p)]; ok {
			out[p.Slug] = health.Fuzzed{
				Project: row.Project, Since: row.Since, Date: t.Date,
				URL: t.URL + "/blob/" + t.Commit + "/projects/" + row.Project + "/project.yaml",
			}
		}
	}
	return out
}
