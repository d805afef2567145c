package git

import "strings"

// Words in names of tags, in lower case. They are compared with whole words, so a project whose
// name contains one is not meant.
var (
	// genericWords say that a version follows, and nothing about what it is a version of.
	genericWords = set("v", "ver", "version", "versions", "r", "rel", "release", "releases", "released", "tag", "tags", "stable", "final")
	// finalWords say that a version was released. Where a project uses one, its builds of a version
	// are not releases.
	finalWords = set("ga", "final", "rel", "release", "released", "rtm")
	// revisionWords count further releases of a version.
	revisionWords = set("rev", "patch", "update", "hotfix", "post", "sp")
	// correctionWords say that a version was made again, with something in it corrected.
	correctionWords = set("security", "sec", "secfix", "fix", "fixed", "fixes", "bugfix", "patched", "corrected", "respin", "repack", "rebuild", "redo", "new", "again")
	// earlyWords say that a version is not released yet, or only that a day or week has passed.
	earlyWords = set("alpha", "beta", "rc", "cr", "pre", "preview", "prerelease", "pretest", "test", "tests", "testing", "dev", "devel", "develop",
		"development", "snapshot", "snap", "nightly", "weekly", "daily", "canary", "milestone", "ea", "eap", "experimental", "insider", "insiders", "next",
		"candidate", "unstable", "trial", "draft", "wip")
	// earlyParts are early wherever they stand in a word: "prealpha", "betarelease".
	earlyParts = []string{"alpha", "beta", "preview", "snapshot", "nightly", "canary", "milestone", "experimental", "insider", "candidate", "unstable", "prerelease"}
	// noVersionWords say that a number is of another kind, or that the tag keeps a branch or a state:
	// an advisory's number, a ticket's, a day of deployment, the version that work will lead to.
	noVersionWords = set("cve", "ghsa", "advisory", "advisories", "issue", "issues", "ticket", "tickets", "bug", "bugs", "pr", "prs", "pull",
		"backup", "backups", "before", "archive", "archives", "archived", "attic", "basepoint", "basepoints", "branchpoint", "branchpoints",
		"branch", "branches", "branched", "backport", "backports", "sbom", "sboms", "deploy", "deployed", "deployment", "production", "staging",
		"merge", "merged", "mergepoint", "into")
	// pointWords after a number name a point of the history: where work on the version begins, or
	// where its branch ends.
	pointWords = set("base", "bp", "start", "begin", "init", "fork", "forkpoint", "root", "eol", "after")
	// sideLines name what is published beside the software: its packaging and its pages.
	sideLines = set("helm", "chart", "charts", "docs", "doc", "docker", "website", "site", "debian", "ubuntu", "rpm", "deb", "packaging", "example", "examples")
)

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

func isNoVersion(w string) bool { return noVersionWords[w] }

func isEarly(w string) bool {
	if earlyWords[w] {
		return true
	}
	for _, p := range earlyParts {
		if strings.Contains(w, p) {
			return true
		}
	}
	return false
}
