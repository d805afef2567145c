package store

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// Whatever is asked by however many at once, what is kept prepared is bounded and
// every answer is right.
func TestRead_preparedStatementsAreBounded(t *testing.T) {
	t.Parallel()
	s := openAt(t, filepath.Join(t.TempDir(), "p.db"), noon)
	publishRows(t, s, 30)
	var all sync.WaitGroup
	for worker := range 12 { // more than there are connections
		all.Go(func() {
			for i := range 60 {
				q := ranking.Query{List: "l", Sort: ranking.Sorts[i%len(ranking.Sorts)], Limit: 7}
				for n := range (i + worker) % 40 {
					q.Owner = append(q.Owner, fmt.Sprint("owner", n))
				}
				for range 2 {
					if p, err := s.Rank(t.Context(), q); err != nil || p.Total != 30 || len(q.Owner) == 0 && len(p.Rows) != 7 {
						t.Errorf("%+v: %d rows of %d, error %v", q, len(p.Rows), p.Total, err)
					}
				}
			}
		})
	}
	all.Wait()
	if n := len(s.reads.made); n == 0 || n > mostPrepared {
		t.Errorf("%d statements are kept prepared, want 1 to %d", n, mostPrepared)
	}
}

// BenchmarkRank_prepared_ratio is a page with and without prepared statements, in
// turns.
func BenchmarkRank_prepared_ratio(b *testing.B) {
	s := openAt(b, filepath.Join(b.TempDir(), "p.db"), noon)
	publishRows(b, s, 10_000)
	db := s.reads.db
	page := func() time.Duration {
		began := time.Now()
		if p, err := s.Rank(b.Context(), ranking.Query{List: "l", Limit: 25}); err != nil || len(p.Rows) != 25 {
			b.Fatal(err, len(p.Rows))
		}
		return time.Since(began)
	}
	for range 3 {
		page()
	}
	var with, without time.Duration
	for b.Loop() {
		with += page()
		s.reads.db = nil
		without += page()
		s.reads.db = db
	}
	b.ReportMetric(float64(with)/float64(b.N)/1e3, "prepared-µs/page")
	b.ReportMetric(float64(without)/float64(b.N)/1e3, "parsed-µs/page")
	b.ReportMetric(float64(with)/float64(without), "prepared/parsed")
}

// BenchmarkRank_count_ratio is the default page of a site, ranked projects only,
// with the count read and with the count(*) it was found by before.
func BenchmarkRank_count_ratio(b *testing.B) {
	benchEach(b, func(b *testing.B, s *Store) {
		publishRows(b, s, 10_000)
		yes := true
		q := ranking.Query{List: "l", Ranked: &yes, Limit: 25}
		var page, count time.Duration
		for b.Loop() {
			began := time.Now()
			if p, err := s.Rank(b.Context(), q); err != nil || p.Matched != 6666 {
				b.Fatal(err, p.Matched)
			}
			page += time.Since(began)
			began = time.Now()
			if n := countAll(b.Context(), b, s, q); n != 6666 {
				b.Fatal(n)
			}
			count += time.Since(began)
		}
		b.ReportMetric(float64(page)/float64(b.N)/1e3, "page-µs")
		b.ReportMetric(float64(count)/float64(b.N)/1e3, "count-µs")
		b.ReportMetric(float64(page+count)/float64(page), "before/after")
	})
}

func countAll(ctx context.Context, b *testing.B, s *Store, q ranking.Query) (n int) {
	w, err := s.ranking(q)
	if err == nil {
		w.args[0] = int64(1)
		err = s.read(ctx, func(db querier) error { return first(db.QueryRowContext(ctx, w.count(), w.args...), &n) })
	}
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkRank_past_ratio is the first page of a past run beside that of the
// newest, of a list with 20 runs in which every project changed.
func BenchmarkRank_past_ratio(b *testing.B) {
	benchEach(b, func(b *testing.B, s *Store) {
		runs := weekly(b, s, slugsN(1000), 0, 20, 1)
		page := func(run int64) time.Duration {
			began := time.Now()
			if p, err := s.Rank(b.Context(), ranking.Query{List: "l", Run: run, Limit: 25}); err != nil || len(p.Rows) != 25 {
				b.Fatal(err, len(p.Rows))
			}
			return time.Since(began)
		}
		var now, then, early time.Duration
		for b.Loop() {
			now += page(0)
			then += page(runs[18].ID)
			early += page(runs[0].ID)
		}
		b.ReportMetric(float64(now)/float64(b.N)/1e3, "newest-µs")
		b.ReportMetric(float64(then)/float64(b.N)/1e3, "past-µs")
		b.ReportMetric(float64(then)/float64(now), "past/newest")
		b.ReportMetric(float64(early)/float64(then), "first-run/last-but-one")
	})
}

// BenchmarkPublish_ratio publishes a list of which nothing changed but its ranks, and
// the same with every row written again as it was before.
func BenchmarkPublish_ratio(b *testing.B) {
	benchEach(b, func(b *testing.B, s *Store) {
		slugs := slugsN(2000)
		week := 0
		run := weekly(b, s, slugs, week, 1, 0)[0]
		var changed, whole time.Duration
		for b.Loop() {
			week++
			began := time.Now()
			run = weekly(b, s, slugs, week, 1, 0)[0]
			changed += time.Since(began)
			var rows []ranking.Row
			err := s.RankAll(b.Context(), ranking.Query{List: "l"}, func(p ranking.Page) error {
				rows = append(rows, p.Rows...)
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
			began = time.Now()
			if err := s.Publish(b.Context(), run.ID, rows); err != nil { // again, so as a whole
				b.Fatal(err)
			}
			whole += time.Since(began)
		}
		b.ReportMetric(float64(changed)/float64(b.N)/1e6, "changed-ms")
		b.ReportMetric(float64(whole)/float64(b.N)/1e6, "whole-ms")
		b.ReportMetric(float64(changed)/float64(whole), "changed/whole")
	})
}

// BenchmarkBetween_ratio reads what two runs say of 10,000 projects, and both rankings by name as a
// comparison did, in turns in one run.
func BenchmarkBetween_ratio(b *testing.B) {
	benchEach(b, func(b *testing.B, s *Store) {
		runs := weekly(b, s, slugsN(10_000), 0, 2, 1)
		var short, full time.Duration
		for b.Loop() {
			began := time.Now()
			n := 0
			if err := s.Between(b.Context(), runs[0].ID, runs[1].ID, func(_, _ ranking.Row) { n++ }); err != nil || n != 10_000 {
				b.Fatal(n, err)
			}
			short += time.Since(began)
			began = time.Now()
			for _, run := range runs {
				q := ranking.Query{List: "l", Run: run.ID, Sort: ranking.SortName}
				if err := s.RankAll(b.Context(), q, func(ranking.Page) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
			full += time.Since(began)
		}
		b.ReportMetric(float64(short)/float64(b.N)/1e6, "between-ms")
		b.ReportMetric(float64(full)/float64(b.N)/1e6, "rankings-ms")
		b.ReportMetric(float64(short)/float64(full), "between/rankings")
	})
}
