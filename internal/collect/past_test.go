package collect_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/collect"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/store"
	"github.com/plumbline-scorecard/plumbline/internal/summary"
	"pgregory.net/rapid"
)

// diary is a list collected by a source and a clock the test moves.
type diary struct {
	*collect.Collector
	t      *testing.T
	list   health.List
	store  *store.Store
	now    time.Time
	months map[string]float64
	commit string
}

func newDiary(t *testing.T, slugs ...string) *diary {
	t.Helper()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := &diary{t: t, list: list(slugs...), now: now, months: map[string]float64{}, commit: "abc"}
	clock := func() time.Time { return d.now }
	if d.store, err = store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "p.db"), clock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.store.Close() })
	if err := d.store.SaveLists(t.Context(), []health.List{d.list}); err != nil {
		t.Fatal(err)
	}
	src := answers(func(_ context.Context, slug string) (health.Snapshot, error) {
		s := active(slug, d.months[slug])
		s.ObservedAt, s.Commit = d.now, d.commit
		return s, nil
	})
	d.Collector = &collect.Collector{
		Store: d.store, Sources: []source.Source{src}, Model: set.Model, Version: "test", Now: clock, Log: slog.New(slog.DiscardHandler), Workers: 1,
	}
	return d
}

// collect makes a run after a number of days.
func (d *diary) collect(days int, only ...string) health.Run {
	d.t.Helper()
	d.now = d.now.AddDate(0, 0, days)
	run, err := d.Collect(d.t.Context(), d.list, collect.Options{Origin: health.OriginMirror, Only: only})
	if err != nil {
		d.t.Fatal(err)
	}
	if run, err = d.store.RunByID(d.t.Context(), run.ID); err != nil {
		d.t.Fatal(err)
	}
	return run
}

func (d *diary) past() collect.Past { return collect.Past{Store: d.store, Model: d.Model} }

// causes are the causes of what differs of each project, by field.
func causes(c cause.Comparison) map[string]cause.Cause {
	out := map[string]cause.Cause{}
	for _, d := range c.Differences {
		for _, x := range d.Changes {
			out[d.Project+" "+string(x.Field)] = x.Cause
		}
	}
	return out
}

func TestPast_saysWhatDiffersBetweenRuns(t *testing.T) {
	t.Parallel()
	d := newDiary(t, "a", "b", "c")
	d.months = map[string]float64{"a": 6, "b": 6, "c": 6}
	first := d.collect(0)
	d.months["a"], d.months["b"], d.commit = 5, 8, "abc"
	second := d.collect(7, "a")
	d.commit = "def"
	third := d.collect(7)
	p := d.past()

	c, err := p.Since(t.Context(), d.list, first, second)
	want := map[string]cause.Cause{"a active_months_12m": cause.Clock, "a human_commits_12m": cause.Clock}
	if diff := cmp.Diff(want, causes(c)); err != nil || diff != "" || len(c.Differences) != 3 || c.Assumed != "" {
		t.Errorf("from the first to the second run, error %v, assumed %q (-want +got)\n%s", err, c.Assumed, diff)
	}
	want = map[string]cause.Cause{"b active_months_12m": cause.Project, "b human_commits_12m": cause.Project}
	if c, err = p.Since(t.Context(), d.list, second, third); err != nil || !cmp.Equal(want, causes(c)) {
		t.Errorf("from the second to the third run, error %v (-want +got)\n%s", err, cmp.Diff(want, causes(c)))
	}
	// Backwards it is read as well: what was then is not what is now.
	if back, err := p.Since(t.Context(), d.list, third, second); err != nil || len(causes(back)) != 2 {
		t.Errorf("backwards %v, error %v", causes(back), err)
	}
	one, err := p.ProjectSince(t.Context(), d.list.Projects[1], second, third, nil)
	if diff := cmp.Diff(c.Differences[1], one); err != nil || diff != "" {
		t.Errorf("one project, error %v (-list +one)\n%s", err, diff)
	}
	if from, err := p.Before(t.Context(), third); err != nil || from.ID != first.ID {
		t.Errorf("the newest is compared with run %d, error %v; want %d, the newest of %v before", from.ID, err, first.ID, collect.Period)
	}
}

func TestPast_oneNoticeForManyProjects(t *testing.T) {
	t.Parallel()
	var slugs []string
	for i := range 12 {
		slugs = append(slugs, fmt.Sprintf("p%02d", i))
	}
	d := newDiary(t, slugs...)
	for _, s := range slugs {
		d.months[s] = 5
	}
	first := d.collect(0)
	for _, s := range slugs[:6] {
		d.months[s] = 7 // at the same commit a window does not grow
	}
	second := d.collect(7)
	c, err := d.past().Since(t.Context(), d.list, first, second)
	if err != nil || len(c.Notices) != 2 || c.Notices[0].Field != "active_months_12m" || c.Notices[0].Moved != 6 {
		t.Fatalf("notices %+v, error %v; want one of each figure that moved", c.Notices, err)
	}
	one, err := d.past().ProjectSince(t.Context(), d.list.Projects[0], first, second, c.Notices)
	if diff := cmp.Diff(c.Differences[0], one); err != nil || diff != "" {
		t.Errorf("one project, error %v (-list +one)\n%s", err, diff)
	}
}

