package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// BenchmarkProject_daily is a project observed daily for a year whose published
// total moves every day: the most what alerts compare with can cost.
func BenchmarkProject_daily(b *testing.B) {
	benchEach(b, func(b *testing.B, s *Store) {
		if err := s.SaveLists(b.Context(), []health.List{{Slug: "l", Projects: []health.Project{{Slug: "p"}}}}); err != nil {
			b.Fatal(err)
		}
		for d := range 365 {
			at := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, d)
			run, err := s.StartRun(b.Context(), health.Run{List: "l", Origin: health.OriginLive}, []string{"p"})
			if err != nil {
				b.Fatal(err)
			}
			var ins []health.Input
			for i := range 60 {
				ins = append(ins, health.Obs(field.ID(fmt.Sprintf("field_%d", i)), float64(d*i)))
			}
			total := []health.Input{health.Obs("published_score", float64(d%10)), health.Obs("published_checks", float64(d%3))}
			snaps := []health.Snapshot{{Project: "p", Source: field.SourceGit, ObservedAt: at, Inputs: ins}, {Project: "p", Source: field.SourcePublished, ObservedAt: at, Inputs: total}}
			if err := s.Record(b.Context(), health.Attempt{Run: run.ID, Project: "p", Outcome: health.OutcomeObserved, At: at}, snaps); err != nil {
				b.Fatal(err)
			}
			if err := s.Publish(b.Context(), run.ID, nil); err != nil {
				b.Fatal(err)
			}
		}
		for b.Loop() {
			f, err := s.Project(b.Context(), "p")
			if err != nil || len(f.Earlier) != 2*200 {
				b.Fatal(len(f.Earlier), err)
			}
		}
	})
}
