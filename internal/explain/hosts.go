package explain

import (
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
)

// readAt is the repository in which the commit of a snapshot can be looked at: the project's own, or
// the copy that it was read from.
func readAt(p health.Project, sn health.Snapshot) (repository.ID, bool) {
	r, ok := p.PrimaryRepository()
	if !ok {
		return repository.ID{}, false
	}
	if c, ok := p.CopyAt(sn.SourceURL); ok {
		r.URL = c.URL
	}
	id, err := repository.Parse(r.URL)
	return id, err == nil
}

// CommitURL is where a commit can be looked at, on the hosts whose addresses we know.
func CommitURL(p health.Project, sn health.Snapshot) string {
	if sn.SourceURL != "" && strings.Contains(sn.SourceURL, sn.Commit) {
		return sn.SourceURL
	}
	id, ok := readAt(p, sn)
	if !ok {
		return ""
	}
	switch {
	case id.Host == "github.com", id.Host == "codeberg.org":
		return id.URL() + "/commit/" + sn.Commit
	case strings.HasPrefix(id.Host, "gitlab."):
		return id.URL() + "/-/commit/" + sn.Commit
	}
	return ""
}

// Blobs returns the address of a line of a file at the commit of a snapshot on
// the hosts whose addresses we know; the empty address on others.
func Blobs(p health.Project, sn health.Snapshot) func(file string, line int) string {
	none := func(string, int) string { return "" }
	id, ok := readAt(p, sn)
	if !ok || len(sn.Commit) < 40 || strings.Trim(sn.Commit, "0123456789abcdef") != "" {
		return none
	}
	base := ""
	switch {
	case id.Host == "github.com":
		base = id.URL() + "/blob/" + sn.Commit
	case strings.HasPrefix(id.Host, "gitlab."):
		base = id.URL() + "/-/blob/" + sn.Commit
	case id.Host == "codeberg.org":
		base = id.URL() + "/src/commit/" + sn.Commit
	default:
		return none
	}
	return func(file string, line int) string {
		if file == "" || path.Clean("/"+file) != "/"+file { // not a path of a tree
			return ""
		}
		address := base + (&url.URL{Path: "/" + file}).EscapedPath()
		if line > 0 {
			address += "#L" + strconv.Itoa(line)
		}
		return address
	}
}

// plainTag are the names of tags that stand in an address as they are: nearly all.
var plainTag = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+@/-]*$`)

// ReleasedAside reports whether the last release is known to be off the default branch, such as one of
// a maintenance line. The branch then has commits that the release lacks and other releases have.
func ReleasedAside(ins health.Inputs) bool {
	tag := ins.Field(field.LastReleaseTag).Text
	for _, name := range ins.Field(field.ReleaseTagsOffBranchNames).Strings() {
		if name == tag || len(name) > 50 && strings.HasPrefix(tag, name) { // names are cut after 60 bytes
			return true
		}
	}
	return ins.Field(field.MonthsSinceRelease).Value > 12 && ins.Field(field.ReleaseTagsOffBranchBefore).Value > 0
}

// CompareURL is where the host shows what the last release tag lacks, up to
// the commit the figures are of; empty on hosts other than GitHub, and if the release is aside of the
// branch: the host would then show other commits than those that wait. Nothing is asked.
func CompareURL(p health.Project, f figures.Project) string {
	tag := f.Inputs.Field(field.LastReleaseTag)
	sn, read := f.Snapshot(field.SourceGit)
	id, ok := readAt(p, sn)
	if ReleasedAside(f.Inputs) || !tag.Known() || !read || !ok || len(sn.Commit) < 40 || strings.Trim(sn.Commit, "0123456789abcdef") != "" {
		return ""
	}
	if id.Host != "github.com" || !plainTag.MatchString(tag.Text) || strings.Contains(tag.Text, "..") {
		return ""
	}
	return id.URL() + "/compare/" + tag.Text + "..." + sn.Commit
}
