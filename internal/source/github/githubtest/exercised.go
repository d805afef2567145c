package githubtest

import (
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"
)

// The content of a repository of AddExercised: as many of each kind as Scorecard's client reads,
// and authors with enough commits to count.
const (
	exercisedHands   = 30
	exercisedCommits = 6 * exercisedHands
	// exercisedFiles and exercisedSize describe the sources beside the relevant files, about as
	// many and as large as those of xz.
	exercisedFiles = 480
	exercisedSize  = 15 << 10
)

// exercised creates the repository number n, without its people.
func (w *World) exercised(name string, n int) *Repository {
	owner, base, _ := strings.Cut(name, "/")
	r := &Repository{
		About: "A repository with something for every check to look at.", ID: numberOf("exercised", name), Owner: owner, Name: base, OwnerType: "Organization", Branch: "main",
		CreatedAt: w.start.AddDate(-4, 0, 0), PushedAt: w.start.Add(-time.Hour), UpdatedAt: w.start.Add(-time.Hour),
		Stars: 1000 + n, License: "MIT", Languages: []Language{{"C", 7_000_000}, {"Shell", 90_000}}, Branches: []string{"release-1", "release-2"},
		Files: exercisedTree(n), Members: map[string]string{},
	}
	if n%3 == 2 {
		r.Languages = append(r.Languages, Language{"Go", 5000})
	}
	hand := func(i int) string { return fmt.Sprintf("%s-hand-%d", strings.ToLower(base), i%exercisedHands) }
	for i := range exercisedHands {
		r.Members[hand(i)] = "MEMBER"
	}
	for c := range exercisedCommits {
		r.Commits = append(r.Commits, &Commit{
			OID: oid(name, fmt.Sprint(c)), At: w.start.Add(-time.Duration(c*9+1) * time.Hour), Author: hand(c), Message: fmt.Sprintf("Change %d", exercisedCommits-c),
		})
	}
	for c := exercisedHands - 1; c >= 0; c-- {
		r.exercisedChange(r.Commits[c], c, n, hand)
	}
	for i := range exercisedHands {
		at := w.start.Add(-time.Duration(exercisedHands-i) * 30 * time.Hour)
		issue := r.OpenIssue(fmt.Sprintf("visitor-%d", i), at)
		issue.Comment(hand(i+1), at.Add(2*time.Hour))
	}
	for i := range 6 {
		x := r.Publish(fmt.Sprintf("v1.%d", i), hand(0), w.start.AddDate(0, -6+i, 0))
		x.Target = []string{"main", "release-1", "release-2"}[i%3]
		x.Assets = []string{base + ".tar.gz", base + ".tar.gz" + []string{".asc", ".sha256", ".intoto.jsonl"}[n%3]}
	}
	r.exercisedRules(n)
	r.Runs = []*Run{{Workflow: "release.yml", Head: r.Commits[0].OID, Conclusion: "success", By: hand(0), At: w.start.Add(-30 * time.Minute)}}
	return r
}

// AddExercised adds, under each name, a repository with data for each of Scorecard's 18 checks: 30
// commits by merged and reviewed pull requests, with check suites and statuses, by 30 people with
// employers; 30 issues with answers; releases with assets from three branches; rules, workflows,
// and 500 files. The results of the checks differ between the repositories.
func (w *World) AddExercised(names ...string) {
	for n, name := range names {
		r := w.Add(w.exercised(name, n))
		for login := range r.Members {
			w.AddAccount(&Account{Login: login, Type: "User", Company: fmt.Sprintf("Company %d", (n+len(login))%3), Orgs: []string{r.Owner, "example-org"}})
		}
		w.mention(r)
	}
}

// exercisedChange creates the pull request of a commit.
func (r *Repository) exercisedChange(c *Commit, i, n int, hand func(int) string) {
	opened := c.At.Add(-5 * time.Hour)
	p := r.OpenPull(c.Author, opened)
	if i%10 >= n%4 { // some changes without a review
		p.Review(hand(i+7), "APPROVED", opened.Add(time.Hour))
	}
	p.Labels = []string{"lgtm", "size/S"}[:i%3%2+1]
	p.Suites = []Suite{{App: "github-actions", Conclusion: "SUCCESS", Runs: 2}}
	if n%2 == 0 {
		p.Suites = append(p.Suites, Suite{App: "github-code-scanning", Conclusion: "SUCCESS"})
	}
	if i%2 == 0 {
		p.Statuses = []Status{{State: "SUCCESS", Context: "ci/made", Target: "https://ci.example/1", At: opened.Add(time.Minute)}}
	}
	p.Merge(hand(i+7*((n+i)%2)), c.At)
}

