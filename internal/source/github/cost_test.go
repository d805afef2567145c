package github

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

// metadata asks as Observe does, and leaves the feeds alone.
func metadata(b *bench, all []health.Project) {
	b.t.Helper()
	for i, p := range all {
		if err := b.Prefetch(b.t.Context(), all[i:]); err != nil {
			b.t.Fatal(err)
		}
		id, _ := b.primary(p)
		seen, err := b.look(b.t.Context(), id)
		if err == nil {
			_, _, err = b.identify(b.t.Context(), id, seen, b.clock.now())
		}
		if err != nil {
			b.t.Fatal(err)
		}
	}
}

// move lets something happen in each repository.
func move(b *bench, all []health.Project) {
	b.t.Helper()
	for i := range all {
		b.edit(githubtest.GeneratedName(i), func(_ *githubtest.World, r *githubtest.Repository) {
			r.OpenIssue("example-visitor-new", b.clock.now().Add(-time.Hour))
			r.Push("example-visitor-new", b.clock.now().Add(-time.Hour))
		})
	}
}

func within(t testing.TB, what string, c githubtest.Counts, n int, most float64) {
	t.Helper()
	t.Logf("%s: requests %s, points %s a project (at most %g requests)", what, ratio(c.Total, n), ratio(c.Points, n), most)
	if float64(c.Total) > most*float64(n) {
		t.Errorf("%s: %s requests a project, at most %g", what, ratio(c.Total, n), most)
	}
}

func TestCost_metadataOfAThousand(t *testing.T) {
	t.Parallel()
	const n = 1000
	b := start(t, setup{world: githubtest.Generate(n, 7)})
	all := generated(n)
	within(t, "metadata only", b.cost(func() { metadata(b, all) }), n, 0.02)
	b.clock.add(dayLong)
	within(t, "metadata only, by id", b.cost(func() { metadata(b, all) }), n, 0.02)
}

func TestCost_responsiveness(t *testing.T) {
	t.Parallel()
	const n = 320
	b := start(t, setup{world: githubtest.Generate(n, 7)})
	all := generated(n)
	within(t, "first reading", b.cost(func() { collect(b, all) }), n, 3)
	b.clock.add(dayLong)
	rest := b.cost(func() { collect(b, all) }) // what the first reading left
	within(t, "second reading", rest, n, 1)
	b.clock.add(dayLong)
	within(t, "unchanged", b.cost(func() { collect(b, all) }), n, 0.02)
	b.clock.add(dayLong)
	move(b, all[:50])
	c := b.cost(func() {
		for _, p := range all[:50] { // each alone, its batch of one aside
			b.must(p)
		}
	})
	for name, asked := range c.Repository {
		if asked > 2 {
			t.Errorf("%s: %d requests when only the last days moved", name, asked)
		}
	}
	b.clock.add(dayLong)
	move(b, all[:50])
	within(t, "the last days moved, a batch for all", b.cost(func() { collect(b, all[:50]) }), 50, 1+1./50)
}

// Every one of them is within the bound, not only their mean.
func TestCost_ofOneProject(t *testing.T) {
	t.Parallel()
	const n = 60
	b := start(t, setup{world: githubtest.Generate(n, 9)})
	most := map[string]int{}
	for _, p := range generated(n) {
		for name, limit := range map[string]int{"first": 3} {
			c := b.cost(func() { b.must(p) })
			most[name] = max(most[name], c.Total)
			if c.Total > limit {
				t.Errorf("%s, %s: %d requests", p.Slug, name, c.Total)
			}
		}
	}
	t.Logf("alone, the batch included: %v requests at most", most)
}

// disk stands for the database: what is on it is in no heap.
type disk struct{ dir string }

func (d disk) path(key string) string {
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(d.dir, hex.EncodeToString(sum[:8]))
}

func (d disk) Load(key string) ([]byte, bool) {
	b, err := os.ReadFile(d.path(key))
	return b, err == nil
}

func (d disk) Save(key string, value []byte) {
	if err := os.WriteFile(d.path(key), value, 0o600); err != nil {
		panic(err) // of a test
	}
}

