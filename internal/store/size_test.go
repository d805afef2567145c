package store

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// gitFields are the fields the git source reports, in the catalogue's order.
func gitFields() []field.Row {
	return slices.DeleteFunc(slices.Clone(field.Catalogue), func(f field.Row) bool { return f.Source != field.SourceGit })
}

// observation is what the git source and a list say of a project of the size
// of a real one; the first changed fields differ from week to week.
func observation(slug string, week, changed int) []health.Snapshot {
	at := noon.AddDate(0, 0, 7*week)
	git := health.Snapshot{
		Source: field.SourceGit, Version: "git/1 (2.47.3)", Origin: health.OriginLive, ObservedAt: at,
		Commit: fmt.Sprintf("%040x", len(slug)), SourceURL: "https://github.com/example/" + slug,
	}
	if changed > 0 {
		git.Commit = fmt.Sprintf("%s%032x", slug[len(slug)-4:], 1<<40+week)
	}
	for i, f := range gitFields() {
		n := float64(100 + i)
		if i < changed {
			n += float64(week) + .125*float64(i%2)
		}
		switch f.Kind {
		case field.List:
			git.Inputs = append(git.Inputs, health.ObsList(f.ID, slices.Repeat([]int{int(n)}, 36)))
		case field.Text, field.Date:
			git.Inputs = append(git.Inputs, health.ObsText(f.ID, at.Format(time.DateOnly)[:4]+fmt.Sprint(n)))
		default:
			git.Inputs = append(git.Inputs, health.Obs(f.ID, n))
		}
	}
	list := health.Snapshot{Source: field.SourceList, Version: "critical@0123456789ab", Origin: health.OriginLive, ObservedAt: at}
	for _, f := range field.Catalogue {
		if f.Source == field.SourceList {
			list.Inputs = append(list.Inputs, health.Obs(f.ID, 1))
		}
	}
	return []health.Snapshot{git, list}
}

func slugsN(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("project-%05d", i)
	}
	return out
}

// recordWeek records one run over the projects.
func recordWeek(t testing.TB, s *Store, slugs []string, week, changed int) health.Run {
	t.Helper()
	run, err := s.StartRun(t.Context(), health.Run{List: "l", Revision: "r", ModelSHA: "m", Origin: health.OriginLive, Started: noon}, slugs)
	if err != nil {
		t.Fatal(err)
	}
	for part := range slices.Chunk(slugs, 250) {
		var answers []health.Answer
		for _, slug := range part {
			a := health.Attempt{Run: run.ID, Project: slug, Outcome: health.OutcomeObserved, At: noon.AddDate(0, 0, 7*week), Took: 1234 * time.Millisecond}
			answers = append(answers, health.Answer{Attempt: a, Snapshots: observation(slug, week, changed)})
		}
		if err := s.RecordAll(t.Context(), answers); err != nil {
			t.Fatal(err)
		}
	}
	return run
}

func row(slug string, i int) ranking.Row {
	in := func(n int) *health.Interval {
		v := float64((i*7919+n*104729)%10007) / 100
		return &health.Interval{Value: v, Lo: max(0, v-5), Hi: min(100, v+5)}
	}
	return ranking.Row{
		Slug: slug, Name: strings.ToUpper(slug[:1]) + slug[1:], Repository: "github.com/example/" + slug, Language: []string{"C", "Go", "Rust", "Python"}[i%4], Category: fmt.Sprint("category ", i%9),
		Owner: fmt.Sprint("owner", i%300), Host: "github.com", Ecosystem: "none", Tags: []string{"a", "b"}, Licence: "MIT",
		Status: health.Status{Word: health.StatusActive, Reason: "human commits in 9 of 12 months"}, Evidence: health.EvidenceProvisional, Rankable: i%3 > 0,
		V: in(1), R: in(2), S: in(3), C: in(4), H: in(5), Risk: in(6), CoverV: 1, CoverR: .8, CoverC: .5, RiskBand: model.Band{Word: "low"}, HealthBand: model.Band{Word: "strong"},
		RiskUpper: float64(i % 100), MainReason: "one regular, one integrator", Rank: i, RankLo: i, RankHi: i + 9, PTop10: .1, Tier: 1, Regulars: i % 5, AbsenceFactor: 2, HumanCommits: i % 900,
		Months: slices.Repeat([]int{12}, 12), LastHuman: "2026-11-01", LastRelease: "2026-10-01", ObservedAt: noon, Outcome: health.OutcomeObserved,
	}
}

// bytesUsed is the size of the file when everything is in it.
func bytesUsed(t *testing.T, s *Store) int64 {
	t.Helper()
	if _, err := s.writer.ExecContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(s.dialect.String())
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// History must cost at most 100 bytes for a week in which nothing changed and
// 400 for one in which it did: a million projects for twenty weeks are then 2
// to 8 GB. Both sources answer every week; the rest of the catalogue is there.
func TestRecord_bytesOfAWeek(t *testing.T) {
	t.Parallel()
	if testing.Short() || raceDetector {
		t.Skip("22 weeks of 250 projects take seconds")
	}
	for _, c := range []struct {
		name    string
		changed int // fields of the git source, and its commit
		most    int64
	}{
		{"unchanged", 0, 100},
		{"changed", 5, 400},
	} {
		s := openAt(t, filepath.Join(t.TempDir(), "p.db"), noon)
		slugs := slugsN(250)
		week := 0
		for ; week < 3; week++ { // until pages fill as they will go on to
			recordPublished(t, s, slugs, week, c.changed)
		}
		before := bytesUsed(t, s)
		const weeks = 8 // fewer measure how full the last pages are
		for ; week < 3+weeks; week++ {
			recordPublished(t, s, slugs, week, c.changed)
		}
		each := (bytesUsed(t, s) - before) / int64(weeks*len(slugs))
		t.Logf("%s: %d bytes a project-week", c.name, each)
		if each > c.most {
			t.Errorf("%s: %d bytes a project-week, at most %d", c.name, each, c.most)
		}
	}
}

func recordPublished(t testing.TB, s *Store, slugs []string, week, changed int) {
	t.Helper()
	run := recordWeek(t, s, slugs, week, changed)
	if err := s.Publish(t.Context(), run.ID, nil); err != nil {
		t.Fatal(err)
	}
}

// publishRows publishes n projects.
func publishRows(t testing.TB, s *Store, n int) {
	t.Helper()
	run, err := s.StartRun(t.Context(), health.Run{List: "l", ModelSHA: "m", Origin: health.OriginLive}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var rows []ranking.Row
	for i, slug := range slugsN(n) {
		rows = append(rows, row(slug, i))
	}
	if err := s.Publish(t.Context(), run.ID, rows); err != nil {
		t.Fatal(err)
	}
}