func TestPast_judgesARunByItsOwnModel(t *testing.T) {
	t.Parallel()
	d := newDiary(t, "a", "b")
	d.months = map[string]float64{"a": 6, "b": 3}
	if err := d.store.SaveModel(t.Context(), d.Model.SHA256, d.Model.Canonical()); err != nil {
		t.Fatal(err)
	}
	first := d.collect(0)
	published, err := d.store.Rank(t.Context(), ranking.Query{List: d.list.Slug})
	if err != nil {
		t.Fatal(err)
	}
	set, err := curated.LoadRules()
	if err != nil {
		t.Fatal(err)
	}
	if d.Model, err = set.Overlay("mine.yaml", []byte("overlay: {id: mine, why: To see.}\naxes: {V: [{id: V1, curve: [[0, 0], [12, 100]]}]}")); err != nil {
		t.Fatal(err)
	}
	d.months["a"] = 9
	second := d.collect(30)

	j, assumed, err := d.past().Judge(t.Context(), d.list, first)
	if err != nil || assumed != "" || j.Model.SHA256 != first.ModelSHA {
		t.Fatalf("judged by %.8s (%s), error %v; want %.8s", j.Model.SHA256, assumed, err, first.ModelSHA)
	}
	was := map[string]ranking.Row{}
	for _, r := range published.Rows {
		was[r.Slug] = r
	}
	for _, r := range j.Rows {
		if w := was[r.Slug]; !cmp.Equal(r.V, w.V) || r.Rank != w.Rank || !r.ObservedAt.Equal(w.ObservedAt) {
			t.Errorf("%s with vitality %v of %v; published was %v of %v", r.Slug, r.V, r.ObservedAt, w.V, w.ObservedAt)
		}
	}
	c, err := d.past().Since(t.Context(), d.list, first, second)
	if err != nil || c.Assumed != "" || c.Differences[0].Before.V.Value != 80 || c.Differences[0].After.V.Value != 75 {
		t.Errorf("vitality %v→%v, assumed %q, error %v", c.Differences[0].Before.V.Value, c.Differences[0].After.V.Value, c.Assumed, err)
	}
	lost := first
	lost.ModelSHA = "of another program"
	c, err = d.past().Since(t.Context(), d.list, lost, second)
	if err != nil || c.Assumed == "" || c.Differences[0].Before.V.Value != 50 || c.Differences[1].Assumed == "" {
		t.Errorf("without its model: vitality %v, assumed %q, error %v; want it judged by the present one, and that said", c.Differences[0].Before.V.Value, c.Assumed, err)
	}
}

func TestPast_withoutTwoRunsThereIsNothingToCompare(t *testing.T) {
	t.Parallel()
	d := newDiary(t, "a")
	only := d.collect(0)
	if _, err := d.past().Before(t.Context(), only); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("with one run: error %v, want ErrNotFound", err)
	}
	if _, err := d.past().Since(t.Context(), health.List{Slug: "none"}, health.Run{}, health.Run{}); !errors.Is(err, health.ErrNotFound) {
		t.Errorf("of a list there is none of: %v", err)
	}
}

