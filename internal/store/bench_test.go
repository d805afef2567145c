package store

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

// benchEach runs the benchmark on a new database of each engine.
func benchEach(b *testing.B, bench func(b *testing.B, s *Store)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) { bench(b, openAt(b, filepath.Join(b.TempDir(), "p.db"), noon)) })
	b.Run("postgres", func(b *testing.B) { bench(b, openDSN(b, testkit.Postgres(b), noon)) })
}

func BenchmarkRank(b *testing.B) { benchEach(b, benchRank) }

func benchRank(b *testing.B, s *Store) {
	publishRows(b, s, 10_000)
	deep, err := s.Rank(b.Context(), ranking.Query{List: "l", Limit: 500})
	for range 9 {
		if err == nil {
			deep, err = s.Rank(b.Context(), ranking.Query{List: "l", Limit: 500, After: deep.Next})
		}
	}
	if err != nil {
		b.Fatal(err)
	}
	for name, q := range map[string]ranking.Query{
		"first":    {},
		"deep":     {After: deep.Next},
		"reverse":  {Sort: ranking.SortRegulars, Reverse: true},
		"filtered": {Language: []string{"C"}, Category: []string{"category 0"}},
		"text":     {Text: "ct-0999"},
	} {
		q.List = "l"
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if p, err := s.Rank(b.Context(), q); err != nil || len(p.Rows) == 0 {
					b.Fatal(err, len(p.Rows))
				}
			}
		})
	}
}

func BenchmarkProject(b *testing.B) {
	for _, weeks := range []int{1, 100} {
		b.Run(fmt.Sprint("weeks=", weeks), func(b *testing.B) {
			benchEach(b, func(b *testing.B, s *Store) {
				for w := range weeks {
					recordPublished(b, s, slugsN(3), w, 20)
				}
				for b.Loop() {
					if _, err := s.Project(b.Context(), "project-00001"); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

func BenchmarkRecord(b *testing.B) {
	for _, changed := range []int{0, 5, 20} {
		b.Run(fmt.Sprint("changed=", changed), func(b *testing.B) {
			benchEach(b, func(b *testing.B, s *Store) {
				slugs := slugsN(10_000)
				recordPublished(b, s, slugs, 0, changed)
				run, err := s.StartRun(b.Context(), health.Run{List: "l", Origin: health.OriginLive}, slugs)
				if err != nil {
					b.Fatal(err)
				}
				for i := 0; b.Loop(); i++ {
					if i == len(slugs) {
						b.Fatal("more rounds than projects: lower -benchtime")
					}
					a := health.Attempt{Run: run.ID, Project: slugs[(i*7919)%len(slugs)], Outcome: health.OutcomeObserved}
					if err := s.Record(b.Context(), a, observation(a.Project, 1, changed)); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

func BenchmarkFigures(b *testing.B) { benchEach(b, benchFigures) }

func benchFigures(b *testing.B, s *Store) {
	l := health.List{Slug: "l"}
	slugs := slugsN(1000)
	for _, slug := range slugs {
		l.Projects = append(l.Projects, health.Project{Slug: slug})
	}
	if err := s.SaveLists(b.Context(), []health.List{l}); err != nil {
		b.Fatal(err)
	}
	recordPublished(b, s, slugs, 0, 0)
	for b.Loop() {
		n := 0
		err := s.Figures(b.Context(), "l", 0, func(f figures.Project) error { n += len(f.Inputs); return nil })
		if err != nil || n == 0 {
			b.Fatal(err, n)
		}
	}
}

// BenchmarkRecordAll_ratio records a bundle of 160 projects in one transaction
// and one by one, in one run: what an import gains by RecordAll.
func BenchmarkRecordAll_ratio(b *testing.B) {
	benchEach(b, func(b *testing.B, s *Store) {
		slugs := slugsN(160)
		var together, single time.Duration
		week := 0
		for b.Loop() {
			began := time.Now()
			run := recordWeek(b, s, slugs, week, 5)
			together += time.Since(began)
			publishEmpty(b, s, run)
			week++
			run, err := s.StartRun(b.Context(), health.Run{List: "l", ModelSHA: "m", Origin: health.OriginLive, Started: noon}, slugs)
			if err != nil {
				b.Fatal(err)
			}
			began = time.Now()
			for _, slug := range slugs {
				a := health.Attempt{Run: run.ID, Project: slug, Outcome: health.OutcomeObserved, At: noon.AddDate(0, 0, 7*week)}
				if err := s.Record(b.Context(), a, observation(slug, week, 5)); err != nil {
					b.Fatal(err)
				}
			}
			single += time.Since(began)
			publishEmpty(b, s, run)
			week++
		}
		b.ReportMetric(float64(together)/float64(single), "together/single")
	})
}

// publishEmpty ends a run, so that the next is another.
func publishEmpty(b *testing.B, s *Store, run health.Run) {
	b.Helper()
	if err := s.Publish(b.Context(), run.ID, nil); err != nil {
		b.Fatal(err)
	}
}
