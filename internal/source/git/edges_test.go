package git

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/repository"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestObserve_faultyClocksAreNoDates(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	r.Commit(testkit.Commit{At: time.Unix(0, 0)})
	r.Commit(testkit.Commit{At: time.Unix(1, 0)})
	mid := r.Commit(testkit.Commit{At: at("2024-01-01")})
	last := r.Commit(testkit.Commit{At: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)})
	r.Tag("v1.0", mid, at("2024-01-02"))
	r.Tag("v9.0", last, time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
	snap, in := observe(t, r, time.Time{})
	checkWhole(t, snap)
	if !snap.ObservedAt.Equal(taken) {
		t.Errorf("observed at %s: a commit of 2100 moved the instant", snap.ObservedAt)
	}
	want(t, in, map[string]string{
		"commits_total": "4", "human_commits_12m": "1", "first_commit": "2024-01-01", "last_human_commit": "2024-01-01", "last_release_tag": "v1.0",
	})
}

func TestObserve_aDateBeforeAllTimeIsNoDate(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	r.Commit(testkit.Commit{At: at("2024-01-01")})
	tree, parent := r.Git("rev-parse", "main^{tree}"), r.Git("rev-parse", "main")
	for _, date := range []string{"-5000000000 +0000", "99999999999999999999999 +0000", "soon"} {
		parent = r.GitInput(fmt.Sprintf("tree %s\nparent %s\nauthor A B <a@b> %s\ncommitter A B <a@b> %s\n\nx\n", tree, parent, date, date),
			"hash-object", "--literally", "-w", "-t", "commit", "--stdin")
	}
	r.Git("update-ref", "refs/heads/main", parent)
	snap, in := observe(t, r, time.Time{})
	checkWhole(t, snap)
	want(t, in, map[string]string{"commits_total": "4", "human_commits_12m": "1", "last_human_commit": "2024-01-01", "first_commit": "2024-01-01"})
}

func TestObserve_readsOldEncodings(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	r.Commit(testkit.Commit{At: at("2024-01-01"), Name: "Andr\xe9 Test", Email: "a@example.org", Encoding: "ISO-8859-1"})
	r.Commit(testkit.Commit{At: at("2024-02-01"), Name: "André Test", Email: "b@example.org"})
	r.Commit(testkit.Commit{At: at("2024-03-01"), Name: "B\xe9 Raw", Email: "raw\xff@example.org"})
	r.Commit(testkit.Commit{At: at("2024-04-01"), Name: "Cé Odd", Email: "c@example.org", Encoding: "no-such-encoding"})
	snap, in := observe(t, r, time.Time{})
	checkWhole(t, snap)
	want(t, in, map[string]string{"authors_12m": "3", "human_commits_12m": "4"})
}

func TestObserve_tagsOnOtherThings(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	a := r.Commit(testkit.Commit{At: at("2024-01-01"), Files: map[string]string{"f": "x"}})
	r.Tag("v1.0", a, at("2024-01-02"))
	off := r.Commit(testkit.Commit{At: at("2024-03-01"), Branch: "stable", From: a})
	r.LightTag("v1.1", off)
	r.Git("tag", "v2.0", "main^{tree}")
	r.Git("tag", "v3.0", "main:f")
	r.Git("tag", "-a", "-m", "x", "v4.0", "main:f")
	nested := r.Git("rev-parse", "refs/tags/v1.0")
	r.Git("update-ref", "refs/tags/v1.0.0.1", r.GitInput(fmt.Sprintf("object %s\ntype tag\ntag n\ntagger A B <a@b> %d +0000\n\nx\n", nested, at("2024-01-03").Unix()), "mktag"))
	r.Git("update-ref", "refs/tags/v0.1", r.GitInput(fmt.Sprintf("object %s\ntype commit\ntag old\n\nno tagger\n", r.Git("rev-parse", "main")), "hash-object", "-w", "--literally", "-t", "tag", "--stdin"))
	snap, in := observe(t, r, time.Time{})
	checkWhole(t, snap)
	// v4.0 was made now, by the clock of the test, later than the copy was taken.
	want(t, in, map[string]string{"release_tags_total": "3", "last_release_tag": "v1.1", "release_tags_off_branch": "1", "releases_12m": "3", "unreleased_human_commits": "0", "release_flow_months": "0"})
}

