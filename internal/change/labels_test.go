package change_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
)

// TestLabels_agreeWithTheRules compares the rules with the causes a person gave
// to 100 changes drawn at random, who saw repository, dates, commits, scores and
// what the others did. The bounds are what was measured, rounded down: a rule
// that does worse is worse.
func TestLabels_agreeWithTheRules(t *testing.T) {
	t.Parallel()
	moves, crawl := derived(t)
	const least, leastKappa = .85, .78
	counts := map[[2]string]int{}
	agreed, n := 0, 0
	for _, r := range table(t, labelsFile) {
		label, got := r[10], causeOf(t, r, moves, crawl)
		counts[[2]string{label, string(got)}]++
		n++
		if label == string(got) {
			agreed++
		} else {
			t.Logf("%s %s→%s %s %s→%s, commit %s, %s: a person said %s, the rules %s", r[1], r[2], r[3], r[5], r[6], r[7], r[8], r[9], label, got)
		}
	}
	share, k := float64(agreed)/float64(n), kappa(counts, n)
	t.Logf("%d of %d agree, kappa %.2f\n%s", agreed, n, k, crossTable(counts))
	if n != 100 || share < least || k < leastKappa {
		t.Errorf("%d of %d agree, kappa %.2f; want %.0f %% of 100 and %.2f", agreed, n, k, 100*least, leastKappa)
	}
}

// causeOf returns what the rules say of a labelled change, within its run.
func causeOf(t *testing.T, r []string, moves []move, crawl []step) cause.Cause {
	t.Helper()
	if r[5] != "total" {
		want := step{check: r[5], before: whole(t, r[6]), after: whole(t, r[7])}
		i := 0
		for _, s := range crawl {
			if s.check == want.check && s.before == want.before && s.after == want.after {
				diffs, _ := theCrawl(crawl)
				return diffs[i].Changes[0].Cause
			}
			i += s.n
		}
		t.Fatalf("%s: no such step", strings.Join(r, ","))
	}
	before, _ := strconv.ParseFloat(r[6], 64)
	after, _ := strconv.ParseFloat(r[7], 64)
	want := move{source: r[0], date: r[3], days: whole(t, r[4]), tenths: int(math.Round(10 * (after - before))), commit: r[8], publisher: r[9], n: 1}
	run := []move{want} // fewer than eight moved: nothing is known of the others, and no notice possible
	if all := slices.IndexFunc(moves, func(m move) bool { return m.source == want.source && m.date == want.date }); all >= 0 {
		run = runs(moves[all:])[0]
	}
	diffs, _ := total(run)
	i := 0
	for _, m := range run {
		n := m.n
		m.n = 1
		if m == want {
			return diffs[i].Changes[0].Cause
		}
		i += n
	}
	t.Fatalf("%s: no such move", strings.Join(r, ","))
	return ""
}

// kappa is Cohen's: agreement beyond what the two would reach by chance.
func kappa(counts map[[2]string]int, n int) float64 {
	rows, cols := map[string]float64{}, map[string]float64{}
	agreed := 0.
	for k, c := range counts {
		rows[k[0]] += float64(c)
		cols[k[1]] += float64(c)
		if k[0] == k[1] {
			agreed += float64(c)
		}
	}
	chance := 0.
	for c := range rows {
		chance += rows[c] * cols[c] / float64(n) / float64(n)
	}
	return (agreed/float64(n) - chance) / (1 - chance)
}

func crossTable(counts map[[2]string]int) string {
	out := fmt.Sprintf("%-12s", "")
	for _, c := range cause.All[2:] {
		out += fmt.Sprintf("%12s", c)
	}
	for _, l := range cause.All[2:] {
		out += fmt.Sprintf("\n%-12s", l)
		for _, c := range cause.All[2:] {
			out += fmt.Sprintf("%12d", counts[[2]string{string(l), string(c)}])
		}
	}
	return out
}
