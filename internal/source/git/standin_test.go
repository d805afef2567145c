package git

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// merged is what upstream's merges leave in the invented repositories.
const merged = "change\n\nMerged-from: https://example.org/pull/7"

// copyOf is the project with a copy of its repository, which the pattern of mirrorOf finds as repo.git.
func copyOf(c health.Copy) health.Project {
	p := project()
	p.Repositories[0].URL = "https://example.org/x/absent"
	c.URL, c.Mark = "https://example.org/y/repo", `^Merged-from: https://example\.org/pull/\d+$`
	p.Copies = []health.Copy{c}
	return p
}

// mainLineOf commits one commit a day on main, oldest first: marked where the letter is M.
func mainLineOf(r *testkit.Repo, from time.Time, letters string) (last int) {
	for i, l := range letters {
		c := testkit.Commit{At: from.AddDate(0, 0, i)}
		if l == 'M' {
			c.Message = merged
		}
		last = r.Commit(c)
	}
	return last
}

func TestObserve_copyIsTrustedFromNinetyPercent(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name, letters   string
		marked, covered int
		trusted         bool
	}{
		{"every commit is marked", strings.Repeat("M", 200), 200, 200, true},
		{"older commits do not matter", strings.Repeat(".", 100) + strings.Repeat("M", 200), 200, 200, true},
		{"pushes between merges are covered by the merge above", strings.Repeat("M...................", 10) + "M", 10, 200, true},
		{"20 of 200 above the newest mark", strings.Repeat("M", 180) + strings.Repeat(".", 20), 180, 180, true},
		{"21 of 200 above the newest mark", strings.Repeat("M", 179) + strings.Repeat(".", 21), 179, 179, false},
		{"40 of 200 below a mark, 20 of them uncovered", strings.Repeat("M", 80) + strings.Repeat(".", 40) + strings.Repeat("M", 80), 160, 180, true},
		{"41 of 200 below a mark, 21 of them uncovered", strings.Repeat("M", 79) + strings.Repeat(".", 41) + strings.Repeat("M", 80), 159, 179, false},
		{"no commit is marked", strings.Repeat(".", 200), 0, 0, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			r := testkit.NewRepo(t)
			mainLineOf(r, at("2023-06-01"), x.letters)
			s := newSource(t, mirrorOf(r.Dir()))
			repo := &Repo{run: s.run, id: repository.ID{Host: "example.org", Path: "y/repo"}, copy: &standIn{Copy: copyOf(health.Copy{}).Copies[0]}}
			if err := s.viewOf(t.Context(), repo, time.Time{}); err != nil {
				t.Fatal(err)
			}
			defer repo.Close()
			tip, m, err := repo.measureMarks(t.Context())
			if err != nil || m.Commits != 200 || m.Marked != x.marked || m.Covered != x.covered || m.Trusted() != x.trusted || (tip == "") != (x.marked == 0) {
				t.Errorf("got %+v, tip %q, trusted %t, %v; want %d marked, %d covered, trusted %t", m, tip, m.Trusted(), err, x.marked, x.covered, x.trusted)
			}
			_, err = s.Observe(t.Context(), copyOf(health.Copy{}), time.Time{})
			if x.trusted {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			_, why, ok := source.RefusalOf(err)
			if says := fmt.Sprintf("of its last 200 commits %d are covered", x.covered); !ok || !strings.Contains(why, says) || !errors.Is(err, source.ErrUnavailable) {
				t.Errorf("the refusal does not give the share: %q, %v", why, err)
			}
		})
	}
}