// tagOn makes a tag object on any object, as a signature over an earlier tag is made.
func tagOn(r *testkit.Repo, name, kind, object string, when time.Time) {
	body := fmt.Sprintf("object %s\ntype %s\ntag %s\ntagger A B <a@b> %d +0000\n\nx\n", object, kind, name, when.Unix())
	r.Git("update-ref", "refs/tags/"+name, r.GitInput(body, "mktag"))
}

func TestObserve_tagsOfTagsAreFollowedToTheCommit(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	a := r.Commit(testkit.Commit{At: at("2024-01-01"), Files: map[string]string{"f": "x"}})
	r.Tag("v1.0-rc5", a, at("2024-01-02"))
	tagOn(r, "v1.0", "tag", r.Git("rev-parse", "refs/tags/v1.0-rc5"), at("2024-03-02"))
	tagOn(r, "v1.0.1", "tag", r.Git("rev-parse", "refs/tags/v1.0"), at("2024-03-03"))
	for _, when := range []string{"2024-03-01", "2024-03-02", "2024-03-03"} {
		r.Commit(testkit.Commit{At: at(when)})
	}
	snap, in := observe(t, r, time.Time{})
	checkWhole(t, snap)
	want(t, in, map[string]string{"last_release_tag": "v1.0.1", "last_release": "2024-03-03", "unreleased_human_commits": "3", "release_tags_off_branch": "0"})

	side := r.Commit(testkit.Commit{At: at("2024-03-04"), Branch: "gone", From: a})
	r.Tag("v2.0-rc1", side, at("2024-03-05"))
	r.Git("branch", "-D", "gone")
	tagOn(r, "v2.0", "tag", r.Git("rev-parse", "refs/tags/v2.0-rc1"), at("2024-03-06"))
	_, in = observe(t, r, time.Time{})
	want(t, in, map[string]string{"last_release_tag": "v2.0", "release_tags_off_branch": "1"})
}

func TestObserve_annotatedTagsOnFilesAreNoReleases(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	a := r.Commit(testkit.Commit{At: at("2024-01-01"), Files: map[string]string{"f": "x"}})
	r.Tag("v1.0", a, at("2024-01-02"))
	tagOn(r, "v2.0", "blob", r.Git("rev-parse", "main:f"), at("2024-02-02"))
	tagOn(r, "v3.0", "tree", r.Git("rev-parse", "main^{tree}"), at("2024-02-03"))
	tagOn(r, "v4.0", "tag", r.Git("rev-parse", "refs/tags/v2.0"), at("2024-02-04"))
	_, in := observe(t, r, time.Time{})
	want(t, in, map[string]string{"last_release_tag": "v1.0", "release_tags_total": "1", "releases_12m": "1"})
}

