package git

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

var (
	// now is the present of the tests; taken is when their mirrors were made.
	now   = time.Date(2024, 7, 1, 12, 0, 0, 0, time.UTC)
	taken = time.Date(2024, 6, 15, 12, 0, 0, 0, time.UTC)
)

func testBots(t testing.TB) bots.List {
	t.Helper()
	b, err := bots.New([]bots.Rule{
		{ID: "tag", Pattern: `\[bot\]`, In: "both", Why: "says so"}, {ID: "host", Pattern: `noreply@github\.com$`, In: "email", Why: "the host"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// newSource returns a source that reads mirrors below dir.
func newSource(t testing.TB, cfg Config) *Source {
	t.Helper()
	if cfg.Now == nil {
		cfg.Now = func() time.Time { return now }
	}
	cfg.Bots = testBots(t)
	cfg.Env = append(cfg.Env, "PATH="+os.Getenv("PATH"), "TMPDIR="+t.TempDir())
	if cfg.Cache == "" {
		cfg.Cache = t.TempDir()
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mirrorOf(dir string) Config {
	return Config{Mirrors: []string{filepath.Join(filepath.Dir(dir), "{name}.git")}, Offline: true}
}

func project() health.Project {
	return health.Project{Slug: "x", Repositories: []health.Repository{{URL: "https://example.org/x/repo", Role: health.Primary}}}
}

// observe reads the repository as a mirror taken at the given instant.
func observe(t testing.TB, r *testkit.Repo, asOf time.Time) (health.Snapshot, health.Inputs) {
	t.Helper()
	r.SetTaken(taken)
	snap, err := newSource(t, mirrorOf(r.Dir())).Observe(t.Context(), project(), asOf)
	if err != nil {
		t.Fatal(err)
	}
	return snap, byField(snap)
}

func byField(s health.Snapshot) health.Inputs {
	in := health.Inputs{}
	in.Put(s.Inputs...)
	return in
}

// want checks inputs by their text; "n/a" and "unknown" are the other states.
func want(t testing.TB, in health.Inputs, values map[string]string) {
	t.Helper()
	for fieldID, text := range values {
		f, ok := field.ByID(field.ID(fieldID))
		if !ok {
			t.Fatalf("no field %q", fieldID)
		}
		if got := in.Field(field.ID(fieldID)).String(f.Kind); got != text {
			t.Errorf("%s: got %s (%s), want %s", fieldID, got, in.Field(field.ID(fieldID)).Reason, text)
		}
	}
}

// checkWhole proves that a snapshot says something of every field of this source.
func checkWhole(t testing.TB, s health.Snapshot) {
	t.Helper()
	seen := map[string]int{}
	for _, in := range s.Inputs {
		seen[string(in.Field)]++
		if in.State != health.Observed && in.Reason == "" {
			t.Errorf("%s is %s without a reason", in.Field, in.State)
		}
		if in.Source != field.SourceGit || in.Version == "" || in.ObservedAt.IsZero() || in.Commit == "" || in.SourceURL == "" {
			t.Errorf("%s: not said where it comes from: %+v", in.Field, in)
		}
	}
	for _, f := range field.Catalogue {
		if n := seen[string(f.ID)]; f.Source == field.SourceGit && n != 1 {
			t.Errorf("field %s stands %d times in the snapshot", f.ID, n)
		} else if f.Source != field.SourceGit && n != 0 {
			t.Errorf("field %s belongs to %s", f.ID, f.Source)
		}
	}
	if !slices.IsSortedFunc(s.Inputs, func(a, b health.Input) int { return strings.Compare(string(a.Field), string(b.Field)) }) {
		t.Error("inputs are not sorted by field")
	}
}

func at(day string) time.Time {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return d.Add(10 * time.Hour)
}

func TestObserve_measuresHistory(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	r.Commit(testkit.Commit{At: at("2021-03-01"), Files: map[string]string{".mailmap": "Ada Example <ada@example.org> <old@example.org>\n", "LICENSE": mitText}})
	r.Commit(testkit.Commit{At: at("2023-09-01"), Name: "A. Old", Email: "old@example.org"})
	r.Commit(testkit.Commit{At: at("2023-10-01"), Email: "ADA+work@example.org", Name: "ada"})
	first := r.Commit(testkit.Commit{At: at("2024-02-01"), Name: "Béla  Bartók", Email: "bela@example.org"})
	r.Tag("v1.0", first, at("2024-02-02"))
	r.Commit(testkit.Commit{At: at("2024-03-01"), Name: "BÉLA bartók", Email: "12+bela@users.noreply.github.com"})
	r.Commit(testkit.Commit{At: at("2024-04-01"), Name: "bela", Email: "bela@users.noreply.github.com"})
	r.Commit(testkit.Commit{At: at("2024-05-01"), Name: "update[bot]", Email: "u@example.org"})
	side := r.Commit(testkit.Commit{At: at("2024-05-03"), Name: "Cy", Email: "cy@example.org", Branch: "side", From: first})
	r.Commit(testkit.Commit{At: at("2024-05-04"), Merge: side})
	r.Tag("v1.1-rc1", first, at("2024-06-02"))
	snap, in := observe(t, r, time.Time{})
	checkWhole(t, snap)
	want(t, in, map[string]string{
		"human_commits_12m": "6", "bot_commits_12m": "1", "merges_12m": "1", "commits_total": "9", "authors_12m": "3", "authors_total": "3",
		"active_months_12m": "6", "regulars_12m": "1", "contributor_absence_factor_12m": "1", "contributor_absence_factor": "1",
		"top_author_share_12m": "0.5", "author_shares_12m": "[3,2,1]", "new_authors_12m": "2", "last_human_commit": "2024-05-03", "first_commit": "2021-03-01",
		"bot_share_12m": "0.14", "human_commits_6m": "4", "last_release": "2024-02-02", "last_release_tag": "v1.0", "releases_12m": "1",
		"release_tags_total": "1", "unreleased_human_commits": "3", "release_dates": `["2024-02-02"]`, "release_gap_months": "n/a",
		"release_tags_off_branch": "0", "licence": "MIT", "commit_trend_log2": "n/a", "imported_history": "no", "top_author_changed": "yes",
		"newcomer_core_share": "0.6", "integrators_12m": "unknown", "files": "2",
	})
	if snap.Origin != health.OriginMirror || !snap.ObservedAt.Equal(taken) {
		t.Errorf("origin %s at %s, want mirror at %s", snap.Origin, snap.ObservedAt, taken)
	}
	if got := in.Field("human_commits_by_month").Ints(); len(got) != 36 || got[35] != 0 || got[34] != 1 || got[33] != 1 {
		t.Errorf("human commits by month: %v", got)
	}
	if got := in.Field("commits_by_month").Ints(); got[34] != 2 {
		t.Errorf("commits of May with bots: %v, want 2", got[34])
	}
	if got := in.Field("authors_by_month").Ints(); got[34] != 1 || got[33] != 1 {
		t.Errorf("people by month: %v", got)
	}
}

func TestObserve_asOfSeesOnlyWhatHadLanded(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	a := r.Commit(testkit.Commit{At: at("2022-01-01"), Files: map[string]string{"a": "1"}})
	r.Tag("v1.0", a, at("2022-01-02"))
	b := r.Commit(testkit.Commit{At: at("2024-01-01"), Files: map[string]string{"SECURITY.md": "x", "b": "2"}})
	r.Tag("v0.9", a, at("2024-02-01"))
	r.Tag("v2.0", b, at("2024-01-02"))
	snap, in := observe(t, r, at("2022-06-01"))
	if snap.Origin != health.OriginAsOf || !snap.ObservedAt.Equal(at("2022-06-01")) {
		t.Errorf("origin %s at %s", snap.Origin, snap.ObservedAt)
	}
	want(t, in, map[string]string{"commits_total": "1", "human_commits_12m": "1", "last_release_tag": "v1.0", "release_tags_total": "1", "security_policy": "no", "files": "1"})

	snap, in = observe(t, r, now.AddDate(1, 0, 0))
	if snap.Origin != health.OriginMirror || !snap.ObservedAt.Equal(taken) {
		t.Errorf("an instant later than the copy: origin %s at %s, want the copy's own", snap.Origin, snap.ObservedAt)
	}
	want(t, in, map[string]string{"commits_total": "2"})

	_, err := newSource(t, mirrorOf(r.Dir())).Observe(t.Context(), project(), at("2021-01-01"))
	if !errors.Is(err, source.ErrEmpty) {
		t.Errorf("before the first commit: %v, want ErrEmpty", err)
	}
}

func TestObserve_integratorsCommitOthersChanges(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name      string
		committer [2]string
		n, web    int
		want      string
	}{
		{"three changes of others", [2]string{"Mel Maintainer", "mel@example.org"}, 3, 0, "1"},
		{"two are too few", [2]string{"Mel Maintainer", "mel@example.org"}, 2, 0, "0"},
		{"their own under another address are not others'", [2]string{"Ada Example", "ada@work.example"}, 5, 0, "unknown"},
		{"half on the web still shows", [2]string{"Mel Maintainer", "mel@example.org"}, 4, 4, "1"},
		{"a program lands most", [2]string{"land[bot]", "land@example.org"}, 5, 0, "unknown"},
		{"the web and a program land most", [2]string{"land[bot]", "land@example.org"}, 3, 3, "unknown"},
		{"most on the web hides it", [2]string{"Mel Maintainer", "mel@example.org"}, 3, 4, "unknown"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := testkit.NewRepo(t)
			for i := range tc.n + tc.web {
				c := testkit.Commit{At: at("2024-05-01").Add(time.Duration(i) * time.Hour), CommitterName: tc.committer[0], CommitterEmail: tc.committer[1]}
				if i >= tc.n {
					c.CommitterName, c.CommitterEmail = "GitHub", "noreply@github.com"
				}
				r.Commit(c)
			}
			_, in := observe(t, r, time.Time{})
			want(t, in, map[string]string{"integrators_12m": tc.want})
		})
	}
}

func TestObserve_peopleAreKeyedAndFew(t *testing.T) {
	t.Parallel()
	r := testkit.NewRepo(t)
	for i := range 9 {
		r.Commit(testkit.Commit{At: at("2024-01-01").AddDate(0, i%4, i)})
	}
	r.Commit(testkit.Commit{At: at("2024-05-01"), Name: "Once Only", Email: "once@example.org"})
	r.SetTaken(taken)
	cfg := mirrorOf(r.Dir())
	cfg.Key = []byte("key")
	snap, err := newSource(t, cfg).Observe(t.Context(), project(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if len(snap.People) != 1 || snap.People[0].Commits != 9 || snap.People[0].Months != 4 || len(snap.People[0].Key) != 32 {
		t.Errorf("people: %+v, want the one regular with 9 commits in 4 months", snap.People)
	}
	cfg.Key = []byte("another")
	other, err := newSource(t, cfg).Observe(t.Context(), project(), time.Time{})
	if err != nil || other.People[0].Key == snap.People[0].Key {
		t.Errorf("keys of two installations are equal (%v)", err)
	}
	if bare, err := newSource(t, mirrorOf(r.Dir())).Observe(t.Context(), project(), time.Time{}); err != nil || bare.People != nil {
		t.Errorf("without a key there must be no people: %v %v", bare.People, err)
	}
}

// listing is every path below dir with size, mode and time of change.
func listing(t testing.TB, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil {
			b.WriteString(p + " " + info.Mode().String() + " " + info.ModTime().String() + "\n")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
