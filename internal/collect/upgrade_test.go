package collect_test

import (
	"bytes"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/internal/upgrade"
)

// installation is the bundled list as an installation holds it that was made with an earlier
// program: the model before, one entry less and one more, and for every third project figures from
// a week earlier with fewer active months.
type installation struct {
	t         *testing.T
	store     *store.Store
	collector *collect.Collector // of this program
	list      health.List
	bundle    exchange.Bundle
	former    model.Model
	first     health.Run
	now       time.Time
}

// added is near the top of the list. The earlier one had it under another name.
const added = "rsync"

func install(t *testing.T) *installation {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	x := &installation{t: t}
	x.list, _ = set.List("critical")
	first := slices.IndexFunc(x.list.Projects, func(p health.Project) bool { return p.Slug == added })
	some := []health.Project{x.list.Projects[first]}
	for i, p := range x.list.Projects {
		if i%3 == 0 && i != first { // enough to move
			some = append(some, p)
		}
	}
	x.list.Projects = some
	raw, _ := set.Bundle("critical")
	if x.bundle, err = exchange.ReadBundle(bytes.NewReader(raw)); err != nil {
		t.Fatal(err)
	}
	for _, r := range set.Results.Releases {
		if r.Orders != nil {
			x.former, _ = set.Earlier(r.Orders.Before.ModelSHA)
		}
	}
	now := set.Shipped()
	now.Draws.Draws, x.former.Draws.Draws = 20, 20 // only the ranges depend on them
	x.now = x.bundle.MadeAt.Add(time.Hour)
	if x.store, err = store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "p.db"), func() time.Time { return x.now }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.store.Close() })
	x.collector = &collect.Collector{Store: x.store, Model: now, Now: func() time.Time { return x.now }, Log: slog.New(slog.DiscardHandler), Workers: 1}
	x.publishFormer()
	x.now = x.now.AddDate(0, 0, 3)
	return x
}

func (x *installation) publishFormer() {
	x.t.Helper()
	old := x.list
	old.Revision = "earlier"
	old.Projects = slices.Clone(x.list.Projects)
	old.Projects[0].Slug, old.Projects[0].Name = "gone", "Gone"
	if err := x.store.SaveLists(x.t.Context(), []health.List{old}); err != nil {
		x.t.Fatal(err)
	}
	known := map[string]exchange.BundleProject{}
	for _, p := range x.bundle.Projects {
		known[p.Slug] = p
	}
	known["gone"] = known[added]
	earlier := &collect.Collector{Store: x.store, Model: x.former, Now: x.collector.Now, Log: x.collector.Log, Workers: 1}
	if err := x.store.SaveModel(x.t.Context(), x.former.SHA256, x.former.Canonical()); err != nil {
		x.t.Fatal(err)
	}
	n := 0
	_, err := earlier.Import(x.t.Context(), old, x.bundle.MadeAt.AddDate(0, 0, -7), func(slug string) (health.Attempt, []health.Snapshot) {
		p := known[slug]
		snaps := p.Health()
		for i := range snaps {
			snaps[i].Project = slug
		}
		if n++; n%3 == 0 {
			for i := range snaps {
				snaps[i] = weekEarlier(snaps[i])
			}
		}
		return health.Attempt{Project: slug, Outcome: health.OutcomeObserved}, snaps
	})
	if err == nil {
		x.first, err = x.store.LastRun(x.t.Context(), x.list.Slug)
	}
	if err != nil {
		x.t.Fatal(err)
	}
}

func weekEarlier(s health.Snapshot) health.Snapshot {
	s.ObservedAt = s.ObservedAt.AddDate(0, 0, -7)
	s.Inputs = slices.Clone(s.Inputs)
	for i, in := range s.Inputs {
		s.Inputs[i].ObservedAt = in.ObservedAt.AddDate(0, 0, -7)
		if in.Field == field.ActiveMonths12m && in.Known() {
			s.Inputs[i].Value = 0
		}
	}
	return s
}

// rows returns what a run shows now.
func (x *installation) rows(run health.Run) []ranking.Row {
	x.t.Helper()
	page, err := x.store.At(run).Rank(x.t.Context(), ranking.Query{List: x.list.Slug, Limit: 500})
	if err != nil {
		x.t.Fatal(err)
	}
	return page.Rows
}

func (x *installation) upgrade(former *model.Model) collect.Upgrade {
	return collect.Upgrade{
		Run: x.first, Rows: x.rows(x.first), Former: former, Model: x.collector.Model, List: x.list, Bundle: &x.bundle, Now: x.now,
	}
}