func (d disk) Identity(_ context.Context, repository string) (forge.Identity, error) {
	var id forge.Identity
	raw, ok := d.Load("ledger " + repository)
	if !ok {
		return id, health.ErrNotFound
	}
	return id, json.Unmarshal(raw, &id)
}

func (d disk) SaveIdentity(_ context.Context, id forge.Identity) error {
	raw, err := json.Marshal(id)
	if err == nil {
		d.Save("ledger "+id.Repository, raw)
	}
	return err
}

// workers observe all projects, some at a time.
func workers(tb testing.TB, s *Source, all []health.Project, n int, after func(i int)) {
	tb.Helper()
	queue := make(chan int)
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			for i := range queue {
				err := s.Prefetch(tb.Context(), all[i:])
				if err == nil {
					_, err = s.Observe(tb.Context(), all[i], time.Time{})
				}
				if err != nil && !errors.Is(err, context.Canceled) {
					tb.Errorf("%s: %v", all[i].Slug, err)
				}
			}
		})
	}
	for i := range all {
		queue <- i
		if after != nil {
			after(i)
		}
	}
	close(queue)
	wg.Wait()
}

// heap is what lives in it.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkCost prints requests and points for a project, against the fake with
// 80 ms latency and its limits enforced.
func BenchmarkCost(b *testing.B) {
	const n = 80
	all := generated(n)
	with := setup{world: githubtest.Generate(n, 7), latency: 80 * time.Millisecond, enforce: true}
	report := func(tb *testing.B, s *bench) {
		c := s.fake.Requests()
		tb.ReportMetric(float64(c.Total)/n, "requests/project")
		tb.ReportMetric(float64(c.Points)/n, "points/project")
		tb.ReportMetric(float64(c.Refused), "refused")
	}
	b.Run("first", func(tb *testing.B) {
		for tb.Loop() {
			s := start(tb, with)
			workers(tb, s.Source, all, 16, nil)
			report(tb, s)
		}
	})
	for _, phase := range []string{"unchanged", "moved"} {
		b.Run(phase, func(tb *testing.B) {
			s := start(tb, with)
			for range 2 {
				workers(tb, s.Source, all, 16, nil)
				s.clock.add(dayLong)
			}
			for tb.Loop() {
				s.clock.add(dayLong)
				if phase == "moved" {
					move(s, all)
				}
				s.fake.Reset()
				workers(tb, s.Source, all, 16, nil)
				report(tb, s)
			}
		})
	}
	b.Run("metadata/1000", func(tb *testing.B) {
		for tb.Loop() {
			s := start(tb, setup{world: githubtest.Generate(1000, 7), latency: 80 * time.Millisecond, enforce: true})
			metadata(s, generated(1000))
			c := s.fake.Requests()
			tb.ReportMetric(float64(c.Total)/1000, "requests/project")
			tb.ReportMetric(float64(c.Points)/1000, "points/project")
		}
	})
}

// BenchmarkMemory prints the most that lives in the heap while so many projects
// are read, without the database and with what the fake needs for its counts
// taken away. PLUMBLINE_BENCH=all reads up to 10,000, in six minutes.
func BenchmarkMemory(b *testing.B) {
	sizes := []int{100, 400}
	if os.Getenv("PLUMBLINE_BENCH") == "all" {
		sizes = append(sizes, 1000, 10_000)
	}
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(tb *testing.B) {
			for tb.Loop() {
				s := start(tb, setup{world: githubtest.Generate(n, 7), budget: 1e6})
				db := disk{tb.TempDir()}
				src := s.source(false)
				src.cfg.Memory, src.cfg.Ledger = db, db
				all := generated(n)
				base, peak := heap(), uint64(0)
				workers(tb, src, all, 8, func(i int) {
					s.clock.add(time.Second) // for what is counted by the minute
					if i%(n/10) == n/10-1 {
						s.fake.Reset()
						peak = max(peak, heap())
					}
				})
				tb.ReportMetric(float64(max(peak, base)-base)/1e6, "MB-live")
				tb.ReportMetric(float64(len(src.table.entries)), "entries")
			}
		})
	}
}