func TestObserve_copyShowsUpstreamAlone(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	last := mainLineOf(r, at("2023-06-01"), strings.Repeat("M", 30))
	r.Tag("v2.4.1", last, at("2023-06-30"))
	r.Commit(testkit.Commit{At: at("2023-07-01"), Message: merged, Files: map[string]string{"VERSION": "2.5.0-dev\n"}})
	// What the owner of the copy did since, here and on another branch, is no figure of the project.
	own := r.Commit(testkit.Commit{At: at("2023-09-01"), Name: "Own Er", Email: "own@example.org"})
	r.Commit(testkit.Commit{At: at("2023-10-01"), Name: "Own Er", Email: "own@example.org", Branch: "topic", From: own})
	r.Git("symbolic-ref", "HEAD", "refs/heads/topic")
	r.SetTaken(taken)
	s := newSource(t, mirrorOf(r.Dir()))
	snap, err := s.Observe(t.Context(), copyOf(health.Copy{Branch: "main"}), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	checkWhole(t, snap)
	if snap.SourceURL != "https://example.org/y/repo" || !snap.ObservedAt.Equal(at("2023-07-01")) {
		t.Errorf("read from %s as of %s, want the copy as of its newest mark", snap.SourceURL, snap.ObservedAt)
	}
	for _, in := range snap.Inputs {
		if in.SourceURL != "https://example.org/y/repo" {
			t.Fatalf("%s does not name the copy: %s", in.Field, in.SourceURL)
		}
	}
	want(t, byField(snap), map[string]string{
		"commits_total": "31", "authors_total": "1", "last_human_commit": "2023-07-01", "last_release_tag": "v2.4.1", "release_tags_total": "1",
	})
	if snap, err = s.Observe(t.Context(), copyOf(health.Copy{Branch: "main"}), at("2023-06-10")); err != nil {
		t.Fatal(err)
	}
	want(t, byField(snap), map[string]string{"commits_total": "10", "last_release": "unknown"})
	if _, err := s.Observe(t.Context(), copyOf(health.Copy{Branch: "gone"}), time.Time{}); err == nil || !strings.Contains(err.Error(), "it has no branch gone") {
		t.Errorf("a branch that is gone: %v", err)
	}
}

func TestObserve_tagsOfACopyMayBeOld(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name, tag string
		files     map[string]string
		last      string // empty: unknown
		reason    string
	}{
		{"the same version", "v1.38.1", map[string]string{"Makefile": "VERSION = 1\nPATCHLEVEL = 38\nSUBLEVEL = 2\n"}, "v1.38.1", ""},
		{"the next second number", "v4.0.1", map[string]string{"VERSION.dat": "MAJOR=4\nMINOR=1\nPATCH=0\n"}, "v4.0.1", ""},
		{"the next first number", "v261.2", map[string]string{"meson.version": "262~devel\n"}, "v261.2", ""},
		{"two behind", "v4.0.1", map[string]string{"VERSION.dat": "MAJOR=4\nMINOR=2\nPATCH=0\n"}, "", "the newest is v4.0.1 of 2023-06-30, and VERSION.dat states 4.2"},
		{"far behind", "v0.4.3", map[string]string{"VERSION": "1.14.0-DEV\n"}, "", "VERSION states 1.14"},
		{"a second number is missed", "v3.9.0", map[string]string{"VERSION": "4.1.0\n"}, "", "VERSION states 4.1"},
		{"the tags are ahead", "v5.0", map[string]string{"VERSION": "4.1.0\n"}, "", "VERSION states 4.1"},
		{"no file states it", "v1.4.2", map[string]string{"README": "x"}, "", "no file states the version"},
		{"the file says nothing", "v1.4.2", map[string]string{"VERSION": "see the site\n"}, "", "no file states the version"},
		{"of autoconf", "v2.3.4", map[string]string{"configure.ac": "AC_INIT([tool name], [2.4.0])\n"}, "v2.3.4", ""},
		{"of meson", "v2.3.4", map[string]string{"meson.build": "project('a', 'c',\n  version: '2.3.5',\n)\n"}, "v2.3.4", ""},
		{"of CMake", "v2.3.4", map[string]string{"CMakeLists.txt": "cmake_minimum_required(VERSION 3.20)\nproject(a VERSION 2.4 LANGUAGES C)\n"}, "v2.3.4", ""},
		{"of npm", "v2.3.4", map[string]string{"package.json": "{\n  \"version\": \"2.3.4\"\n}\n"}, "v2.3.4", ""},
		{"of Ruby", "v4.0.0", map[string]string{"include/ruby/version.h": "#define RUBY_API_VERSION_MAJOR 4\n#define RUBY_API_VERSION_MINOR 1\n"}, "v4.0.0", ""},
		{"none", "", map[string]string{"VERSION": "1.0\n"}, "", "the copy has no tags of releases"},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			r := testkit.NewRepo(t)
			last := mainLineOf(r, at("2023-06-01"), strings.Repeat("M", 30))
			if x.tag != "" {
				r.Tag(x.tag, last, at("2023-06-30"))
			}
			r.Commit(testkit.Commit{At: at("2023-07-01"), Message: merged, Files: x.files})
			snap, err := newSource(t, mirrorOf(r.Dir())).Observe(t.Context(), copyOf(health.Copy{}), time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			in := byField(snap).Field(field.LastReleaseTag)
			if in.Text != x.last || !strings.Contains(in.Reason, x.reason) || in.Known() != (x.last != "") {
				t.Errorf("got %q (%s), want %q (%s)", in.Text, in.Reason, x.last, x.reason)
			}
			if total := byField(snap).Field(field.ReleaseTagsTotal); total.Known() != (x.last != "") {
				t.Errorf("the number of tags is %v", total)
			}
		})
	}
}

