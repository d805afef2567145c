package curated_test

import (
	"os"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

func TestLoad_theShippedBacktestIsWhole(t *testing.T) {
	t.Parallel()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	b := set.Results.Backtest
	if b == nil || b.Projects < 60 || b.Events < 20 || len(b.Rankers) < 8 || len(b.Bands) != len(set.Model.Bands["H"]) {
		t.Fatalf("got %+v", b)
	}
	// Aggregates only: it names no project of any list.
	raw, err := os.ReadFile("../../scorecards/backtest.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range set.Lists {
		for _, p := range l.Projects {
			if r, ok := p.PrimaryRepository(); ok && strings.Contains(string(raw), r.URL) || strings.Contains(string(raw), `"`+p.Slug+`"`) {
				t.Errorf("it names %s", p.Slug)
			}
		}
	}
}

func TestReadBacktest_refusesWhatTheProgramDidNotWrite(t *testing.T) {
	t.Parallel()
	const good = `{"made":"2026-11-25","oldest_copy":"2024-01-01","newest_copy":"2026-08-22","project_years":10,"events":2,
"bands":[{"letter":"A","from":50,"silent":0,"of":6},{"letter":"B","from":0,"silent":2,"of":4}],"rankers":[{"id":"health","auc":0.9,"auc_lo":0.8,"auc_hi":1}]}`
	if _, err := curated.ReadBacktest("b.json", []byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ from, to, want string }{
		{`"made":"2026-11-25"`, `"made":"soon"`, "malformed b.json:1: made: | soon"},
		{`"silent":2`, `"silent":1`, "out_of_order b.json:1: bands: | 1 of 10 | 2 of 10"},
		{`"id":"health"`, `"id":"luck"`, "not_allowed b.json:1: rankers:"},
		{`"auc":0.9`, `"auc":9`, "out_of_range b.json:1: rankers[0]: | health"},
		{`"events":2`, `"event":2`, "unreadable b.json:1: | event"},
		{`"auc":0.9`, `"auc":0.9,,`, "unreadable b.json:2:"},
	} {
		text := strings.Replace(good, x.from, x.to, 1)
		if _, err := curated.ReadBacktest("b.json", []byte(text)); !curated.Tells(err, x.want) {
			t.Errorf("%s: got %v, want %s", x.to, err, x.want)
		}
	}
}
