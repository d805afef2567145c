package explain

import (
	"fmt"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// Copied is the public copy that the git figures of a project were read from.
type Copied struct {
	Name   string // "github.com/levitte/openssl"
	Commit string // its first twelve digits
	URL    string // of the commit, or of the copy
	Day    string // of the commit, which the figures are of
	Trust  string // why the copy is trusted, in sentences
	// Files says what the checks of files made of the copy, in a sentence; empty if none ran.
	Files string
}

// CopiedFrom returns the copy that the git figures were read from, and false if they are from the
// project's own repository.
func CopiedFrom(p health.Project, f figures.Project) (Copied, bool) {
	sn, ok := f.Snapshot(field.SourceGit)
	if !ok {
		return Copied{}, false
	}
	c, ok := p.CopyAt(sn.SourceURL)
	if !ok {
		return Copied{}, false
	}
	out := Copied{Name: c.URL, Commit: sn.Commit[:min(12, len(sn.Commit))], URL: CommitURL(p, sn), Day: Day(sn.ObservedAt)}
	if id, err := repository.Parse(c.URL); err == nil {
		out.Name = id.String()
	}
	if out.URL == "" {
		out.URL = c.URL
	}
	out.Trust = strings.TrimSuffix(c.Reason, ".") + ". " + marks(c.Measured) + " (" + DayOf(c.Checked) + ")."
	out.Files = filesChecked(f)
	return out, true
}

// filesChecked says whether the checks of files finished. Without files there is nothing to check.
func filesChecked(f figures.Project) string {
	sn, ok := f.Snapshot(field.SourceScorecard)
	if !ok {
		return ""
	}
	late := false
	for _, c := range sn.Checks {
		if c.State == check.Scored {
			return " Checks of files ran over the tree of this commit."
		}
		late = late || c.State == check.Errored
	}
	if late {
		return " No check of the files finished: some files are missing in the copy."
	}
	return " No check of the files has a result."
}

// marks says what was measured of a copy.
func marks(m health.Marks) string {
	if m.Marked == m.Commits {
		return fmt.Sprintf("All of its newest %d commits carry upstream’s mark", m.Commits)
	}
	return fmt.Sprintf("Of its newest %d commits, %d carry upstream’s mark and %d carry it or lie at most %d below it", m.Commits, m.Marked, m.Covered, health.MarkReach)
}

// Claim says where the figures are from: "Git figures are from a public copy at 2924476b5591."
func (c Copied) Claim() string { return "Git figures are from a public copy at " + c.Commit + "." }

// Text says why, and what the copy does not show.
func (c Copied) Text() string {
	return "The repository itself was not available, so " + c.Name + " was read as of " + c.Day + ". " + c.Trust +
		c.Files + " The copy shows nothing of the host: no issues, reviews or settings."
}
