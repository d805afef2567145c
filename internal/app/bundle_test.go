package app

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

func TestOldCopy_saysThatItIsTooOldAndForWhat(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 10, 25, 23, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		since      time.Time
		says, lack []string
	}{
		{time.Time{}, nil, []string{"2025", "1"}},
		{time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), []string{"2025"}, []string{"Jan", "1"}},
		{time.Date(2025, 2, 3, 0, 0, 0, 0, time.UTC), []string{"3 Feb 2025"}, nil},
	} {
		got := oldCopy(at, tc.since)
		if testkit.Unsaid(got, append(tc.says, "25 Oct 2024")...) != nil || len(testkit.Unsaid(got, tc.lack...)) != len(tc.lack) {
			t.Errorf("since %v: got %q, want 25 Oct 2024 and %q, not %q", tc.since, got, tc.says, tc.lack)
		}
	}
}

// Bundled figures do not take the place of those that this program read, be it for another list: the
// first start after “collect --list mine” imports the bundle of the bundled list.
func TestReady_theBundleReplacesNothingThatWasReadHere(t *testing.T) {
	t.Parallel()
	a, _ := unplugged(t)
	bundled := slices.IndexFunc(a.Set.Lists, func(l health.List) bool { return l.Slug == health.DefaultList })
	p := a.Set.Lists[bundled].Projects[slices.IndexFunc(a.Set.Lists[bundled].Projects, func(p health.Project) bool { return p.Slug == "curl" })]
	set, at := *a.Set, time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC)
	set.Lists = []health.List{{Slug: "mine", Revision: "r1", Projects: []health.Project{p}}, a.Set.Lists[bundled]}
	a.Set, a.DSN = &set, "sqlite:"+filepath.Join(t.TempDir(), "p.db")
	st, err := a.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	in := health.Obs(field.HumanCommits12m, 7)
	in.Source, in.ObservedAt = field.SourceGit, at
	snap := health.Snapshot{Project: "curl", Source: field.SourceGit, Version: "git/9", Origin: health.OriginLive, ObservedAt: at, Inputs: []health.Input{in}}
	if _, err := a.rescorer(st).ImportFile(t.Context(), set.Lists[0], at, map[string][]health.Snapshot{"curl": {snap}}); err != nil {
		t.Fatal(err)
	}
	if err := a.prepare(t.Context(), st, set.Lists[1]); err != nil {
		t.Fatal(err)
	}
	f, err := st.Project(t.Context(), "curl")
	if got := f.Inputs.Field(field.HumanCommits12m); err != nil || got.Value != 7 || got.Version != "git/9" {
		t.Errorf("curl had 7 commits and has %v, measured with %q, %v", got.Value, got.Version, err)
	}
	if other, err := st.Project(t.Context(), "xz"); err != nil || !other.Inputs.Field(field.HumanCommits12m).Known() {
		t.Errorf("xz, which was not read here, has no bundled figure: %v", err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
}