// exercisedRules protects the branches, by a rule or by a ruleset.
func (r *Repository) exercisedRules(n int) {
	if n%2 == 0 {
		r.Protection = map[string]*Protection{
			"main": {Approvals: n % 3, StatusChecks: true, Strict: true, Contexts: []string{"ci/made"}, AdminEnforced: true}, "release-1": {Approvals: 1, Linear: true},
		}
		return
	}
	r.Rulesets = []*Ruleset{{Name: "all", Include: []string{"~ALL"}, Rules: []Rule{
		{Type: "DELETION"},
		{Type: "NON_FAST_FORWARD"},
		{Type: "PULL_REQUEST", Approvals: 1 + n%2, DismissStale: true, CodeOwner: n%3 == 0},
		{Type: "REQUIRED_STATUS_CHECKS", Strict: true, Contexts: []string{"ci/made"}},
	}}}
}

const (
	exercisedBuild = `on: [push, pull_request]
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: pip install -r requirements.txt && make check
`
	exercisedRelease = `on: {push: {tags: ['v*']}}
permissions: {contents: write, packages: write}
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-go@v5
      - uses: goreleaser/goreleaser-action@v6
`
	exercisedScan = `on: [push]
permissions: {contents: read, security-events: write}
jobs:
  analyse:
    runs-on: ubuntu-latest
    steps:
      - uses: github/codeql-action/init@v3
      - uses: github/codeql-action/analyze@v3
`
	exercisedDanger = `on: pull_request_target
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: {ref: '${{ github.event.pull_request.head.sha }}'}
      - run: make
`
)

// exercisedTree returns the files: sources that are the same in all, and those that the checks
// read.
func exercisedTree(n int) map[string]string {
	files := maps.Clone(exercisedSources())
	maps.Copy(files, map[string]string{
		"README.md": fmt.Sprintf("# Made for checks, number %d\n", n), "requirements.txt": fmt.Sprintf("flask==%d.0.1\n", 1+n%3),
		".github/workflows/build.yml": exercisedBuild, ".github/workflows/release.yml": exercisedRelease,
		"LICENSE": "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy\n", ".github/CODEOWNERS": "* @example-org\n",
	})
	for _, x := range []struct {
		when       bool
		path, text string
	}{
		{n%4 != 3, ".github/dependabot.yml", "version: 2\nupdates: [{package-ecosystem: pip, directory: /, schedule: {interval: weekly}}]\n"},
		{n%3 != 2, "SECURITY.md", "# Security\n\nReport to security@example.org or https://example.org/report within 90 days of disclosure of a vulnerability.\n"},
		{n%3 == 0, ".github/workflows/codeql.yml", exercisedScan},
		{n%5 == 4, ".github/workflows/preview.yml", exercisedDanger},
		{n%4 == 1, ".clusterfuzzlite/Dockerfile", "FROM scratch\n"},
		{n%4 == 2, "tools/helper", "\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 57) + "\x02\x00>\x00\x01\x00\x00\x00"},
	} {
		if x.when {
			files[x.path] = x.text
		}
	}
	return files
}

// exercisedSources are texts that compress about as well as C.
var exercisedSources = sync.OnceValue(func() map[string]string {
	files := make(map[string]string, exercisedFiles)
	for i := range exercisedFiles {
		var b strings.Builder
		for line := 0; b.Len() < exercisedSize; line++ {
			fmt.Fprintf(&b, "static int part_%s(struct state *s, size_t n) { return s->table[%d] ^ (int)n; }\n", oid("source", fmt.Sprint(i, line))[:12], line*i)
		}
		files[fmt.Sprintf("src/part%d/file%03d.c", i%20, i)] = b.String()
	}
	return files
})
