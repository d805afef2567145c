package change_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/change"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const (
	movesFile  = "../../testdata/change/moves.csv"
	crawlFile  = "../../testdata/change/crawl.csv"
	labelsFile = "../../testdata/change/labels.csv"
)

// move is how many repositories moved alike in one run. Without a move it is
// those that had a result before and none that differs.
type move struct {
	source, date string
	days         int    // since its result was read before
	tenths       int    // of the total's change
	commit       string // same, other
	publisher    string // weekly-weekly, weekly-own, …
	n            int
}

// step is how many repositories went from one result of a check to another.
type step struct {
	check         string
	before, after int // −1: no score
	n             int
}

// TestHistory_findsTheSynchronisedMovesAndNoOthers is over every run of three
// records in which eight repositories or more moved.
func TestHistory_findsTheSynchronisedMovesAndNoOthers(t *testing.T) {
	t.Parallel()
	moves, crawl := derived(t)
	type told struct {
		what            string
		up              bool
		moved, compared int
		still           int
		mean, stillMean float64
	}
	want := []told{
		{"nodejs/security-wg 2023-03-20", false, 27, 45, 11, -1.16, -.84},
		{"nodejs/security-wg 2023-04-03", true, 40, 44, 27, .45, .43},
		{"nodejs/security-wg 2023-05-01", false, 37, 42, 26, -.71, -.74}, // named in the design
		{"nodejs/security-wg 2023-06-26", true, 23, 42, 17, .52, .44},
		{"nodejs/security-wg 2023-10-02", false, 34, 41, 19, -.43, -.47}, // named in the design
		{"Code-Review", false, 427, 928, 0, -3.37, 0},
	}
	var got []told
	add := func(what string, notices []cause.Notice) {
		for _, n := range notices {
			got = append(got, told{string(cmp.Or(field.ID(what), n.Field)), n.Up, n.Moved, n.Compared, n.Still, round(n.Mean), round(n.StillMean)})
		}
	}
	for _, run := range runs(moves) {
		_, notices := total(run)
		add(run[0].source+" "+run[0].date, notices)
	}
	_, notices := theCrawl(crawl)
	add("", notices)
	if !slices.Equal(got, want) {
		t.Errorf("of %d runs and two crawls notices are\n%v, want\n%v", len(runs(moves)), got, want)
	}
}

func round(x float64) float64 { return math.Round(x*100) / 100 }

// runs groups the moves by run.
func runs(moves []move) [][]move {
	var out [][]move
	for i, m := range moves {
		if i == 0 || m.source != moves[i-1].source || m.date != moves[i-1].date {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], m)
	}
	return out
}

// total compares a run of totals; the differences are in the order of the moves,
// each as often as it says.
func total(run []move) ([]cause.Difference, []cause.Notice) {
	var l change.List
	for _, m := range run {
		day, err := time.Parse(time.DateOnly, m.date)
		if err != nil {
			panic(err)
		}
		from, to := publishers(m.publisher)
		for i := range m.n {
			p := health.Project{Slug: fmt.Sprintf("p%d-%d-%s-%s-%d", m.days, m.tenths, m.commit, m.publisher, i)}
			commit := map[string]string{"same": "a", "other": "b"}[m.commit]
			l.Add(published(p, day.AddDate(0, 0, -m.days), 5, "a", from), published(p, day, 5+float64(m.tenths)/10, commit, to))
		}
	}
	return l.Done()
}

func publishers(s string) (from, to string) {
	names := map[byte]string{'w': "OpenSSF's weekly scan", 'o': "another run than OpenSSF's weekly scan"}
	i := slices.Index([]byte(s), '-')
	return names[s[0]], names[s[i+1]]
}

// published is a project of which a total was published and nothing else.
func published(p health.Project, at time.Time, value float64, commit, by string) change.Side {
	sn := health.Snapshot{Project: p.Slug, Source: field.SourcePublished, Version: "scorecard of an unnamed version, published by " + by, ObservedAt: at, Commit: commit}
	in := health.Obs("published_score", value)
	in.Source, in.Version, in.Commit, in.ObservedAt = sn.Source, sn.Version, sn.Commit, at
	return side(p, at, []health.Snapshot{sn}, in)
}

func side(p health.Project, at time.Time, snaps []health.Snapshot, ins ...health.Input) change.Side {
	f := figures.Project{Project: p.Slug, Inputs: health.Inputs{}, Snapshots: snaps}
	f.Inputs.Put(ins...)
	return change.Side{Project: p, Figures: f, Now: at}
}

// crawled compares the two crawls, check by check: the differences are in the
// order of the steps.
func crawled(steps []step) ([]cause.Difference, []cause.Notice) {
	var l change.List
	for _, s := range steps {
		for i := range s.n {
			p := health.Project{Slug: fmt.Sprintf("%s-%d-%d-%d", s.check, s.before, s.after, i)}
			at := time.Date(2022, 9, 27, 0, 0, 0, 0, time.UTC)
			l.Add(checked(p, at, s.check, s.before), checked(p, at.AddDate(0, 0, 31), s.check, s.after))
		}
	}
	return l.Done()
}

// theCrawl is crawled of the whole record, once for both tests.
func theCrawl(steps []step) ([]cause.Difference, []cause.Notice) {
	crawlOnce.Do(func() { crawlDiffs, crawlNotices = crawled(steps) })
	return crawlDiffs, crawlNotices
}

var (
	crawlOnce    sync.Once
	crawlDiffs   []cause.Difference
	crawlNotices []cause.Notice
)

// checked is a project of which one check was scanned, at a commit not known.
func checked(p health.Project, at time.Time, check string, score int) change.Side {
	sn := health.Snapshot{Project: p.Slug, Source: field.SourceScorecard, ObservedAt: at}
	in := health.Obs(field.ID(check), float64(score))
	if score < 0 {
		in = health.Missing(field.ID(check), "no score", nil)
	}
	in.Source, in.ObservedAt = sn.Source, at
	return side(p, at, []health.Snapshot{sn}, in)
}