func TestObserve_marksMayBeInNotes(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	for i := range 5 {
		r.Commit(testkit.Commit{At: at("2023-06-01").AddDate(0, 0, i)})
	}
	p := copyOf(health.Copy{Notes: "fossil"})
	p.Copies[0].Mark = `^[0-9a-f]{64}$`
	s := newSource(t, mirrorOf(r.Dir()))
	if _, err := s.Observe(t.Context(), p, time.Time{}); err == nil {
		t.Fatal("a copy without notes was trusted")
	}
	for id := range strings.FieldsSeq(r.Git("rev-list", "main")) {
		r.Git("notes", "--ref=fossil", "add", "-m", strings.Repeat("0a", 32), id)
	}
	snap, err := s.Observe(t.Context(), p, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	want(t, byField(snap), map[string]string{"commits_total": "5"})
}

func TestObserve_copyIsReadOnlyWhereItMay(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	mainLineOf(r, at("2023-06-01"), "MMM")
	p := copyOf(health.Copy{})
	primary := p
	primary.Repositories = project().Repositories
	s := newSource(t, mirrorOf(r.Dir()))
	snap, err := s.Observe(t.Context(), primary, time.Time{})
	if err != nil || snap.SourceURL != "https://example.org/x/repo" {
		t.Errorf("the repository is here, and %s was read: %v", snap.SourceURL, err)
	}
	if _, err := newSource(t, Config{Mirrors: []string{filepath.Join(t.TempDir(), "{name}.git")}, Offline: true}).Observe(t.Context(), p, time.Time{}); !errors.Is(err, source.ErrNoCopy) {
		t.Errorf("neither is here: %v, want ErrNoCopy", err)
	}
	for _, allowed := range []bool{false, true} {
		cfg := remoteOf(t, r, &calls{})
		cfg.Copies = allowed
		cfg.remoteURL = func(id repository.ID) string {
			if id.Path == "x/absent" {
				return "file://" + t.TempDir() + "/gone"
			}
			return "file://" + r.Dir()
		}
		s := newSource(t, cfg)
		if _, err := s.Observe(t.Context(), p, time.Time{}); err == nil || errors.Is(err, source.ErrLimit) {
			t.Errorf("a host that does not answer: %v; the last figures stay, no copy is read", err)
		}
		if s.standsIn(source.ErrLimit) != allowed {
			t.Errorf("copies allowed: %t, and a repository that is too large has a copy: %t", allowed, !allowed)
		}
		repo, err := s.openCopy(t.Context(), p.Copies, repoID, time.Time{}, source.ErrLimit)
		if err != nil {
			t.Fatal(err)
		}
		if repo.Address() != "https://example.org/y/repo" || repo.Origin() != health.OriginLive {
			t.Errorf("cloned %s, %s", repo.Address(), repo.Origin())
		}
		if err := repo.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestClone_ofACopyHasItsBranchAndNotes(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	mainLineOf(r, at("2023-06-01"), "...")
	r.Commit(testkit.Commit{At: at("2023-08-01"), Branch: "topic"})
	for id := range strings.FieldsSeq(r.Git("rev-list", "main")) {
		r.Git("notes", "--ref=fossil", "add", "-m", strings.Repeat("0a", 32), id)
	}
	r.Git("symbolic-ref", "HEAD", "refs/heads/topic")
	p := copyOf(health.Copy{Branch: "main", Notes: "fossil"})
	p.Copies[0].Mark = `^[0-9a-f]{64}$`
	c := &calls{}
	s := newSource(t, remoteOf(t, r, c))
	for range 2 {
		repo, err := s.openCopy(t.Context(), p.Copies, repoID, time.Time{}, source.ErrLimit)
		if err != nil {
			t.Fatal(err)
		}
		if !repo.At().Equal(at("2023-06-03")) || repo.copy.marks.Marked != 3 {
			t.Errorf("as of %s with %+v, want the branch main with its notes", repo.At(), repo.copy.marks)
		}
		if err := repo.Close(); err != nil {
			t.Error(err)
		}
	}
	if n := c.count("fetch"); n != 2 {
		t.Errorf("%d fetches of an unchanged copy, want one for the branch and one for the notes", n)
	}
}

func TestObservePast_copyEqualsObserve(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	last := mainLineOf(r, at("2023-05-01"), strings.Repeat("M", 40))
	r.Tag("v2.4.1", last, at("2023-06-10"))
	r.Commit(testkit.Commit{At: at("2023-07-01"), Message: merged, Files: map[string]string{"VERSION": "2.5.0\n"}})
	s := newSource(t, mirrorOf(r.Dir()))
	then := at("2023-06-20")
	past, err := s.ObservePast(t.Context(), copyOf(health.Copy{}), []time.Time{then})
	if err != nil {
		t.Fatal(err)
	}
	snap, err := s.Observe(t.Context(), copyOf(health.Copy{}), then)
	if err != nil {
		t.Fatal(err)
	}
	whole := byField(snap)
	for _, in := range past.Snapshots[0].Inputs {
		if !in.Same(whole.Field(in.Field)) {
			t.Errorf("%s: %+v, want %+v", in.Field, in, whole.Field(in.Field))
		}
	}
	if !past.Taken.Equal(at("2023-07-01")) {
		t.Errorf("taken %s, want the day of the newest mark", past.Taken)
	}
}