// The store answers every question about a run as it did when that was the newest,
// and so it does from a ranking that was made again.
func TestPast_answersAsTheStoreDid(t *testing.T) {
	t.Parallel()
	var slugs []string
	for i := range 40 {
		slugs = append(slugs, fmt.Sprintf("p%02d", i))
	}
	d := newDiary(t, slugs...)
	for i := range d.list.Projects {
		p := &d.list.Projects[i]
		p.Name, p.Language, p.Tags = fmt.Sprintf("%c %d", "aBcD"[i%4], i), []string{"C", "Go", ""}[i%3], [][]string{{"x"}, {"x", "y"}, nil}[i%3]
		d.months[p.Slug] = float64(i % 13)
	}
	var queries []ranking.Query
	for i := range 15 {
		queries = append(queries, anyQuery(d.list.Slug).Example(i))
	}
	ask := func(run int64) (out []ranking.Page) {
		for _, q := range queries {
			q.Run = run
			for range 3 {
				p, err := d.store.Rank(t.Context(), q)
				if err != nil {
					t.Fatalf("%+v: %v", q, err)
				}
				if out = append(out, p); p.Next == "" {
					break
				}
				q.After = p.Next
			}
		}
		return out
	}
	var runs []health.Run
	var was [][]ranking.Page
	for week, some := range [][]string{slugs[:30], nil, slugs[10:12]} {
		for _, slug := range slugs[week*5:] {
			d.months[slug] = float64(int(d.months[slug]+1) % 13)
		}
		runs = append(runs, d.collect(7, some...))
		was = append(was, ask(0))
	}
	for i, run := range runs {
		if diff := cmp.Diff(was[i], ask(run.ID), cmpopts.IgnoreFields(ranking.Row{}, "Views")); diff != "" {
			t.Errorf("run %d (-then +now)\n%s", run.ID, diff)
		}
	}
	lost := collect.Past{Store: unkept{d.store, []health.Run{runs[1], runs[0]}}, Model: d.Model}
	if n, err := lost.Backfill(t.Context(), d.list); err != nil || n != 2 {
		t.Fatalf("%d rankings made again, error %v", n, err)
	}
	for i, run := range runs {
		if diff := cmp.Diff(was[i], ask(run.ID), cmpopts.IgnoreFields(ranking.Row{}, "Views")); diff != "" {
			t.Errorf("run %d made again (-then +now)\n%s", run.ID, diff)
		}
		text, err := d.store.Summary(t.Context(), run.ID)
		if err != nil {
			t.Fatal(err)
		}
		if s, err := summary.Decode(text); err != nil || s.Total != 40 || s.Ranked != was[i][0].RankedTotal {
			t.Errorf("the summary of run %d counts %d of %d, error %v", run.ID, s.Ranked, s.Total, err)
		} else if want := d.hash(t, run); s.DataSHA != want {
			t.Errorf("the summary of run %d has the data hash %s, its rows have %s", run.ID, s.DataSHA, want)
		}
	}
}

// hash is the hash of the rows of a run as they are kept.
func (d *diary) hash(t *testing.T, run health.Run) string {
	t.Helper()
	h := exchange.NewRankHash()
	err := d.store.RankAll(t.Context(), ranking.Query{List: d.list.Slug, Run: run.ID, Sort: ranking.SortName}, func(p ranking.Page) error {
		for _, r := range p.Rows {
			h.Add(r)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return h.Sum()
}

// unkept is a store that says of some runs that their ranking is not kept.
type unkept struct {
	*store.Store
	runs []health.Run
}

func (u unkept) Unkept(context.Context, string, int) ([]health.Run, error) { return u.runs, nil }

// anyQuery is a query of the list.
func anyQuery(list string) *rapid.Generator[ranking.Query] {
	return rapid.Custom(func(rt *rapid.T) ranking.Query {
		some := func(name string, values ...string) []string {
			return rapid.SampledFrom([][]string{nil, nil, nil, values[:1], values}).Draw(rt, name)
		}
		return ranking.Query{
			List: list, Sort: rapid.SampledFrom(ranking.Sorts).Draw(rt, "sort"), Reverse: rapid.Bool().Draw(rt, "reverse"),
			Ranked: rapid.SampledFrom([]*bool{nil, new(bool)}).Draw(rt, "ranked"), Language: some("language", "C", "Go"), Tag: some("tag", "y", "x"),
			Status: some("status", "active", "unknown"), HealthBand: some("band", "Low", "Very good"),
			Text: rapid.SampledFrom([]string{"", "B", "p1", "%", "nothing"}).Draw(rt, "text"), Limit: rapid.IntRange(1, 50).Draw(rt, "limit"),
		}
	})
}

// A run over some of a list records nothing of what the list says of the others;
// a later one does, of the same list. Nobody changed an entry.
func TestPast_aListThatStoodStillIsNoCause(t *testing.T) {
	t.Parallel()
	d := newDiary(t, "a", "b", "c")
	d.list.Projects[1].ExpertLists, d.list.Sources = []string{"census"}, map[string]health.ExpertList{"census": {ID: "census"}}
	d.months = map[string]float64{"a": 6}
	first := d.collect(0, "a")
	d.now = d.now.AddDate(0, 0, 1)
	again, err := d.Rescore(t.Context(), d.list)
	if err != nil {
		t.Fatal(err)
	}
	second, err := d.store.RunByID(t.Context(), again.ID)
	if err != nil {
		t.Fatal(err)
	}
	c, err := d.past().Since(t.Context(), d.list, first, second)
	if err != nil || len(causes(c)) != 0 || len(c.Differences) != 3 {
		t.Errorf("of a list that stood still %d projects with changes by %v, error %v; want 3 without any", len(c.Differences), causes(c), err)
	}
	one, err := d.past().ProjectSince(t.Context(), d.list.Projects[1], first, second, nil)
	if diff := cmp.Diff(c.Differences[1], one); err != nil || diff != "" {
		t.Errorf("one project, error %v (-list +one)\n%s", err, diff)
	}
}
