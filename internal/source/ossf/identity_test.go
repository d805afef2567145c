package ossf

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/ossf/scorecard/v4/checker"
	"github.com/ossf/scorecard/v4/pkg"
	"github.com/plumbline-scorecard/plumbline/internal/check"
)

// TestScanHosted_isTheLibrarysOwn: the same world through the library's own
// client for GitHub and through ours gives the same score, words and evidence,
// check by check.
func TestScanHosted_isTheLibrarysOwn(t *testing.T) {
	t.Parallel()
	all := situations()
	if len(all) < 50 {
		t.Errorf("%d situations, want at least 50", len(all))
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			all[name](w)
			agree(t, w, nil)
		})
	}
}

// Situations seldom come alone.
func TestScanHosted_isTheLibrarysOwnInAnyMixture(t *testing.T) {
	t.Parallel()
	all := situations()
	names := slices.Sorted(maps.Keys(all))
	for seed := range uint64(24) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 5))
			w := newWorld(t)
			for range 3 + r.IntN(8) {
				name := names[r.IntN(len(names))]
				t.Log(name)
				all[name](w)
			}
			w.retell()
			agree(t, w, nil)
		})
	}
}

// The document of a scan is Scorecard's own, with its total.
func TestJSON2_ofAHostedScanHasTheLibrarysTotal(t *testing.T) {
	t.Parallel()
	w := busy(t)
	r := w.ours(t)
	var theirs pkg.ScorecardResult
	for _, c := range w.theirs(t) {
		theirs.Checks = append(theirs.Checks, c)
	}
	docs, err := texts()
	if err != nil {
		t.Fatal(err)
	}
	want, err := theirs.GetAggregateScore(docs)
	if err != nil {
		t.Fatal(err)
	}
	if have, err := Aggregate(r.Checks); err != nil || math.Abs(have-want) > 1e-9 || want <= 0 {
		t.Errorf("total %v, %v; want %v", have, err, want)
	}
	doc, err := JSON2(r)
	if err != nil {
		t.Fatal(err)
	}
	if v := parse(t, doc); len(v["checks"].([]any)) != 18 || v["score"] != math.Round(want*10)/10 {
		t.Errorf("%d checks, total %v, want 18 and %v", len(v["checks"].([]any)), v["score"], want)
	}
}

// agree compares the results of both clients. Those of the given checks differ,
// for a reason.
func agree(t *testing.T, w *world, differ map[string]string) {
	t.Helper()
	compare(t, w.theirs(t), w.ours(t), differ)
}

func compare(t *testing.T, theirs map[string]checker.CheckResult, ours Result, differ map[string]string) {
	t.Helper()
	if len(theirs) != 18 || len(ours.Checks) != 18 {
		t.Fatalf("%d results of theirs, %d of ours; want 18", len(theirs), len(ours.Checks))
	}
	for _, have := range ours.Checks {
		want := converted(have.Name, theirs[have.Name], 200)
		have.Took, have.Doc, have.Risk, have.Remedy = 0, "", "", nil
		if have.State == check.Errored && want.State == check.Errored {
			continue // the words are those of either client
		}
		if a, b := asJSON(t, want), asJSON(t, have); (a != b) != (differ[have.Name] != "") {
			t.Errorf("%s: %s\ntheirs %s\nours   %s", have.Name, differ[have.Name], a, b)
		}
	}
}
