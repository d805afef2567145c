package curated

import (
	"regexp"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

var (
	// branchForm matches the names of branches and notes that need no quotes anywhere.
	branchForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$`)
	// anything is what a mark must not match: a commit of anybody.
	anything = "author A <a@b>\ncommitter A <a@b>\n\nx\n"
)

// copies reads the public copies of a project's primary repository. Each names what upstream's own
// merges leave in a commit, and what was measured of it.
func (r *listReader) copies(n node, p health.Project) []health.Copy {
	var out []health.Copy
	if _, ok := p.PrimaryRepository(); n.given() && !ok {
		n.bad(Conflict, "given without a primary repository, which it would be a copy of")
	}
	if n.isList() && len(n.list()) == 0 {
		n.bad(Empty, "empty: list a copy, or leave the field out")
	}
	for _, n := range n.list() {
		f := n.fields("url", "branch", "mark", "notes", "reason", "checked", "measured")
		c := health.Copy{
			Branch: refWord(f["branch"]), Mark: mark(f["mark"].required()), Notes: refWord(f["notes"]),
			Reason: f["reason"].required().text(), Checked: date(f["checked"].required(), false), Measured: marks(f["measured"].required()),
		}
		if id, ok := readRepository(f["url"].required()); ok {
			c.URL = id.URL()
			r.once(f["url"], "repository", id.Key())
		}
		out = append(out, c)
	}
	return out
}

// mark reads the form of what upstream's merges leave.
func mark(n node) string {
	s := n.text()
	if s == "" {
		return ""
	}
	switch re, err := regexp.Compile("(?m)" + s); {
	case err != nil:
		n.bad(Malformed, "%q is not a regular expression: %v", s, err)
	case re.MatchString(anything):
		n.bad(NotAllowed, "%q matches any commit, so it marks none", s)
	}
	return s
}

func refWord(n node) string {
	s := n.word()
	if n.given() && (!branchForm.MatchString(s) || !isRef(s)) {
		n.bad(Malformed, "%q is not the name of a branch or of notes, such as main", s)
	}
	return s
}

// isRef reports whether git takes a name of branchForm; see git check-ref-format.
func isRef(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasSuffix(part, ".") || strings.HasSuffix(part, ".lock") {
			return false
		}
	}
	return !strings.Contains(name, "..")
}

// branchRead reads the branch of a repository that figures come from instead of the default one. Only
// the primary is measured, and readers are owed the reason.
func branchRead(f map[string]node, primary bool) string {
	switch n := f["branch"]; {
	case !n.given():
	case !primary:
		n.bad(Conflict, "only the primary repository is read")
	case !f["note"].given():
		n.bad(Missing, "note missing: say why this branch is read")
	}
	return refWord(f["branch"])
}

// marks reads how many of the newest commits carry the mark. A copy that fails is not listed.
func marks(n node) health.Marks {
	if !n.given() {
		return health.Marks{}
	}
	f := n.fields("commits", "marked", "covered")
	m := health.Marks{
		Commits: f["commits"].required().whole(1, health.MarkedCommits), Marked: f["marked"].required().whole(1, health.MarkedCommits),
		Covered: f["covered"].required().whole(1, health.MarkedCommits),
	}
	switch {
	case m.Commits == 0 || m.Marked == 0 || m.Covered == 0: // noted above
	case m.Marked > m.Covered || m.Covered > m.Commits:
		n.bad(Conflict, "of %d commits %d cannot carry the mark and %d be covered by one", m.Commits, m.Marked, m.Covered)
	case !m.Trusted():
		f["covered"].bad(NotAllowed, "%d of %d commits are fewer than 90%%, so the copy is not trusted", m.Covered, m.Commits)
	}
	return m
}

// copyLine is a copy as written.
type copyLine struct {
	URL      string    `json:"url"`
	Branch   string    `json:"branch,omitempty"`
	Mark     string    `json:"mark"`
	Notes    string    `json:"notes,omitempty"`
	Reason   string    `json:"reason"`
	Checked  string    `json:"checked"`
	Measured marksLine `json:"measured"`
}

type marksLine struct {
	Commits int `json:"commits"`
	Marked  int `json:"marked"`
	Covered int `json:"covered"`
}

func copyLineOf(c health.Copy) copyLine {
	return copyLine{
		URL: c.URL, Branch: c.Branch, Mark: c.Mark, Notes: c.Notes, Reason: c.Reason, Checked: c.Checked,
		Measured: marksLine(c.Measured),
	}
}
