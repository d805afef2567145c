package github

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

// A full first scan is at most 5 requests, and one of a repository where nothing
// happened since at most 1.5, by the fake's count, in the mean of all stories
// and each alone but where a licence has to be asked for.
func TestRecords_costFewRequests(t *testing.T) {
	t.Parallel()
	d := seat(t)
	names := d.judged()
	first, again := 0, 0
	for _, name := range names {
		n := d.cost(func() {
			if _, files, err := d.scan(t.Context(), name); err != nil || len(files) == 0 {
				t.Fatalf("%s: %d files, %v", name, len(files), err)
			}
		})
		if n.Total > 5 && name != "example-checks/licence-two" {
			t.Errorf("%s: %d requests the first time: %v", name, n.Total, n.Endpoint)
		}
		first += n.Total
		d.restart()
		var r forge.Records
		n = d.cost(func() { r = d.must(name) })
		if n.Total > 1 && len(r.Branches) == 1 || n.Total > 2 { // the rules of other branches move without a trace
			t.Errorf("%s: %d requests when nothing changed: %v", name, n.Total, n.Endpoint)
		}
		again += n.Total
	}
	t.Logf("first scans: %s; again: %s", ratio(first, len(names)), ratio(again, len(names)))
	if first > 5*len(names) || 2*again > 3*len(names) {
		t.Errorf("first %s, want at most 5; again %s, want at most 1.5", ratio(first, len(names)), ratio(again, len(names)))
	}
	d.swept()
}

func TestRecords_againAreTheSame(t *testing.T) {
	t.Parallel()
	d := seat(t)
	for _, name := range d.judged() {
		want := d.must(name)
		d.restart()
		sameRecords(t, want, d.must(name))
	}
}

// Who works where is asked once for all projects, in 30 days.
func TestRecords_usersAreSharedByProjects(t *testing.T) {
	t.Parallel()
	d := seat(t)
	users := func(name string) int {
		n := d.cost(func() { d.must(name) })
		return n.Endpoint["POST /graphql"] - 1
	}
	const one, other = "example-checks/licence-copying", "example-checks/licence-two" // both by one person
	if got := users(one); got != 1 {
		t.Errorf("%d requests for users, want 1", got)
	}
	if got := users(other); got != 0 {
		t.Errorf("%d requests for users that are known", got)
	}
	d.clock.add(29 * 24 * time.Hour)
	if got := users(other); got != 0 {
		t.Errorf("%d requests for users after 29 days", got)
	}
	d.clock.add(48 * time.Hour)
	if got := users(one); got != 1 {
		t.Errorf("%d requests for users after 31 days, want 1", got)
	}
}

// What is kept, by the source and by the transport, and what is logged names
// nobody.
func TestRecords_nobodyIsKept(t *testing.T) {
	t.Parallel()
	d := seat(t)
	const name = "example-checks/employed"
	r := d.must(name)
	d.must("example-checks/release-branches")
	d.must("example-checks/reviewed")
	if _, err := d.Runs(t.Context(), project("example-checks/packaged"), "release.yml"); err != nil {
		t.Error(err)
	}
	if _, err := d.CommitsBy(t.Context(), project(name), "dependabot[bot]"); err != nil {
		t.Error(err)
	}
	var logins []string
	for _, u := range r.Contributors {
		logins = append(logins, u.Login)
	}
	logins = append(logins, "rina-example", "ole-example", "tove-example", "kim-example", "zoe-example", "dependabot", "noreply", secret)
	if len(logins) < 8 || r.Contributors[1].Company == "" {
		t.Fatalf("contributors %v", r.Contributors)
	}
	kept := 0
	for key, value := range d.memory.entries {
		kept += len(value)
		for _, login := range logins {
			if strings.Contains(strings.ToLower(key+string(value)), login) {
				t.Errorf("%s is kept under %q: %.200s", login, key, value)
			}
		}
	}
	if kept == 0 {
		t.Error("nothing is kept")
	}
	for _, login := range logins {
		if strings.Contains(d.log.String(), login) {
			t.Errorf("%s is logged", login)
		}
	}
}