func TestObserve_projectsWithoutReleases(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	a := r.Commit(testkit.Commit{At: at("2024-01-01")})
	r.Tag("start", a, at("2024-01-02"))
	r.SetTaken(taken)
	s := newSource(t, mirrorOf(r.Dir()))
	for rolling, state := range map[bool]health.State{false: health.Unknown, true: health.NotApplicable} {
		p := project()
		p.Rolling = rolling
		snap, err := s.Observe(t.Context(), p, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		checkWhole(t, snap)
		for _, f := range []string{"release_flow_months", "last_release", "months_since_release", "releases_12m"} {
			if got := byField(snap).Field(field.ID(f)); got.State != state {
				t.Errorf("rolling %v: %s is %s, want %s", rolling, f, got.State, state)
			}
		}
		want(t, byField(snap), map[string]string{"release_tags_total": "0", "release_dates": "[]"})
	}
}

func TestObserve_quietYear(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	for i := range 30 {
		r.Commit(testkit.Commit{At: at("2021-08-01").AddDate(0, 0, 10*i)})
	}
	snap, in := observe(t, r, time.Time{})
	checkWhole(t, snap)
	want(t, in, map[string]string{
		"human_commits_12m": "0", "authors_12m": "0", "contributor_absence_factor": "unknown", "contributor_absence_factor_12m": "n/a", "top_author_share_12m": "n/a",
		"bot_share_12m": "n/a", "active_months_12m": "0", "regulars_12m": "0", "author_shares_12m": "[]", "newcomer_core_share": "n/a", "last_human_commit": "2022-05-18",
		"commit_trend_log2": "-4", "integrators_12m": "0",
	})
}

func TestObserve_importedHistory(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	for i := range 60 {
		r.Commit(testkit.Commit{At: at("2022-12-01").Add(time.Duration(i) * time.Minute), AuthorAt: at("2010-01-01")})
	}
	r.Commit(testkit.Commit{At: at("2024-02-01")})
	_, in := observe(t, r, time.Time{})
	want(t, in, map[string]string{"imported_history": "yes", "commit_trend_log2": "n/a"})
}

func TestOpen_emptyRepository(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	_, err := newSource(t, mirrorOf(r.Dir())).Observe(t.Context(), project(), time.Time{})
	if !errors.Is(err, source.ErrEmpty) {
		t.Errorf("got %v, want ErrEmpty", err)
	}
}

func TestOpen_missingMirrorNamesWhatWasTried(t *testing.T) {
	t.Parallel()
	s := newSource(t, Config{Mirrors: []string{"/nowhere/{owner}+{name}/repo", "/elsewhere/{host}/{owner}/{name}"}, Offline: true})
	_, err := s.Observe(t.Context(), project(), time.Time{})
	if !errors.Is(err, source.ErrUnavailable) {
		t.Fatalf("got %v, want ErrUnavailable", err)
	}
	for _, path := range []string{"/nowhere/x+repo/repo", "/elsewhere/example.org/x/repo"} {
		if !strings.Contains(err.Error(), path) {
			t.Errorf("the error does not name %s: %v", path, err)
		}
	}
}

func TestOpen_firstMirrorThatExistsWins(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for _, dir := range []string{"b/repo/.git", "c/repo"} {
		r := testkit.NewRepo(t)
		r.Commit(testkit.Commit{At: at("2024-01-01"), Message: dir})
		r.SetTaken(taken)
		if err := os.CopyFS(filepath.Join(root, dir), os.DirFS(r.Dir())); err != nil {
			t.Fatal(err)
		}
	}
	s := newSource(t, Config{Offline: true, Mirrors: []string{root + "/a/{name}", root + "/b/{name}", root + "/c/{name}"}})
	got, tried, err := s.findMirror(t.Context(), repository.ID{Host: "example.org", Path: "x/repo"})
	if err != nil || got.dir != root+"/b/repo/.git" || tried != nil {
		t.Errorf("got %v, tried %v, %v", got, tried, err)
	}
}

func TestObserve_corruptedPackIsAnError(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	for i := range 200 {
		r.Commit(testkit.Commit{At: at("2024-01-01").Add(time.Duration(i) * time.Hour), Message: strings.Repeat(fmt.Sprint(i), 50)})
	}
	r.Git("repack", "-a", "-d", "-q")
	packs, err := filepath.Glob(filepath.Join(r.Dir(), "objects/pack/*.pack"))
	if err != nil || len(packs) != 1 {
		t.Fatalf("%v %v", packs, err)
	}
	b, err := os.ReadFile(packs[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range [][]byte{b[:len(b)/2], slices.Concat(b[:len(b)/3], make([]byte, 200), b[len(b)/3+200:])} {
		if err := errors.Join(os.Chmod(packs[0], 0o644), os.WriteFile(packs[0], bad, 0o644)); err != nil {
			t.Fatal(err)
		}
		r.SetTaken(taken)
		_, err = newSource(t, mirrorOf(r.Dir())).Observe(t.Context(), project(), time.Time{})
		if !errors.Is(err, source.ErrUnavailable) {
			t.Errorf("got %v, want ErrUnavailable", err)
		}
	}
}

// dropBlob removes the loose object of a path.
func dropBlob(t testing.TB, r *testkit.Repo, path string) {
	t.Helper()
	oid := r.Git("rev-parse", "main:"+path)
	if err := os.Remove(filepath.Join(r.Dir(), "objects", oid[:2], oid[2:])); err != nil {
		t.Fatal(err)
	}
}

// loosen turns packs into loose objects.
func loosen(t testing.TB, r *testkit.Repo) {
	t.Helper()
	packs, err := filepath.Glob(filepath.Join(r.Dir(), "objects/pack/*.pack"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packs {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []string{p, strings.TrimSuffix(p, ".pack") + ".idx"} {
			if err := os.Remove(f); err != nil {
				t.Fatal(err)
			}
		}
		r.GitInput(string(b), "unpack-objects", "-q")
	}
}

func TestObserve_missingContentsAreUnknown(t *testing.T) {
	t.Parallel()
	files := map[string]string{"LICENSE": "MIT License\n", ".github/FUNDING.yml": "github: x\n", ".mailmap": "A B <a@b>\n", "big.c": "int main;", "SECURITY.md": "x"}
	for _, tc := range []struct {
		drop string
		want map[string]string
	}{
		{"LICENSE", map[string]string{"licence": "unknown", "funding_channels": `["github"]`, "tree_bytes": "unknown", "authors_12m": "1", "security_policy": "yes"}},
		{".github/FUNDING.yml", map[string]string{"funding_channels": "unknown", "licence": "other"}},
		{".mailmap", map[string]string{
			"authors_12m": "unknown", "regulars_12m": "unknown", "contributor_absence_factor": "unknown", "integrators_12m": "unknown",
			"human_commits_12m": "1", "active_months_12m": "1", "top_author_changed": "unknown",
		}},
		{"big.c", map[string]string{"tree_bytes": "unknown", "files": "5", "licence": "other", "authors_12m": "1"}},
	} {
		t.Run(tc.drop, func(t *testing.T) {
			t.Parallel()
			r := testkit.NewRepo(t)
			r.Commit(testkit.Commit{At: at("2024-01-01"), Files: files})
			r.Dir()
			loosen(t, r)
			dropBlob(t, r, tc.drop)
			snap, in := observe(t, r, time.Time{})
			checkWhole(t, snap)
			want(t, in, tc.want)

			repo, err := newSource(t, mirrorOf(r.Dir())).Open(t.Context(), repository.ID{Host: "example.org", Path: "x/repo"}, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			defer repo.Close()
			tree, err := repo.Tree(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := tree.Fetch(t.Context(), nil); !errors.Is(err, source.ErrPartialTree) {
				t.Errorf("fetch of all: %v, want ErrPartialTree", err)
			}
			if _, err := tree.ReadFile(t.Context(), tc.drop, 100); !errors.Is(err, source.ErrPartialTree) {
				t.Errorf("read: %v, want ErrPartialTree", err)
			}
			if b, err := tree.ReadFile(t.Context(), "SECURITY.md", 100); err != nil || string(b) != "x" {
				t.Errorf("read of what is there: %q %v", b, err)
			}
		})
	}
}

func TestObserve_shallowCopyKnowsNoHistory(t *testing.T) {
	t.Parallel()
	full := testkit.NewRepo(t)
	for i := range 5 {
		full.Commit(testkit.Commit{At: at("2024-01-01").AddDate(0, i, 0), Files: map[string]string{"README": fmt.Sprint(i)}})
	}
	r := testkit.NewRepo(t)
	r.Git("fetch", "-q", "--depth=2", "file://"+full.Dir(), "main:main")
	snap, in := observe(t, r, time.Time{})
	checkWhole(t, snap)
	want(t, in, map[string]string{"human_commits_12m": "unknown", "commits_total": "unknown", "authors_12m": "unknown", "first_commit": "unknown", "files": "1", "workflows": "0"})
}

func TestObserve_ofTagsOfOneSecondTheHighestVersionIsLast(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	a := r.Commit(testkit.Commit{At: at("2024-01-01")})
	for _, name := range []string{"v1.9.0", "v1.10.0", "v1.8.7"} {
		r.Tag(name, a, at("2024-01-02"))
	}
	_, in := observe(t, r, time.Time{})
	want(t, in, map[string]string{"last_release_tag": "v1.10.0", "releases_12m": "1", "release_tags_total": "3"})
}
