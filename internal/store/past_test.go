package store

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
	"github.com/plumbline-scorecard/plumbline/internal/ranking"
)

// weekly publishes a list for weeks: each week all rows move, and every changed-th
// project has other figures.
func weekly(t testing.TB, s *Store, slugs []string, from, weeks, changed int) []health.Run {
	t.Helper()
	var runs []health.Run
	for week := from; week < from+weeks; week++ {
		run, err := s.StartRun(t.Context(), health.Run{List: "l", ModelSHA: "m", Origin: health.OriginLive}, nil)
		if err != nil {
			t.Fatal(err)
		}
		rows := make([]ranking.Row, len(slugs))
		for i, slug := range slugs {
			n := i
			if changed > 0 {
				n += week * len(slugs) * 13
			}
			rows[i] = weeklyRow(slug, i, n, week)
			rows[i].Rank = 1 + (i*31+week*7)%len(slugs)
			rows[i].RankLo, rows[i].RankHi = max(1, rows[i].Rank-i%9), rows[i].Rank+(i+week)%11
			rows[i].Tier = 1 + rows[i].Rank/12
			rows[i].ObservedAt = noon.AddDate(0, 0, 7*week).Add(time.Duration(i*7919%86400000) * time.Millisecond)
			for _, a := range []model.Axis{model.Health, model.Vitality, model.Resilience, model.Posture} {
				rows[i].Standings = append(rows[i].Standings, ranking.Standing{Axis: a, Kind: ranking.PeersCategory, Group: rows[i].Category, N: len(slugs) / 9, Below: (i*3 + week) % (len(slugs) / 9), Equal: 1})
			}
		}
		if err := s.Publish(t.Context(), run.ID, rows); err != nil {
			t.Fatal(err)
		}
		runs = append(runs, run)
	}
	return runs
}

// weeklyRow is a row whose vitality, resilience, health and risk are those of n: as
// when five figures of the repository changed.
func weeklyRow(slug string, i, n, week int) ranking.Row {
	r := row(slug, i)
	moved := row(slug, n)
	around := func(v *health.Interval, below, above float64) *health.Interval {
		x := v.Value*.9 + 1./3
		return &health.Interval{Value: x, Lo: max(0, x-below), Hi: min(100, x+above)}
	}
	r.V, r.R = around(moved.V, 7./3, 7./3), around(moved.R, 11./7, 11./7)
	h := (r.V.Value + r.R.Value) / 2
	r.H = around(&health.Interval{Value: h}, 1.4061, 1.4061)
	r.Risk = around(moved.Risk, 3.+float64(n%100)/77, 2.+float64(n%100)/91)
	r.RiskUpper = r.Risk.Hi * 1.1
	r.HumanCommits = moved.HumanCommits
	if n != i {
		r.LastHuman = noon.AddDate(0, 0, 7*week).Format(time.DateOnly)
		r.Months = append(r.Months[1:], n%40)
	}
	return r
}

// The rankings of a list for years must cost little beside its figures. Measured per
// project and week: what a run adds of a project that did not change, and of one
// with five other figures, with everything a ranking keeps but the figures
// themselves.
func TestPublish_bytesOfAWeek(t *testing.T) {
	t.Parallel()
	if testing.Short() || raceDetector {
		t.Skip("many weeks of 500 projects take seconds")
	}
	for _, c := range []struct {
		name    string
		changed int
		most    int64
	}{
		{"unchanged", 0, 25},
		{"changed", 1, 210},
	} {
		s := openAt(t, filepath.Join(t.TempDir(), "p.db"), noon)
		slugs := slugsN(500)
		weekly(t, s, slugs, 0, 3, c.changed) // until pages fill as they will go on to
		before := bytesUsed(t, s)
		const weeks = 8
		weekly(t, s, slugs, 3, weeks, c.changed)
		each := (bytesUsed(t, s) - before) / int64(weeks*len(slugs))
		t.Logf("%s: %d bytes a project-week", c.name, each)
		if each > c.most {
			t.Errorf("%s: %d bytes a project-week, at most %d", c.name, each, c.most)
		}
	}
}

// A page of a past run looks up each project once: it reads neither the versions
// between then and now nor those before.
func TestRank_pastReadsNoHistory(t *testing.T) {
	t.Parallel()
	s := openAt(t, filepath.Join(t.TempDir(), "p.db"), noon)
	for _, sort := range ranking.Sorts {
		w, err := s.ranking(ranking.Query{Sort: sort, Tag: []string{"a"}})
		if err == nil {
			err = w.of(head{list: 1, seq: 1, past: true}, ranking.Query{})
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{w.text(w.segments()[0]), w.count()} {
			plan := explain(t, s, text, int64(1), "a", int64(1), 51)
			for _, want := range []string{
				"SEARCH m USING PRIMARY KEY (list_id=?)",
				"SEARCH v USING PRIMARY KEY (list_id=? AND project_id=? AND from_seq=?)",
				"SEARCH w USING PRIMARY KEY (list_id=? AND project_id=? AND from_seq<?)",
				"SEARCH e USING INTEGER PRIMARY KEY (rowid=?)",
			} {
				if !strings.Contains(plan, want) {
					t.Errorf("%s: the plan does not say %s:\n%s", sort, want, plan)
				}
			}
			if strings.Contains(plan, "SCAN") {
				t.Errorf("%s: the plan scans:\n%s", sort, plan)
			}
		}
	}
}