// What moved is read again, and nothing else.
func TestRecords_changesAreSeen(t *testing.T) {
	t.Parallel()
	d := seat(t)
	const name = "example-checks/release-branches"
	before := d.must(name)
	for _, step := range []struct {
		what     string
		do       func(*githubtest.World, *githubtest.Repository)
		requests int
		seen     func(forge.Records) bool
	}{
		{
			"a release", func(_ *githubtest.World, r *githubtest.Repository) {
				r.Publish("v9", "zoe-example", d.clock.now()).Target = "release/2.x"
			}, 3,
			func(r forge.Records) bool { return r.Releases[0].Tag == "v9" && r.Releases[0].Target == "release/2.x" },
		},
		{"a file of a release", func(_ *githubtest.World, r *githubtest.Repository) {
			r.Releases[len(r.Releases)-1].Assets = []string{"late.sig"}
		}, 3, func(r forge.Records) bool { return len(r.Releases[0].Assets) == 1 }},
		{
			"a commit", func(_ *githubtest.World, r *githubtest.Repository) { r.Push("zoe-example", d.clock.now()) }, 3,
			func(r forge.Records) bool { return r.Commit != before.Commit && r.Contributors[0].Contributions == 11 },
		},
		{
			"a rule", func(_ *githubtest.World, r *githubtest.Repository) { r.Rulesets = nil }, 1,
			func(r forge.Records) bool { return !r.Branches["release/2.x"].Protected },
		},
		{
			"a name", func(w *githubtest.World, _ *githubtest.Repository) { w.Rename(name, "example-checks/renamed") }, 2,
			func(r forge.Records) bool {
				return strings.Contains(r.Releases[0].URL, "example-checks/renamed/releases/") && strings.Contains(r.Releases[0].Assets[0].URL, "example-checks/renamed/")
			},
		},
	} {
		d.edit(name, step.do)
		var r forge.Records
		if n := d.cost(func() { r = d.must(name) }); n.Total > step.requests {
			t.Errorf("%s: %d requests, want at most %d: %v", step.what, n.Total, step.requests, n.Endpoint)
		}
		if !step.seen(r) {
			t.Errorf("%s is not seen: %+v", step.what, r)
		}
	}
}

// A host that cannot answer all at once is asked in two parts; one that cannot
// tell checks at all hides them alone.
func TestRecords_inPiecesWhereOneIsTooMuch(t *testing.T) {
	t.Parallel()
	d := seat(t)
	const name = "example-checks/reviewed"
	want := d.must(name)
	too := githubtest.TooMuch()
	too.Endpoint, too.Match = "", asksFor("checkSuites", "issues(")
	lift := d.fake.Fail(too)
	if n := d.cost(func() { sameRecords(t, want, d.must(name)) }); n.Total > 3 {
		t.Errorf("%d requests", n.Total)
	}
	lift()
	too.Match = asksFor("checkSuites")
	d.fake.Fail(too)
	r := d.must(name, forge.PartCheckRuns)
	if len(r.Commits) != len(want.Commits) || r.Commits[0].Change == nil || r.Commits[0].Change.Runs != nil || len(r.Issues) == 0 {
		t.Errorf("records %+v", r)
	}
}

