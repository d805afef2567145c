package health

// Copy is a public copy of a project's repository that others made. Its main line is upstream's, so
// git figures can be read from it when the repository itself cannot be had. It shows nothing of
// the host.
type Copy struct {
	URL string // https, canonical form
	// Branch is upstream's main line in the copy; empty: the branch that its HEAD names.
	Branch string
	// Mark is a regular expression for what upstream's own merges leave in a commit: a trailer, or
	// the host as committer. It is sought in the lines "author NAME <MAIL>" and "committer NAME
	// <MAIL>", the message, and the notes; ^ and $ match at lines.
	Mark string
	// Notes are the notes of git to read with the messages, as in refs/notes/NAME; empty: none.
	Notes    string
	Reason   string // why the copy is trusted
	Checked  string // YYYY-MM-DD
	Measured Marks  // on that day
}

// Marks are what the newest commits of a main line carry of upstream's marks.
type Marks struct {
	Commits int // that were looked at, at most MarkedCommits
	Marked  int // of them carry the mark
	// Covered carry it, or one of the MarkReach commits after them does. The id of a commit covers
	// all before it, so what lies between two marks is upstream's as well.
	Covered int
}

// What is looked at of a copy. Upstream's maintainers often land several commits by hand between two
// merges of the host: in systemd at most 25 in a row, of 2,000.
const (
	MarkedCommits = 200
	MarkReach     = 20
)

// Trusted reports whether at least 90% of the commits are covered.
func (m Marks) Trusted() bool { return m.Commits > 0 && 10*m.Covered >= 9*m.Commits }

// CopyAt returns the project's copy with the address, and false if the address is none of a copy.
func (p Project) CopyAt(url string) (Copy, bool) {
	for _, c := range p.Copies {
		if url != "" && c.URL == url {
			return c, true
		}
	}
	return Copy{}, false
}