// What is said before is what is published, for every project of the bundled list; the cause of each
// part is one of what changed; and what was published before reads as before.
func TestUpgrade_isWhatIsPublished(t *testing.T) {
	t.Parallel()
	x := install(t)
	before := x.rows(x.first)
	u := x.upgrade(&x.former)
	notes, err := u.Notes(t.Context(), x.store)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(notes.Came, []string{added}) || !slices.Equal(notes.Left, []string{"gone"}) {
		t.Errorf("came %q, left %q", notes.Came, notes.Left)
	}
	if diff := cmp.Diff(before, x.rows(x.first)); diff != "" {
		t.Errorf("comparing changed what is published\n%s", diff)
	}
	want := map[string]int{}
	for _, r := range before {
		want[r.Slug] = r.Rank
	}
	delete(want, "gone")
	want[added] = 0
	causes := map[upgrade.Cause]int{}
	for _, m := range notes.Moves {
		for _, s := range m.Steps {
			causes[s.Cause]++
		}
		if m.Slug != "gone" {
			want[m.Slug] = m.To
		}
	}
	if causes[upgrade.List] == 0 || causes[upgrade.Fact] == 0 || causes[upgrade.Rule] == 0 || causes[upgrade.Unknown] > 0 {
		t.Errorf("the steps have the causes %v", causes)
	}
	got := map[string]int{}
	for _, r := range x.rows(x.publish(u)) {
		got[r.Slug] = r.Rank
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ranks (-said before +published)\n%s", diff)
	}
	if diff := cmp.Diff(before, x.rows(x.first)); diff != "" {
		t.Errorf("publishing changed what was published before\n%s", diff)
	}
}

// publish does what the program does, and returns the new run.
func (x *installation) publish(u collect.Upgrade) health.Run {
	x.t.Helper()
	if err := x.store.SaveLists(x.t.Context(), []health.List{x.list}); err != nil {
		x.t.Fatal(err)
	}
	stored := map[string]figures.Project{}
	err := x.store.Figures(x.t.Context(), x.list.Slug, 0, func(f figures.Project) error {
		stored[f.Project] = f
		return nil
	})
	if err == nil {
		_, err = x.collector.Upgrade(x.t.Context(), x.list, x.bundle.MadeAt, u.Answers(stored))
	}
	if err != nil {
		x.t.Fatal(err)
	}
	run, err := x.store.LastRun(x.t.Context(), x.list.Slug)
	if err != nil || run.ID == x.first.ID {
		x.t.Fatalf("run %d, %v", run.ID, err)
	}
	return run
}

func TestUpgrade_formerModelIsNotStored(t *testing.T) {
	t.Parallel()
	x := install(t)
	notes, err := x.upgrade(nil).Notes(t.Context(), x.store)
	if err != nil || !slices.Equal(notes.Order, []upgrade.Cause{upgrade.Unknown}) || len(notes.Moves) == 0 {
		t.Errorf("%v, %v, %d moves", err, notes.Order, len(notes.Moves))
	}
}

// Figures that were read here are replaced only by newer ones, and an answer of the bundle that
// there are none never takes the place of figures.
func TestUpgrade_ownFiguresStayUnlessOlder(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	snap := func(origin health.Origin, at time.Time, months float64) health.Snapshot {
		return health.Snapshot{Source: field.SourceGit, Origin: origin, ObservedAt: at, Inputs: []health.Input{{Field: field.ActiveMonths12m, State: health.Observed, Value: months, Source: field.SourceGit}}}
	}
	of := func(s health.Snapshot) figures.Project {
		f := figures.Project{Project: "a", Inputs: health.Inputs{}, Snapshots: []health.Snapshot{s}, Last: health.Attempt{Outcome: health.OutcomeObserved}}
		f.Inputs.Put(s.Inputs[0])
		return f
	}
	bundled := snap(health.OriginBundle, day, 5)
	for name, c := range map[string]struct {
		stored  figures.Project
		outcome health.Outcome
		want    int // snapshots taken; −1: no answer at all
	}{
		"older own":                {of(snap(health.OriginLive, day.AddDate(0, 0, -1), 4)), health.OutcomeObserved, 1},
		"own of the same instant":  {of(snap(health.OriginLive, day, 4)), health.OutcomeObserved, -1},
		"newer own":                {of(snap(health.OriginLive, day.AddDate(0, 0, 1), 4)), health.OutcomeObserved, -1},
		"earlier bundle, other":    {of(snap(health.OriginBundle, day, 4)), health.OutcomeObserved, 1},
		"earlier bundle, the same": {of(snap(health.OriginBundle, day, 5)), health.OutcomeObserved, -1},
		"nothing":                  {figures.Project{Project: "a"}, health.OutcomeObserved, 1},
		"own, none in the bundle":  {of(snap(health.OriginLive, day.AddDate(1, 0, 0), 4)), health.OutcomeFailed, -1},
	} {
		b := exchange.Bundle{Projects: []exchange.BundleProject{exchange.NewBundleProject("a", c.outcome, "", []health.Snapshot{bundled})}}
		a, ok := collect.Upgrade{Bundle: &b}.Answers(map[string]figures.Project{"a": c.stored})["a"]
		if got := len(a.Snapshots); ok != (c.want >= 0) || ok && got != c.want {
			t.Errorf("%s: %d snapshots, answered %v; want %d", name, got, ok, c.want)
		}
	}
}