func TestRunsAndCommitsBy(t *testing.T) {
	t.Parallel()
	d := seat(t)
	head := d.must("example-checks/packaged").Commit
	var runs []forge.WorkflowRun
	var err error
	if n := d.cost(func() { runs, err = d.Runs(t.Context(), project("example-checks/packaged"), "release.yml") }); n.Total != 1 {
		t.Errorf("%d requests", n.Total)
	}
	if err != nil || len(runs) != 2 || runs[0].Head != head || !strings.Contains(runs[0].URL, "/actions/runs/") {
		t.Errorf("runs %v, %v", runs, err)
	}
	if runs, err = d.Runs(t.Context(), project("example-checks/unpackaged"), "release.yml"); err != nil || len(runs) != 0 {
		t.Errorf("runs that never were: %v, %v", runs, err)
	}
	_, err = d.Runs(t.Context(), project("example-checks/packaged"), "../none.yml")
	wrong(t, err, source.ErrUnavailable)
	for name, want := range map[string]int{"example-checks/updated": 1, "example-checks/pushed": 0} {
		found, err := d.CommitsBy(t.Context(), project(name), "dependabot[bot]")
		if err != nil || len(found) != want {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
	_, err = d.CommitsBy(t.Context(), project("example-checks/updated"), "a repo:b/c")
	wrong(t, err, source.ErrUnavailable)
}

// What holds for a while is not asked for again, in another process either: that
// a workflow ran, that a program committed, and for the same head that it did not.
func TestRunsAndCommitsBy_areRememberedWhileTheyHold(t *testing.T) {
	t.Parallel()
	d := seat(t)
	const packaged, unpackaged, updated, pushed = "example-checks/packaged", "example-checks/unpackaged", "example-checks/updated", "example-checks/pushed"
	all := func() int {
		t.Helper()
		for _, name := range []string{packaged, unpackaged, updated, pushed} {
			d.must(name)
		}
		return d.cost(func() {
			ran, err1 := d.Runs(t.Context(), project(packaged), "release.yml")
			never, err2 := d.Runs(t.Context(), project(unpackaged), "release.yml")
			by, err3 := d.CommitsBy(t.Context(), project(updated), "dependabot[bot]")
			none, err4 := d.CommitsBy(t.Context(), project(pushed), "dependabot[bot]")
			if err := errors.Join(err1, err2, err3, err4); err != nil || len(ran) != 2 || !strings.Contains(ran[0].URL, "/"+packaged+"/actions/runs/") || len(never) != 0 || len(by) != 1 || len(none) != 0 {
				t.Errorf("runs %v, none %v, commits %v, none %v: %v", ran, never, by, none, err)
			}
		}).Total
	}
	for _, step := range []struct {
		name string
		do   func()
		want int
	}{
		{"the first time", func() {}, 4},
		{"in another process, at once", d.restart, 1}, // whether it ran by now
		{"after a commit", func() {
			d.fake.Edit(func(w *githubtest.World) {
				w.Repository(pushed).Push("kim-example", d.clock.now())
				w.Repository(updated).Push("kim-example", d.clock.now())
			})
		}, 2},
		{"after more than a week", func() { d.clock.add(8 * 24 * time.Hour) }, 3},
		{"after more than a month", func() { d.clock.add(31 * 24 * time.Hour) }, 4},
	} {
		step.do()
		if n := all(); n != step.want {
			t.Errorf("%s: %d requests, want %d", step.name, n, step.want)
		}
	}
}

func TestMatchRef(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern, ref string
		want         bool
	}{
		{"refs/heads/main", "refs/heads/main", true},
		{"refs/heads/main", "refs/heads/main2", false},
		{"refs/heads/ma*", "refs/heads/main", true},
		{"refs/heads/*", "refs/heads/a/b", false},
		{"refs/heads/**/*", "refs/heads/a/b", true},
		{"refs/heads/**", "refs/heads/a", true},
		{"refs/heads/m?in", "refs/heads/main", true},
		{"refs/heads/[lm]ain", "refs/heads/main", true},
		{`refs/heads/a\*b`, "refs/heads/a*b", true},
		{`refs/heads/a\*b`, "refs/heads/axb", false},
		{"refs/heads/v1.0", "refs/heads/v1x0", false},
		{"refs/heads/größe", "refs/heads/größe", true},
		{`refs/heads/x\`, `refs/heads/x\`, true},
	} {
		if got, err := matchRef(tt.pattern, tt.ref); err != nil || got != tt.want {
			t.Errorf("%q matches %q: %v (%v), want %v", tt.pattern, tt.ref, got, err, tt.want)
		}
	}
	for _, bad := range []string{"refs/heads/[", strings.Repeat("a", maxPattern+1)} {
		if _, err := matchRef(bad, "refs/heads/main"); err == nil {
			t.Errorf("%.20q is a pattern", bad)
		}
	}
}

func TestLicenceFile(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		files string
		want  string // empty: it has to be asked for
	}{
		{"README.md LICENSE", "LICENSE"},
		{"licence.md COPYING", "licence.md"},
		{"COPYING LICENSE.txt", "LICENSE.txt"},
		{"Copyright.html", "Copyright.html"},
		{"LICENSE UNLICENSE", ""},
		{"LICENSE-MIT LICENSE-APACHE", ""},
		{"LICENSE/", ""},
		{"", ""},
	} {
		var entries []treeEntry
		for name := range strings.FieldsSeq(tt.files) {
			base, folder := strings.CutSuffix(name, "/")
			entries = append(entries, treeEntry{Name: base, Type: map[bool]string{true: "tree", false: "blob"}[folder], Size: 1})
		}
		got, ok := licenceFile(entries)
		if ok != (tt.want != "") || ok && got.Name != tt.want {
			t.Errorf("%s: %s %v, want %q", tt.files, got.Name, ok, tt.want)
		}
	}
}
