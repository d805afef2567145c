// Package testkit contains what only tests import: builders of real objects, such as git
// repositories with chosen people and dates. It does not import any package of the product.
package testkit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"
)

// Repo is a bare git repository under construction, in a folder of the test. Commits and tags are
// queued, and Dir or Git writes them with one git fast-import, so twenty thousand commits take
// about a second.
type Repo struct {
	t       testing.TB
	dir     string
	queue   bytes.Buffer
	marks   int
	tip     map[string]int
	flushed bool
}

// Commit describes one commit. Empty fields have a default: author "Ada Example" <ada@example.org>,
// committer the author, branch main, message "change".
type Commit struct {
	Name, Email                   string // raw bytes, may be invalid UTF-8
	CommitterName, CommitterEmail string
	At                            time.Time // committer date
	AuthorAt                      time.Time // zero: At
	Encoding, Message             string
	Branch                        string
	// Files are written by path; Remove lists paths to delete.
	Files  map[string]string
	Remove []string
	// Merge is the second parent: a value returned for an earlier Commit, or 0.
	Merge int
	// From is the first parent; 0 means the tip of the branch.
	From int
}

// NewRepo returns an empty bare repository whose HEAD is refs/heads/main. It fails the test if git
// is not installed: the product needs it.
func NewRepo(t testing.TB) *Repo {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Fatal("git is not installed, which the product needs")
	}
	r := &Repo{t: t, dir: filepath.Join(t.TempDir(), "repo.git"), tip: map[string]int{}}
	r.run(nil, "init", "-q", "--bare", "--template=", "-b", "main", r.dir)
	return r
}

// Commit queues a commit on its branch and returns its mark.
func (r *Repo) Commit(c Commit) int {
	r.t.Helper()
	c.fill()
	r.marks++
	q := &r.queue
	fmt.Fprintf(q, "commit refs/heads/%s\nmark :%d\n", c.Branch, r.marks)
	fmt.Fprintf(q, "author %s <%s> %d +0000\n", c.Name, c.Email, c.AuthorAt.Unix())
	fmt.Fprintf(q, "committer %s <%s> %d +0000\n", c.CommitterName, c.CommitterEmail, c.At.Unix())
	if c.Encoding != "" {
		fmt.Fprintf(q, "encoding %s\n", c.Encoding)
	}
	fmt.Fprintf(q, "data %d\n%s\n", len(c.Message), c.Message)
	if from := c.From; from != 0 {
		fmt.Fprintf(q, "from :%d\n", from)
	} else if tip := r.tip[c.Branch]; tip != 0 {
		fmt.Fprintf(q, "from :%d\n", tip)
	}
	if c.Merge != 0 {
		fmt.Fprintf(q, "merge :%d\n", c.Merge)
	}
	for _, p := range c.Remove {
		fmt.Fprintf(q, "D %s\n", p)
	}
	paths := make([]string, 0, len(c.Files))
	for p := range c.Files {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	for _, p := range paths {
		fmt.Fprintf(q, "M 100644 inline %s\ndata %d\n%s\n", p, len(c.Files[p]), c.Files[p])
	}
	r.tip[c.Branch] = r.marks
	return r.marks
}

func (c *Commit) fill() {
	set := func(to *string, value string) {
		if *to == "" {
			*to = value
		}
	}
	if c.Name == "" && c.Email == "" {
		c.Name, c.Email = "Ada Example", "ada@example.org"
	}
	if c.CommitterName == "" && c.CommitterEmail == "" {
		c.CommitterName, c.CommitterEmail = c.Name, c.Email
	}
	set(&c.Branch, "main")
	set(&c.Message, "change")
	if c.AuthorAt.IsZero() {
		c.AuthorAt = c.At
	}
}

// Tag queues an annotated tag on the commit with this mark.
func (r *Repo) Tag(name string, mark int, at time.Time) {
	fmt.Fprintf(&r.queue, "tag %s\nfrom :%d\ntagger Ada Example <ada@example.org> %d +0000\ndata 1\nx\n", name, mark, at.Unix())
}

// LightTag queues a lightweight tag on the commit with this mark.
func (r *Repo) LightTag(name string, mark int) {
	fmt.Fprintf(&r.queue, "reset refs/tags/%s\nfrom :%d\n\n", name, mark)
}

// Dir writes the queue and returns the path of the bare repository.
func (r *Repo) Dir() string {
	r.t.Helper()
	if r.queue.Len() == 0 {
		return r.dir
	}
	marks := filepath.Join(filepath.Dir(r.dir), "marks")
	args := []string{"--git-dir=" + r.dir, "fast-import", "--quiet", "--force", "--date-format=raw-permissive", "--export-marks=" + marks}
	if r.flushed {
		args = append(args, "--import-marks="+marks)
	}
	r.run(bytes.NewReader(r.queue.Bytes()), args...)
	r.queue.Reset()
	r.flushed = true
	return r.dir
}

// Git writes the queue, runs git in the repository and returns its output, trimmed.
func (r *Repo) Git(args ...string) string {
	r.t.Helper()
	return r.run(nil, append([]string{"--git-dir=" + r.Dir()}, args...)...)
}

// GitInput is Git with standard input.
func (r *Repo) GitInput(input string, args ...string) string {
	r.t.Helper()
	return r.run(strings.NewReader(input), append([]string{"--git-dir=" + r.Dir()}, args...)...)
}

// SetTaken sets the modification times of HEAD and of all branches, as if a mirror had been made
// then.
func (r *Repo) SetTaken(at time.Time) {
	r.t.Helper()
	dir := r.Dir()
	err := filepath.WalkDir(filepath.Join(dir, "refs"), func(p string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Chtimes(p, at, at))
	})
	if err = errors.Join(err, os.Chtimes(filepath.Join(dir, "HEAD"), at, at)); err != nil {
		r.t.Fatal(err)
	}
}

func (r *Repo) run(stdin io.Reader, args ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + r.t.TempDir(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null",
		"GIT_AUTHOR_NAME=Ada Example", "GIT_AUTHOR_EMAIL=ada@example.org",
		"GIT_COMMITTER_NAME=Ada Example", "GIT_COMMITTER_EMAIL=ada@example.org",
	}
	if stdin != nil {
		cmd.Stdin = stdin
	}
	var out, bad bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &bad
	if err := cmd.Run(); err != nil {
		r.t.Fatalf("git %s: %v: %s", strings.Join(args, " "), err, bad.String())
	}
	return strings.TrimSpace(out.String())
}
